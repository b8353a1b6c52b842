"""Metadata among the themes and extensions of host sites: nothing twice, nothing missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ARCHIVES, CONF
from heads import head
from lxml import etree

from sphinx_confblog.html.unlisted import covering_patterns

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = "https://example.org/docs/"
ORIGINAL = "https://elsewhere.example/a.html?b=1&c=2"


def test_the_image_of_all_pages_stays_for_posts_without(site: Site) -> None:
    """An image that shibuya's options name for the whole site is shown where there is no cover."""
    pytest.importorskip("shibuya")
    site.post("2020-01-01-own", title="Own")
    image = "https://example.org/site.png"
    built = site.build(html_theme="shibuya", html_theme_options={"og_image_url": image})
    assert head(built, "blog/2020-01-01-own").graph["og:image"] == image


def opengraph(site: Site, *, first: bool, **conf: Any) -> Built:
    """Build with ``sphinxext.opengraph`` before or behind the blog."""
    pytest.importorskip("sphinxext.opengraph")
    names = ["sphinxext.opengraph", "sphinx_confblog"]
    site.write("conf.py", f"project = 'Site'\nextensions = {names if first else names[::-1]}\n")
    conf = {"ogp_social_cards": {"enable": False}, **conf}
    return site.build(ogp_site_url="https://og.example/", html_baseurl=BASE, **conf)


@pytest.mark.parametrize("first", [True, False])
def test_opengraph_writes_what_the_blog_knows(site: Site, first: bool) -> None:
    """Its tags stand once: the type, the excerpt and the cover are the post's."""
    site.write("blog/cover.png", b"\x89PNG")
    body = 'First `"words" &lt;` & &lt;more&gt;.\n\nREADMORE\n\nRest.\n'
    site.post("2020-01-01-post", body, title="Post", author="Ann", tags="a", image="cover.png")
    found = head(opengraph(site, first=first), "blog/2020-01-01-post")
    said = 'First "words" &lt; & <more>.'
    assert found.graph == {
        "og:type": "article", "og:title": "Post", "og:description": said,
        "og:url": "https://og.example/blog/2020-01-01-post.html", "og:site_name": "Site",
        "og:image": f"{BASE}_images/cover.png", "og:image:alt": "Post",
        "article:published_time": "2020-01-01T00:00:00+00:00",
        "article:author": f"{BASE}blog/authors/ann.html", "article:tag": "a",
    }  # fmt: skip
    assert found.named("description") == [said]
    assert found.named("twitter:card") == ["summary_large_image"]
    assert len(found.data) == 1


def test_opengraph_keeps_the_authors_word(site: Site) -> None:
    """Fields of the page's own win, and ``canonical`` is the address."""
    site.post(
        "2020-01-01-post", title="Post", canonical=ORIGINAL,
        **{"og:description": "Mine.", "og:image": "https://x.example/a.png"},
    )  # fmt: skip
    site.post("2020-01-02-none", title="None", ogp_disable="true")
    built = opengraph(site, first=True)
    found = head(built, "blog/2020-01-01-post")
    assert (found.graph["og:description"], found.graph["og:url"]) == ("Mine.", ORIGINAL)
    assert found.graph["og:image"] == "https://x.example/a.png"
    assert head(built, "blog/2020-01-02-none").graph == {}


def test_a_card_that_the_site_sets_is_said_once(site: Site) -> None:
    """Tags of the site's own win; without an image, the extension knows better."""
    custom = '<meta name="twitter:card" content="summary" />'
    site.post("2020-01-01-post", title="Post", image="https://x.example/a.png")
    site.post("2020-01-02-bare", title="Bare")
    built = opengraph(site, first=True, ogp_custom_meta_tags=[custom])
    assert head(built, "blog/2020-01-01-post").named("twitter:card") == ["summary"]
    assert head(opengraph(site, first=True), "blog/2020-01-02-bare").named("twitter:card") == []


