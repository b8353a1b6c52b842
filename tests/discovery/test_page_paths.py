"""Generated pages in other places, old addresses of pages and feeds, and labels for them."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confblog.config.loader import wrong_paths

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

PATHS = {"tags": "tag", "authors": "author", "year": "{year}"}
BASE = "https://example.org/"


def ablog_like(site: Site) -> None:
    """Two posts, with terms."""
    site.post(
        "a", "Text of a.\n", title="First", date="2025-01-15", tags="Docker, C++", author="ada"
    )
    site.post("b", "Text of b.\n", title="Second", date="2026-01-15", tags="Docker")


def test_pages_stand_where_the_site_says(site: Site) -> None:
    """Taxonomies, years and months have places of their own, and everything leads there."""
    ablog_like(site)
    built = site.build(confblog_page_paths=PATHS, confblog_archives="month", html_baseurl=BASE)
    pages = ("tag/index", "tag/docker", "author/index", "author/ada", "2025", "2026/01", "archive")
    assert all(built.exists(f"blog/{name}.html") for name in pages)
    assert not built.exists("blog/tags/docker.html")
    assert 'href="tag/docker.html"' in built.body("blog/b")
    assert built.exists("blog/tag/docker/atom.xml")
    assert "https://example.org/blog/tag/" in built.read("blog/atom.xml")


def test_months_follow_years(site: Site) -> None:
    """Without a pattern of their own, months stand below their year; years below the archive."""
    ablog_like(site)
    built = site.build(confblog_archives="month", confblog_page_paths={"archive": "old"})
    assert built.exists("blog/old.html")
    assert built.exists("blog/old/2025/01.html")


def test_no_post_takes_the_place_of_a_period(site: Site) -> None:
    """Other posts may be below it."""
    ablog_like(site)
    site.post("c", date="2025-01-16", permalink="/blog/2025/01/c")
    links = ("/blog/2025", "/blog/2026/01", "/blog/2025.html/x")
    paths = [
        site.post(f"d{number}", date="2025-01-17", permalink=link)
        for number, link in enumerate(links)
    ]
    built = site.build(confblog_page_paths=PATHS, confblog_archives="month", clean=False)
    for path, link in zip(paths, links, strict=True):
        said = f"'blog/{path.stem}': the URL {link[1:]!r}"
        assert f"{path}:3: WARNING: {said}" in built.warnings
    assert built.exists("blog/2025/01/c.html")
    assert all("archive" in built.read(f"blog/{name}.html") for name in ("2025", "2026/01"))


def test_places_are_checked(site: Site) -> None:
    """A place of nothing, and those that other pages have, are reported; the usual one is taken."""
    ablog_like(site)
    paths = {"tag": "tag", "categories": "authors", "tags": "Archive"}
    built = site.build(clean=False, confblog_page_paths=paths, confblog_archives="year")
    for said in (
        "confblog_page_paths: 'tag' is not one of: tags, authors, categories",
        "['categories'] is 'authors', the path of other pages",
        "['tags'] is 'Archive', the path of other pages",
    ):
        assert said in built.warnings
    assert built.exists("blog/tags/docker.html")
    assert built.exists("blog/authors/ada.html")


def test_a_place_that_is_refused_leaves_none_twice() -> None:
    """Pages whose place is refused are at the usual one, so no others can have that."""
    paths = {"authors": "tags", "tags": "Archive", "categories": "topics"}
    said = list(wrong_paths(paths, ("tags", "authors", "categories")))
    assert [text.partition(" is ")[0] for text in said] == [
        "confblog_page_paths['tags']",
        "confblog_page_paths['authors']",
    ]
    assert paths == {"categories": "topics"}


def test_a_term_may_name_its_page(site: Site) -> None:
    """The slug of a term is the name of its page, even where that of another term would be."""
    site.post("a", date="2025-01-15", tags="C++, my_tag, C")
    terms = {"tags": {"C++": {"slug": "c"}, "my_tag": {"slug": "my_tag"}}}
    built = site.build(confblog_terms=terms, clean=False)
    text = "'C' has the same URL 'c' as 'C++' in blog/a.md:3; its page is 'c-2'"
    assert text in built.warnings
    assert "C++" in built.text("blog/tags/c")
    assert built.exists("blog/tags/my_tag.html")
    assert built.exists("blog/tags/c-2.html")


@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_two_terms_that_share_an_address_are_named(
    site: Site, confblog: Caller, suffix: str
) -> None:
    """The warning names both terms, and the file and line of a post for each."""
    fields = {"md": "---\ndate: 2025-01-15\ntags: {}\n---\n# T\n\nText.\n"}
    fields["rst"] = "T\n=\n\n:date: 2025-01-15\n:tags: {}\n\nText.\n"
    line = {"md": 3, "rst": 5}[suffix]
    site.write(f"blog/a.{suffix}", fields[suffix].format("rock-n-roll"))
    site.write(f"blog/b.{suffix}", fields[suffix].format("Rock 'n' Roll"))
    built = site.build(clean=False)
    text = (
        f"blog/b.{suffix}:{line}: WARNING: tags: \"Rock 'n' Roll\" has the same URL "
        f"'rock-n-roll' as 'rock-n-roll' in blog/a.{suffix}:{line}; its page is 'rock-n-roll-2'. "
    )
    assert text in built.warnings
    assert text in confblog("check", code=1).out
    assert text.replace(" WARNING:", "") in confblog("list").err


def test_not_every_slug_is_accepted(site: Site) -> None:
    """A slug is one segment of a path that nothing else has; an empty one is none."""
    slugs = {f"T{n}": s for n, s in enumerate(["../c", "index", "C", "", "a b", "page", "aux"])}
    site.post("a", date="2025-01-15", tags=", ".join(slugs))
    terms = {"tags": {name: {"slug": slug} for name, slug in slugs.items()}}
    built = site.build(confblog_terms=terms, clean=False)
    for name, slug in slugs.items():
        assert built.exists(f"blog/tags/{name.lower()}.html")
        assert (f"['{name}']['slug'] is" in built.warnings) is bool(slug)


def test_two_terms_have_no_page_together(site: Site) -> None:
    """Of two terms that say one slug, the first has it."""
    site.post("a", date="2025-01-15", tags="C++, C#")
    terms = {"tags": {"C++": {"slug": "c"}, "C#": {"slug": "c"}}}
    built = site.build(confblog_terms=terms, clean=False)
    assert "['slug'] is also the slug of 'C++'" in built.warnings
    assert built.exists("blog/tags/c-sharp.html")


@pytest.mark.slow
def test_old_pages_redirect_and_old_feeds_are_copied(site: Site) -> None:
    """A page stands at the old address of a page, and at that of a feed the feed itself."""
    ablog_like(site)
    old = {"blog": "blog/index", "feed.xml": "blog/atom.xml", "old/": "index"}
    built = site.build(confblog_redirects=old, html_baseurl=BASE)
    assert 'url=blog/index.html"' in built.read("blog.html")
    assert 'url=../index.html"' in built.read("old/index.html")
    assert built.read("feed.xml") == built.read("blog/atom.xml")
    site.post("c", date="2026-01-16", title="Third")
    built = site.build(confblog_redirects={"feed.xml": "blog/atom.xml"}, html_baseurl=BASE)
    assert "Third" in built.read("feed.xml")
    assert not built.exists("blog.html")
    assert not built.exists("old/index.html")


def test_where_an_old_document_stood_depends_on_the_builder(site: Site) -> None:
    """Names of documents become addresses as those of documents that there are."""
    ablog_like(site)
    old = {"blog": "blog/index", "news/old": "blog/a", "index": "index", "news/index": "blog/b"}
    built = site.build("dirhtml", confblog_redirects=old)
    assert 'url=../blog/b/"' in built.read("news/index.html")
    assert not built.exists("news/index/index.html")
    assert 'url=../../blog/a/"' in built.read("news/old/index.html")
    assert 'url="' not in built.read("blog/index.html")


def test_old_addresses_are_checked(site: Site) -> None:
    """What cannot be is reported at the option, and nothing stands there."""
    cases = [
        ("a.html", "blog/none", "'blog/none' is neither a document nor a feed"),
        ("../a.html", "index", "'../a.html' is not a URL below the top of the site"),
        ("blog/a.html", "index", "'blog/a.html' is 'blog/a'"),
        ("feed/", "blog/atom.xml", "'feed/' is not a URL that a feed can have"),
        ("feed.html", "blog/atom.xml", "'feed.html' is not a URL that a feed can have"),
    ]
    ablog_like(site)
    old = {address: goal for address, goal, _ in cases}
    site.write("conf.py", f'extensions = ["sphinx_confblog"]\nconfblog_redirects = {old!r}\n')
    built = site.build(clean=False, html_baseurl=BASE)
    for _, _, text in cases:
        assert f"conf.py:2: WARNING: confblog_redirects: {text}" in built.warnings
    assert built.warnings.count("WARNING") == len(cases)


def test_years_have_feeds_where_asked_for(site: Site) -> None:
    """The feed of a year stands beside its page, which names it."""
    ablog_like(site)
    built = site.build(confblog_feed_years=True, html_baseurl=BASE, confblog_archives="year")
    feed = built.read("blog/archive/2025/atom.xml")
    assert "First" in feed
    assert "Second" not in feed
    assert "blog/archive/2025/atom.xml" in built.read("blog/archive/2025.html")
    without = site.build(html_baseurl=BASE, confblog_archives="year")
    assert not without.exists("blog/archive/2025/atom.xml")


LABELS = """# Page

