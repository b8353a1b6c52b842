"""Links of an excerpt lead from each list where they lead from the post's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest

if TYPE_CHECKING:
    from conftest import Site

#: A picture of one pixel.
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
RST = """\
Rst
===

`guide <../../guide.html>`_ `query <?q=../x>`_ `place <#here>`_ `mail <mailto:a@example.org>`_

.. image:: x.svg
   :target: ../../_static/doc.txt

.. figure:: x.svg
   :target: nowhere/

   Caption

READMORE

Below.
"""
MARKDOWN = """\
# Markdown

[guide](../../guide.html) [file](./nowhere.md) [word](nowhere) [place](#here) [query](?q=1)

```{image} x.svg
:target: ../../_static/doc.txt
```

READMORE

Below.
"""
HTML = """\
# Html

<p><a href=../../guide.html>bare</a> <a href="sub/">folder</a>
<img src=../../_static/a.png srcset="../../_static/a.png 1x, b.png 2x">
<blockquote cite="../../guide.html"></blockquote></p>

READMORE

Below.
"""
ADDRESS = re.compile(r'\b(?:href|src|cite)="?([^"\s>]*)|(?:srcset="|(?<=x, ))(\S+) [12]x')


def in_tags(html: str) -> list[str]:
    """The addresses in tags, those of a ``srcset`` too."""
    return [quoted or candidate for quoted, candidate in ADDRESS.findall(html)]


def addresses(html: str) -> list[str]:
    """The addresses in what the pages of these posts say themselves."""
    html = re.sub(r'<a class="headerlink".*?</a>', "", html[: html.index("Below")])
    return in_tags(html[html.index("</h1>") :])


def excerpt(html: str, post: str) -> list[str]:
    """The addresses in the excerpt of a post on a page."""
    start = html.index('<div class="confblog-excerpt', html.index(post))
    card = html[start : html.index("</article>", start)]
    return in_tags(card.partition("confblog-onward")[0])


def seen_from(docname: str, address: str) -> str:
    """Where an address leads from a page."""
    return urljoin(f"https://example.org/{docname}.html", address).replace("index.html", "")


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a list of cards on its front page, and a picture beside its posts."""
    site.write("guide.md", "---\norphan: true\n---\n# Guide\n")
    site.write("index.md", "# Site\n\n```{postlist}\n:style: cards\n```\n")
    site.write("blog/deep/x.svg", PIXEL)
    return site


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_relative_addresses(blog: Site, builder: str) -> None:
    """They are rebased on every list, whatever the markup is, and whether they lead anywhere."""
    posts = {"rst.rst": (RST, 8), "markdown.md": (MARKDOWN, 7), "html.md": (HTML, 6)}
    for name, (text, _) in posts.items():
        blog.write(f"blog/deep/2026-01-01-{name}", text)
    built = blog.build(builder, suppress_warnings=["myst.xref_missing"])
    for name, (_, count) in posts.items():
        post = f"2026-01-01-{name.partition('.')[0]}"
        docname = f"blog/deep/{post}{'' if builder == 'html' else '/index'}"
        own = [seen_from(docname, a) for a in addresses(built.body(docname)) if "/tags/" not in a]
        assert len(own) == count
        for listing in ("index", "blog/index"):
            found = excerpt(built.body(listing), post)
            assert [seen_from(listing, address) for address in found] == own


def test_links_that_lead_nowhere_are_as_typed(blog: Site) -> None:
    """On the post's page too: MyST would take them for names of places on it."""
    blog.post("2026-01-01-a", "# A\n\n[a](./nowhere.html) [b](nowhere) [c](<x y.md>) [d](#no)\n")
    built = blog.build(clean=False)
    typed = ["./nowhere.html", "nowhere", "x%20y.md", "#no"]
    body = built.body("blog/2026-01-01-a").partition("</h1>")[2]
    assert [a for a in in_tags(body) if "tags" not in a][: len(typed)] == typed
    here = ["blog/nowhere.html", "blog/nowhere", "blog/x%20y.md", "blog/2026-01-01-a.html#no"]
    assert excerpt(built.body("index"), "2026-01-01-a") == here


BROKEN = """\
# Broken

[a](nowhere.html) {ref}`missing` {doc}`nope` {py:class}`Nothing` {numref}`fig` {any}`twice`
[b](2099-01-01-later.md)

```{py:function} twice()
```

```{js:function} twice()
```

READMORE

{ref}`below`
"""


def test_broken_links_of_an_excerpt_that_lists_alone_show(blog: Site) -> None:
    """The post's page warns of them as well, once."""
    blog.post("2026-01-01-a", "# A\n\n```{excerpt}\nSee {ref}`no` [x](no.md).\n```\n\nText.\n")
    built = blog.build(clean=False)
    lines = built.warnings.splitlines()
    assert len(lines) == 2
    assert all("2026-01-01-a.md:4: WARNING" in line for line in lines)
    assert "See" not in built.text("blog/2026-01-01-a")
    assert built.text("index").count("See no x") == 1


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [0, 2])
def test_broken_links_are_warned_of_once(blog: Site, jobs: int) -> None:
    """Not again by lists, descriptions and feeds, not even in a later build."""
    options: dict[str, Any] = {
        "nitpicky": True, "numfig": True, "html_baseurl": "https://example.org",
        "confblog_feed_content": "excerpt",
    }  # fmt: skip
    for number in range(2):
        blog.post(f"2026-01-1{number}-other", f"# Other {number}\n\nText.\n")
    blog.post("2026-01-09-a", BROKEN)
    blog.post("2099-01-01-later", "# Later\n")
    warnings = blog.build(clean=False, jobs=jobs, **options).warnings.splitlines()
    assert len(warnings) == len(set(warnings)) == 8
    assert all("2026-01-09-a.md:" in line for line in warnings)
    blog.post("2026-01-20-new", "# New\n\nText.\n")
    later = blog.build(jobs=jobs, **options)
    assert "Broken" in later.text("blog/index")
    assert "blog/index" in later.written()
