"""Old addresses: worked out from the configuration of each generator."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from imports import confblog_import, front, posts_in, put

from sphinx_confblog.importers.front_matter import names

if TYPE_CHECKING:
    from pathlib import Path

JEKYLL = "_posts/2014-06-30-my-post.md"
FRONT = "---\ntitle: My Title\ndate: 2014-06-30\n---\n"
RST = "My Title\n========\n\n:date: 2014-06-30\n\nText.\n"
CASES = [
    ("jekyll", JEKYLL, FRONT, "_config.yml", "", "/2014/06/30/my-post.html"),
    ("jekyll", JEKYLL, "---\ncategories: a B\n---\n", "_config.yml", "permalink: pretty\n",
     "/a/b/2014/06/30/my-post/"),
    ("jekyll", JEKYLL, FRONT, "_config.yml", "permalink: none\n", "/my-post.html"),
    ("jekyll", JEKYLL, FRONT, "_config.yml", "permalink: ordinal\n", "/2014/181/my-post.html"),
    ("jekyll", JEKYLL, FRONT, "_config.yml", "permalink: /:short_year/:i_month/:slug:output_ext\n",
     "/14/6/my-post.html"),
    ("jekyll", JEKYLL, "---\npermalink: /own/\n---\n", "_config.yml", "", "/own/"),
    ("jekyll", JEKYLL, "---\ndate: 2014-06-30 23:30 UTC\n---\n", "_config.yml",
     "timezone: Asia/Tokyo\n", "/2014/07/01/my-post.html"),
    ("jekyll", "x/_posts/2014-06-30-my-post.md", FRONT, "_config.yml", "",
     "/x/2014/06/30/my-post.html"),
    ("jekyll", JEKYLL, FRONT, "_config.yml",
     "permalink: none\ncollections:\n  posts: {permalink: '/:collection/:year/:title/'}\n",
     "/posts/2014/my-post/"),
    ("jekyll", f"src/{JEKYLL}", FRONT, "_config.yml", "source: ./src\n",
     "/2014/06/30/my-post.html"),
    ("jekyll", f"site/all/x/{JEKYLL}", FRONT, "_config.yml",
     "source: site\ncollections_dir: all\n", "/x/2014/06/30/my-post.html"),
    ("hugo", "content/posts/my-post.md", FRONT, "hugo.toml", "", "/posts/my-post/"),
    ("hugo", "content/posts/my-post.md", FRONT, "config.yaml", "uglyURLs: true\n",
     "/posts/my-post.html"),
    ("hugo", "content/posts/my-post.md", FRONT, "hugo.json",
     '{"permalinks": {"page": {"posts": "/:section/:year/:title/"}}}', "/posts/2014/my-title/"),
    ("hugo", "content/posts/my-post.md", "---\ndate: 2014-06-30\nurl: /own.html\n---\n",
     "hugo.toml", "", "/own.html"),
    ("hugo", "content/posts/my-post/index.md", "---\ndate: 2014-06-30\nslug: own\n---\n",
     "hugo.toml", "", "/posts/own/"),
    ("hugo", "content/posts/sub/my-post.md", FRONT, "hugo.toml",
     '[permalinks]\nposts = "/:sections/:filename/"\n', "/posts/my-post/"),
    ("hugo", "content/posts/my-post.de.md", FRONT, "hugo.toml", "", "/de/posts/my-post/"),
    ("middleman", "source/2014-06-30-my-post.html.md", FRONT, "config.rb", "",
     "/2014/06/30/my-post.html"),
    ("middleman", "source/2014-06-30-my-post.html.md", FRONT, "config.rb",
     "activate :directory_indexes\n", "/2014/06/30/my-post/"),
    ("middleman", "source/2014-06-30-my-post.html.md", FRONT, "config.rb",
     "activate :directory_indexes\nset :blog_permalink, ':year/:title'\n", "/2014/my-post/"),
    ("middleman", "source/posts/my-post.html.markdown", FRONT, "config.rb",
     '  blog.sources = "posts/{title}.html"\n  blog.permalink = "{year}/{title}.html"\n',
     "/2014/my-post.html"),
    ("middleman", "source/2014-06-30-my-post.html.md",
     "---\ncategory: Ruby on Rails\n---\n", "config.rb",
     "  blog.permalink = '{category}/{title}.html'\n", "/ruby-on-rails/my-post.html"),
    ("middleman", "source/news/2014-06-30-my-post.html.md", FRONT, "config.rb",
     "activate :blog do |b|\n  b.prefix = 'news'\n  b.permalink = ':year/:month/:title.html'\n",
     "/news/2014/06/my-post.html"),
    ("middleman", "source/a/2014-06-30-my-post.html.md", FRONT, "config.rb",
     "activate :blog do |blog|\n  blog.sources = 'a/:year-:month-:day-:title.html'\nend\n",
     "/2014/06/30/my-post.html"),
    ("middleman", "source/2014/my-post.md", FRONT, "config.rb",
     "set :blog_sources, ':year/:title.html'\nset :blog_permalink, 'p/:title'\n", "/p/my-post"),
    ("middleman", "src/n/2014-06-30-my-post.md", FRONT, "config.rb",
     "set :source, 'src'\nactivate :blog,\n  prefix: 'n',\n  permalink: '{title}.html'\n",
     "/n/my-post.html"),
    ("middleman", "source/b/2014-06-30-my-post.html.md", FRONT, "config.rb",
     ("activate :blog do |blog|\n  blog.prefix = 'a'\nend\n"
     "activate :blog do |blog|\n  blog.name = 'b'\n  blog.prefix = 'b'\n"
     "  blog.permalink = ':title.html'\nend\n"), "/b/my-post.html"),
    ("pelican", "content/2014-06-30_my-post.md", "Title: T\n\nText.\n", "pelicanconf.py",
     "FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)'\n", "/my-post.html"),
    ("pelican", "content/a/my-post.md", "Title: T\nDate: 2014-06-30\n\nText.\n", "pelicanconf.py",
     "PATH_METADATA = '(?P<category>.+)/(?P<Slug>.+)[.]md'\nARTICLE_URL = '{category}/{slug}/'\n",
     "/a/my-post/"),
    ("pelican", "content/x.rst", RST, "pelicanconf.py", "", "/my-title.html"),
    ("pelican", "content/x.rst", RST, "pelicanconf.py",
     'ARTICLE_URL = "{category}/{date:%Y}/{slug}/"\nDEFAULT_CATEGORY = "Odd Ones"\n',
     "/odd-ones/2014/my-title/"),
    ("pelican", "content/x.md", "Title: T\nDate: 2014-06-30\nUrl: own/\n\nText.\n",
     "pelicanconf.py", "", "/own/"),
    ("nikola", "posts/my-post.rst", ".. date: 2014-06-30\n\nText.\n", "conf.py", "",
     "/posts/my-post/"),
    ("nikola", "blog/2014/my-post.md", "---\ndate: 2014-06-30\n---\n", "conf.py",
     'PRETTY_URLS = False\nPOSTS = (("blog/*.md", "b", "post.tmpl"),)\n', "/b/2014/my-post.html"),
    ("docusaurus", "blog/2014-06-30-my-post.md", "Text.\n", "docusaurus.config.js", "",
     "/blog/2014/06/30/my-post"),
    ("docusaurus", "blog/my-post.md", FRONT, "docusaurus.config.js", "", "/blog/my-post"),
    ("docusaurus", "blog/2014-06-30-x.md", "---\nslug: /own/\n---\n", "docusaurus.config.js",
     "blog: {\n  routeBasePath: '/',\n}\n", "/own/"),
    ("mkdocs", "docs/blog/posts/x.md", FRONT, "mkdocs.yml", "plugins:\n  - blog\n",
     "/blog/2014/06/30/my-title/"),
    ("mkdocs", "docs/n/posts/x.md", FRONT, "mkdocs.yml",
     'plugins:\n  blog: {blog_dir: n, post_url_format: "{file}"}\nuse_directory_urls: no\n',
     "/n/x.html"),
    ("mkdocs", "docs/n/posts/x.md", FRONT, "mkdocs.yml",
     "plugins:\n  - blog:\n      blog_dir: n\n      post_url_date_format: MMM-d\n",
     "/n/Jun-30/my-title/"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "path", "text", "config", "settings", "address"), CASES)
def test_old_addresses(
    tmp_path: Path, name: str, path: str, text: str, config: str, settings: str, address: str
) -> None:
    """The old address of a post stands below its aliases."""
    put(tmp_path / "old" / path, text)
    put(tmp_path / "old" / config, settings)
    ran = confblog_import(name, tmp_path / "old", tmp_path / "new")
    assert ran.code == 0
    (written,) = posts_in(tmp_path / "new")
    assert front(written)["aliases"] == [address]


@pytest.mark.parametrize(
    ("kind", "path", "aliases"),
    [
        ("jekyll", "_posts/2014-06-30-My_Post-v1.2.md",
         ["/2014/06/30/My_Post-v1.2.html", "/2014/06/30/my-post-v1-2.html"]),
        ("jekyll", "_posts/2014-06-30-what?.md", ["/2014/06/30/what.html"]),
        ("middleman", "source/2014-06-30-My_Post-v1.2.html.md",
         ["/2014/06/30/my-post-v1-2.html", "/2014/06/30/My_Post-v1.2.html"]),
        ("middleman", "source/2014-06-30-50%.html.md",
         ["/2014/06/30/50.html", "/2014/06/30/50%25.html"]),
    ],
)  # fmt: skip
def test_names_as_the_generator_spelled_them(
    tmp_path: Path, kind: str, path: str, aliases: list[str]
) -> None:
    """An address with capitals, underscores and dots redirects too, and hinders no pattern."""
    put(tmp_path / "old" / path, FRONT)
    plain = ("a-b" if kind == "jekyll" else "source/a-b").replace("a-b", "2014-06-30-a-b.md")
    put(tmp_path / "old" / (f"_posts/{plain}" if kind == "jekyll" else plain), FRONT)
    ran = confblog_import(kind, tmp_path / "old", tmp_path / "new", "--json")
    assert ran.data["conf"]["confblog_permalink"] == "/{year}/{month}/{day}/{slug}"
    (written,) = (post for post in posts_in(tmp_path / "new") if "a-b" not in post.name)
    assert front(written)["aliases"] == aliases


#: Names as Hugo 0.168 spells them: in a pattern, by the slug alone, and of a file.
HUGO_NAMES = [
    ("What's new in 1.2?", "whats-new-in-1.2", "whats-new-in-1.2", "whats-new-in-1.2"),
    ("Über C++ & co.", "über-c-co.", "über-c++-co.", "über-c++--co."),
    ("a -- b – c", "a--b-c", "a--b-c", "a----b--c"),
    ("100 % sure", "100-sure", "100-sure", "100--sure"),
    ("--lead trail--", "--lead-trail--", "lead-trail", "--lead-trail--"),
    ("Mixed_Case ~ file", "mixed_case-~-file", "mixed_case-~-file", "mixed_case-~-file"),
    ("C# tips", "c%23-tips", "c%23-tips", "c%23-tips"),
    ("日本語 ½ x²", "日本語-x", "日本語-x", "日本語--x"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "patterned", "slug", "file"), HUGO_NAMES)
def test_names_as_hugo_spells_them(
    tmp_path: Path, name: str, patterned: str, slug: str, file: str
) -> None:
    """Signs are dropped, and spaces become hyphens: one by one in names of files."""
    old = tmp_path / "old"
    put(old / "hugo.toml", '[permalinks]\nblog = "/:title/"\n')
    dated = "---\ndate: 2014-06-30\n"
    put(old / "content/blog/title.md", f'{dated}title: "{name}"\n---\n')
    put(old / "content/posts/slug.md", f'{dated}slug: "{name}"\n---\n')
    put(old / f"content/posts/{name}.md", f"{dated}---\n")
    confblog_import("hugo", old, tmp_path / "new")
    firsts = {p.stem: names(front(p).get("aliases"))[0] for p in posts_in(tmp_path / "new")}
    assert firsts == {
        "title": f"/{patterned}/", "slug": f"/posts/{slug}/", name: f"/posts/{file}/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("", "/posts/émile-a/"),
        ("removePathAccents = true", "/posts/emile-a/"),
        ("disablePathToLower = true", "/posts/Émile-A/"),
    ],
)
def test_how_hugo_is_set_to_spell_names(tmp_path: Path, setting: str, address: str) -> None:
    """It can drop accents, and keep capitals."""
    put(tmp_path / "old" / "hugo.toml", f"{setting}\n")
    put(tmp_path / "old" / "content/posts/Émile A.md", "---\ndate: 2014-06-30\n---\n")
    confblog_import("hugo", tmp_path / "old", tmp_path / "new")
    (written,) = posts_in(tmp_path / "new")
    assert names(front(written)["aliases"])[0] == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("# What's new in v1.2 – it's 50% & \"faster\" (C++)\n",
         "whats-new-in-v12--its-50--faster-c"),
        ("# a_b -- c\n", "a_b----c"),
        ("# Straße <b>`x`</b> 日本語\n", "straße-x-日本語"),
        ("Text.\n\n```\n# no title\n```\n", "f-mypost"),
        ("slug", "Über-B"),
    ],
)  # fmt: skip
def test_names_as_material_spells_them(tmp_path: Path, text: str, address: str) -> None:
    """Each space becomes a hyphen, and signs are dropped; slugs stay as they are typed."""
    head = "slug: Über-B\n" if text == "slug" else ""
    put(tmp_path / "old/mkdocs.yml", "plugins:\n  - blog\n")
    put(tmp_path / "old/docs/blog/posts/f_My.Post.md", f"---\ndate: 2022-02-03\n{head}---\n{text}")
    confblog_import("mkdocs", tmp_path / "old", tmp_path / "new")
    (written,) = posts_in(tmp_path / "new")
    assert names(front(written)["aliases"])[0] == f"/blog/2022/02/03/{address}/"


@pytest.mark.parametrize(
    ("head", "settings", "address"),
    [
        ("Title: What's new in v1.2 – it's 50% & \"faster\" (C++)", "",
         "/whats-new-in-v12-its-50-faster-c.html"),
        ("Title: a_b -- c", "", "/a_b-c.html"),
        ("Title:   -x-  <b>y</b> &amp; ½", "", "/-x-y-12.html"),
        ("Title: Émile's Straße", "", "/emiles-strasse.html"),
        ("Title: Émile A", "SLUGIFY_USE_UNICODE = True", "/émile-a.html"),
        ("Title: Émile A", "SLUGIFY_PRESERVE_CASE = True", "/Emile-A.html"),
        ("Title: A B", "SLUG_REGEX_SUBSTITUTIONS = [('B', 'Sea'), (' ', '_')]", "/a_sea.html"),
        ("Title: A", "SLUGIFY_SOURCE = 'basename'", "/file-a.html"),
        ("Title: A\nSlug: Über-B C", "", "/Über-B C.html"),
        ("Title: A\nLang: fr", "", "/a-fr.html"),
        ("Title: A\nLang: FR", "DEFAULT_LANG = 'fr'", "/a.html"),
        ("Title: A\nLang: fr", "ARTICLE_LANG_URL = '{lang}/{slug}/'", "/fr/a/"),
        ("Title: A\nCategory: R&D\nAuthor: Ida Ö",
         "ARTICLE_URL = '{category}/{author}/{slug}.html'", "/rd/ida-o/a.html"),
    ],
)  # fmt: skip
def test_names_as_pelican_spells_them(
    tmp_path: Path, head: str, settings: str, address: str
) -> None:
    """They are in ASCII, and its settings change how; slugs stay as they are typed."""
    put(tmp_path / "old/pelicanconf.py", f"{settings}\n")
    put(tmp_path / "old/content/File A.md", f"{head}\nDate: 2014-06-30\n\nText.\n")
    confblog_import("pelican", tmp_path / "old", tmp_path / "new")
    (written,) = posts_in(tmp_path / "new")
    assert names(front(written)["aliases"], "\n")[0] == address


def test_titles_that_need_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Unidecode, the address of a title in another script is not known."""
    put(tmp_path / "old/content/a.md", "Title: 日本語 title\nDate: 2014-06-30\n\nText.\n")
    monkeypatch.setitem(sys.modules, "unidecode", None)
    ran = confblog_import("pelican", tmp_path / "old", tmp_path / "new", "--json")
    (remark,) = ran.remarks("content/a.md")
    assert remark == (
        "1: the old URL is not known: Pelican spells the title in ASCII with the package "
        "Unidecode; install it and import again, or add the URL to aliases"
    )
    library = SimpleNamespace(unidecode=lambda _: "Ri Ben Yu  title")
    monkeypatch.setitem(sys.modules, "unidecode", library)
    confblog_import("pelican", tmp_path / "old", tmp_path / "newer")
    assert names(front(tmp_path / "newer/a.md")["aliases"])[0] == "/ri-ben-yu-title.html"