{ref}`blog-posts` {ref}`blog-tags` {ref}`blog-archives` {ref}`archive-2025` {ref}`tag-docker`
{ref}`tag-c` {ref}`author-ada` {ref}`the first <a>` {ref}`blog-feed`
"""


@pytest.mark.slow
def test_labels_lead_to_the_blog(site: Site) -> None:
    """With the option, ``ref`` reaches posts, terms, years, the blog's pages and its feed."""
    ablog_like(site)
    site.write("page.md", LABELS)
    site.write("index.md", "# Site\n\n```{toctree}\npage\n```\n")
    built = site.build(confblog_labels=True, html_baseurl=BASE, confblog_archives="year")
    body = built.body("page")
    ends = ("index", "tags/index", "archive", "archive/2025", "tags/docker", "tags/c-plus-plus")
    links = [*(f"blog/{end}.html" for end in (*ends, "authors/ada", "a")), "blog/atom.xml"]
    assert all(f'href="{link}"' in body for link in links)
    assert "the first" in built.text("page")
    inventory = zlib.decompress((built.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4])
    assert b"tag-docker std:label -1 blog/tags/docker.html Docker\n" in inventory
    assert b"\na std:label -1 blog/a.html First\n" in inventory
    assert "undefined label" in site.build(clean=False, fresh=True).warnings