@pytest.mark.parametrize("first", [True, False])
def test_social_cards_show_title_and_excerpt(
    site: Site, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    """They are drawn and described as the page is, not from bylines and bodies."""
    module = pytest.importorskip("sphinxext.opengraph")
    drawn = {}

    def draw(_: object, name: str, title: str, text: str, __: str, page: str, **___: Any) -> Path:
        drawn[page] = name, title, text
        return Path(f"_images/social_previews/{page}.png")

    monkeypatch.setattr(module, "create_social_card", draw)
    site.post(
        "2020-01-01-post", 'The start & "x".\n\nREADMORE\n\nRest.\n', title="A & B", author="Ann"
    )
    site.post("2020-01-02-own", "Own.\n", title="Own", **{"og:image": "https://x.example/a.png"})
    site.post("2020-01-03-cover", "Text.\n", title="Cover", image="https://x.example/b.png")
    built = opengraph(site, first=first, ogp_social_cards=None, confblog_description="All of it.")
    assert drawn["blog/2020-01-01-post"] == ("Site", "A & B", "The start & “x”.")
    assert drawn["blog/index"] == ("Site", "Blog", "All of it.")
    assert drawn["blog/authors/ann"] == ("Site", "Posts by Ann", "Posts by Ann")
    assert not drawn.keys() & {"blog/2020-01-02-own", "blog/2020-01-03-cover"}
    found = head(built, "blog/2020-01-01-post")
    image = "https://og.example/_images/social_previews/blog/2020-01-01-post.png"
    assert (found.graph["og:image"], found.graph["og:image:alt"]) == (image, "The start & “x”.")
    assert (found.graph["og:image:width"], found.graph["og:image:height"]) == ("1146", "600")
    assert found.named("twitter:card") == ["summary_large_image"]
    assert head(built, "blog/index").graph["og:image:alt"] == "All of it."


def test_the_default_image_instead_of_social_cards(site: Site) -> None:
    """It is given to the extension for all pages of the blog, and its file is copied."""
    site.write("images/site.png", b"\x89PNG")
    site.post("2020-01-01-post", title="Post")
    built = opengraph(site, first=True, ogp_social_cards=None, confblog_image="images/site.png")
    for name in ("blog/2020-01-01-post", "blog/index"):
        assert head(built, name).graph["og:image"] == f"{BASE}_images/site.png"
    assert built.exists("_images/site.png")


def test_opengraph_describes_lists(site: Site) -> None:
    """The description of a tag's page is no list of titles; other pages stay the extension's."""
    site.post("2020-01-01-post", title="Post", tags="a")
    found = head(opengraph(site, first=False), "blog/tags/a")
    assert found.graph["og:description"] == "Posts tagged “a”"
    assert found.graph["og:type"] == "website"
    assert head(opengraph(site, first=False), "index").graph["og:description"] == "Welcome."


def links(built: Built) -> list[str]:
    """The addresses in a sitemap, in order."""
    root = etree.fromstring(built.read("sitemap.xml").encode())
    return sorted(str(found) for found in root.xpath("//*[local-name()='loc']/text()"))


@pytest.mark.slow
@pytest.mark.parametrize(("builder", "jobs"), [("html", 2), ("dirhtml", 0)])
def test_sitemaps_list_what_is_to_be_found(site: Site, builder: str, jobs: int) -> None:
    """Each post once; what is withheld or unlisted and further pages not at all."""
    pytest.importorskip("sphinx_sitemap")
    site.write("conf.py", "extensions = ['sphinx_sitemap', 'sphinx_confblog']\n")
    for number in range(1, 4):
        site.post(f"2020-01-0{number}-post", title=f"Post {number}", tags="a")
    site.post("2020-01-05-[hidden]", title="Hidden", unlisted="true")
    site.post("2020-01-06-draft", title="Draft", draft="true")
    site.write("extra.md", "---\norphan: true\n---\n# Extra\n")
    built = site.build(
        builder, jobs=jobs, html_baseurl=BASE, sitemap_url_scheme="{link}",
        sitemap_excludes=["extra*", "search*", "genindex*", "index.html"],
        confblog_posts_per_page=1, confblog_term_posts_per_page=1,
    )  # fmt: skip
    end = "/" if builder == "dirhtml" else ".html"
    names = ["archive", "archive/2020", "tags/a", *(f"2020-01-0{n}-post" for n in (1, 2, 3))]
    expected = [f"{BASE}blog/{name}{end}" for name in names]
    if builder == "dirhtml":
        expected += [f"{BASE}blog/", f"{BASE}blog/tags/", BASE]
    else:
        expected += [f"{BASE}blog/index.html", f"{BASE}blog/tags/index.html"]
    assert links(built) == sorted(expected)


def test_sitemaps_list_pages_of_the_sites_own_with_such_names(site: Site) -> None:
    """A page that the author called ``page/2`` is listed; the blog's further pages are not."""
    pytest.importorskip("sphinx_sitemap")
    site.write("conf.py", "extensions = ['sphinx_sitemap', 'sphinx_confblog']\n")
    for number in range(1, 4):
        site.post(f"2020-01-0{number}-post", title=f"Post {number}")
    site.write("blog/guide/page/2.md", "---\norphan: true\n---\n# Guide\n")
    built = site.build(html_baseurl=BASE, sitemap_url_scheme="{link}", confblog_posts_per_page=1)
    assert f"{BASE}blog/guide/page/2.html" in links(built)
    assert f"{BASE}blog/page/2.html" not in links(built)


LLMS = ["llms.txt", "llms-full.txt"]


@pytest.mark.filterwarnings("ignore:nodes.Node.traverse:DeprecationWarning")
@pytest.mark.parametrize(
    ("builder", "order"), [("html", 1), pytest.param("dirhtml", -1, marks=pytest.mark.slow)]
)
def test_files_for_chatbots_have_posts_alone(site: Site, builder: str, order: int) -> None:
    """They go without unlisted posts, and without pages that have no source to link to."""
    pytest.importorskip("sphinx_llms_txt")
    names = ["sphinx_llms_txt", "sphinx_confblog"][::order]
    site.write(
        "conf.py", f"extensions = {names}\nllms_txt_exclude, llms_txt_summary = ['extra'], 'All'\n"
    )
    for number in range(1, 4):
        site.post(f"2020-01-0{number}-post", f"Text {number}.\n", title="Post", tags="a")
    site.post("2020-01-05-[hidden]", "Secret.\n", title="Hidden", unlisted="true")
    site.write("blog/2020-01-06-old.markdown", "# Old\n\nOld text.\n")
    site.write("blog/tags/notes.md", "---\norphan: true\n---\n# Notes\n")
    site.write("extra.md", "---\norphan: true\n---\n# Extra\n")
    built = site.build(builder, html_baseurl=BASE, confblog_posts_per_page=1)
    short, full = map(built.read, LLMS)
    names = [f"blog/2020-01-0{n}-post.md" for n in (1, 2, 3)]
    names += ["blog/2020-01-06-old.markdown", "blog/tags/notes.md", "index.md"]
    links = sorted(re.findall(r"_sources/([^)]+)\.txt", short))
    assert links == names
    assert all(built.exists(f"_sources/{name}.txt") for name in links)
    assert "Text 3." in full
    assert "Old text." in full
    assert "Secret" not in full
    assert built.app.config.llms_txt_exclude == ["extra"]
    assert ".markdown" not in built.app.config.source_suffix
    again = site.build(builder, html_baseurl=BASE, confblog_posts_per_page=1)
    assert again.written() == set()
    assert [*map(again.read, LLMS)] == [short, full]


@pytest.mark.filterwarnings("ignore:nodes.Node.traverse:DeprecationWarning")
def test_files_for_chatbots_in_later_builds(site: Site) -> None:
    """They have the same order and summary, whatever a build reads, and with two processes."""
    llms = pytest.importorskip("sphinx_llms_txt")
    site.write("conf.py", f"{CONF}extensions += ['sphinx_llms_txt']\n{ARCHIVES}")
    site.write("index.md", "# Site\n\nWelcome.\n\n```{toctree}\nblog/index\n```\n")
    for number in range(1, 8):
        site.post(f"2020-01-0{number}-post", "Text.\n\nREADMORE\n\nMore.\n", title="Post")
    site.build()
    site.post("2020-01-03-post", "Text.\n\nREADMORE\n\nNone.\n", title="Post")
    # Each process finds the summary for itself.
    llms._root_first_paragraph = ""
    later = site.build()
    assert "index" not in later.written()
    assert "> Welcome." in later.read("llms.txt")
    for jobs in (0, 2):
        clean = site.build(out=f"clean{jobs}", jobs=jobs)
        assert [*map(later.read, LLMS)] == [*map(clean.read, LLMS)]
    llms._root_first_paragraph = ""
    assert [*map(site.build().read, LLMS)] == [*map(clean.read, LLMS)]


def test_patterns_that_match_whole_folders() -> None:
    """A folder is matched as a whole if nothing else is in it; signs of patterns are escaped."""
    names = {"blog/index", "blog/tags/a", "blog/tags/b/page/2", "news/[x]"}
    docnames = names | {"index", "blog/post", "news/x"}
    assert covering_patterns(names, docnames) == ["blog/index", "blog/tags/*", "news/[[]x]"]
    assert covering_patterns({"blog/index", "a"}, {"blog/index", "a"}) == ["a", "blog/*"]
    assert covering_patterns(set(), docnames) == []
