"""The plain text of posts: the words that their pages show, and no other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
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
confblog_feeds = ["atom", "json"]
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


@pytest.fixture(scope="module", params=["", "sphinxext.opengraph"])
def extension(request: pytest.FixtureRequest) -> str:
    """Another extension that describes pages, or none."""
    if request.param:
        pytest.importorskip(request.param)
    return str(request.param)


@pytest.fixture
def host(site: Site, extension: str) -> Site:
    """A site with and without another extension that describes pages."""
    return write(site, extension)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, extension: str) -> tuple[Site, Built]:
    """The site with all posts, built once."""
    site = write(plain_site(tmp_path_factory.mktemp("full")), extension)
    site.post("2020-01-02-hidden", HIDDEN)
    site.post("2020-01-02-references", REFERENCES)
    site.post("2020-01-02-nothing", "```{todo}\nSecret.\n```\n\nREADMORE\n\nRest.\n")
    site.post("2020-01-02-tags", "# Press <kbd>F1</kbd> &mdash; <em>now</em>\n\nText.\n")
    site.post("2020-01-02-characters", title="'A &mdash; B &lt;C&gt;'")
    return site, site.build()


@pytest.fixture(scope="module")
def built(full: tuple[Site, Built]) -> Built:
    """That build."""
    return full[1]


def write(site: Site, extension: str) -> Site:
    """Write a page and a post."""
    more = f', "{extension}"' if extension else ""
    site.write("conf.py", CONF.format(more=more))
    guide = "# The *guide*\n\n(place)=\n## Place\n\n```{math}\n:label: law\na\n```\n"
    site.write("guide.md", f"---\norphan: true\n---\n\n{guide}")
    site.post("2020-01-01-first", title="First one")
    return site


def entry(built: Built, docname: str) -> dict[str, Any]:
    """The entry of a post in the feed."""
    entries: list[dict[str, Any]] = json.loads(built.read("blog/feed.json"))["items"]
    return next(entry for entry in entries if docname in entry["url"])


def said(built: Built, docname: str) -> set[str]:
    """All that is said of a post in its head and in the feed."""
    found, summary = head(built, docname), entry(built, docname)["summary"]
    data = found.data[0]["description"]
    return {*found.named("description"), found.graph["og:description"], data, summary}


@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_no_text_that_the_page_hides_is_told_elsewhere(full: tuple[Site, Built], jobs: int) -> None:
    """Neither for another tag, nor for paper, nor what is to do, nor for another configuration."""
    site, built = full
    if jobs:
        built = site.build(jobs=jobs, out="parallel")
    assert said(built, "blog/2020-01-02-hidden") == {"Shown. For the web."}
    files = built.everything(skip=(".doctrees", "_sources")).items()
    # Sphinx itself puts what is to do into its search index.
    assert not [name for name, data in files if b"Secret" in data and name != "searchindex.js"]


def test_what_the_page_shows_is_told(host: Site) -> None:
    """The same text, where the site asks for it."""
    host.post("2020-01-02-post", HIDDEN.replace("Other", "Site"))
    built = host.build(todo_include_todos=True)
    shown = "Shown. Todo Secret to do. Secret of a project. For the web."
    assert said(built, "blog/2020-01-02-post") == {shown}


def test_references_are_told_in_the_words_of_the_page(built: Built) -> None:
    """A link without words of its own is the title of what it leads to."""
    shown = "See The guide, The guide, (1), First one, that and ours."
    assert said(built, "blog/2020-01-02-references") == {shown}


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


def test_a_post_whose_page_hides_its_excerpt_has_no_description(built: Built) -> None:
    """Not even where another extension describes pages by their text."""
    assert "Secret" not in built.read("blog/2020-01-02-nothing.html")


def test_titles_are_told_without_tags(built: Built) -> None:
    """Tags of HTML in a heading are for the page; the characters they enclose are its title."""
    docname, title = "blog/2020-01-02-tags", "Press F1 — now"
    found, told = head(built, docname), entry(built, docname)["title"]
    assert {found.graph["og:title"], found.data[0]["headline"], told} == {title}
    assert f">{title}</title>" in built.read("blog/atom.xml")
    assert "Press <kbd>F1</kbd>" in built.body(docname)


def test_characters_of_html_in_a_title_are_read(built: Built) -> None:
    """A title of front matter may name characters, as generators take it for HTML."""
    docname, title = "blog/2020-01-02-characters", "A — B <C>"
    found, told = head(built, docname), entry(built, docname)["title"]
    assert {found.graph["og:title"], found.data[0]["headline"], told} == {title}
    assert "A — B &lt;C&gt;<" in built.body(docname)


def test_feeds_hold_no_error_with_the_path_of_its_source(host: Site) -> None:
    """Where a site keeps errors on its pages, they stay there."""
    host.post("2020-01-02-post", "Text.\n\n```{nothing}\n```\n\nREADMORE\n\n```{nobody}\n```\n")
    built = host.build(keep_warnings=True, clean=False)
    assert "system-message" in built.body("blog/2020-01-02-post")
    assert str(host.srcdir) not in built.read("blog/feed.json")
    assert said(built, "blog/2020-01-02-post") == {"Text."}
