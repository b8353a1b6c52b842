"""Templates are compiled once, and again when anything that they are made of has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import Environment
from later import assert_same
from sparing import USUAL

from sphinx_confblog.incremental.speedups import COMPILED

if TYPE_CHECKING:
    from conftest import Built, Site

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


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other builds of this process must not spare these ones the compiling."""
    usual = next(method for place, _, method in USUAL if place is Environment)
    monkeypatch.setattr(Environment, "compile", usual)


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a post, and a template of its own for pages."""
    site.post("2020-01-01-a", title="A")
    site.write("conf.py", site.srcdir.joinpath("conf.py").read_text() + 'templates_path = ["t"]\n')
    site.write("t/page.html", PAGE.format('"quiet"|upper'))
    return site


def compiled(built: Built) -> list[Path]:
    """The files that are kept of a build's templates."""
    return sorted(Path(built.app.doctreedir, COMPILED).glob("*"))


def edited(site: Site) -> None:
    """Edit the front page."""
    site.write("index.md", f"{site.srcdir.joinpath('index.md').read_text()}\nMore.\n")


def test_once(blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later build compiles no template of the theme, and makes the same pages."""
    blog.build()
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
    blog.build()
    blog.write("t/page.html", PAGE.format('"loud"|upper'))
    assert "[LOUD]" in blog.build().read("index.html")


def test_own_filters(blog: Site) -> None:
    """Jinja may call a site's filter while it compiles, so such a site keeps nothing."""
    conf = blog.srcdir.joinpath("conf.py").read_text()
    blog.write("t/page.html", PAGE.format('"a"|shout'))
    blog.write("conf.py", conf + FILTER.format("!"))
    built = blog.build()
    assert "[a!]" in built.read("index.html")
    assert compiled(built) == []
    blog.write("conf.py", conf + FILTER.format("?"))
    edited(blog)
    assert "[a?]" in blog.build().read("index.html")


def test_filter_in_place_of_jinjas(blog: Site) -> None:
    """A filter that takes the name of one of Jinja's counts as the site's own."""
    conf = blog.srcdir.joinpath("conf.py").read_text()
    blog.build()
    blog.write("conf.py", conf + FILTER.format("!").replace('"shout"', '"upper"'))
    edited(blog)
    assert "[quiet!]" in blog.build().read("index.html")


def test_leftovers(blog: Site) -> None:
    """Files of other releases of packages, and unfinished ones, are removed."""
    built = blog.build()
    names = {path.name for path in compiled(built)}
    prefix = min(names).partition("-")[0]
    for name in ("0123-old", f"{prefix}-half.tmp"):
        Path(built.app.doctreedir, COMPILED, name).write_bytes(b"")
    edited(blog)
    assert {path.name for path in compiled(blog.build())} == names


@pytest.mark.parametrize("damage", [b"", b"\0" * 500])
def test_damaged(blog: Site, damage: bytes) -> None:
    """A file that says nothing is passed over."""
    for path in compiled(blog.build()):
        path.write_bytes(damage)
    edited(blog)
    assert "[QUIET]" in blog.build().read("index.html")


def test_without_a_blog(site: Site) -> None:
    """A site without a blog keeps no template."""
    assert not Path(site.build().app.doctreedir, COMPILED).exists()
