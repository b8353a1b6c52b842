"""Addresses of posts: patterns, clashes, and all that must find a post that has moved."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import post

from sphinx_confblog.model.permalinks import AddressAssigner, parse_permalink
from sphinx_confblog.model.site_addresses import GeneratedPlaces

if TYPE_CHECKING:
    from conftest import Site

    from sphinx_confblog.model.post import Post

QUIET = ["toc"]
TAXONOMIES = ("tags", "categories")


def moved(pattern: str | None, *posts: Post, documents: tuple[str, ...] = ()) -> dict[str, str]:
    """Where posts go."""
    assigner = AddressAssigner(
        pattern=pattern, folder="blog", taxonomies=TAXONOMIES,
        generated=GeneratedPlaces(folders=frozenset({"blog/"}), names=frozenset(TAXONOMIES)),
        documents=[*documents, *(p.docname for p in posts)],
    )  # fmt: skip
    return assigner.assign(posts)[0]


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("{year}/{month}/{day}/{slug}", "blog/2020/01/01/hello"),
        ("{year}-{month}/{title}", "blog/2020-01/hello-world"),
        ("/{year}/{slug}", "2020/hello"),
        ("{slug}/", "blog/hello/index"),
        ("{category}/{slug}", "blog/ruby-on-rails/hello"),
        ("{categories}/{slug}", "blog/ruby-on-rails/hello"),
        ("{tag}/{slug}", "blog/c-plus-plus/hello"),
        ("{city}/{slug}", "blog/sao-paulo/hello"),
        ("posts/{slug}.html", "blog/posts/hello.html"),
        (None, "blog/file"),
    ],
)
def test_patterns(pattern: str | None, address: str) -> None:
    """Dates are padded with zeros, all else is spelled as terms are."""
    terms = {"categories": ("Ruby on Rails",), "tags": ("C++", "x")}
    one = post("file", slug="hello", title="Hello, world", terms=terms, extra={"city": "São Paulo"})
    assert moved(pattern, one).get("blog/file", "blog/file") == address


@pytest.mark.parametrize(
    "pattern",
    [
        "", "{", "{}", "{0}", "plain", "../{slug}", "a/../{slug}", "//{slug}", "a//{slug}",
        "{slug!r}", "{slug:>9}", "{slug.x}", "a\\{slug}", "{slug}#a", "{slug}\n", "./{slug}",
        "C:{slug}", "{a b}",
    ],
)  # fmt: skip
def test_patterns_that_are_refused(pattern: str) -> None:
    """Nothing that could lead out of the blog's folder, or that no address can have."""
    with pytest.raises(ValueError, match=r"braces|names|folders|letters"):
        parse_permalink(pattern)


def test_a_double_suffix_is_no_part_of_the_address() -> None:
    """Middleman's ``title.html.md`` is ``title.html``."""
    assert moved(None, post("2014-06-30-title.html")) == {
        "blog/2014-06-30-title.html": "blog/2014-06-30-title"
    }


texts = st.text(max_size=400) | st.sampled_from(
    ["..", "/etc/passwd", "con", "index", "page", "tags", "..\\..", "a" * 300, "é", "e\u0301"]
)


@pytest.mark.slow
@given(
    pattern=st.sampled_from(["{slug}", "{year}/{slug}", "/{slug}", "{city}/{slug}/", "/{city}"]),
    slugs=st.lists(st.tuples(texts, texts), min_size=1, max_size=5),
    documents=st.lists(st.sampled_from(["guide", "blog/a", "blog/2020/a", "index", "a/index"])),
)
def test_no_post_is_lost_or_written_elsewhere(
    pattern: str, slugs: list[tuple[str, str]], documents: list[str]
) -> None:
    """Whatever slugs hold, each post has an address of its own, inside the output folder."""
    from sphinx_confblog.util.slugs import slugify

    posts = [
        post(f"p{number}", slug=slugify(slug), extra={"city": city})
        for number, (slug, city) in enumerate(slugs)
    ]
    found = moved(pattern, *posts, documents=tuple(documents))
    final = [found.get(p.docname, p.docname) for p in posts]
    places = [name.casefold().removesuffix("/index") for name in (*final, *set(documents))]
    assert len(set(places)) == len(posts) + len({*places[len(posts) :]})
    for name in final:
        assert posixpath.normpath(name) == name
        assert not name.startswith(("/", "../"))
        assert name not in documents
        assert max(len(part.encode()) for part in name.split("/")) <= 210
        assert name.partition("/")[0] not in {"search", "genindex", "_static"}


