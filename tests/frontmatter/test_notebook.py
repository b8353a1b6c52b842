"""Posts that are notebooks: what they say of themselves, and what their pages show."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from cases import NOW, ZONE
from conftest import plain_site
from hypothesis import given
from hypothesis import strategies as st
from ipynbs import CONF, PICTURE, PRINTED, SUFFIXES, code, markdown, notebook, raw
from outcomes import outcome, plain
from pofiles import write_po
from worlds import touch

from sphinx_confblog.discovery.scanner import read_file
from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.frontmatter.notebook import front_of, loaded, strip_notebook
from sphinx_confblog.frontmatter.records import FrontMatterError

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Caller
    from conftest import Built, Site

    from sphinx_confblog.model.post import ReadResult

pytest.importorskip("myst_nb")

RULES = ReadingRules(
    zone=ZONE,
    taxonomies=("tags", "authors", "categories", "series"),
    suffixes=tuple(SUFFIXES.items()),
)
HEAD = "---\ntitle: Title\ndate: 2014-06-30\ntags: [a, b]\n---"


def reading(folder: Path, text: str, name: str = "post.ipynb") -> ReadResult:
    """What becomes of a notebook."""
    path = folder / name
    path.write_text(text, "utf-8")
    return read_file("blog/post", path, RULES, NOW)


#: Notebooks -> what becomes of them, and some of their record.
HEADS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a raw cell": (
        notebook(raw(HEAD), markdown("Text.")),
        "published", {"title": "Title", "terms": {"tags": ["a", "b"]}},
    ),
    "a cell of Markdown": (
        notebook(markdown(f"{HEAD}\n\n# Heading")), "published", {"title": "Title"},
    ),
    "a cell below code and empty ones": (
        notebook(code("%matplotlib inline"), markdown(" \n"), raw(HEAD)),
        "published", {"title": "Title"},
    ),
    "no other cell than the first": (notebook(markdown("Text."), raw(HEAD)), "page", {}),
    "a rule is no front matter": (notebook(markdown("---\nText\n\n---\n")), "page", {}),
    "metadata": (
        notebook(
            title="Title", date="2014-06-30", tags=["a", 3.1], draft=False, pinned=True,
            authors=[{"name": "Ann"}, {"name": "Bob"}], colab={"name": "x"}, description=None,
        ),
        "published",
        {
            "title": "Title", "pinned": True, "extra": {},
            "terms": {"tags": ["a", "3.1"], "authors": ["Ann", "Bob"]},
        },
    ),
    "a version": (
        notebook(date="2014-06-30", version=2.1).replace(" 2.1", " 2.10"),
        "published", {"version": "2.10"},
    ),
    "the cell counts before metadata": (
        notebook(raw(HEAD), title="Other", series="S"),
        "published", {"title": "Title", "terms": {"tags": ["a", "b"], "series": ["S"]}},
    ),
    "a draft in metadata": (notebook(raw(HEAD), draft=True), "draft", {}),
    "a draft without a date": (notebook(raw("---\ndraft: true\n---")), "draft", {}),
    "nothing": (notebook(markdown("Text.")), "page", {}),
    "lines of Windows": (
        notebook(raw(HEAD.replace("\n", "\r\n"))), "published", {"title": "Title"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_a_notebook_says_what_it_is(tmp_path: Path, name: str) -> None:
    """In its first cell of text, or in its metadata."""
    text, expected, record = HEADS[name]
    found = reading(tmp_path, text)
    assert outcome(found) == expected
    assert {key: plain(getattr(found.post, key)) for key in record} == record
    assert found.problems == ()


def changed(**changes: Any) -> str:
    """A notebook that has been spoilt."""
    whole = json.loads(notebook(raw(HEAD), code("1", PICTURE)))
    return json.dumps({**whole, **changes})


def spoilt_output(**changes: Any) -> str:
    """A notebook with a spoilt output."""
    return changed(cells=[code("1", {**PICTURE, **changes})])


#: What cannot be shown -> line and words of the warning.
SPOILT: dict[str, tuple[str, int, str]] = {
    "nothing": ("", 1, "the file is not a notebook"),
    "half of it": (notebook(raw(HEAD))[:200], 12, "the file is not a notebook"),
    "text": ("# Heading\n", 1, "the file is not a notebook"),
    "a list": ("[]", 1, "it has no metadata"),
    "no metadata": (changed(metadata=[]), 1, "it has no metadata"),
    "an old format": (changed(nbformat=3), 1, 'its "nbformat" is not 4'),
    "no cells": (changed(cells={}), 1, "it has no list of cells"),
    "a cell that is none": (changed(cells=["x"]), 1, "cell 1 has no metadata"),
    "a cell of no type": (
        changed(cells=[markdown("x"), {**markdown("x"), "cell_type": "heading"}]),
        1, "cell 2 has a type other than",
    ),
    "a cell without a text": (changed(cells=[{**raw("x"), "source": [1]}]), 1, "has no text"),
    "no outputs": (changed(cells=[{**code("x"), "outputs": None}]), 1, "no list of outputs"),
    "an output of no type": (spoilt_output(output_type="x"), 1, "an output of an unknown type"),
    "an output without data": (
        spoilt_output(data=[]), 1, 'of the type "display_data" that is incomplete',
    ),
    "deep nesting": ('{"metadata": ' + "[" * 100_000, 1, "the file is not a notebook"),
    "deep metadata": (
        changed(metadata={"x": json.loads("[" * 50 + "]" * 50)}), 1, "nested too deep",
    ),
    "a control character": (changed(metadata={"x": "\x07"}), 1, "U+0007"),
    "broken YAML": (
        notebook(markdown("x"), raw('---\na: "b\n---')).replace('"x"', '""'),
        20_002, "a quote is not closed",
    ),
    "unclosed YAML": (notebook(raw("---\ndraft: true\n")), 10_001, "is not closed"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_what_cannot_be_read_is_withheld(tmp_path: Path, name: str) -> None:
    """It might say that it is a draft."""
    text, line, words = SPOILT[name]
    found = reading(tmp_path, text)
    assert outcome(found) == "not understood"
    (problem,) = found.problems
    assert (problem.subtype, problem.line) == ("frontmatter", line)
    assert words in problem.text
    assert problem.text.endswith(". The post is withheld.")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A file that is not UTF-8 is withheld."""
    path = tmp_path / "post.ipynb"
    path.write_bytes(notebook(raw("x")).replace("x", "\xe9").encode("latin-1"))
    (problem,) = read_file("post", path, RULES, NOW).problems
    assert "the byte 0xE9 is not UTF-8" in problem.text


