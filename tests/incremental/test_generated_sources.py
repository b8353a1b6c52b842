"""Generated pages are read again when what their templates show changes, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, meta
from later import build_as_clean

from sphinx_confblog.discovery.generated_pages import PageKind
from sphinx_confblog.discovery.page_templates import SHIPPED
from sphinx_confblog.incremental import files_to_read

if TYPE_CHECKING:
    from conftest import Site

HEAD = {"title": "One", "date": "2026-01-05", "tags": "x"}


def test_shipped_templates_show_what_is_compared() -> None:
    """Of the page itself the sections alone: `shown_by_shipped` has these."""
    shown = set[str]()
    for kind in PageKind:
        source = (SHIPPED / f"{kind}.md").read_text("utf-8")
        shown |= meta.find_undeclared_variables(Environment(autoescape=True).parse(source))
        assert source.count("page.") == source.count("page.sections")
    assert shown == {"title", "heading", "style", "children", "page"}


def test_another_release_has_other_templates(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the times of their files are."""
    site.post("one", **HEAD)
    site.build()
    monkeypatch.setattr(files_to_read, "text_of", lambda _: b"other")
    found = site.build()
    assert "blog/tags/x" in found.written()


#: Lines of ``conf.py`` that change generated pages -> a page, and what it has then.
OPTIONS = {
    'confblog_title = "News"': ("blog/index", "News"),
    'confblog_index_style = "grid"': ("blog/index", "confblog-grid"),
    'confblog_term_style = "grid"': ("blog/tags/x", "confblog-grid"),
    'confblog_archive_style = "grid"': ("blog/archive/2026", "confblog-grid"),
    'confblog_terms = {"tags": {"x": {"title": "All of X"}}}': (
        "blog/tags/x",
        'id="posts-tagged-all-of-x"',
    ),
    'confblog_term_heading = "name"': ("blog/tags/x", '<section id="all-of-x">'),
}


@pytest.mark.slow
def test_options_reach_generated_pages(site: Site) -> None:
    """One line more each time, each build as a clean one."""
    conf = (site.srcdir / "conf.py").read_text("utf-8") + 'confblog_archives = "year"\n'
    site.write("conf.py", conf)
    site.post("one", **HEAD)
    site.build()
    for line, (page, text) in OPTIONS.items():
        conf += f"{line}\n"
        site.write("conf.py", conf)
        found = build_as_clean(site)
        assert text in found.read(f"{page}.html")


@pytest.mark.slow
def test_posts_reach_the_pages_above_theirs(site: Site) -> None:
    """A first category brings a page below the index, and an event a section."""
    site.post("one", **HEAD)
    site.post("two", title="Two", date="2026-01-06", event="{start: 2026-03-01}")
    site.build()
    site.post("three", title="Three", date="2026-01-07", categories="c")
    site.post("four", title="Four", date="2026-01-08", event="{start: 2999-03-01}")
    found = build_as_clean(site)
    assert "blog/categories/index" in found.app.env.toctree_includes["blog/index"]
    headings = found.read("blog/events.html")
    assert headings.index("Upcoming") < headings.index("Past")
