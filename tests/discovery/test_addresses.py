"""Addresses on a whole site: what posts may not take, and what follows when files change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
from records import post

from sphinx_confblog.cli.site import make_config
from sphinx_confblog.discovery.site_files import find_site_files
from sphinx_confblog.model.permalinks import STAYS, AddressAssigner, parse_permalink
from sphinx_confblog.model.site_addresses import GENERATED, SUFFIXES, GeneratedPlaces, SiteFiles
from sphinx_confblog.util.slugs import safe_segment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Kept, Site

QUIET = ["toc"]
BY_SLUG: dict[str, Any] = {
    "confblog_permalink": "{slug}", "suppress_warnings": ["toc", "myst", "confblog"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("hello", "hello"),
        ("con", "con-0"),
        ("Nul.html", "Nul-0.html"),
        ("a. .", "a"),
        ("a" * 200, "a" * 200),
        ("日" * 90, "日" * 63 + "-08b7464e"),
    ],
)
def test_segments_that_every_system_can_have(text: str, segment: str) -> None:
    """No device of Windows, no dot at the end, no more than 200 bytes."""
    assert safe_segment(text) == segment
    assert safe_segment(segment) == segment


@pytest.mark.parametrize("pattern", ["con/{slug}", "{slug}.", "a /{slug}", "x" * 201 + "/{slug}"])
def test_patterns_that_some_system_cannot_have(pattern: str) -> None:
    """They are refused as a whole."""
    with pytest.raises(ValueError, match="every system"):
        parse_permalink(pattern)


def assigner(pattern: str, *documents: str, **files: Any) -> AddressAssigner:
    """Gives addresses to posts of a blog with the file ``blog/p`` and other documents."""
    return AddressAssigner(
        pattern=pattern, folder="blog", taxonomies=("tags",), documents=["blog/p", *documents],
        generated=GeneratedPlaces(
            folders=frozenset({"blog/"}), names=frozenset({*GENERATED, "tags"}),
            periods=re.compile(r"blog/\d{4}"),
        ),
        site=SiteFiles(**files),
    )  # fmt: skip


def test_names_together_are_no_longer_than_one() -> None:
    """Several long values in one segment are cut; too many segments are refused."""
    long = post("p", slug="s" * 80, title="日" * 60, extra={"co": "co"})
    moved, _ = assigner("{title}-{title}-{slug}").assign([long])
    assert max(len(part.encode()) for part in moved["blog/p"].split("/")) <= 200
    moved, conflicts = assigner("/".join(["{title}"] * 9)).assign([long])
    assert moved == {}
    assert "its URL has more than 1000 bytes" in conflicts[0].text


@pytest.mark.parametrize(
    "pattern",
    [
        "/_Static/{slug}", "/_modules/{slug}", "/objects.inv/{slug}", "/genindex-{slug}",
        "/{slug}-modindex", "Tags/{slug}", "/landing", "/Copied", "2015",
        "/search.html/{slug}", "/environment.pickle/{slug}", "/confblog-0f.json/{slug}",
        "Atom.xml/{slug}",
    ],
)  # fmt: skip
def test_pages_without_a_document_stay(pattern: str) -> None:
    """Those of builders, of options and of the blog, in whatever case."""
    moved, conflicts = assigner(pattern, pages={"landing", "copied"}).assign([post("p", slug="x")])
    assert moved == {}
    assert "another page" in conflicts[0].text


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        ("/guide.html/{slug}", "the file of 'guide'"),
        ("/GUIDE.xhtml/{slug}", "the file of 'guide'"),
        ("/guide/index.html/{slug}", "the file of 'guide'"),
        ("/guide.doctree/{slug}", "the file of 'guide'"),
        ("/guide.md.txt/{slug}", "the file of 'guide'"),
        ("/landing.html/{slug}", "the file of 'landing'"),
        ("index.html/{slug}", "the file of another page"),
        ("2015.html/{slug}", "the file of another page"),
        ("2015/rss.xml/{slug}", "a feed"),
        ("/robots.txt/{slug}", "'robots.txt'"),
        ("/robots.txt", "'robots.txt'"),
    ],
)
def test_no_folder_takes_the_place_of_a_file(pattern: str, way: str) -> None:
    """Of pages in any builder, of sources, doctrees and feeds, or of the site's own files."""
    files = {"pages": {"landing"}, "paths": {"robots.txt"}, "suffixes": (*SUFFIXES, ".md.txt")}
    moved, conflicts = assigner(pattern, "guide", **files).assign([post("p", slug="x")])
    assert moved == {}
    assert f"needs a folder where {way} is; {STAYS}" in conflicts[0].text


def test_no_file_takes_the_place_of_a_folder() -> None:
    """That of pages, or of files that are copied."""
    for taken in (assigner("/a", "a.html/b"), assigner("/a", paths={"a.html/b.png"})):
        _, conflicts = taken.assign([post("p")])
        assert "needs a file where a folder of 'a.html/b" in conflicts[0].text


