"""Documentation pages that name the posts that speak of them, and posts that name objects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Site

API = """\
API
===

.. py:module:: anvil

.. py:function:: forge(iron)

   Makes something.

.. py:function:: cool(iron)

   Cools it.

Notes
-----

Some words.
"""
ALL = re.compile(r"<summary>(.*?)</summary>")


def write_site(site: Site, posts: int = 2) -> None:
    """Write a page of objects, a page of prose, and posts that link to the first."""
    site.write("api.rst", API)
    site.write("guide.md", "# Guide\n\nText.\n")
    site.write("index.md", "# Site\n\n```{toctree}\napi\nguide\n```\n")
    for day in range(1, posts + 1):
        site.post(f"2026-01-{day:02}-p{day}", f"# Post {day}\n\n{{py:func}}`anvil.forge`\n")


def lists(built: Built, docname: str) -> list[list[str]]:
    """The titles in each list of mentions of a page."""
    found = re.findall(
        r"<nav [^>]*confblog-mentions.*?</nav>", built.read(f"{docname}.html"), re.DOTALL
    )
    return [re.findall(r">(Post \d+)<", text) for text in found]


def test_an_empty_page_has_the_list_alone(site: Site) -> None:
    """It may have nothing but front matter."""
    site.write("empty.md", "---\norphan: true\n---\n")
    site.post("2026-01-01-p1", "# Post 1\n\n{doc}`it </empty>`\n")
    assert lists(site.build(confblog_mentions="page", clean=False), "empty") == [["Post 1"]]


def test_the_list_is_below_the_footnotes(site: Site) -> None:
    """A page of Markdown has its footnotes below its sections."""
    site.write("guide.md", "# Guide\n\nText.[^1]\n\n[^1]: Note.\n")
    site.write("index.md", "# Site\n\n```{toctree}\nguide\n```\n")
    site.post("2026-01-01-p1", "# Post 1\n\n[guide](../guide.md)\n")
    text = site.build(confblog_mentions="page").text("guide")
    assert text.index("Note.") < text.index("From the blog")


def test_labels_name_the_objects(site: Site) -> None:
    """Screen readers tell the lists of a page apart."""
    write_site(site)
    site.post("2026-02-01-c", "# Post 3\n\n{py:func}`anvil.cool`\n")
    text = "# Lists\n\n```{blog:mentions}\n:object: anvil.forge\n```\n"
    site.write("lists.md", f"---\norphan: true\n---\n{text}")
    built = site.build(confblog_mentions="objects")
    labels = [f'aria-label="From the blog: anvil.{name}"' for name in ("forge", "cool")]
    assert all(built.body("api").count(label) == 1 for label in labels)
    assert labels[0] in built.body("lists")


def test_off_by_default(site: Site) -> None:
    """Without the option, pages are what they are without a blog."""
    write_site(site)
    built = site.build()
    assert "blog" not in built.body("api")
    assert "confblog" not in built.read("api.html")
    assert "In this post" not in built.text("blog/2026-01-01-p1")
    assert "Related posts" not in built.text("blog/2026-01-01-p1")


def test_at_the_end_of_the_page(site: Site) -> None:
    """The newest five posts stand at the page's end, and the others can be opened."""
    write_site(site, posts=7)
    built = site.build(confblog_mentions="page")
    assert lists(built, "api") == [[f"Post {n}" for n in (7, 6, 5, 4, 3, 2, 1)]]
    assert ALL.findall(built.read("api.html")) == ["All 7"]
    body = built.body("api")
    assert body.index("Some words.") < body.index("From the blog") < body.index("<details")
    assert "confblog.css" in built.read("api.html")
    assert "confblog" not in built.read("guide.html")


@pytest.mark.parametrize(
    "options",
    [{}, pytest.param({"html_theme": "furo"}, marks=pytest.mark.slow), {"builder": "dirhtml"}],
)
def test_titles_with_and_without_markup(site: Site, options: dict[str, Any]) -> None:
    """A line is the same beside titles of mere text, which lists are put together from, and others.

    The same holds for titles with characters that HTML knows, and for posts that are elsewhere.
    """
    if theme := options.get("html_theme"):
        pytest.importorskip(theme)
    tongs = API.replace("API\n===", "Tongs\n=====").replace("anvil", "tongs")
    site.write("api.rst", f":orphan:\n\n{API}")
    site.write("tongs.rst", f":orphan:\n\n{tongs}")
    # Three titles of mere text on both pages, and two others on one of them.
    text = "\n\n{py:func}`tongs.forge`"
    for day, title in enumerate(("A", "B", '# R&D \\<b> "x" it\'s me@example.org \\*'), 1):
        site.post(f"2026-01-0{day}-p", f"# {title}{text} {{py:func}}`anvil.forge`\n")
    site.post("2026-01-04-m", f"# With *markup*{text}\n")
    site.post("2026-01-05-x", f"# X{text}\n", external="https://example.org/")
    built = site.build(**options, confblog_mentions="page")
    line, end = re.compile("<li><p><time.*"), "/index" if options.get("builder") else ""
    lines = line.findall(built.read(f"api{end}.html"))
    assert len(lines) == 3
    both = line.findall(built.read(f"tongs{end}.html"))
    assert both[2:] == lines
    assert "With <em>markup</em>" in both[1]
    assert 'href="https://example.org/"' in both[0]


