"""An application that builds several times, as some live servers have it."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from conftest import CONF
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Site

WORD = "zqxq"


@pytest.fixture
def app(site: Site) -> Iterator[Sphinx]:
    """That of a site with a post, which has been built before."""
    site.write("conf.py", f'{CONF}html_baseurl = "https://example.org/"\n')
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\n```\n")
    site.post("2020-01-01-a", title="Alpha", tags="one")
    with docutils_namespace():
        make(site).build()
        app = make(site)
        app.build()
        yield app


def make(site: Site) -> Sphinx:
    """Return an application of a site."""
    folder = site.srcdir.parent / "_build"
    return Sphinx(
        site.srcdir, site.srcdir, folder / "html", folder / "doctrees", "html",
        status=None, warning=StringIO(),
    )  # fmt: skip


def test_withdrawn_posts_leave(site: Site, app: Sphinx) -> None:
    """Each build removes what the one before has written."""
    site.post("2020-01-02-b", f"{WORD}\n", title="Beta", tags="two", aliases="/old/")
    app.build()
    assert (app.outdir / "old/index.html").exists()
    site.post("2020-01-02-b", f"{WORD}\n", title="Beta", tags="two", draft="true")
    app.build()
    files = [path for path in app.outdir.rglob("*") if path.is_file()]
    assert [path for path in files if WORD.encode() in path.read_bytes()] == []
    names = {path.relative_to(app.outdir).as_posix() for path in files}
    assert names.isdisjoint({"blog/2020-01-02-b.html", "blog/tags/two.html", "old/index.html"})
    assert "blog/2020-01-01-a.html" in names


def test_lists_follow_there_and_back(site: Site, app: Sphinx) -> None:
    """Pages and feeds are compared with the last build, not with the first."""
    for title in ("Gamma", "Alpha", "Alpha"):
        site.post("2020-01-01-a", title=title, tags="one")
        app.build()
        for name in ("blog/index.html", "blog/tags/one.html", "blog/atom.xml"):
            assert title in (app.outdir / name).read_text("utf-8")


def test_a_build_that_fails_is_made_up_for(site: Site, app: Sphinx) -> None:
    """The next one of the same application writes everything again."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    site.post("2020-01-01-a", title="Gamma", tags="one")
    listener = app.connect("html-page-context", fail)
    with pytest.raises(Exception, match=r"ZeroDivisionError|division|fail"):
        app.build()
    app.disconnect(listener)
    app.build()
    assert "Gamma" in (app.outdir / "blog/index.html").read_text("utf-8")
