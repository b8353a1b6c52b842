"""The domain ``blog``: its roles, its objects, and what it keeps between builds."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from conftest import CONF, INDEX, Site, plain_site
from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built

TAXONOMIES = {
    "tags": "Tags", "authors": "Authors", "categories": "Categories", "series": "Series",
    "topics": "Topics",
}  # fmt: skip


def blog(site: Site) -> Site:
    """A site with two posts of many terms."""
    site.write("conf.py", f"{CONF}confblog_taxonomies = {TAXONOMIES!r}\n")
    site.post(
        "2020-01-01-first", "Text.\n", title='"First, with a *comma*: Über 日本"',
        tags="C++, Docker Swarm, 日本語", author="Ann Lee", category="How to", series="Ten steps",
        topics="sea",
    )  # fmt: skip
    site.post("deep/2021-01-01-second", "# The *second*\n", slug="two", tags="c++")
    return site


def page(site: Site, text: str, name: str = "page") -> None:
    """Write an ordinary page."""
    site.write(f"{name}.md", f"---\norphan: true\n---\n# Page\n\n{text}\n")


def links(built: Built, docname: str = "page") -> list[tuple[str, str]]:
    """Address and words of each link in the text of a page."""
    body = built.body(docname)
    text = body[body.index("</h1>") :]
    found = re.findall(r'(?s)<a class="reference \w+" href="([^"]*)"[^>]*>(.*?)</a>', text)
    return [(unquote(address), re.sub(r"<[^>]*>", "", words)) for address, words in found]


FIRST = "blog/2020-01-01-first.html"
SECOND = "blog/deep/2021-01-01-second.html"
TITLE = "First, with a *comma*: Über 日本"
ROLES = [
    ("{blog:post}`first`", FIRST, TITLE),
    ("{blog:post}`2020-01-01-first`", FIRST, TITLE),
    ("{blog:post}`blog/2020-01-01-first`", FIRST, TITLE),
    ("{blog:post}`/blog/2020-01-01-first`", FIRST, TITLE),
    ("{blog:post}`two`", SECOND, "The second"),
    ("{blog:post}`2021-01-01-second`", SECOND, "The second"),
    ("{blog:post}`deep/2021-01-01-second`", SECOND, "The second"),
    ("{blog:post}`my words <two>`", SECOND, "my words"),
    ("{blog:tag}`C++`", "blog/tags/c-plus-plus.html", "C++"),
    ("{blog:tag}`c++`", "blog/tags/c-plus-plus.html", "C++"),
    ("{blog:tag}`c-plus-plus`", "blog/tags/c-plus-plus.html", "C++"),
    ("{blog:tag}`my words <C++>`", "blog/tags/c-plus-plus.html", "my words"),
    ("{blog:tag}`docker swarm`", "blog/tags/docker-swarm.html", "Docker Swarm"),
    ("{blog:tag}`docker-swarm`", "blog/tags/docker-swarm.html", "Docker Swarm"),
    ("{blog:tag}`日本語`", "blog/tags/日本語.html", "日本語"),
    ("{blog:author}`Ann Lee`", "blog/authors/ann-lee.html", "Ann Lee"),
    ("{blog:category}`how to`", "blog/categories/how-to.html", "How to"),
    ("{blog:series}`Ten steps`", "blog/series/ten-steps.html", "Ten steps"),
    ("{blog:topics}`sea`", "blog/topics/sea.html", "sea"),
    ("{any}`two`", SECOND, "The second"),
    ("{any}`C++`", "blog/tags/c-plus-plus.html", "C++"),
    ("{any}`sea`", "blog/topics/sea.html", "sea"),
    ("{any}`my words <Ann Lee>`", "blog/authors/ann-lee.html", "my words"),
]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site whose pages link to posts and terms in all ways."""
    site = blog(plain_site(tmp_path_factory.mktemp("linked") / "site"))
    page(site, "\n\n".join(role for role, _, _ in ROLES))
    page(site, "{blog:post}`x <two>` {blog:tag}`y <C++>` {blog:tag}`C++` {blog:post}`two`", "words")
    file = "blog/2020-01-01-first.md"
    page(site, f"[a]({file}) []({file}) [b](#two) [c](#sea)", "markdown")
    title = ":orphan:\n\nPage\n====\n\n"
    site.write("other.rst", f"{title}:blog:post:`two` :blog:tag:`x <C++>`\n")
    text = "{blog:post}`2021-01-01-second` {blog:post}`../2020-01-01-first`\n"
    site.post("deep/third", text, date="2022-01-01", title="Third")
    text = "{any}`docker` {any}`2020-01-01-first` {any}`C++`\n"
    site.post("2022-01-01-docker", text, title="Docker")
    return site.build(nitpicky=True)