def test_problems_have_the_lines_of_cells_and_files(tmp_path: Path) -> None:
    """A key in a cell has a line as MyST-NB counts them, one in metadata its line in the file."""
    text = notebook(raw("---\ndate: 2014-06-30\ndraft: perhaps\n---"), expires="never")
    found = [(problem.line, problem.text.partition(":")[0]) for problem in
             reading(tmp_path, text).problems]  # fmt: skip
    expected = 1 + text[: text.index('"expires"')].count("\n")
    assert sorted(found) == [(expected, "expires"), (10_003, "draft")]


def test_front_matter_is_taken_off() -> None:
    """MyST gets the rest: lines stay, keys that are not the blog's become the notebook's."""
    text = notebook(
        markdown("---\ndate: 2014-06-30\norphan: true\n---\nText."), tags=["a"], own="x"
    )
    stripped = json.loads(strip_notebook(text, {"date", "tags"}).text)
    assert stripped["cells"][0]["source"] == "\n\n\n\nText."
    assert {**stripped["metadata"], "kernelspec": 0, "language_info": 0} == {
        "kernelspec": 0, "language_info": 0, "own": "x", "orphan": True,
    }  # fmt: skip


@pytest.fixture
def notebooks(site: Site) -> Site:
    """A site that reads notebooks."""
    return with_notebooks(site)


def with_notebooks(site: Site) -> Site:
    """Have a site read notebooks."""
    site.write("conf.py", f"{CONF}source_suffix = {SUFFIXES}\nhtml_baseurl = 'https://x.org/'\n")
    return site


ONE = notebook(
    raw(HEAD),
    markdown("First *words*."),
    code("plot()", PICTURE),
    code("print()", PRINTED),
    markdown("Before.\n\nREADMORE\n\nAfter."),
    markdown("# Part\n\nText."),
)


def test_a_notebook_is_a_post(notebooks: Site) -> None:
    """Its excerpt goes across cells, with what they show; front matter is not shown."""
    notebooks.write("blog/one.ipynb", ONE)
    built = notebooks.build()
    text = built.text("blog/one")
    assert re.match(r"Title ¶ June 30, 2014 .* First words . plot \(\) print \(\) printed", text)
    assert "Before. After. Part ¶ Text." in text
    assert "title:" not in text
    index = built.body("blog/index")
    assert re.search(r'<img [^>]*src="\.\./_images/[0-9a-f]+\.png"', index)
    words = built.text("blog/index")
    assert "First words . plot () print () printed Before. Read more" in words
    assert "https://x.org/_images/" in built.read("blog/atom.xml")
    assert built.exists("blog/tags/a.html")
    assert "title" not in built.app.env.metadata["blog/one"]