def test_below_descriptions(site: Site) -> None:
    """Each object has its own list."""
    write_site(site)
    site.post("2026-02-01-c", "# Post 9\n\n[](#anvil.cool) {py:mod}`anvil` [](/api.rst)\n")
    built = site.build(confblog_mentions="objects")
    assert lists(built, "api") == [["Post 2", "Post 1"], ["Post 9"]]
    body = built.body("api")
    assert body.index("Makes something.") < body.index("Post 2") < body.index("Cools it.")


def test_by_hand(site: Site) -> None:
    """The directive shows the list of its page, or of an object, in its place and only there."""
    write_site(site)
    site.post("2026-02-01-c", "# Post 9\n\n[](#anvil.cool)\n")
    site.write("api.rst", API.replace("Notes\n", ".. blog:mentions::\n\nNotes\n", 1))
    for name in ("anvil.forge", "py:anvil.cool"):
        text = f"# Page\n\n```{{blog:mentions}}\n:object: {name}\n```\n\nSome words.\n"
        site.write(f"{name[-4:]}.md", f"---\norphan: true\n---\n{text}")
    built = site.build(confblog_mentions="page")
    titles = {"api": ["Post 9", "Post 2", "Post 1"], "orge": ["Post 2", "Post 1"]}
    for docname, expected in {**titles, "cool": ["Post 9"]}.items():
        assert lists(built, docname) == [expected]
        body = built.body(docname)
        assert body.index("From the blog") < body.index("Some words.")


def test_fallback(site: Site) -> None:
    """Where no post links to it, the directive shows its own text."""
    write_site(site)
    site.write("guide.md", "# Guide\n\n```{blog:mentions}\nNobody speaks of this.\n```\n")
    assert "Nobody speaks of this." in site.build().body("guide")


def test_lists_by_object(site: Site) -> None:
    """A list takes the posts that link to an object or a page, besides its other options."""
    write_site(site, posts=3)
    site.post("2026-01-04-x", "# Post 4\n\nText.\n")
    for number, name in enumerate(("anvil.forge", "py:anvil.forge", "api")):
        text = f"# Page\n\n```{{postlist}}\n:mentions: {name}\n:limit: 2\n```\n"
        site.write(f"page{number}.md", f"---\norphan: true\n---\n{text}")
    built = site.build()
    shown = [re.findall(r">(Post \d)<", built.body(f"page{number}")) for number in range(3)]
    assert shown == [["Post 3", "Post 2"], ["Post 3", "Post 2"], []]


def test_objects_of_a_post(site: Site) -> None:
    """A post ends with the objects that it links to, each once, but no documents and headings."""
    write_site(site)
    site.post(
        "2026-02-01-c",
        "# Post 9\n\n{py:func}`anvil.cool` {doc}`/api` [](#anvil.forge) {py:mod}`anvil`\n",
    )
    built = site.build(confblog_references=True)
    text = built.text("blog/2026-02-01-c")
    assert "In this post anvil.cool anvil.forge anvil" in text
    assert 'href="../api.html#anvil.cool"' in built.body("blog/2026-02-01-c")


def test_names_of_several_words(site: Site) -> None:
    """Each word of a name is a piece of code, beside names of one word and alone."""
    write_site(site)
    site.write(
        "words.rst", ":orphan:\n\nWords\n=====\n\n.. glossary::\n\n   Hot iron\n      Glows.\n"
    )
    site.post("2026-02-01-c", "# Post 9\n\n{term}`Hot iron` {py:func}`anvil.cool`\n")
    site.post("2026-02-02-d", "# Post 10\n\n{term}`Hot iron`\n")
    built = site.build(confblog_references=True)
    for name, others in {"01-c": ["anvil.cool"], "02-d": []}.items():
        listed = built.body(f"blog/2026-02-{name}").partition("In this post<")[2]
        assert re.findall(r'<span class="pre">(.*?)</span>', listed) == ["Hot", "iron", *others]


def test_unlisted_and_withheld_posts(site: Site) -> None:
    """Posts that no list shows are not named, and nothing shows that they are there."""
    write_site(site)
    site.post("2026-01-05-u", "# Post 5\n\n{py:func}`anvil.forge`\n", unlisted="true")
    site.post("2026-01-06-d", "# Post 6\n\n{py:func}`anvil.forge`\n", draft="true")
    built = site.build(confblog_mentions="page")
    assert lists(built, "api") == [["Post 2", "Post 1"]]


OPTIONS: list[dict[str, Any]] = [
    {"confblog_mentions": "page", "confblog_references": True},
    {"confblog_mentions": "objects"},
]