def test_substitutions_that_cannot_be_made(tmp_path: Path) -> None:
    """The usual ones count, and a note says so."""
    config = "SLUG_REGEX_SUBSTITUTIONS = [('(', '')]\nPATH_METADATA = '('\n"
    put(tmp_path / "old/pelicanconf.py", config)
    put(tmp_path / "old/content/a.md", "Title: A b\nDate: 2014-06-30\n\nText.\n")
    ran = confblog_import("pelican", tmp_path / "old", tmp_path / "new", "--json")
    assert ran.data["notes"] == [
        "pelicanconf.py: PATH_METADATA cannot be used, so old URLs may differ",
        "pelicanconf.py: SLUG_REGEX_SUBSTITUTIONS cannot be used, so old URLs may differ",
    ]
    assert front(tmp_path / "new/a.md")["aliases"] == ["/a-b.html"]


@pytest.mark.parametrize(
    ("name", "files", "pattern"),
    [
        ("hugo", {"content/posts/It's 1.2.md": FRONT, "content/posts/b.md": FRONT},
         "/posts/{slug}/"),
        ("pelican", {"content/a.md": "Title: It's 1.2\nDate: 2014-06-30\n\nText.\n"}, "/{slug}"),
        ("mkdocs", {"docs/blog/posts/a.md": "---\ndate: 2014-06-30\n---\n# It's 1.2\n"},
         "/blog/{year}/{month}/{day}/{slug}/"),
    ],
)  # fmt: skip
def test_names_that_are_spelled_here_otherwise(
    tmp_path: Path, name: str, files: dict[str, str], pattern: str
) -> None:
    """They hinder no pattern: both spellings are aliases."""
    for path, text in files.items():
        put(tmp_path / "old" / path, text)
    ran = confblog_import(name, tmp_path / "old", tmp_path / "new", "--json")
    assert ran.data["conf"]["confblog_permalink"] == pattern


