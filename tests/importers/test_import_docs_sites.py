"""MkDocs and Docusaurus: links to the documentation, images for dark pages, and extensions."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from imports import confblog_import, front, put

from sphinx_confblog.importers.generators.docusaurus import block_of
from sphinx_confblog.importers.markdown import extensions_in, map_fences
from sphinx_confblog.importers.records import Article

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

HEAD = "---\ntitle: {}\ndate: 2024-01-02\n---\n"
MKDOCS = """site_name: Stars
site_url: https://stars.example.org/site/
plugins: [blog]
"""
DOCUSAURUS = """const config = {
  url: 'https://stars.example.org',
  baseUrl: '/site/',
  presets: [
    ['classic', {
      blog: {showReadingTime: true},
      docs: {sidebarPath: './sidebars.js', routeBasePath: '%s'},
    }],
  ],
};
"""
SITE = "https://stars.example.org/site"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the folder of an old site."""
    return tmp_path / "old"


def linked(text: str) -> list[str]:
    """Return the destinations of the links in a post, which are the only words in brackets."""
    return [part.partition(")")[0] for part in text.split("](")[1:]]


@pytest.mark.parametrize(("config", "end"), [("", "/"), ("use_directory_urls: false\n", ".html")])
def test_links_of_mkdocs_to_its_documentation(
    old: Path, tmp_path: Path, config: str, end: str
) -> None:
    """They lead to the old site, since they were not imported; links to posts stay in the blog."""
    put(old / "mkdocs.yml", MKDOCS + config)
    put(old / "docs/index.md", "# Home\n")
    put(old / "docs/guide/setup.md", "# Setup\n")
    put(old / "docs/guide/README.md", "# Guide\n")
    links = ("../../index.md", "../../guide/setup.md#linux", "../../guide/README.md", "b.md",
             "../../guide/gone.md", "https://other.example.org/x")  # fmt: skip
    put(old / "docs/blog/posts/a.md", HEAD.format("A") + "".join(f"[x]({link}) " for link in links))
    put(old / "docs/blog/posts/b.md", HEAD.format("B") + "Text.\n")
    ran = confblog_import("mkdocs", old, tmp_path / "new", "--json")
    assert linked((tmp_path / "new" / "a.md").read_text("utf-8")) == [
        f"{SITE}/", f"{SITE}/guide/setup{end}#linux", f"{SITE}/guide/", "b.md",
        "../../guide/gone.md", "https://other.example.org/x",
    ]  # fmt: skip
    assert ran.remarks("docs/blog/posts/a.md") == [
        "5: linked to the old site, because it was not imported: ../../guide/README.md",
        "5: linked to the old site, because it was not imported: ../../guide/setup.md#linux",
        "5: linked to the old site, because it was not imported: ../../index.md",
        "5: the target of a link was not imported: ../../guide/gone.md",
    ]


def test_the_configuration_with_the_blog_counts(old: Path, tmp_path: Path) -> None:
    """A repository may hold several sites; keys of any form are read."""
    put(old / "mkdocs.yml", "site_name: Docs\nplugins: [search]\n")
    settings = """site_name: Stars
docs_dir: articles
nav:
- !ENV [HOME, "Home"]: index.md
- ? {a: [b, {c: d}]}
  : index.md
plugins:
  blog: {blog_dir: ., post_url_format: "{date}/{file}"}
"""
    put(old / "mkdocs.blog.yml", settings)
    put(old / "docs/blog/posts/b.md", HEAD.format("B"))
    put(old / "articles/posts/a.md", HEAD.format("Another title") + "Text.\n")
    ran = confblog_import("mkdocs", old, tmp_path / "new", "--json")
    assert ran.data["conf"] == {
        "confblog_title": "Stars", "confblog_permalink": "/{year}/{month}/{day}/{slug}/",
    }  # fmt: skip
    assert front(tmp_path / "new" / "a.md")["aliases"] == ["/2024/01/02/a/"]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.md"]


def test_links_stay_where_the_old_site_is_not_known(old: Path, tmp_path: Path) -> None:
    """Without its address, there is none to lead to."""
    put(old / "mkdocs.yml", "site_name: Stars\n")
    put(old / "docs/index.md", "# Home\n")
    put(old / "docs/blog/posts/a.md", HEAD.format("A") + "[x](../../index.md)\n")
    confblog_import("mkdocs", old, tmp_path / "new")
    assert linked((tmp_path / "new" / "a.md").read_text("utf-8")) == ["../../index.md"]


