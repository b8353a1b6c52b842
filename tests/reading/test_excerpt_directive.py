"""Excerpts that authors write apart from the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

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


def write_post(site: Site, suffix: str, options: str = "") -> None:
    """Write a guide, and a post with an excerpt of its own."""
    site.write("guide.md", "# Guide\n")
    site.write("index.md", "# Site\n\n```{toctree}\nguide\n```\n")
    site.write(f"blog/2026-01-01-a.{suffix}", NAMES[suffix].format(options=options))


@pytest.mark.parametrize("suffix", NAMES)
def test_lists_show_it_and_the_page_does_not(site: Site, suffix: str) -> None:
    """Markup and links are those of the list; the page has the text alone."""
    write_post(site, suffix)
    built = site.build(html_baseurl="https://example.org/")
    assert (
        'Short, <strong>bold</strong> and <a class="reference internal" href="../guide.html">'
        in (built.body("blog/index"))
    )
    assert "The text." not in built.body("blog/index")
    page = built.read("blog/2026-01-01-a.html")
    assert '"og:description" content="Short, bold and linked."' in page
    assert "Short" not in built.text("blog/2026-01-01-a")
    assert "The text." in built.text("blog/2026-01-01-a")
    feed = built.read("blog/atom.xml")
    assert "Short, bold and linked." in feed
    assert "bold" not in built.read("searchindex.js")


@pytest.mark.parametrize("suffix", NAMES)
def test_shown(site: Site, suffix: str) -> None:
    """With ``show``, the page has it too."""
    write_post(site, suffix, ":show:")
    built = site.build()
    assert "Short, bold and linked . The text." in built.text("blog/2026-01-01-a")
    assert "The text." not in built.body("blog/index")


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
        "blog/2026-01-01-a.md",
        "# P\n\n```{excerpt}\nLong.\n```\n\n```{excerpt}\nShort.\n```\n",
        (
            "a.md:7: WARNING: excerpt: lists show the first one of this post; "
            "this one is shown on its page"
        ),
    ),
    "front matter": (
        "blog/2026-01-01-a.md",
        "---\nexcerpt: Plain.\n---\n\n# P\n\n```{excerpt}\nShort.\n```\n",
        "a.md:7: WARNING: excerpt: lists show this one; excerpt in the front matter is ignored",
    ),
}


@pytest.mark.parametrize("case", MISPLACED)
def test_where_it_has_no_effect(site: Site, confblog: Caller, case: str) -> None:
    """Nothing is lost: what no list shows is shown on the page; ``check`` says so, too."""
    site.post("2026-01-02-b")
    name, text, warning = MISPLACED[case]
    site.write(name, text)
    built = site.build(clean=False)
    assert f"{warning} [confblog.readmore]" in built.warnings
    assert built.warnings.count("WARNING") == 1
    shown = built.text(name.removesuffix(".md")), built.text("blog/index")
    assert "Short." in " ".join(shown)
    said = confblog("check", code=1).out
    assert f"{warning} [confblog.readmore]" in said
    assert said.count("WARNING") == 1


def test_later_builds(site: Site) -> None:
    """An excerpt that changes is followed by the lists."""
    write_post(site, "md")
    site.build()
    path = site.srcdir / "blog/2026-01-01-a.md"
    path.write_text(path.read_text("utf-8").replace("Short", "Brief"), "utf-8")
    later = site.build()
    assert "Brief, " in later.body("blog/index")
    assert later.everything() == site.build(out="clean").everything()
