"""The plain text of posts: the words that their pages show, and no other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from heads import head

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = "https://example.org/docs/"
CONF = """\
project = "Site"
extensions = ["sphinx.ext.todo", "sphinx.ext.ifconfig", "sphinx_confblog"{more}]
myst_enable_extensions = ["dollarmath", "amsmath"]
html_baseurl = "https://example.org/docs/"
confblog_feed_content = "full"
confblog_feeds = ["json"]
ogp_site_url = html_baseurl
ogp_social_cards = {{"enable": False}}
"""
HIDDEN = """\
Shown.

```{only} secret
Secret of a tag.
```

```{only} latex
Secret of paper.
```

```{todo}
Secret to do.
```

```{ifconfig} project == "Other"
Secret of a project.
```

```{only} html
For the web.
```

READMORE

Rest.
"""
REFERENCES = """\
See [](/guide.md), {doc}`/guide`, {eq}`law`, {blog:post}`/blog/2020-01-01-first`,
{ref}`that <place>` and [ours](/guide.md).

READMORE

Rest.
"""


@pytest.fixture(params=["", "sphinxext.opengraph"])
def host(site: Site, request: pytest.FixtureRequest) -> Site:
    """A site with and without another extension that describes pages."""
    if request.param:
        pytest.importorskip(request.param)
    more = f', "{request.param}"' if request.param else ""
    site.write("conf.py", CONF.format(more=more))
    guide = "# The *guide*\n\n(place)=\n## Place\n\n```{math}\n:label: law\na\n```\n"
    site.write("guide.md", f"---\norphan: true\n---\n\n{guide}")
    site.post("2020-01-01-first", title="First one")
    return site


def said(built: Built, docname: str) -> set[str]:
    """All that is said of a post in its head and in the feed."""
    found, feed = head(built, docname), json.loads(built.read("blog/feed.json"))
    entries: list[dict[str, Any]] = feed["items"]
    summary = next(e["summary"] for e in entries if docname in e["url"])
    data = found.data[0]["description"]
    return {*found.named("description"), found.graph["og:description"], data, summary}


@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_no_text_that_the_page_hides_is_told_elsewhere(host: Site, jobs: int) -> None:
    """Neither for another tag, nor for paper, nor what is to do, nor for another configuration."""
    host.post("2020-01-02-post", HIDDEN)
    built = host.build(jobs=jobs)
    assert said(built, "blog/2020-01-02-post") == {"Shown. For the web."}
    files = built.everything(skip=(".doctrees", "_sources")).items()
    # Sphinx itself puts what is to do into its search index.
    assert not [name for name, data in files if b"Secret" in data and name != "searchindex.js"]


def test_what_the_page_shows_is_told(host: Site) -> None:
    """The same text, where the site asks for it."""
    host.post("2020-01-02-post", HIDDEN.replace("Other", "Site"))
    built = host.build(todo_include_todos=True)
    shown = "Shown. Todo Secret to do. Secret of a project. For the web."
    assert said(built, "blog/2020-01-02-post") == {shown}


def test_references_are_told_in_the_words_of_the_page(host: Site) -> None:
    """A link without words of its own is the title of what it leads to."""
    host.post("2020-01-02-post", REFERENCES)
    built = host.build()
    shown = "See The guide, The guide, (1), First one, that and ours."
    assert said(built, "blog/2020-01-02-post") == {shown}


@pytest.mark.slow
def test_a_later_build_tells_the_new_title(host: Site) -> None:
    """What is said of a post follows what it refers to, as in a clean build."""
    host.post("2020-01-02-post", REFERENCES)
    host.build()
    host.post("2020-01-01-first", title="Another")
    later = host.build()
    shown = "See The guide, The guide, (1), Another, that and ours."
    assert said(later, "blog/2020-01-02-post") == {shown}
    assert later.everything() == host.build(out="_clean").everything()


def test_a_post_whose_page_hides_its_excerpt_has_no_description(host: Site) -> None:
    """Not even where another extension describes pages by their text."""
    host.post("2020-01-02-post", "```{todo}\nSecret.\n```\n\nREADMORE\n\nRest.\n")
    built = host.build()
    assert "Secret" not in built.read("blog/2020-01-02-post.html")


def test_titles_are_told_without_tags(host: Site) -> None:
    """Tags of HTML in a heading are for the page; the characters they enclose are its title."""
    host.post("2020-01-02-post", "# Press <kbd>F1</kbd> &mdash; <em>now</em>\n\nText.\n")
    built = host.build(confblog_feeds=["atom", "json"])
    found, title = head(built, "blog/2020-01-02-post"), "Press F1 — now"
    entries = json.loads(built.read("blog/feed.json"))["items"]
    assert {found.graph["og:title"], found.data[0]["headline"], entries[0]["title"]} == {title}
    assert f">{title}</title>" in built.read("blog/atom.xml")
    assert "Press <kbd>F1</kbd>" in built.body("blog/2020-01-02-post")


def test_characters_of_html_in_a_title_are_read(host: Site) -> None:
    """A title of front matter may name characters, as generators take it for HTML."""
    host.post("2020-01-02-post", title="'A &mdash; B &lt;C&gt;'")
    built = host.build()
    found, title = head(built, "blog/2020-01-02-post"), "A — B <C>"
    entries = json.loads(built.read("blog/feed.json"))["items"]
    assert {found.graph["og:title"], found.data[0]["headline"], entries[0]["title"]} == {title}
    assert "A — B &lt;C&gt;<" in built.body("blog/2020-01-02-post")


def test_feeds_hold_no_error_with_the_path_of_its_source(host: Site) -> None:
    """Where a site keeps errors on its pages, they stay there."""
    host.post("2020-01-02-post", "Text.\n\n```{nothing}\n```\n\nREADMORE\n\n```{nobody}\n```\n")
    built = host.build(keep_warnings=True, clean=False)
    assert "system-message" in built.body("blog/2020-01-02-post")
    assert str(host.srcdir) not in built.read("blog/feed.json")
    assert said(built, "blog/2020-01-02-post") == {"Text."}