@pytest.mark.parametrize(
    ("name", "path", "text", "config", "settings"),
    [
        ("jekyll", JEKYLL, FRONT, "_config.yml", "permalink: /:mood/\n"),
        ("hugo", "content/posts/a.md", FRONT, "hugo.toml", '[permalinks]\nposts = "/:mood/"\n'),
        ("middleman", "source/2014-06-30-a.html.md", FRONT, "config.rb",
         " blog.permalink = '{mood}.html'\n"),
        ("pelican", "content/x.rst", RST, "pelicanconf.py", 'ARTICLE_URL = "{mood}"\n'),
        ("mkdocs", "docs/blog/posts/x.md", FRONT, "mkdocs.yml",
         "plugins:\n  - blog:\n      post_url_format: '{mood}'\n"),
    ],
)  # fmt: skip
def test_addresses_that_are_not_known(
    tmp_path: Path, name: str, path: str, text: str, config: str, settings: str
) -> None:
    """A pattern that asks for something unknown gives no alias, but a remark."""
    put(tmp_path / "old" / path, text)
    put(tmp_path / "old" / config, settings)
    ran = confblog_import(name, tmp_path / "old", tmp_path / "new", "--json")
    assert "the old URL is not known" in "".join(ran.remarks(path))
    assert "confblog_permalink" not in ran.data["conf"]


