"""Addresses on a whole site: what posts may not take, and what follows when files change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from records import post

from sphinx_confblog.model.permalinks import AddressAssigner, parse_permalink
from sphinx_confblog.model.source_layout import extra_pages
from sphinx_confblog.util.slugs import safe_segment

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

QUIET = ["toc"]


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


def assigner(
    pattern: str, *documents: str, reserved: frozenset[str] = frozenset()
) -> AddressAssigner:
    """Gives addresses to posts of a blog with the file ``blog/p`` and other documents."""
    return AddressAssigner(
        pattern=pattern, folder="blog", taxonomies=("tags",), documents=["blog/p", *documents],
        reserved=reserved,
    )  # fmt: skip


def test_names_together_are_no_longer_than_one() -> None:
    """Several long values in one segment are cut; too many segments are refused."""
    long = post("p", slug="s" * 80, title="日" * 60, extra={"co": "co"})
    moved, _ = assigner("{title}-{title}-{slug}").assign([long])
    assert max(len(part.encode()) for part in moved["blog/p"].split("/")) <= 200
    moved, conflicts = assigner("/".join(["{title}"] * 9)).assign([long])
    assert moved == {}
    assert "its address has more than 1000 bytes" in conflicts[0].text


@pytest.mark.parametrize(
    "pattern",
    [
        "/_Static/{slug}", "/_modules/{slug}", "/objects.inv/{slug}", "/genindex-{slug}",
        "/{slug}-modindex", "Tags/{slug}", "/landing", "/Copied",
    ],
)  # fmt: skip
def test_pages_without_a_document_stay(pattern: str) -> None:
    """Those of builders, of options and of the blog, in whatever case."""
    taken = frozenset({"landing", "copied"})
    moved, conflicts = assigner(pattern, reserved=taken).assign([post("p", slug="x")])
    assert moved == {}
    assert "another page" in conflicts[0].text


def test_forms_of_letters_are_one_address() -> None:
    """Some file systems take composed and decomposed letters for the same."""
    _, conflicts = assigner("{slug}", "blog/문").assign([post("p", slug="문")])
    assert "is that of 'blog/문'" in conflicts[0].text


def test_copied_files_and_additional_pages_are_pages(tmp_path: Path) -> None:
    """An entry is a folder or a file; what is no HTML takes no page's place."""
    (tmp_path / "extra" / "blog").mkdir(parents=True)
    for name in ("extra/blog/a.html", "extra/b.txt", "c.html"):
        (tmp_path / name).write_text("x")
    found = extra_pages(["landing"], ["extra", "c.html", "gone"], tmp_path)
    assert found == {"landing", "blog/a", "c"}


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
    assert f"{path}:1: WARNING: 'blog/2020-03-04-hello': the address" in built.warnings


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


@pytest.mark.parametrize("change", [swap, rename, settle])
def test_another_file_at_an_address_is_read(site: Site, change: object) -> None:
    """A later build is as a clean one, though documents have the names that they had."""
    site.post("2020-03-04-hello", title="Hello")
    site.post("2020-03-05-other", title="Other")
    site.write("guide.md", "# Guide\n\n[file](blog/2020-03-04-hello.md)\n")
    site.write(
        "index.md", "# Site\n\n```{toctree}\n:glob:\nguide\nblog/index\nblog/2020-03-*\n```\n"
    )
    quiet = ["toc", "myst", "confblog"]
    site.build(confblog_permalink="{slug}", suppress_warnings=quiet)
    assert callable(change)
    change(site)
    later = site.build(confblog_permalink="{slug}", suppress_warnings=quiet)
    clean = site.build(confblog_permalink="{slug}", out="clean", suppress_warnings=quiet)
    assert later.everything() == clean.everything()


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
    assert f"{path}:3: WARNING: 'blog/2020-03-04-hello': the address 'blog/tag/x'" in built.warnings
    assert built.exists("blog/2020-03-04-hello.html")
