"""Versions on documentation pages that link to release posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
from later import build_as_clean

if TYPE_CHECKING:
    from conftest import Built, Site

API = """\
API
===

.. versionadded:: 2.4
   New.

.. versionchanged:: 2.4.0

.. deprecated:: 2.3
   Old.
"""
LINK = re.compile(r'<span class="versionmodified [a-z]+">(.*?)</span>', re.DOTALL)
#: On, and the way from a page to the post.
ON: dict[str, Any] = {"confblog_link_versions": True}
POST = '<a class="reference internal" href="blog/2026-01-01-out.html">'


@pytest.fixture
def docs(site: Site) -> Site:
    """A site with a page that names versions, and posts about one of them."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write them."""
    site.write("api.rst", API)
    site.write("index.md", "# Site\n\n```{toctree}\napi\nblog/index\n```\n")
    site.post("2026-01-01-out", "# Out\n", version="2.4")
    site.post("2026-01-02-again", "# Again\n", version="2.4")
    return site


def labels(built: Built) -> list[str]:
    """What stands before the texts of changes."""
    return LINK.findall(built.body("api"))


def test_off_by_default(docs: Site) -> None:
    """Without the option, pages are what they are without a blog."""
    with_posts = docs.build().body("api")
    assert "<a " not in "".join(LINK.findall(with_posts))


def test_links(docs: Site) -> None:
    """Versions link to the oldest post about them; those without a post stay as they are."""
    assert labels(docs.build(**ON)) == [
        f"{POST}Added in version 2.4</a>: ",
        f"{POST}Changed in version 2.4.0</a>.",
        "Deprecated since version 2.3: ",
    ]


def test_posts_link_to_none(docs: Site) -> None:
    """A post that names a version itself is no documentation page."""
    docs.post("2026-01-03-c", "# C\n\n```{versionadded} 2.4\nText.\n```\n")
    assert "2026-01-01-out" not in docs.build(**ON).body("blog/2026-01-03-c").split("Text.")[0]


def test_hidden_posts(docs: Site) -> None:
    """Drafts and unlisted posts are no targets."""
    docs.post("2026-01-01-out", "# Out\n", version="2.4", draft="true")
    docs.post("2026-01-02-again", "# Again\n", version="2.4", unlisted="true")
    assert "<a " not in "".join(labels(docs.build(**ON)))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, whose builders share what the first of them has read."""
    return fill(plain_site(tmp_path_factory.mktemp("shared") / "site"))


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text", "gettext"])
def test_all_builders(shared: Site, builder: str) -> None:
    """Each builder has nothing to warn of."""
    # Sphinx asks for doctrees of its own there.
    out = "_catalogs" if builder == "gettext" else "_build"
    shared.build(builder, out=out, root_doc="index", **ON)


def test_another_build_has_the_blog(docs: Site) -> None:
    """Where the blog is built elsewhere, versions lead there."""
    home = "https://example.org/latest/"
    built = docs.build(
        **ON, confblog_home=home, html_baseurl="https://example.org/1.0/",
    )  # fmt: skip
    assert f'href="{home}blog/2026-01-01-out.html">Added in version 2.4</a>' in labels(built)[0]


@pytest.mark.slow
def test_later_builds(docs: Site) -> None:
    """The page is written again when a release post comes or goes."""
    docs.write("conf.py", (docs.srcdir / "conf.py").read_text() + "confblog_link_versions = True\n")
    first = docs.build().everything()
    docs.post("2025-01-01-first", "# First\n", version="2.3")
    assert "api" in build_as_clean(docs).written()
    (docs.srcdir / "blog/2025-01-01-first.md").unlink()
    gone = docs.build()
    assert "api" in gone.written()
    assert gone.everything() == first
    assert docs.build().written() == set()


@pytest.mark.slow
def test_two_processes(docs: Site) -> None:
    """Two processes build what one does."""
    one = docs.build(out="one", **ON)
    assert docs.build(out="two", jobs=2, **ON).everything() == one.everything()