def test_posts_stay_out_of_each_others_way() -> None:
    """The older one has its address; a post's own file is in nobody's way once it has moved."""
    posts = [post("p", permalink="/x"), post("q", permalink="/x.html/y")]
    moved, conflicts = assigner("{slug}", "blog/q").assign(posts)
    assert moved == {"blog/p": "x"}
    assert "the file of 'blog/p'" in conflicts[0].text
    assert assigner("p.html/y").assign([post("p")])[0] == {"blog/p": "blog/p.html/y"}


@pytest.mark.parametrize("pattern", ["{year}/{slug}", "/node.js/{slug}", "/guides.html/{slug}"])
def test_folders_that_are_free(pattern: str) -> None:
    """A dot alone makes no file, and a year's page leaves room for posts."""
    assert assigner(pattern, "guide").assign([post("p", slug="x")])[1] == []


def test_forms_of_letters_are_one_address() -> None:
    """Some file systems take composed and decomposed letters for the same."""
    _, conflicts = assigner("{slug}", "blog/문").assign([post("p", slug="문")])
    assert "belongs to 'blog/문'" in conflicts[0].text


def test_copied_files_and_additional_pages_are_pages(tmp_path: Path) -> None:
    """An entry is a folder or a file; what is no HTML takes no page's place, but its own."""
    (tmp_path / "extra" / "blog").mkdir(parents=True)
    for name in ("extra/blog/a.html", "extra/b.txt", "c.html"):
        (tmp_path / name).write_text("x")
    config = make_config(
        {"html_additional_pages": {"landing": "x.html"}, "html_extra_path": ["extra", "c.html"]}, ()
    )
    files = find_site_files(config, tmp_path)
    assert files.pages == {"landing", "blog/a", "c"}
    assert files.paths == {"blog/a.html", "b.txt", "c.html"}


@pytest.mark.slow
def test_a_copied_file_keeps_its_place(site: Site) -> None:
    """Sphinx would copy it over the post."""
    site.write("extra/blog/hello.html", "mine")
    path = site.post("2020-03-04-hello", title="Hello")
    built = site.build(
        confblog_permalink="{slug}",
        exclude_patterns=["extra"],
        html_extra_path=["extra"],
        clean=False,
        suppress_warnings=QUIET,
    )
    assert built.read("blog/hello.html") == "mine"
    assert built.exists("blog/2020-03-04-hello.html")
    assert f"{path}:1: WARNING: 'blog/2020-03-04-hello': the URL" in built.warnings


def swap(site: Site) -> None:
    """Two posts that take each other's address."""
    site.post("2020-03-04-hello", title="Hello", slug="other")
    site.post("2020-03-05-other", title="Other", slug="hello")


def rename(site: Site) -> None:
    """A file with another name, and the same address; files keep their time."""
    (site.srcdir / "blog/2020-03-04-hello.md").rename(site.srcdir / "blog/2020-04-05-hello.md")


def settle(site: Site) -> None:
    """A page of the site's own that takes the place of a post."""
    site.write("blog/hello.md", "# A page\n")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A site with two posts at addresses without their dates, built once."""
    site = plain_site(tmp_path_factory.mktemp("moved") / "site")
    site.post("2020-03-04-hello", title="Hello")
    site.post("2020-03-05-other", title="Other")
    site.write("guide.md", "# Guide\n\n[file](blog/2020-03-04-hello.md)\n")
    site.write(
        "index.md", "# Site\n\n```{toctree}\n:glob:\nguide\nblog/index\nblog/2020-03-*\n```\n"
    )
    site.build(**BY_SLUG)
    return site.keep()


@pytest.mark.slow
@pytest.mark.parametrize("change", [swap, rename, settle])
def test_another_file_at_an_address_is_read(moved: Kept, change: Callable[[Site], None]) -> None:
    """A later build is as a clean one, though documents have the names that they had."""
    site = moved.restore()
    change(site)
    later = site.build(**BY_SLUG)
    clean = site.build(**BY_SLUG, out="clean")
    assert later.everything() == clean.everything()


@pytest.mark.slow
def test_toctrees_of_a_moved_post_are_reckoned_from_its_file(site: Site) -> None:
    """Pages and patterns beside the file are found, and a page that is missing is named right."""
    site.write("blog/2020-03-04-hello/notes.md", "# Notes\n")
    site.write("blog/2020-03-04-hello/part-1.md", "# Part 1\n")
    toctree = "```{toctree}\n:glob:\nnotes\nTwice <../../guide>\npart-*\nmissing\n```\n"
    site.write("blog/2020-03-04-hello/index.md", f"# Hello\n\n{toctree}")
    site.write("guide.md", "# Guide\n")
    built = site.build(confblog_permalink="{year}/{slug}", clean=False)
    body = built.body("blog/2020/hello")
    assert 'href="../2020-03-04-hello/notes.html"' in body
    assert 'href="../../guide.html">Twice' in body
    assert 'href="../2020-03-04-hello/part-1.html"' in body
    assert "nonexisting document 'blog/2020-03-04-hello/missing'" in built.warnings


def test_patterns_keep_the_order_of_the_files(site: Site) -> None:
    """Posts that moved stand among pages as their files do, none of them twice."""
    site.post("2020-03-04-zebra", title="Zebra")
    site.post("2020-03-05-ape", title="Ape")
    site.write("blog/2020-03-05-a-page.md", "---\ndate: \n---\n# Page\n")
    site.write(
        "index.md",
        "# Site\n\n```{toctree}\n:glob:\nblog/index\nblog/2020/*\nblog/2020-*\n```\n",
    )
    built = site.build(confblog_permalink="{year}/{slug}", clean=False)
    body = built.body("index")
    assert body.count("zebra.html") == 1
    assert "duplicated" not in built.warnings


def test_double_suffixes_are_found_in_toctrees(site: Site) -> None:
    """Without a pattern as well: Middleman's ``title.html.md`` is ``title``."""
    site.post("2020-03-04-hello.html", title="Hello")
    site.write(
        "index.md", "# Site\n\n```{toctree}\nblog/index\nblog/2020-03-04-hello.html.md\n```\n"
    )
    assert 'href="blog/2020-03-04-hello.html"' in site.build().body("index")


