"""What search engines and timelines read of the index, of archives and of the pages of terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import plain_site
from heads import head

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = "https://example.org/docs/"
TERMS = {
    "authors": {
        "ann": {"name": "Ann Lee", "url": "https://ann.example/", "description": "Writes."},
    },
    "tags": {"red": {"description": "Warm *colours*."}},
}


@pytest.fixture
def full(site: Site) -> Site:
    """A site with a post that has terms of each kind."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write the post."""
    site.post("2020-01-02-full", author="ann, Cy", tags="red, blue", category="News")
    return site


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with lists of all kinds, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("lists")))
    site.post("2020-01-01-more", title="More", series="Steps", moods="glad")
    taxonomies = dict.fromkeys(("tags", "authors", "categories", "series"), "T")
    return site.build(
        confblog_taxonomies={**taxonomies, "tags": "Tags", "moods": "Moods"},
        confblog_terms=TERMS, confblog_archives="month", confblog_posts_per_page=1,
        confblog_term_posts_per_page=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("docname", "title", "description"),
    [
        ("blog/index", "Blog", "Posts of Blog"),
        ("blog/page/2", "Blog, page 2", "Page 2: Posts of Blog"),
        ("blog/archive", "Archive", "All posts of Blog by date"),
        ("blog/archive/2020", "2020", "Posts of Blog from 2020"),
        ("blog/archive/2020/01", "January 2020", "Posts of Blog from January 2020"),
        ("blog/archive/2020/page/2", "2020, page 2", "Page 2: Posts of Blog from 2020"),
        ("blog/tags/index", "Tags", "Tags of Blog"),
        ("blog/tags/red", "Posts tagged “red”", "Warm *colours*."),
        ("blog/tags/blue", "Posts tagged “blue”", "Posts tagged “blue”"),
        ("blog/authors/cy", "Posts by Cy", "Posts by Cy"),
        ("blog/categories/news", *["Posts in the category “News”"] * 2),
        ("blog/series/steps", *["Posts in the series “Steps”"] * 2),
        ("blog/moods/glad", *["Posts with “glad” (Moods)"] * 2),
    ],
)
def test_lists_describe_themselves(
    lists: Built, docname: str, title: str, description: str
) -> None:
    """Each generated page has a title and a description of its own, and is no article."""
    found = head(lists, docname)
    assert found.title.startswith(f"{title} ")
    assert found.named("description") == [description]
    assert found.graph == {
        "og:type": "website", "og:title": title, "og:description": description,
        "og:site_name": "Site", "og:locale": "en_US",
    }  # fmt: skip
    assert found.named("twitter:card") == ["summary"]


def test_the_index_is_the_blog(full: Site) -> None:
    """The index says what the blog is; its further pages do not say so again."""
    full.post("2020-01-01-more", title="More")
    built = full.build(
        html_baseurl=BASE, confblog_title="Journal", confblog_description="All we do.",
        confblog_posts_per_page=1,
    )  # fmt: skip
    url = f"{BASE}blog/index.html"
    assert head(built, "blog/index").data == [
        {"@context": "https://schema.org", "@type": "Blog", "@id": url, "name": "Journal",
         "url": url, "description": "All we do.", "inLanguage": "en"}
    ]  # fmt: skip
    second = head(built, "blog/page/2")
    assert (second.data, second.named("description")) == ([], ["Page 2: All we do."])


def test_authors_have_profiles(full: Site) -> None:
    """The page of an author is about a person."""
    built = full.build(html_baseurl=BASE, confblog_terms=TERMS)
    (said,) = head(built, "blog/authors/ann").data
    url = f"{BASE}blog/authors/ann.html"
    assert (said["@type"], said["url"]) == ("ProfilePage", url)
    assert said["mainEntity"] == {
        "@type": "Person", "name": "Ann Lee", "description": "Writes.", "url": url,
        "sameAs": ["https://ann.example/"],
    }  # fmt: skip
    assert head(built, "blog/tags/red").data == []


def test_profiles_have_pictures_and_links(full: Site) -> None:
    """The picture is where the site puts it; other pages of the same person are named."""
    full.write("pics/ann.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    links = {"Code": "https://code.example/ann", "Mail": "mailto:ann@ann.example"}
    ann = {"url": "https://ann.example/", "avatar": "/pics/ann.svg", "links": links}
    built = full.build(html_baseurl=BASE, confblog_terms={"authors": {"ann": ann}})
    (said,) = head(built, "blog/authors/ann").data
    assert said["mainEntity"]["image"] == f"{BASE}_images/ann.svg"
    assert said["mainEntity"]["sameAs"] == ["https://ann.example/", "https://code.example/ann"]