def test_a_post_has_the_address_of_the_pattern(site: Site) -> None:
    """Its page, its place in lists and the inventory are there, and nowhere else."""
    site.post("2020-03-04-hello", title="Hello", tags="x")
    built = site.build(confblog_permalink="{year}/{month}/{slug}", suppress_warnings=QUIET)
    assert built.exists("blog/2020/03/hello.html")
    assert not built.exists("blog/2020-03-04-hello.html")
    assert 'href="2020/03/hello.html"' in built.body("blog/index")
    assert 'href="../2020/03/hello.html"' in built.body("blog/tags/x")


LINKS = """# Guide

[by file](blog/2020-03-04-hello.md) {doc}`by doc <blog/2020-03-04-hello>`
{doc}`/blog/2020-03-04-hello` {any}`any <blog/2020-03-04-hello>`
{blog:post}`by name <2020-03-04-hello>` {blog:post}`by slug <hello>`
{blog:post}`by path <blog/2020-03-04-hello>`
"""


def test_links_to_the_file_lead_to_the_post(site: Site) -> None:
    """However a page names the file, it finds the post."""
    site.post("2020-03-04-hello", title="Hello")
    site.write("guide.md", LINKS)
    body = site.build(confblog_permalink="{year}/{slug}", suppress_warnings=QUIET).body("guide")
    assert body.count('href="blog/2020/hello.html"') == 7


