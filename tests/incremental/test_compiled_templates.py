"""Templates are compiled once, and again when anything that they are made of has changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
from jinja2 import Environment
from later import assert_same
from sparing import as_usual

from sphinx_confblog.incremental.performance.speedups import COMPILED, CompiledTemplates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Kept, Site

#: A page's template with a constant that Jinja computes when it compiles it.
PAGE = '{{% extends "basic/layout.html" %}}{{% block body %}}[{{{{ {} }}}}]{{% endblock %}}'
FILTER = """
def shout(text):
    return text + "{}"

def add_filter(app):
    app.builder.templates.environment.filters["shout"] = shout

def setup(app):
    app.connect("builder-inited", add_filter)
"""


@pytest.fixture(autouse=True, scope="module")
def _alone() -> Iterator[None]:
    """Other builds of this process must not spare these ones the compiling."""
    with as_usual(Environment, CompiledTemplates):
        yield


@pytest.fixture(scope="module")
def kept(_alone: None, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A site with a post, and a template of its own for pages, built once."""
    site = plain_site(tmp_path_factory.mktemp("templates") / "site")
    site.post("2020-01-01-a", title="A")
    site.write("conf.py", site.srcdir.joinpath("conf.py").read_text() + 'templates_path = ["t"]\n')
    site.write("t/page.html", PAGE.format('"quiet"|upper'))
    site.build()
    return site.keep()


@pytest.fixture
def blog(kept: Kept) -> Site:
    """That site, as it was built."""
    return kept.restore()


def compiled(site: Site) -> list[Path]:
    """The files that are kept of a site's templates."""
    return sorted((site.srcdir.parent / "_build" / "doctrees" / COMPILED).glob("*"))


def edited(site: Site) -> None:
    """Edit the front page."""
    site.write("index.md", f"{site.srcdir.joinpath('index.md').read_text()}\nMore.\n")


def test_once(blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later build compiles no template of the theme, and makes the same pages."""
    compiling: list[Any] = []
    compile_source = Environment.compile

    def compile_noted(environment: Environment, *arguments: Any, **named: Any) -> Any:
        compiling.extend(arguments[1:2])
        return compile_source(environment, *arguments, **named)

    monkeypatch.setattr(Environment, "compile", compile_noted)
    edited(blog)
    blog.post("2020-01-01-a", "Other text.\n", title="A")
    later = blog.build()
    assert "page.html" not in compiling
    assert "layout.html" not in compiling
    assert later.written() == {"index", "blog/2020-01-01-a", "blog/index"}
    assert "[QUIET]" in later.read("index.html")
    assert_same(later, blog.build(out="clean"))


def test_template_changed(blog: Site) -> None:
    """A template that was edited is compiled again."""
    blog.write("t/page.html", PAGE.format('"loud"|upper'))
    assert "[LOUD]" in blog.build().read("index.html")


def test_own_filters(blog: Site) -> None:
    """Jinja may call a site's filter while it compiles, so such a site keeps nothing."""
    conf = blog.srcdir.joinpath("conf.py").read_text()
    blog.write("t/page.html", PAGE.format('"a"|shout'))
    blog.write("conf.py", conf + FILTER.format("!"))
    shutil.rmtree(blog.srcdir.parent / "_build")
    assert "[a!]" in blog.build().read("index.html")
    assert compiled(blog) == []
    blog.write("conf.py", conf + FILTER.format("?"))
    edited(blog)
    assert "[a?]" in blog.build().read("index.html")


def test_filter_in_place_of_jinjas(blog: Site) -> None:
    """A filter that takes the name of one of Jinja's counts as the site's own."""
    conf = blog.srcdir.joinpath("conf.py").read_text()
    blog.write("conf.py", conf + FILTER.format("!").replace('"shout"', '"upper"'))
    edited(blog)
    assert "[quiet!]" in blog.build().read("index.html")


def test_leftovers(blog: Site) -> None:
    """Files of other releases of packages, and unfinished ones, are removed."""
    files = compiled(blog)
    prefix = files[0].name.partition("-")[0]
    for name in ("0123-old", f"{prefix}-half.tmp"):
        files[0].with_name(name).write_bytes(b"")
    edited(blog)
    blog.build()
    assert compiled(blog) == files


@pytest.mark.parametrize("damage", [b"", b"\0" * 500])
def test_damaged(blog: Site, damage: bytes) -> None:
    """A file that says nothing is passed over."""
    assert compiled(blog)
    for path in compiled(blog):
        path.write_bytes(damage)
    edited(blog)
    assert "[QUIET]" in blog.build().read("index.html")


def test_without_a_blog(site: Site) -> None:
    """A site without a blog keeps no template."""
    site.build()
    assert compiled(site) == []