@pytest.mark.slow
@pytest.mark.parametrize("options", OPTIONS)
def test_later_builds_equal_clean_ones(site: Site, options: dict[str, Any]) -> None:
    """Edits of posts, of objects and of titles reach the lists, and so does taking them back."""
    names = ("mention", "title", "comes", "object")
    site.write("index.md", "# Site\n\n```{toctree}\n" + "\n".join(names) + "\n```\n")

    def write(name: str, title: str = "Post 1", text: str = "", objects: str = "cool") -> None:
        """Write a page of objects, and a post that links to one of them."""
        api = API.replace("anvil", name).replace("cool(iron)", f"{objects}(iron)")
        site.write(f"{name}.rst", api)
        mention = text or f"{{py:func}}`{name}.forge` {{py:func}}`{name}.cool`"
        site.post(f"2026-01-01-{name}", f"# {title}\n\n{mention}\n")

    def original() -> None:
        for name in names:
            write(name)
        (site.srcdir / "blog/2026-01-01-comes.md").unlink()

    def check() -> Built:
        later, clean = site.build(**options, clean=False), site.build(
            out="clean", fresh=True, **options, clean=False
        )  # fmt: skip
        assert later.everything() == clean.everything()
        return later

    original()
    built = site.build(**options)
    first = {name: built.body(name) for name in names}
    write("mention", text="Nothing.")
    write("title", title="Post 2")
    write("comes")
    write("object", objects="chill")
    changed = check()
    for name in names:
        assert changed.body(name) != first[name], name
    original()
    later = check()
    for name in names:
        assert later.body(name) == first[name], name


@pytest.mark.slow
def test_two_processes(site: Site) -> None:
    """Two processes write what one writes."""
    write_site(site, posts=4)
    one = site.build(out="one", **OPTIONS[0])
    assert site.build(out="two", jobs=2, **OPTIONS[0]).everything() == one.everything()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site whose builders share what the first of them has read."""
    site = plain_site(tmp_path_factory.mktemp("shared") / "site")
    write_site(site)
    return site


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml", "man", "gettext"])
def test_other_builders(shared: Site, builder: str) -> None:
    """Other builders write the site, with or without the lists."""
    # Sphinx asks for doctrees of its own there.
    out = "_catalogs" if builder == "gettext" else "_build"
    shared.build(builder, out=out, copyright="us", version="1", **OPTIONS[0])


@pytest.mark.slow
def test_related_posts(site: Site) -> None:
    """Posts that speak of the same object are related, where mentions are shown."""
    write_site(site)
    site.post("2026-01-05-x", "# Post 5\n\nText.\n")
    built = site.build(confblog_mentions="page")
    assert "Related posts January 2, 2026 Post 2" in built.text("blog/2026-01-01-p1")


SIDEBARS = {"**": ["confblog/mentions.html", "confblog/references.html"]}


@pytest.mark.slow
def test_sidebars(site: Site) -> None:
    """Sidebars show both on the pages that have some, and follow later builds."""
    write_site(site)
    site.build(html_sidebars=SIDEBARS)
    site.post("2026-01-03-p3", "# Post 3\n\n{py:func}`anvil.cool`\n")
    built = site.build(html_sidebars=SIDEBARS)
    pattern = r"<section [^>]*sidebar-mentions.*?</section>"
    box = re.findall(pattern, built.read("api.html"), re.DOTALL)[0]
    assert re.findall(r">(Post \d)<", box) == ["Post 3", "Post 2", "Post 1"]
    assert "sidebar-mentions" not in built.read("guide.html")
    post = built.read("blog/2026-01-03-p3.html")
    assert '<code><a href="../api.html#anvil.cool">anvil.cool</a></code>' in post
    assert built.everything() == site.build(out="clean", html_sidebars=SIDEBARS).everything()


def test_objects_that_do_not_exist(site: Site) -> None:
    """They are named at the line of their list, with the nearest; those without posts are fine."""
    write_site(site)
    lists = {
        "a": "```{postlist}\n:mentions: anvil.forg\n```\n",
        "b": "```{blog:mentions}\n:object: zz\n```\n",
        "c": "```{blog:mentions}\n:object: zz\nNothing yet.\n```\n",
        "d": "```{postlist}\n:mentions: d\n```\n",
    }
    for name, text in lists.items():
        site.write(f"{name}.md", f"---\norphan: true\n---\n# Page\n\n{text}")
    said = "no object or page is called"
    assert site.build(clean=False).warnings.splitlines() == [
        (
            f"{site.srcdir}/a.md:6: WARNING: postlist: option 'mentions': {said} 'anvil.forg'; "
            "did you mean 'anvil.forge'? [confblog.postlist]"
        ),
        (
            f"{site.srcdir}/b.md:6: WARNING: blog:mentions: option 'object': {said} 'zz' "
            "[confblog.postlist]"
        ),
    ]