def test_links_of_a_moved_post_are_reckoned_from_its_file(site: Site) -> None:
    """Pages, posts, images, downloads and includes beside the file are found."""
    site.write("guide.md", "# Guide\n")
    site.write("blog/data.txt", "data")
    site.write("blog/part.txt", "Included.\n")
    site.write("blog/pic.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.post("2020-03-05-other", title="Other")
    body = (
        "{doc}`../guide` [g](../guide.md) {doc}`2020-03-05-other` [o](2020-03-05-other.md)\n\n"
        "![](pic.svg) {download}`data.txt`\n\n```{include} part.txt\n```\n\nREADMORE\n"
    )
    site.post("2020-03-04-hello", body, title="Hello")
    built = site.build(confblog_permalink="{year}/{month}/{slug}", suppress_warnings=QUIET)
    text = built.body("blog/2020/03/hello")
    assert text.count('href="../../../guide.html"') == 2
    assert text.count('href="other.html"') == 2
    assert "Included." in text
    assert 'src="../../../_images/pic.svg"' in text
    assert "data.txt" in text
    assert 'href="2020/03/other.html"' in built.body("blog/index")


def test_toctrees_find_moved_posts(site: Site) -> None:
    """By the file's name, with or without suffix and title, and by patterns.

    A pattern of file names still means those files, and the new names work as well.
    """
    for name in ("hello", "ho", "hi"):
        site.post(f"2020-03-04-{name}", title=name.title())
    site.post("2021-03-04-bye", title="Bye")
    site.post("2022-03-04-now", title="Now")
    entries = [
        "blog/index", "blog/2020-03-04-hello", "blog/2020-03-04-ho.md",
        "Hi <blog/2020-03-04-hi>", "blog/2021-*", "blog/2022/*",
    ]  # fmt: skip
    toctrees = "".join(f"```{{toctree}}\n:glob:\n{entry}\n```\n" for entry in entries)
    site.write("index.md", f"# Site\n\n{toctrees}")
    body = site.build(confblog_permalink="{year}/{slug}").body("index")
    for address in ("2020/hello", "2020/ho", "2020/hi", "2021/bye", "2022/now"):
        assert f'href="blog/{address}.html"' in body


def test_two_posts_on_one_address(site: Site) -> None:
    """Both are named, the older one has the address, and the other is not lost."""
    site.post("2020-03-04-hello", title="Hello")
    path = site.post("2020-03-05-other", title="Other", slug="hello")
    built = site.build(confblog_permalink="{slug}", clean=False, suppress_warnings=QUIET)
    assert built.warnings == (
        f"{path}:3: WARNING: 'blog/2020-03-05-other': the URL 'blog/hello' belongs to "
        "'blog/2020-03-04-hello'; the post keeps the URL of its file [confblog.address]\n"
    )
    assert "Hello" in built.text("blog/hello")
    assert "Other" in built.text("blog/2020-03-05-other")


def test_other_pages_keep_their_addresses(site: Site) -> None:
    """A post takes the place neither of generated pages nor of the site's own."""
    site.write("blog/guide.md", "# Guide\n")
    slugs = ("archive", "tags", "index", "page", "guide")
    for day, slug in enumerate(slugs, 1):
        site.post(f"2020-03-0{day}-hello", title=f"For {slug}", slug=slug, tags="x")
    built = site.build(
        confblog_permalink="{slug}", confblog_archives="year", clean=False, suppress_warnings=QUIET
    )
    for day, slug in enumerate(slugs, 1):
        name = f"blog/2020-03-0{day}-hello"
        assert f"{name}.md:3: WARNING: '{name}': the URL 'blog/{slug}'" in built.warnings
        assert f"For {slug}" in built.text(name)


def test_a_missing_value_is_reported(site: Site) -> None:
    """The post keeps the address of its file."""
    path = site.post("2020-03-04-hello", title="Hello")
    built = site.build(confblog_permalink="{category}/{slug}", clean=False, suppress_warnings=QUIET)
    assert built.warnings.startswith(f"{path}:1: WARNING: ")
    assert "needs 'category', which the post does not have" in built.warnings
    assert built.exists("blog/2020-03-04-hello.html")


def test_sources_are_those_of_the_file(site: Site) -> None:
    """The copy of the source, and what themes make edit links of, name the file."""
    site.post("2020-03-04-hello", "Text.\n", title="Hello")
    built = site.build(confblog_permalink="{year}/{slug}", suppress_warnings=QUIET)
    assert "title: Hello" in built.read("_sources/blog/2020/hello.md.txt")
    dumped = site.build("json", confblog_permalink="{year}/{slug}", suppress_warnings=QUIET)
    page = json.loads(dumped.read("blog/2020/hello.fjson"))
    whole = posixpath.normpath(page["current_page_name"] + page["page_source_suffix"])
    assert whole == "blog/2020-03-04-hello.md"


def test_a_later_build_follows_the_address(site: Site) -> None:
    """Another slug moves the page; what linked to it is right, and the old page is gone."""
    site.post("2020-03-04-hello", title="Hello")
    site.write("guide.md", LINKS.replace("{blog:post}`by slug <hello>`", ""))
    site.build(confblog_permalink="{slug}", suppress_warnings=QUIET)
    site.post("2020-03-04-hello", title="Hello", slug="bonjour")
    later = site.build(confblog_permalink="{slug}", suppress_warnings=QUIET)
    assert later.body("guide").count('href="blog/bonjour.html"') == 6
    assert not later.exists("blog/hello.html")
    clean = site.build(confblog_permalink="{slug}", out="clean", suppress_warnings=QUIET)
    assert later.everything() == clean.everything()


def test_a_bundle_is_a_post(site: Site) -> None:
    """The folder's name gives date and slug; images beside the text are found."""
    site.write("blog/2020-03-04-hello/pic.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("blog/2020-03-04-hello/index.md", "# Hello\n\n![](pic.svg)\n\n{doc}`notes`\n")
    site.write("blog/2020-03-04-hello/notes.md", "---\norphan: true\n---\n# Notes\n")
    built = site.build(suppress_warnings=QUIET)
    assert "March 4, 2020" in built.text("blog/2020-03-04-hello/index")
    assert "Hello" in built.text("blog/index")
    assert built.exists("_images/pic.svg")
    moved_there = site.build(confblog_permalink="{year}/{slug}", suppress_warnings=QUIET)
    assert 'href="../2020-03-04-hello/notes.html"' in moved_there.body("blog/2020/hello")


def test_what_belongs_to_a_withheld_bundle_is_withheld(site: Site) -> None:
    """Neither its pages nor its images reach the output."""
    site.post("2020-03-01-a", title="A")
    folder = "blog/2020-03-04-hello"
    site.write(f"{folder}/pic.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write(f"{folder}/index.md", "---\ndraft: true\n---\n# Hello\n\n![](pic.svg)\n")
    site.write(f"{folder}/notes.md", "# Notes\n\n![](pic.svg)\n")
    built = site.build(suppress_warnings=QUIET)
    assert not [name for name in built.everything() if "hello" in name or "pic.svg" in name]
    site.write(f"{folder}/index.md", "# Hello\n\n![](pic.svg)\n")
    shown = site.build(suppress_warnings=QUIET)
    assert shown.exists(f"{folder}/notes.html")
    site.write(f"{folder}/index.md", "---\ndraft: true\n---\n# Hello\n\n![](pic.svg)\n")
    later = site.build(suppress_warnings=QUIET)
    assert not [name for name in later.everything() if "hello" in name or "pic.svg" in name]
