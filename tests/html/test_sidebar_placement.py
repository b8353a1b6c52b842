"""Where sidebars stand: which pages show which, by the options of the site and its theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.html.sidebars.placement import Placement, name_of, names_in, placement_for

if TYPE_CHECKING:
    from conftest import Site


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("confblog/recent.html", "recent"),
        ("confblog/recent", "recent"),
        ("confblog/mine/own.html", "mine/own"),
        ("recent.html", None),
        ("confblog.html", None),
        ("confblog/sidebars.html", None),
    ],
)
def test_names(template: str, name: str | None) -> None:
    """A sidebar goes by the name of its template, with its ending or without."""
    assert name_of(template) == name


@pytest.mark.parametrize(
    "value",
    [
        "page-toc, confblog/recent, confblog/tags.html",
        ["page-toc", "confblog/recent", "confblog/tags", "confblog/recent.html"],
        {"left": ["confblog/recent"], "right": {"top": "confblog/tags"}, "depth": 3},
    ],
)
def test_names_in_options(value: object) -> None:
    """They are found in texts with commas, lists and dicts, each once."""
    assert names_in(value) == ("recent", "tags")


def test_the_last_pattern_of_the_themes_option_counts() -> None:
    """As in the themes that have it."""
    secondary: dict[str, tuple[str, ...]] = {"**": ("recent",), "guide": ("tags",)}
    placement = Placement({"guide": ("feeds",)}, secondary=secondary, everywhere=("series",))
    assert placement.on("guide") == ("feeds", "series", "tags")
    assert placement.on("other") == ("series", "recent")
    assert set(placement.names) == {"feeds", "series", "recent", "tags"}


PATTERNS: list[dict[str, list[str]]] = [
    {},
    {"**": ["confblog/recent.html"]},
    {"**": ["confblog/recent.html"], "blog/index": ["confblog/tags.html"]},
    {"blog/index": ["confblog/tags.html"], "**": ["confblog/recent.html"]},
    {"blog/**": ["confblog/recent.html"], "*": ["confblog/tags.html"], "index": []},
    {"b*/[ai]*": ["confblog/recent.html"], "blog/inde?": ["confblog/tags.html"]},
]


@pytest.mark.parametrize("patterns", PATTERNS)
def test_patterns_mean_what_they_mean_to_sphinx(site: Site, patterns: dict[str, list[str]]) -> None:
    """Pages have the sidebars that Sphinx gives them."""
    built = site.build(html_sidebars=patterns)
    builder = built.app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)
    placement = placement_for(builder)
    for pagename in ("index", "blog/index", "blog/archive", "blog/2020/01/post", "search"):
        context: dict[str, Any] = {}
        builder.add_sidebars(pagename, context)
        assert placement.on(pagename) == names_in(context["sidebars"]), pagename
