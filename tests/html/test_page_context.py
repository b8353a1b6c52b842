"""The place of the blog's pages in the site: neighbours, breadcrumbs, stylesheet, sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Site


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with three posts, and the blog in its toctree."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write them, and a page with a list."""
    site.write("index.md", "# Site\n\n```{toctree}\nguide\nblog/index\n```\n")
    site.write("guide.md", "# Guide\n\nText.\n")
    site.write("news.md", "---\norphan: true\n---\n# News\n\n```{postlist}\n```\n")
    for number, name in enumerate(["First", "Second", "Third"], 1):
        site.post(f"2020-01-0{number}-{name.lower()}", f"{name} text.\n", title=name, tags="a")
    return site


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site as pages, built once."""
    return fill(plain_site(tmp_path_factory.mktemp("html"))).build(html_use_index=True)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What themes are given for each page of the site."""
    site = fill(plain_site(tmp_path_factory.mktemp("json")))
    return site.build("json", confblog_term_posts_per_page=2, confblog_archives="year")


def context(built: Built, docname: str) -> dict[str, Any]:
    """What themes are given for a page."""
    found: dict[str, Any] = json.loads(built.read(f"{docname}.fjson"))
    return found


def test_next_is_later_and_previous_is_earlier(data: Built) -> None:
    """Themes' own links lead through the posts by date."""
    page = context(data, "blog/2020-01-02-second")
    assert page["next"] == {"link": "../2020-01-03-third/", "title": "Third"}
    assert page["prev"] == {"link": "../2020-01-01-first/", "title": "First"}


def test_the_ends_have_one_neighbour(data: Built) -> None:
    """Nothing is later than the newest post, nothing earlier than the oldest."""
    assert context(data, "blog/2020-01-03-third")["next"] is None
    assert context(data, "blog/2020-01-01-first")["prev"] is None


def test_link_elements_name_the_neighbours(html: Built) -> None:
    """The head of the page says what is next and previous."""
    page = html.read("blog/2020-01-02-second.html")
    assert '<link rel="next" title="Third" href="2020-01-03-third.html" />' in page
    assert '<link rel="prev" title="First" href="2020-01-01-first.html" />' in page


def test_a_toctree_does_not_change_the_neighbours(blog: Site) -> None:
    """Posts that the user put into a toctree keep their order in time."""
    blog.write("guide.md", "# Guide\n\n```{toctree}\n:glob:\n:reversed:\n/blog/2020*\n```\n")
    page = context(blog.build("json"), "blog/2020-01-02-second")
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
def test_breadcrumbs_lead_through_the_index(data: Built, docname: str, titles: list[str]) -> None:
    """Every page of the blog says which pages lead to it."""
    parents = context(data, docname)["parents"]
    assert [parent["title"] for parent in parents] == titles


def test_the_stylesheet_is_loaded_where_it_is_used(html: Built) -> None:
    """Pages without the blog know nothing of it."""
    for docname in ("blog/index", "blog/2020-01-01-first", "blog/tags/a", "news"):
        assert html.read(f"{docname}.html").count("confblog.css") == 1
    for docname in ("index", "guide", "search", "genindex"):
        assert "confblog" not in html.read(f"{docname}.html")


def test_generated_pages_have_no_source_to_show(html: Built) -> None:
    """There is no link to a source that nobody wrote, and no copy of the template."""
    assert "Show Source" not in html.read("blog/tags/a.html")
    assert "Show Source" in html.read("blog/2020-01-01-first.html")
    assert [n for n in html.everything() if n.startswith("_sources/blog/tags")] == []


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
    post = context(blog.build("json"), "blog/2020-01-04-more")["confblog_post"]
    assert isinstance(post, dict)
    assert post["date"] == "2020-01-04T00:00:00+00:00"
    assert post["terms"] == {"series": ["Numbers"]}
    assert post["extra"] == {"mood": "happy"}