@pytest.mark.parametrize(
    ("name", "path", "date", "config", "settings", "pattern"),
    [
        ("jekyll", "_posts/2014-06-30-my-post.md", "2014-06-30 23:30 UTC", "_config.yml",
         "timezone: Asia/Tokyo\n", "/{year}/{month}/{day}/{slug}"),
        ("hugo", "content/posts/my-post.md", "2014-06-30T23:30:00+00:00", "hugo.toml",
         'timeZone = "Asia/Tokyo"\n[permalinks]\nposts = "/:year/:month/:day/:slug/"\n',
         "/{year}/06/30/{slug}/"),
    ],
)  # fmt: skip
def test_days_of_addresses(
    tmp_path: Path, name: str, path: str, date: str, config: str, settings: str, pattern: str
) -> None:
    """They are those that a build makes in the zone that is proposed: July 1, as in Jekyll."""
    put(tmp_path / "old" / path, f"---\ntitle: A\nslug: my-post\ndate: {date}\n---\n")
    put(tmp_path / "old" / config, settings)
    ran = confblog_import(name, tmp_path / "old", tmp_path / "new", "--json")
    assert ran.data["conf"]["confblog_timezone"] == "Asia/Tokyo"
    assert ran.data["conf"]["confblog_permalink"] == pattern


def test_settings_that_are_computed(tmp_path: Path) -> None:
    """They are named with their lines, and the usual ones count."""
    config = (
        "activate :blog do |blog|\n  blog.permalink = x\n  blog.summary_separator = /A|B/\nend\n"
    )
    put(tmp_path / "old" / "config.rb", config)
    put(tmp_path / "old" / "source/2014-06-30-my-post.html.md", FRONT)
    ran = confblog_import("middleman", tmp_path / "old", tmp_path / "new", "--json")
    assert ran.data["notes"] == [
        "config.rb:2: permalink is not a plain string, so it was not read",
        "config.rb:3: summary_separator is not a plain string, so it was not read",
    ]
    (written,) = posts_in(tmp_path / "new")
    assert front(written)["aliases"] == ["/2014/06/30/my-post.html"]