#: Cells of notebooks, and the titles that these have.
TITLES = [
    ([markdown("Text.\n\n## A"), markdown("B\n\n# *The* title\n\nText.")], "The title"),
    ([markdown("The title\n===\n\nText.")], "The title"),
    ([markdown("## A"), code("1")], "Words here"),
    ([markdown("##\n\n# About C# #")], "About C#"),
    ([code("# The title"), markdown("Text.")], "Words here"),
]


@pytest.mark.slow
def test_the_title_is_the_first_heading(notebooks: Site, confblog: Caller) -> None:
    """Of the first level, in whichever cell; lists on the command line show it too."""
    for day, (cells, _) in enumerate(TITLES, 1):
        notebooks.write(f"blog/2020-01-0{day}-words-here.ipynb", notebook(*cells))
    built = notebooks.build()
    listed = {row["path"]: row["title"] for row in confblog("list", "--json").records}
    for day, (_, title) in enumerate(TITLES, 1):
        name = f"blog/2020-01-0{day}-words-here"
        found = re.findall(r"<h1[^>]*>(.*?)<a", built.body(name))
        assert [re.sub("<.*?>", "", heading) for heading in found] == [title]
        assert listed[f"{name}.ipynb"] == title


TEXT_NOTEBOOK = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  name: python3
language_info:
  name: python
date: 2020-01-01
---
{blank}# First
## Second

Text.

```{{code-cell}} ipython3
1 + 1
```

READMORE

### Third
"""


@pytest.mark.slow
def test_a_text_may_be_a_notebook(notebooks: Site) -> None:
    """A Jupytext header beside ours; the title is found, whatever lines MyST-NB gives headings."""
    for number in range(4):
        notebooks.write(f"blog/p{number}.md", TEXT_NOTEBOOK.format(blank="\n" * number))
    built = notebooks.build()
    for number in range(4):
        assert re.findall(r"<(h\d)[^>]*>(\w+)", built.body(f"blog/p{number}"))[:3] == [
            ("h1", "First"), ("h2", "Second"), ("h3", "Third"),
        ]  # fmt: skip
    assert built.text("blog/index").count("Text. 1 + 1 Read more") == 4


def test_spoilt_notebooks_stop_no_build(notebooks: Site, confblog: Caller) -> None:
    """Each is withheld with a warning, which the check gives too."""
    for number, (text, _, _) in enumerate(SPOILT.values()):
        notebooks.write(f"blog/post-{number}.ipynb", text)
    built = notebooks.build(clean=False)
    assert built.warnings.count("WARNING") == len(SPOILT)
    assert f"withheld: {len(SPOILT)} not understood" in built.status
    assert confblog("check", code=1).out.count("WARNING") == len(SPOILT)
    assert len(confblog("list", "--json").records) == len(SPOILT)


def test_directives_in_notebooks_are_checked(notebooks: Site, confblog: Caller) -> None:
    """At the lines that a build gives."""
    cells = markdown("Text."), code("1"), markdown("x\n\n```{postlist}\n:style: huge\n```\n")
    notebooks.write("page.ipynb", notebook(markdown("# Page"), *cells, orphan=True))
    notebooks.post("one", date="2020-01-01")
    warnings = notebooks.build(clean=False).warnings
    (place,) = re.findall(r"page\.ipynb:(\d+): WARNING: postlist", warnings)
    assert f"page.ipynb:{place}: WARNING: postlist" in confblog("check", code=1).out


def test_bundles_and_permalinks(notebooks: Site) -> None:
    """A notebook may lie in a folder with its files, and have another address than its file."""
    notebooks.write(
        "blog/2020-01-01-trip/index.ipynb", notebook(markdown("# Trip\n\n![](pic.png)\n\nText."))
    )
    notebooks.write("blog/2020-01-01-trip/pic.png", b"\x89PNG")
    notebooks.write("blog/2020-01-02-off.ipynb", notebook(markdown("Text."), draft=True))
    built = notebooks.build(confblog_permalink="{year}/{slug}")
    assert built.text("blog/2020/trip").startswith("Trip ¶")
    assert built.exists("_images/pic.png")
    assert not built.exists("blog/2020/off.html")


def test_a_site_without_myst_nb_has_no_notebooks(site: Site) -> None:
    """The files are what they are to Sphinx: nothing."""
    site.write("blog/one.ipynb", ONE)
    built = site.build(source_suffix={".rst": "restructuredtext", ".md": "markdown"})
    assert "published" not in built.status


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with two notebooks, whose builders share what the first of them has read."""
    site = with_notebooks(plain_site(tmp_path_factory.mktemp("shared") / "site"))
    site.write("blog/one.ipynb", ONE)
    site.write("blog/two.md", TEXT_NOTEBOOK.format(blank="\n"))
    return site


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext"]
)
def test_all_builders(shared: Site, builder: str) -> None:
    """Each builds without a warning."""
    # Sphinx asks for doctrees of its own there.
    out = "_catalogs" if builder == "gettext" else "_build"
    shared.build(builder, out=out, version="1", copyright="2020", author="Ann")


