"""The place of the blog's pages in the site: neighbours, breadcrumbs, stylesheet, sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with three posts, and the blog in its toctree."""
    site.write("index.md", "# Site\n\n```{toctree}\nguide\nblog/index\n```\n")
    site.write("guide.md", "# Guide\n\nText.\n")
    for number, name in enumerate(["First", "Second", "Third"], 1):
        site.post(f"2020-01-0{number}-{name.lower()}", f"{name} text.\n", title=name, tags="a")
    return site


def context(site: Site, docname: str) -> dict[str, object]:
    """What themes are given for a page."""
    built = site.build("json")
    found: dict[str, object] = json.loads(built.read(f"{docname}.fjson"))
    return found


def test_next_is_later_and_previous_is_earlier(blog: Site) -> None:
    """Themes' own links lead through the posts by date."""
    page = context(blog, "blog/2020-01-02-second")
    assert page["next"] == {"link": "../2020-01-03-third/", "title": "Third"}
    assert page["prev"] == {"link": "../2020-01-01-first/", "title": "First"}


def test_the_ends_have_one_neighbour(blog: Site) -> None:
    """Nothing is later than the newest post, nothing earlier than the oldest."""
    assert context(blog, "blog/2020-01-03-third")["next"] is None
    assert context(blog, "blog/2020-01-01-first")["prev"] is None


def test_link_elements_name_the_neighbours(blog: Site) -> None:
    """The head of the page says what is next and previous."""
    page = blog.build().read("blog/2020-01-02-second.html")
    assert '<link rel="next" title="Third" href="2020-01-03-third.html" />' in page
    assert '<link rel="prev" title="First" href="2020-01-01-first.html" />' in page


def test_a_toctree_does_not_change_the_neighbours(blog: Site) -> None:
    """Posts that the user put into a toctree keep their order in time."""
    blog.write("guide.md", "# Guide\n\n```{toctree}\n:glob:\n:reversed:\n/blog/2020*\n```\n")
    page = context(blog, "blog/2020-01-02-second")
    assert page["next"] == {"link": "../2020-01-03-third/", "title": "Third"}


@pytest.mark.parametrize(
    ("docname", "titles"),
    [
        ("blog/2020-01-01-first", ["Blog"]),
        ("blog/archive", ["Blog"]),
        ("blog/archive/2020", ["Blog", "Archive"]),
        ("blog/tags/index", ["Blog"]),
        ("blog/tags/a", ["Blog", "Tags"]),
        ("blog/tags/a/page/2", ["Blog", "Tags", "a"]),
    ],
)
def test_breadcrumbs_lead_through_the_index(blog: Site, docname: str, titles: list[str]) -> None:
    """Every page of the blog says which pages lead to it."""
    built = blog.build("json", confblog_term_posts_per_page=2)
    page = json.loads(built.read(f"{docname}.fjson"))
    assert [parent["title"] for parent in page["parents"]] == titles


def test_the_stylesheet_is_loaded_where_it_is_used(blog: Site) -> None:
    """Pages without the blog know nothing of it."""
    blog.write("news.md", "---\norphan: true\n---\n# News\n\n```{postlist}\n```\n")
    built = blog.build()
    for docname in ("blog/index", "blog/2020-01-01-first", "blog/tags/a", "news"):
        assert built.read(f"{docname}.html").count("confblog.css") == 1
    for docname in ("index", "guide", "search", "genindex"):
        assert "confblog" not in built.read(f"{docname}.html")


def test_generated_pages_have_no_source_to_show(blog: Site) -> None:
    """There is no link to a source that nobody wrote, and no copy of the template."""
    built = blog.build()
    assert "Show Source" not in built.read("blog/tags/a.html")
    assert "Show Source" in built.read("blog/2020-01-01-first.html")
    assert [n for n in built.everything() if n.startswith("_sources/blog/tags")] == []


def test_a_post_describes_itself(site: Site) -> None:
    """The description in front matter is the page's, and nothing in it is markup."""
    site.post("2020-01-01-post", title="Post", description="""'"Quoted" <b>text</b>'""")
    page = site.build().read("blog/2020-01-01-post.html")
    assert (
        '<meta name="description" content="&quot;Quoted&quot; &lt;b&gt;text&lt;/b&gt;" />' in page
    )


def test_front_matter_is_text(site: Site) -> None:
    """Markup in titles, tags and names is shown, never run."""
    evil = "'<script>alert(1)</script> *x* {y}`z` {{ w }}'"
    site.post("2020-01-01-post", title=evil, tags=f"[{evil}]", author=f"[{evil}]")
    built = site.build()
    pages = [n for n in built.everything() if n.endswith(".html")]
    for name in pages:
        text = built.read(name)
        assert "<script>alert" not in text, name
        assert "{{" not in text or "{{ w }}" in text
    shown = "&lt;script&gt;alert(1)&lt;/script&gt; *x* {y}`z` {{ w }}"
    assert sum(shown in built.read(name) for name in pages) >= 5


def test_templates_know_the_post(blog: Site) -> None:
    """What front matter says is there for themes' templates, unknown keys too."""
    blog.post("2020-01-04-more", title="More", mood="happy", series="Numbers")
    post = context(blog, "blog/2020-01-04-more")["confblog_post"]
    assert isinstance(post, dict)
    assert post["date"] == "2020-01-04T00:00:00+00:00"
    assert post["terms"] == {"series": ["Numbers"]}
    assert post["extra"] == {"mood": "happy"}
