"""What HTML templates are told on every page: its kind in the blog, and the feeds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
from later import assert_same

if TYPE_CHECKING:
    from conftest import Built, Site

LAYOUT = """\
{% extends "!layout.html" %}
{% block footer %}
<pre id="page">{{ confblog_page | tojson }}</pre>
<pre id="feeds">{{ confblog_feeds | tojson }}</pre>
{{ super() }}
{% endblock %}
"""
OPTIONS: dict[str, Any] = {
    "templates_path": ["_templates"],
    "html_baseurl": "https://example.org/",
    "confblog_term_posts_per_page": 1,
    "confblog_archives": "month",
    "html_use_index": True,
}
NOTHING = dict.fromkeys(("blog", "index", "kind", "number", "pages", "period", "taxonomy", "term"))
BLOG = NOTHING | {"blog": "Blog", "index": "blog/index"}
FEED = {
    "path": "blog/atom.xml",
    "title": "Site: Blog",
    "type": "application/atom+xml",
    "url": "https://example.org/blog/atom.xml",
}
KINDS = {
    "index": NOTHING,
    "genindex": NOTHING,
    "search": NOTHING,
    "blog/2026-01-02-b": BLOG | {"kind": "post"},
    "blog/index": BLOG | {"kind": "index", "number": 1, "pages": 1},
    "blog/archive": BLOG | {"kind": "archive", "number": 1, "pages": 1},
    "blog/archive/2026": BLOG | {"kind": "period", "period": [2026], "number": 1, "pages": 2},
    "blog/archive/2026/01": BLOG | {"kind": "period", "period": [2026, 1], "number": 1, "pages": 2},
    "blog/tags/index": BLOG | {"kind": "taxonomy", "taxonomy": "tags", "number": 1, "pages": 1},
    "blog/tags/x/page/2": BLOG
    | {"kind": "term", "taxonomy": "tags", "term": "X", "number": 2, "pages": 2},
}


@pytest.fixture
def ready(site: Site) -> Site:
    """A site whose layout shows the variables."""
    return fill(site)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("variables")))
    return site.build(project="Site", **OPTIONS)


def fill(site: Site) -> Site:
    """Write a layout that shows the variables, and two posts."""
    site.write("_templates/layout.html", LAYOUT)
    site.post("2026-01-01-a", tags="X")
    site.post("2026-01-02-b", tags="X")
    return site


def shown(built: Built, docname: str, variable: str) -> Any:
    """Return the value of a variable on a page."""
    page = built.read(f"{docname}.html")
    return json.loads(page.partition(f'<pre id="{variable}">')[2].partition("</pre>")[0])


def test_each_page_says_what_it_is(usual: Built) -> None:
    """Pages of no blog have the variable, too, so templates need not ask whether it is there."""
    assert {name: shown(usual, name, "page") for name in KINDS} == KINDS


def test_each_page_can_link_to_the_feeds(usual: Built) -> None:
    """Pages of no blog know those of the blog, and pages of a term its own as well."""
    for name in ("index", "genindex", "blog/index", "blog/2026-01-02-b"):
        assert shown(usual, name, "feeds") == [FEED]
    first, own = shown(usual, "blog/tags/x", "feeds")
    assert (first, own["path"]) == (FEED, "blog/tags/x/atom.xml")


def test_without_feeds(ready: Site) -> None:
    """Where there are none, the list is empty."""
    built = ready.build(**OPTIONS | {"html_baseurl": ""})
    assert shown(built, "index", "feeds") == shown(built, "blog/index", "feeds") == []


def test_several_blogs(ready: Site) -> None:
    """A page of one knows its own title and feed; others know the feeds of all."""
    ready.write("news/2026-01-03-c.md", "# C\n")
    built = ready.build(**OPTIONS, confblog_blogs={"news": {}})
    assert shown(built, "news/2026-01-03-c", "page")["blog"] == "News"
    paths = [feed["path"] for feed in shown(built, "index", "feeds")]
    assert paths == ["blog/atom.xml", "news/atom.xml"]
    assert [feed["path"] for feed in shown(built, "news/index", "feeds")] == paths[1:]


CHANGES: tuple[dict[str, Any], ...] = (
    {"confblog_feed_title": "News of ours"}, {"confblog_title": "News"}, {"confblog_feeds": []},
)  # fmt: skip


@pytest.mark.slow
def test_later_builds(ready: Site) -> None:
    """A template of the site may show them on any page: what changes is shown everywhere."""
    options = OPTIONS | {"confblog_archives": None, "confblog_term_posts_per_page": 10}
    ready.build(**options)
    # Each build unsets the option of the one before.
    for number, changed in enumerate(CHANGES):
        later = ready.build(**options, **changed)
        assert_same(later, ready.build(out=f"clean{number}", **options, **changed))


@pytest.mark.slow
def test_in_parallel(usual: Built, ready: Site) -> None:
    """Several processes write what one does."""
    assert_same(ready.build(jobs=2, project="Site", **OPTIONS), usual)


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "dirhtml"])
def test_other_builders_have_them(ready: Site, builder: str) -> None:
    """The templates of the site are theirs, too."""
    options = OPTIONS | {"confblog_archives": "year", "confblog_term_posts_per_page": 10}
    built = ready.build(builder, copyright="us", version="1", clean=False, **options)
    assert "confblog_page" not in built.warnings


def test_contexts_that_are_written(ready: Site) -> None:
    """The json builder writes what templates are given: that of other pages stays as it was."""
    built = ready.build("json")
    assert "confblog" not in built.read("index.fjson")
    assert json.loads(built.read("blog/index.fjson"))["confblog_page"]["kind"] == "index"


@pytest.mark.parametrize(("theme", "name"), [("alabaster", "layout"), ("furo", "page")])
def test_the_links_of_the_docs_share_posts(site: Site, theme: str, name: str) -> None:
    """The templates of the docs work in both kinds of themes, with any title."""
    pytest.importorskip(theme)
    page = Path(__file__).parents[2] / "docs" / "how-to" / "around-posts.md"
    if not page.is_file():
        pytest.skip("the docs are not at hand")
    share, around = re.findall(r"```html\+jinja\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    site.write("_templates/share.html", share)
    site.write(f"_templates/{name}.html", around.replace("!page", f"!{name}"))
    site.post("2026-01-02-b", title="Here & *there*")
    site.write("conf.py", 'extensions = ["sphinx_confblog"]\n')
    conf: dict[str, Any] = {"templates_path": ["_templates"], "html_baseurl": "https://a.org/x/"}
    built = site.build(html_theme=theme, **conf)
    url, text = "https%3A//a.org/x/blog/2026-01-02-b.html", "Here%20%26%20%2Athere%2A"
    html = built.read("blog/2026-01-02-b.html")
    assert f'"https://bsky.app/intent/compose?text={text}%20{url}"' in html
    assert f'"mailto:?subject={text}&amp;body={url}"' in html
    assert "bsky.app" not in built.read("index.html") + built.read("blog/index.html")