def test_roles(linked: Built) -> None:
    """Posts and terms are found by each of their names; their title or text is no code."""
    assert links(linked) == [(address, words) for _, address, words in ROLES]
    assert "<code" not in linked.body("words")
    # The roles have the same names in reStructuredText.
    assert links(linked, "other") == [
        (SECOND, "The second"), ("blog/tags/c-plus-plus.html", "x"),
    ]  # fmt: skip


def test_names_that_are_relative(linked: Built) -> None:
    """A post is named as a document is: from the folder of the page that names it."""
    assert links(linked, "blog/deep/third")[-2:] == [
        ("2021-01-01-second.html", "The second"), ("../2020-01-01-first.html", TITLE),
    ]  # fmt: skip


#: A role and what it is given, each on a page of its own: nothing has such a name.
DANGLING = [
    *product(("post", "tag", "author", "category", "series", "topics"),
             ("nothing", "words <nothing>")),
]  # fmt: skip
#: Pages whose references don't all lead somewhere.
ASKING = {
    "withheld": "{blog:post}`secret` {blog:tag}`hush`",
    "shared": "{blog:post}`a/2020-01-01-same` {blog:post}`2020-01-02-same` {blog:post}`same`",
    "misspelt": "{blog:post}`fisrt` {blog:tag}`dokcer` {blog:author}`Adaa`",
    "ambiguous": "{any}`sea`",
}


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with these pages, and with posts that they are near to."""
    site = blog(plain_site(tmp_path_factory.mktemp("asking") / "site"))
    for number, (role, text) in enumerate(DANGLING):
        page(site, f"{{blog:{role}}}`{text}`", f"page-{number}")
    for name, text in ASKING.items():
        page(site, text, name)
    site.post("2020-02-02-secret", tags="hush", draft="true")
    site.post("a/2020-01-01-same", title="A")
    site.post("b/2020-01-02-same", title="B")
    site.post("2022-01-01-x", tags="docker", author="Ada", title="X")
    site.post("2022-01-01-sea", title="Sea")
    return site.build(clean=False)


def said_of(built: Built, docname: str) -> list[str]:
    """What a build warns of on a page."""
    start = f"{built.app.srcdir / docname}.md:"
    return [line for line in built.warnings.splitlines() if line.startswith(start)]


@pytest.mark.slow
def test_dangling_references(asking: Built) -> None:
    """A target that does not exist is reported as Sphinx does, and its words are shown."""
    for number, (role, text) in enumerate(DANGLING):
        (said,) = said_of(asking, f"page-{number}")
        message = f"blog:{role} reference target not found: nothing [ref.{role}]"
        assert said.endswith(f"page-{number}.md:6: WARNING: {message}")
        assert asking.text(f"page-{number}").endswith(text.partition(" ")[0])
    others = sum(len(said_of(asking, name)) for name in ASKING)
    assert asking.warnings.count("WARNING") == len(DANGLING) + others


def test_references_to_what_is_withheld(asking: Built) -> None:
    """A draft, and a tag that only drafts have, are not found; of the post, it is said why."""
    post, tag = said_of(asking, "withheld")
    said = "blog:post reference target not found: secret; the post is withheld (draft) [ref.post]"
    assert re.fullmatch(rf".*/withheld\.md:\d+: WARNING: {re.escape(said)}", post)
    assert "reference target not found" in tag
    assert "(draft)" not in tag
    assert "withheld (" not in asking.body("withheld")


def test_names_that_posts_share(asking: Built) -> None:
    """Names that two posts share are none; each is found by its docname."""
    assert [words for _, words in links(asking, "shared")] == ["A", "B"]
    said = "Several posts have this name; write /blog/a/2020-01-01-same or /blog/b/2020-01-02-same"
    (line,) = said_of(asking, "shared")
    assert line.endswith(f"reference target not found: same. {said} [ref.post]")


def test_warnings_of_references_can_be_suppressed(site: Site) -> None:
    """By the name of the role."""
    site.post("2020-01-01-a", title="A")
    page(site, "{blog:post}`same`")
    assert site.build(suppress_warnings=["ref.post"]).warnings == ""


def test_names_that_are_misspelt(asking: Built) -> None:
    """The warning names what was meant, for posts and for terms of each taxonomy."""
    said = "".join(said_of(asking, "misspelt"))
    for target, near in (("fisrt", "first"), ("dokcer", "docker"), ("Adaa", "Ada")):
        assert f"reference target not found: {target}; did you mean {near!r}? [ref." in said


@pytest.mark.slow
def test_any_is_ambiguous_where_names_are(asking: Built) -> None:
    """A post and a tag of the same name are two things, as elsewhere in Sphinx."""
    (said,) = said_of(asking, "ambiguous")
    assert "could be :blog:post:`Sea` or :blog:topics:`sea`" in said


def test_any_finds_one_thing(linked: Built) -> None:
    """A page that both ``doc`` and the blog know by a name is no two things."""
    assert [address for address, _ in links(linked, "blog/2022-01-01-docker")][-3:] == [
        "#", "2020-01-01-first.html", "tags/c-plus-plus.html",
    ]  # fmt: skip


def test_markdown_links(linked: Built) -> None:
    """A Markdown link reaches posts by file, and terms and posts by name."""
    assert links(linked, "markdown") == [
        (FIRST, "a"), (FIRST, TITLE), (SECOND, "b"), ("blog/topics/sea.html", "c"),
    ]  # fmt: skip


def inventory(built: Built) -> dict[str, Any]:
    """The blog's objects in the inventory: type -> name -> address and title."""
    found: Any = InventoryFile.loads((built.outdir / "objects.inv").read_bytes(), uri="")
    return {
        kind.removeprefix("blog:"): {n: (item.uri, item.display_name) for n, item in items.items()}
        for kind, items in found.data.items()
        if kind.startswith("blog:")
    }


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site for others to link to."""
    site = blog(plain_site(tmp_path_factory.mktemp("published") / "site"))
    site.post("2020-03-03-hidden", unlisted="true", tags="hush", title="Hidden")
    site.post("2020-03-04-draft", draft="true", tags="shy", title="Draft")
    return site.build()


def test_inventory(published: Built) -> None:
    """Posts stand there by docname, file name and slug; terms by name and slug."""
    found = inventory(published)
    assert found["post"].keys() == {
        "2020-01-01-first", "first", "deep/2021-01-01-second", "2021-01-01-second", "two",
    }  # fmt: skip
    assert found["post"]["two"] == (SECOND, "The second")
    assert found["post"]["first"] == (FIRST, TITLE)
    assert found["tag"].keys() == {
        "C++", "c-plus-plus", "Docker Swarm", "docker-swarm", "日本語",
    }  # fmt: skip
    assert found["tag"]["c-plus-plus"][1] == "C++"
    assert found["author"].keys() == {"Ann Lee", "ann-lee"}
    assert found["category"].keys() == {"How to", "how-to"}
    assert found["series"].keys() == {"Ten steps", "ten-steps"}
    assert found["topics"].keys() == {"sea"}


EXTERNAL = [
    ("{external+first:blog:post}`two`", SECOND, "The second"),
    ("{external+first:blog:post}`words <first>`", FIRST, "words"),
    ("{external+first:blog:tag}`C++`", "blog/tags/c-plus-plus.html", "C++"),
    ("{external+first:blog:tag}`docker-swarm`", "blog/tags/docker-swarm.html", "Docker Swarm"),
    ("{external+first:blog:author}`Ann Lee`", "blog/authors/ann-lee.html", "Ann Lee"),
    ("{external:blog:series}`ten-steps`", "blog/series/ten-steps.html", "Ten steps"),
    ("{blog:post}`first`", FIRST, TITLE),
    ("{blog:tag}`日本語`", "blog/tags/日本語.html", "日本語"),
    ("{blog:category}`How to`", "blog/categories/how-to.html", "How to"),
    ("{any}`deep/2021-01-01-second`", SECOND, "The second"),
    ("[words](inv:first:blog:post#two)", SECOND, "words"),
]


@pytest.mark.parametrize("with_post", [False, True])
def test_intersphinx(published: Built, tmp_path: Path, with_post: bool) -> None:
    """Another project reaches posts and terms through the inventory, asked for or in passing."""
    second = Site(tmp_path / "second" / "source")
    second.write("conf.py", CONF)
    second.write("index.md", INDEX)
    if with_post:
        second.post("2020-01-01-own", tags="c", title="Own")
    page(second, "\n\n".join(role for role, _, _ in EXTERNAL))
    built = second.build(
        extensions=["sphinx_confblog", "sphinx.ext.intersphinx"], nitpicky=True,
        intersphinx_mapping={"first": ("https://x.org/", str(published.outdir / "objects.inv"))},
    )  # fmt: skip
    assert links(built) == [(f"https://x.org/{address}", words) for _, address, words in EXTERNAL]


@pytest.mark.slow
def test_parallel_reading_leaves_the_same_data(site: Site) -> None:
    """What two processes read is merged to what one reads."""
    postlist = "\n\n```{postlist}\n:limit: 1\n```\n"
    for number in range(24):
        tag, other = f"t{number % 3}", f"post-{number // 2}"
        text = f"{{blog:tag}}`{tag}` {{blog:post}}`{other}`{postlist}"
        site.post(f"2020-01-01-post-{number}", text, title=f"Post {number}", tags=tag)
    serial = site.build(out="serial").app.env.domaindata["blog"]
    parallel = site.build(out="parallel", jobs=2).app.env.domaindata["blog"]
    assert serial == parallel
    assert len(serial["references"]) == len(serial["queries"]) - len(built_lists(serial)) == 24


def built_lists(data: dict[str, Any]) -> set[str]:
    """The documents that have lists and no references: the generated pages."""
    return set(data["queries"]) - set(data["references"])


@pytest.mark.slow
def test_a_deleted_post_leaves_no_data(site: Site) -> None:
    """Nothing is kept of a document that is gone."""
    page(blog(site), "{blog:tag}`C++`\n\n```{postlist}\n```\n")
    assert "page" in site.build().app.env.domaindata["blog"]["queries"]
    (site.srcdir / "page.md").unlink()
    (site.srcdir / "blog/2020-01-01-first.md").unlink()
    data = site.build().app.env.domaindata["blog"]
    for key, values in data.items():
        if isinstance(values, dict):
            assert not {"page", "blog/2020-01-01-first"} & values.keys(), key


@pytest.mark.slow
def test_references_follow_what_they_name(site: Site) -> None:
    """When a post gets another title, or a tag another name, links to them are written again."""
    page(blog(site), "{blog:post}`two` {blog:tag}`C++` {any}`sea`")
    site.build()
    site.post("deep/2021-01-01-second", "# Renamed\n", slug="two", tags="c++")
    assert links(site.build())[0] == (SECOND, "Renamed")
    (site.srcdir / "blog/2020-01-01-first.md").unlink()
    built = site.build(clean=False)
    assert links(built) == [(SECOND, "Renamed"), ("blog/tags/c-plus-plus.html", "c++")]
    assert "'any' reference target not found: sea" in built.warnings


@pytest.mark.slow
def test_two_sites_in_one_process(published: Built, tmp_path: Path) -> None:
    """The roles and objects of one site are none of the next one's."""
    assert inventory(published) != {}
    other = Site(tmp_path / "other" / "source")
    other.write("conf.py", CONF)
    other.write("index.md", INDEX)
    built = other.build()
    assert "topics" not in built.app.env.domains["blog"].roles
    assert inventory(built) == {}