@pytest.mark.slow
def test_two_processes_build_the_same(notebooks: Site) -> None:
    """Reading in parallel comes to the same pages."""
    for number in range(4):
        notebooks.write(f"blog/post-{number}.ipynb", ONE.replace("words", f"words {number}"))
    first, second = notebooks.build(out="one"), notebooks.build(out="two", jobs=2)
    assert first.everything() == second.everything()


@pytest.mark.slow
def test_later_builds_equal_clean_ones(notebooks: Site, tmp_path: Path) -> None:
    """Notebooks come, change what they show and say, are withdrawn and published again, and go."""
    other = notebook(raw(HEAD), markdown("Other."), code("2", PRINTED), markdown("READMORE"))
    draft = notebook(raw(HEAD), draft=True)
    steps: dict[str, tuple[str | None, str | None]] = {
        "comes": (None, ONE), "says": (ONE, ONE.replace("First", "Best")), "shows": (ONE, other),
        "withdrawn": (other, draft), "published": (draft, ONE),
        "term": (ONE, notebook(raw(HEAD.replace("a, b", "c")), code("1", PICTURE))),
        "goes": (ONE, None),
    }  # fmt: skip
    notebooks.post("2020-01-01-other", tags="a", title="Other")
    notebooks.write("index.md", "# Site\n\n```{postlist}\n:style: cards\n```\n")
    for name, (before, _) in steps.items():
        if before:
            notebooks.write(f"blog/{name}.ipynb", before)
    first = set(notebooks.build(out="later").everything())
    for name, (_, after) in steps.items():
        if after:
            touch(notebooks.write(f"blog/{name}.ipynb", after))
        else:
            (notebooks.srcdir / f"blog/{name}.ipynb").unlink()
    later = notebooks.build(out="later")
    shutil.rmtree(tmp_path / "jupyter_execute", ignore_errors=True)
    assert unstamped(later) == unstamped(notebooks.build(out="clean"))
    gone = {"blog/goes.html", "blog/withdrawn.html"}
    assert first - set(later.everything()) >= gone
    assert not any(later.outdir.rglob("*goes*"))


def unstamped(built: Built) -> dict[str, bytes]:
    """All files, without the checksum that a later build has of MyST-NB's stylesheet.

    MyST-NB copies that at a build's end: the first build has no file to make a checksum of.
    """
    stamp = re.compile(rb"(mystnb\.[0-9a-f]+\.css)\?v=[0-9a-f]+")
    return {name: stamp.sub(rb"\1", data) for name, data in built.everything().items()}


@pytest.mark.slow
def test_translators_are_given_cells(notebooks: Site) -> None:
    """Texts of cells and of front matter; a translation is shown in the page and in lists."""
    notebooks.write("blog/one.ipynb", ONE)
    found = notebooks.build("gettext", out="pot").read("blog.pot")
    assert re.search(r'blog/one\.ipynb:10002\nmsgid "Title"', found)
    assert "READMORE" not in found
    texts = {"Title": "Titel", "First *words*.": "Erste *Worte*.", "After.": "Danach."}
    write_po(notebooks, "de/LC_MESSAGES/blog", texts)
    built = notebooks.build(language="de")
    assert "Erste Worte . plot" in built.text("blog/index")
    assert built.text("blog/one").startswith("Titel ¶")
    assert "Before. Danach." in built.text("blog/one")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)


@pytest.mark.slow
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("cells", "metadata", "nbformat"), JSON)),
    st.lists(st.dictionaries(st.sampled_from(["source", "metadata", "outputs"]), JSON), max_size=2),
    st.sampled_from(["", "---\n", "---\ndate: 2020-01-01\n---\n", "---\nx: 'a\n---"]),
)
def test_any_notebook_is_read_or_refused(
    whole: dict[str, Any], cells: list[dict[str, Any]], head: str
) -> None:
    """Nothing but FrontMatterError comes out of a notebook, when it is read and when stripped."""
    known = json.loads(notebook(markdown(head + "Text.")))
    known["cells"] = [*known["cells"], *({**code("1"), **cell} for cell in cells)]
    for spoilt in (known, {**known, **whole}):
        with contextlib.suppress(FrontMatterError):
            text = json.dumps(spoilt)
            front_of(loaded(text), text)
            json.loads(strip_notebook(text, {"date"}).text)