@pytest.mark.parametrize(("base", "start"), [("docs", "/docs"), ("/", ""), ("manual", "/manual")])
def test_links_of_docusaurus_to_its_documentation(
    old: Path, tmp_path: Path, base: str, start: str
) -> None:
    """Pages have the addresses that numbers, ids and slugs give them."""
    put(old / "docusaurus.config.js", DOCUSAURUS % base)
    put(old / "docs/01-intro.md", "# Intro\n")
    put(old / "docs/guides/guides.mdx", "# Guides\n")
    put(old / "docs/guides/setup.md", "---\nid: install\n---\n# Setup\n")
    put(old / "docs/guides/top.md", "---\nslug: /start\n---\n# Start\n")
    put(old / "src/pages/about.md", "# About\n")
    files = ("../docs/01-intro.md", "../docs/guides/guides.mdx", "@site/docs/guides/setup.md#a",
             "../docs/guides/top.md", "@site/src/pages/about.md", "/docs/intro", "../support",
             "b.md")  # fmt: skip
    put(old / "blog/a.md", HEAD.format("A") + "".join(f"[x]({file}) " for file in files))
    put(old / "blog/b.md", HEAD.format("B") + "Text.\n")
    confblog_import("docusaurus", old, tmp_path / "new")
    assert linked((tmp_path / "new" / "a.md").read_text("utf-8")) == [
        f"{SITE}{start}/intro", f"{SITE}{start}/guides/", f"{SITE}{start}/guides/install#a",
        f"{SITE}{start}/start", f"{SITE}/about", f"{SITE}/docs/intro", f"{SITE}/support", "b.md",
    ]  # fmt: skip


def test_settings_of_one_plugin() -> None:
    """What comes after the braces of an object is another's."""
    config = "blog: {feed: {a: 1}, b: 2}, docs: {routeBasePath: '/'}"
    assert block_of(config, "blog") == "feed: {a: 1}, b: 2"
    assert block_of(config, "docs") == "routeBasePath: '/'"
    assert block_of(config, "theme") == ""
    assert block_of("blog: {a: 1", "blog") == "a: 1"


MKDOCS_POST = """![A *map*](map.png#only-light "Map")
![A map](map-dark.png#only-dark)

- [x] done
- [ ] to do

This is ~~wrong~~ right, `~~code~~`.
"""
DOCUSAURUS_POST = """![A *map*](./map.png#gh-light-mode-only "Map")
![A map](/map-dark.png#gh-dark-mode-only)

- [x] done
- [ ] to do

This is ~~wrong~~ right, `~~code~~`.
"""


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("mkdocs", {"mkdocs.yml": MKDOCS, "docs/blog/posts/a.md": HEAD.format("A") + MKDOCS_POST,
                    "docs/blog/posts/map.png": "png", "docs/blog/posts/map-dark.png": "png"}),
        ("docusaurus", {"docusaurus.config.js": DOCUSAURUS % "docs",
                        "blog/a.md": HEAD.format("A") + DOCUSAURUS_POST,
                        "blog/map.png": "png", "static/map-dark.png": "png"}),
    ],
)  # fmt: skip
def test_a_post_shows_what_it_showed(
    old: Path, site: Site, name: str, files: dict[str, str]
) -> None:
    """With the proposed settings, pictures have their schemes, and lists their boxes."""
    for path, text in files.items():
        put(old / path, text)
    ran = confblog_import(name, old, site.srcdir / "blog", "--json")
    conf = ran.data["conf"]
    assert conf["myst_enable_extensions"] == ["strikethrough", "tasklist"]
    assert conf["suppress_warnings"] == ["myst.strikethrough"]
    conf.pop("confblog_permalink", None)
    built = site.build(**conf)
    body = built.body("blog/a")
    assert 'class="only-light" src="' in body
    assert 'class="only-dark" src="' in body
    assert 'alt="A *map*" title="Map"' in body
    assert {"_images/map.png", "_images/map-dark.png"} <= built.everything().keys()
    assert body.count('type="checkbox"') == 2
    assert "<s>wrong</s>" in body
    assert "~~code~~" in body


@pytest.mark.parametrize(
    ("typed", "written", "remark"),
    [
        ("``` { .bash .copy }\nx\n```", "```bash\nx\n```", ""),
        ("```{.python}\nx\n```", "```python\nx\n```", ""),
        ("> ~~~ {#a .c linenums=1}\n> x\n> ~~~", "> ~~~c\n> x\n> ~~~", "#a linenums=1"),
        ("``` {.no-copy}\nx\n```", "```\nx\n```", ""),
        ("```go {linenos=table}\nx\n```", "```go {linenos=table}\nx\n```", ""),
        ("```{note}\nx\n```", "```{note}\nx\n```", ""),
        ("````\n``` {.bash}\n````", "````\n``` {.bash}\n````", ""),
    ],
)
def test_attributes_of_code(typed: str, written: str, remark: str) -> None:
    """A list of attributes names the language of code, which MyST takes for a directive's name."""
    article = Article(source="a.md", name="a", front={}, body=typed)
    map_fences(article)
    assert article.body == written
    texts = [r.text for r in article.remarks]
    assert texts == ([f"attributes of code were left out: {remark}"] if remark else [])


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("- [ ] a", {"tasklist"}),
        ("1. [x] a", {"tasklist"}),
        ("- [a] b, [ ] c", set()),
        ("a ~~b~~ c", {"strikethrough"}),
        ("a $$x^2$$ b", {"dollarmath"}),
        ("$$\nx\n$$", {"dollarmath"}),
        ("`$$x$$` \\$$x$$ $5 and $6", set()),
        ("Term\n: x", {"deflist"}),
        ("Term\n\n:   x", {"deflist"}),
        ("- a\n: x\n\n> b\n: y\n\n| c |\n: d\n\n```\na\n: b\n```", set()),
        ("~~~\na\n~~~", set()),
        ("`~~a~~` and \\~~b~~", set()),
        ("See https://a.org/b.", {"linkify"}),
        ("https://a.org", {"linkify"}),
        ("See (https://a.org).", {"linkify"}),
        ("[a](https://a.org) <https://a.org> `https://a.org`", set()),
        ("[a]: https://a.org", set()),
        ('<a href="https://a.org">a</a>', set()),
        ("    - [ ] a\n    https://a.org", set()),
    ],
)
def test_extensions_that_posts_need(text: str, used: set[str]) -> None:
    """Only what a post has is proposed; code has nothing."""
    article = Article(source="a.md", name="a", front={}, body=text)
    assert extensions_in(article, linkifies=True) == used
    assert extensions_in(article, linkifies=False) == used - {"linkify"}