@pytest.mark.slow
def test_labels_of_the_site_win(site: Site) -> None:
    """A label that a page defines is left to it, in the first build and in later ones."""
    ablog_like(site)
    site.build(confblog_labels=True)
    site.write("index.md", "# Site\n\n(a)=\n## Mine\n\n{ref}`a`\n")
    for _ in range(2):
        built = site.build(confblog_labels=True)
        assert 'href="#a"><span class="std std-ref">Mine</span></a>' in built.body("index")


@pytest.mark.slow
def test_a_changed_term_changes_pages_with_its_label(site: Site) -> None:
    """A page that refers to a label is written again when what it shows has changed."""
    ablog_like(site)
    site.write("index.md", "# Site\n\n{ref}`tag-docker`\n")
    terms = {"tags": {"Docker": {"name": "Boxes", "aliases": ["docker"]}}}
    site.build(confblog_labels=True)
    built = site.build(confblog_labels=True, confblog_terms=terms)
    clean = site.build(confblog_labels=True, confblog_terms=terms, out="_clean")
    assert "Boxes" in built.text("index")
    assert built.read("index.html") == clean.read("index.html")


@pytest.mark.slow
def test_a_label_comes_and_goes_with_its_page(site: Site) -> None:
    """Each later build is as a clean one would be, read in parallel or not."""
    site.write("index.md", "# Site\n\n{ref}`x <tag-docker>`, {ref}`archive-2025`, {ref}`a`\n")
    options: dict[str, Any] = {"confblog_labels": True, "confblog_archives": "year"}
    for number, tags in enumerate(["docker", "other", "Docker", "docker, other"]):
        site.post("a", title=f"Title {number}", date="2025-01-15", tags=tags)
        built = site.build(**options, clean=False, jobs=2)
        again = site.build(**options, clean=False, out=f"_clean{number}")
        assert built.read("index.html") == again.read("index.html")
        assert ("undefined label: 'tag-docker'" in again.warnings) is (tags == "other")


def test_the_label_of_the_feed_is_an_address_elsewhere(site: Site) -> None:
    """Other builders than those of web sites show the whole URL."""
    ablog_like(site)
    site.write("index.md", "# Site\n\n{ref}`blog-feed`\n")
    built = site.build("latex", confblog_labels=True, html_baseurl=BASE, clean=False)
    tex = next(built.outdir.glob("*.tex")).read_text("utf-8")
    assert "https://example.org/blog/atom.xml" in tex
    assert "undefined label" not in built.warnings


def test_check_looks_at_old_addresses(site: Site, confblog: Caller) -> None:
    """What a build says of them is said without one."""
    ablog_like(site)
    old = {"a.html": "blog/none"}
    site.write("conf.py", f'extensions = ["sphinx_confblog"]\nconfblog_redirects = {old!r}\n')
    said = confblog("check", code=1).out
    assert "conf.py:2: " in said
    assert "'blog/none' is neither a document nor a feed" in said
