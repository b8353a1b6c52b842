"""Excerpts that authors write apart from the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built, Site

MARKDOWN = """\
# A

```{{excerpt}}
{options}
Short, **bold** and [linked](/guide.md).
```

The text.

READMORE

The rest.
"""
RST = """\
A
=

.. excerpt::
   {options}

   Short, **bold** and :doc:`linked </guide>`.

The text.
"""
NAMES = {"md": MARKDOWN, "rst": RST}


def write_post(site: Site, suffix: str, options: str = "", name: str = "2026-01-01-a") -> None:
    """Write a guide, and a post with an excerpt of its own."""
    site.write("guide.md", "# Guide\n")
    site.write("index.md", "# Site\n\n```{toctree}\nguide\n```\n")
    site.write(f"blog/{name}.{suffix}", NAMES[suffix].format(options=options))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Posts in both markup languages whose pages show it or do not, built once."""
    site = plain_site(tmp_path_factory.mktemp("excerpts"))
    for suffix in NAMES:
        write_post(site, suffix, name=f"2026-01-01-{suffix}")
        write_post(site, suffix, ":show:", name=f"2026-01-02-{suffix}")
    return site.build(html_baseurl="https://example.org/")


@pytest.mark.parametrize("suffix", NAMES)
def test_lists_show_it_and_the_page_does_not(built: Built, suffix: str) -> None:
    """Markup and links are those of the list; the page has the text alone."""
    words = 'Short, <strong>bold</strong> and <a class="reference internal" href="../guide.html">'
    assert built.body("blog/index").count(words) == 4
    assert "The text." not in built.body("blog/index")
    page = built.read(f"blog/2026-01-01-{suffix}.html")
    assert '"og:description" content="Short, bold and linked."' in page
    assert "Short" not in built.text(f"blog/2026-01-01-{suffix}")
    assert "The text." in built.text(f"blog/2026-01-01-{suffix}")
    assert built.read("blog/atom.xml").count("Short, bold and linked.") >= 4


@pytest.mark.parametrize("suffix", NAMES)
def test_shown(built: Built, suffix: str) -> None:
    """With ``show``, the page has it too."""
    assert "Short, bold and linked . The text." in built.text(f"blog/2026-01-02-{suffix}")


def test_the_search_finds_the_text_alone(site: Site) -> None:
    """Words of an excerpt lead nowhere, as the page does not show them."""
    for suffix in NAMES:
        write_post(site, suffix, name=f"2026-01-01-{suffix}")
    assert "bold" not in site.build().read("searchindex.js")


FILES = {
    "text": "blog/2026-01-01-a.txt",
    "latex": "site.tex",
    "epub": "blog/2026-01-01-a.xhtml",
    "singlehtml": "index.html",
    "dirhtml": "blog/2026-01-01-a/index.html",
}


@pytest.mark.parametrize("builder", FILES)
def test_builders(site: Site, builder: str) -> None:
    """No builder shows it on the page, or meets a node that it cannot write."""
    write_post(site, "md")
    site.write("index.md", "# Site\n\n```{toctree}\nguide\nblog/2026-01-01-a\n```\n")
    built = site.build(builder, copyright="us", version="1")
    text = built.read(FILES[builder])
    shown = text[text.rindex("</head>") :] if "</head>" in text else text
    assert "The text." in shown
    assert "bold" not in shown


def test_translators_are_given_it(site: Site) -> None:
    """Its words are in the message catalogs, and are shown as they were translated."""
    write_post(site, "md")
    catalog = site.build("gettext").read("blog.pot")
    assert "Short, **bold** and [linked](/guide.md)." in catalog


MISPLACED = {
    "no post": (
        "page.md",
        "---\norphan:\n---\n\n# P\n\n```{excerpt}\nShort.\n```\n",
        (
            "page.md:7: WARNING: excerpt: this page is not a post, so no list shows its excerpt. "
            "The text is shown here."
        ),
    ),
    "two": (
        "blog/2026-01-01-two.md",
        "# P\n\n```{excerpt}\nLong.\n```\n\n```{excerpt}\nShort.\n```\n",
        (
            "two.md:7: WARNING: excerpt: lists show the first excerpt of this post; "
            "this one is shown on its page"
        ),
    ),
    "front matter": (
        "blog/2026-01-01-front.md",
        "---\nexcerpt: Plain.\n---\n\n# P\n\n```{excerpt}\nShort.\n```\n",
        (
            "front.md:7: WARNING: excerpt: lists show this excerpt; "
            "the one in the front matter is ignored"
        ),
    ),
}


def test_where_it_has_no_effect(site: Site, confblog: Caller) -> None:
    """Nothing is lost: what no list shows is shown on the page; ``check`` says so, too."""
    for name, text, _ in MISPLACED.values():
        site.write(name, text)
    built = site.build(clean=False)
    said = confblog("check", code=1).out
    for name, _, warning in MISPLACED.values():
        assert f"{warning} [confblog.readmore]" in built.warnings
        assert f"{warning} [confblog.readmore]" in said
        page = "blog/index" if "front" in name else name.removesuffix(".md")
        assert "Short." in built.text(page)
    assert built.warnings.count("WARNING") == said.count("WARNING") == len(MISPLACED)


def test_later_builds(site: Site) -> None:
    """An excerpt that changes is followed by the lists."""
    write_post(site, "md")
    site.build()
    path = site.srcdir / "blog/2026-01-01-a.md"
    path.write_text(path.read_text("utf-8").replace("Short", "Brief"), "utf-8")
    later = site.build()
    assert "Brief, " in later.body("blog/index")
    assert later.everything() == site.build(out="clean").everything()