@pytest.mark.parametrize(
    ("body", "made", "remarks"),
    [
        ("a\n\n    :::ruby\n    x\n\n      y\n\nb", "a\n\n```ruby\nx\n\n  y\n```\nb", []),
        ("    #!python\n    x\n", "```python\nx\n```", []),
        ("- a\n\n      :::c++\n      ```\n", "- a\n\n  ````c++\n  ```\n  ````", []),
        ("    #!/bin/sh\n    x\n", "    #!/bin/sh\n    x\n", []),
        ("    :::ruby\n    x\nb", "    :::ruby\n    x\nb",
         ["the language of indented code is left: ruby"]),
    ],
)  # fmt: skip
def test_languages_of_indented_code(body: str, made: str, remarks: list[str]) -> None:
    """They become those of fences, and no line moves."""
    article = Article(source="a.md", name="a", front={}, body=body)
    map_fences(article)
    assert article.body == made
    assert [remark.text for remark in article.remarks] == remarks


def test_math_is_proposed_but_no_prices(old: Path, tmp_path: Path) -> None:
    """Two dollar signs mean math in a line, too; a single one means a price as often."""
    put(old / "_posts/2014-06-30-a.md", "---\ntitle: A\n---\nA $$x$$ for $5 or $6.\n")
    ran = confblog_import("jekyll", old, tmp_path / "new", "--json")
    conf = ran.data["conf"]
    assert conf["myst_enable_extensions"] == ["dollarmath"]
    assert {key: value for key, value in conf.items() if key.startswith("myst_dmath")} == {
        "myst_dmath_double_inline": True, "myst_dmath_allow_space": False,
        "myst_dmath_allow_digits": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "path", "config", "text"),
    [
        ("hugo", "content/posts/a.md", "enableEmoji = true\n", "## H {#id}\n> [!NOTE]\n:smile:\n"),
        ("docusaurus", "blog/2014-06-30-a.md", "", "## H {#id}\n"),
    ],
)
def test_markup_of_the_generator_is_listed(
    tmp_path: Path, old: Path, kind: str, path: str, config: str, text: str
) -> None:
    """MyST does not read it, at least not without an extension."""
    put(old / path, f"---\ntitle: A\ndate: 2014-06-30\n---\n{text}")
    put(old / "hugo.toml", config)
    ran = confblog_import(kind, old, tmp_path / "new", "--json")
    expected = [
        "5: an attribute list is left in the text: {#id}",
        "6: an alert is left in the text: > [!NOTE]",
        "7: an emoji's name is left in the text: :smile:",
    ]
    assert ran.remarks(path) == expected[: text.count("\n")]


def test_bare_addresses_are_links_again(old: Path, site: Site) -> None:
    """Where the generator made links of them, MyST is to do so, too."""
    put(old / "docusaurus.config.js", DOCUSAURUS % "docs")
    put(old / "blog/a.md", HEAD.format("A") + "See https://www.example.org/a.\n")
    ran = confblog_import("docusaurus", old, site.srcdir / "blog", "--json")
    assert ran.data["conf"]["myst_enable_extensions"] == ["linkify"]
    assert "linkify-it-py" in ran.data["notes"][0]
    if find_spec("linkify_it") is not None:
        body = site.build(**ran.data["conf"]).body("blog/a")
        assert 'href="https://www.example.org/a"' in body


def test_other_generators_show_bare_addresses_as_text(old: Path, tmp_path: Path) -> None:
    """MkDocs makes links of them if it is told to."""
    put(old / "docs/blog/posts/a.md", HEAD.format("A") + "See https://www.example.org/a.\n")
    put(old / "mkdocs.yml", MKDOCS)
    plain = confblog_import("mkdocs", old, tmp_path / "new", "--json").data["conf"]
    put(old / "mkdocs.yml", f"{MKDOCS}markdown_extensions:\n  - pymdownx.magiclink:\n      x: 1\n")
    magic = confblog_import("mkdocs", old, tmp_path / "new", "--json").data["conf"]
    assert "myst_enable_extensions" not in plain
    assert magic["myst_enable_extensions"] == ["linkify"]