def test_places_of_generated_pages_are_not_taken(site: Site) -> None:
    """Where the site has them elsewhere, too."""
    path = site.post("2020-03-04-hello", title="Hello", slug="x", tags="docker", kind="tag")
    options: dict[str, Any] = {"confblog_permalink": "{kind}/{slug}"}
    options |= {"confblog_page_paths": {"tags": "tag"}}
    built = site.build(suppress_warnings=QUIET, clean=False, **options)
    assert f"{path}:3: WARNING: 'blog/2020-03-04-hello': the URL 'blog/tag/x'" in built.warnings
    assert built.exists("blog/2020-03-04-hello.html")


@pytest.mark.parametrize(
    "builder",
    [
        "html", "dirhtml", "json", "text",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("epub", "xml", "gettext")),
    ],
)  # fmt: skip
def test_no_build_ends_at_an_address(site: Site, builder: str) -> None:
    """Where an address needs a folder in place of a file, the post stays where its file is."""
    links = [
        "/guide.html/x", "/guide/index.html/x", "/guide.fjson/x", "/guide.xml/x", "/guide.txt/x",
        "/blog/index.html/x", "/environment.pickle/x", "/guide.doctree/x", "/guide.excerpt/x",
        "/blog/atom.xml/x", "/_redirects/x", "/robots.txt/x", "/search.html/x", "/guide.pot/x",
        "/guide.md.txt/x",
    ]  # fmt: skip
    site.write("guide.md", "# Guide\n")
    site.write("extra/robots.txt", "mine")
    paths = [site.post(f"2020-01-{n:02}-a", permalink=link) for n, link in enumerate(links, 1)]
    conf: dict[str, Any] = {"html_extra_path": ["extra"], "exclude_patterns": ["extra"]}
    conf |= {"html_baseurl": "https://x.org", "suppress_warnings": QUIET}
    conf |= {"confblog_redirect_lists": ["netlify"], "version": "1", "copyright": "us"}
    first = site.build(builder, clean=False, **conf)
    for path, link in zip(paths, links, strict=True):
        assert f"{path}:2: WARNING: 'blog/{path.stem}': the URL {link[1:]!r}" in first.warnings
        assert (site.srcdir.parent / f"_build/doctrees/blog/{path.stem}.doctree").is_file()
    assert first.warnings.count("the post keeps the URL of its file") == len(links)


def test_no_later_build_ends_at_an_address(site: Site) -> None:
    """A post that comes is told as well."""
    site.write("guide.md", "# Guide\n")
    site.build(suppress_warnings=QUIET)
    site.post("2020-02-01-b", permalink="/guide.html/y")
    later = site.build(clean=False, suppress_warnings=QUIET)
    assert "'guide.html/y' needs a folder" in later.warnings


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_address_is_free_once_its_page_is_gone(site: Site, builder: str) -> None:
    """Sphinx leaves the file of the page there."""
    site.post("2020-03-04-hello", title="Hello")
    site.write("guide.md", "# Guide\n")
    site.build(builder, suppress_warnings=QUIET)
    (site.srcdir / "guide.md").unlink()
    site.post("2020-03-04-hello", title="Hello", permalink="/guide.html/x")
    page = "guide.html/x.html" if builder == "html" else "guide.html/x/index.html"
    assert site.build(builder, suppress_warnings=QUIET).exists(page)
