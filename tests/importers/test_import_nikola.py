"""Nikola: notebooks, and directives of docutils that Sphinx has another use for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from imports import confblog_import, put
from ipynbs import CONF, KERNEL, PICTURE, PNG, code, markdown, notebook, raw

from sphinx_confblog.frontmatter.formats import NOTEBOOK

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

OTHER = "<!--\n.. title: B\n.. slug: b\n.. date: 2020-01-02\n-->\n\nText.\n"
NIKOLA = {"title": "A &amp; B", "date": "2020-01-03 10:00:00 UTC", "tags": "x, y z", "slug": "nb"}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the folder of an old blog: two posts and a picture."""
    folder = tmp_path / "old"
    put(
        folder / "conf.py", 'BLOG_TITLE = "Site"\nPOSTS = (("posts/*.ipynb", "posts", "p.tmpl"),)\n'
    )
    put(folder / "posts/other.md", OTHER)
    put(folder / "files/images/cup.png", "png")
    cells = (
        markdown("First words.\n\n<!-- TEASER_END -->\n"),
        code("print(1)", PICTURE),
        markdown("A [post](link://slug/b).\n\n![A cup](/images/cup.png)\n\n{{ left }}"),
        raw("raw"),
        {**markdown("![](attachment:a.png)"), "attachments": {"a.png": {"image/png": PNG}}},
    )
    extra = {"nikola": NIKOLA, "draft": True, "name": "Untitled", "language_info": {}}
    text = json.loads(notebook(*cells, **extra))
    del text["metadata"]["language_info"]
    put(folder / "posts/nb.ipynb", json.dumps(text))
    return folder


def test_a_notebook_stays_one(old: Path, tmp_path: Path) -> None:
    """Its front matter becomes a cell, and its links are rewritten; all else stays."""
    ran = confblog_import("nikola", old, tmp_path / "new", "--json")
    assert ran.code == 0
    new = json.loads((tmp_path / "new" / "nb.ipynb").read_text("utf-8"))
    before = json.loads((old / "posts/nb.ipynb").read_text("utf-8"))
    assert new["cells"][0]["cell_type"] == "raw"
    assert [cell["source"] for cell in new["cells"][3:4]] == [
        "A [post](other.md).\n\n![A cup](assets/images/cup.png)\n\n{{ left }}"
    ]
    assert [new["cells"][2], new["cells"][4]] == [before["cells"][1], before["cells"][3]]
    assert new["cells"][5]["source"] == f"![](data:image/png;base64,{PNG})"
    # What a build would read as front matter is out of its way.
    assert new["metadata"] == {
        **KERNEL, "language_info": {"name": "python", "pygments_lexer": "ipython3"},
        "imported": {"nikola": NIKOLA, "draft": True, "name": "Untitled"},
    }  # fmt: skip
    head = NOTEBOOK.read(tmp_path / "new" / "nb.ipynb")
    assert head is not None
    values = {key: entry.value for key, entry in head.entries.items() if key != "imported"}
    assert values == {
        "title": "A &amp;amp; B", "date": "2020-01-03 10:00:00 UTC", "tags": "x, y z",
        "slug": "nb", "aliases": ["/posts/nb/"],
    }  # fmt: skip
    assert ran.remarks("posts/nb.ipynb") == [
        "1: cell 3: template code is left in the text: {{ left }}"
    ]
    assert ran.data["conf"]["nb_execution_mode"] == "off"
    assert "myst-nb" in ran.data["notes"][0]


@pytest.mark.slow
def test_a_notebook_is_built(old: Path, site: Site) -> None:
    """It is a post with its excerpt, its links and its pictures, and nothing is warned of."""
    pytest.importorskip("myst_nb")
    confblog_import("nikola", old, site.srcdir / "blog")
    site.write("conf.py", CONF)
    built = site.build()
    body = built.body("blog/nb")
    assert "A &amp;amp; B" in body
    assert 'href="other.html"' in body
    assert 'src="../_images/cup.png"' in body
    assert body.count("<img") == 3
    assert "First words." in built.body("blog/index")
    assert "A cup" not in built.body("blog/index")


@pytest.mark.parametrize(("minor", "ids"), [(4, [None, None]), (5, ["front-matter", "x"])])
def test_cells_have_ids_in_recent_notebooks(
    old: Path, tmp_path: Path, minor: int, ids: list[str | None]
) -> None:
    """They must have some from version 4.5 on, and must not before."""
    data = json.loads(notebook(markdown("Text."), nikola={"date": "2020-01-02"}))
    data["nbformat_minor"] = minor
    if minor == 5:
        data["cells"][0]["id"] = "x"
    put(old / "posts/two.ipynb", json.dumps(data))
    confblog_import("nikola", old, tmp_path / "new")
    made = json.loads((tmp_path / "new" / "two.ipynb").read_text("utf-8"))
    assert [cell.get("id") for cell in made["cells"]] == ids


def test_front_matter_beside_a_notebook(old: Path, tmp_path: Path) -> None:
    """A file named .meta has it, too; a notebook without a date is a draft."""
    put(old / "posts/two.ipynb", notebook(markdown("Text.")))
    put(old / "posts/two.meta", ".. title: Two\n.. date: 2020-01-04\n")
    put(old / "posts/three.ipynb", notebook(markdown("Text.")))
    ran = confblog_import("nikola", old, tmp_path / "new", "--json")
    assert ran.outcome("posts/two.ipynb")["draft"] is False
    assert ran.outcome("posts/three.ipynb")["draft"] is True


@pytest.mark.parametrize(
    "content", ["{}", "[", '{"metadata": {}, "nbformat": 3, "worksheets": []}']
)
def test_what_is_no_notebook_is_told(old: Path, tmp_path: Path, content: str) -> None:
    """MyST-NB reads notebooks of the fourth format alone."""
    put(old / "posts/bad.ipynb", content)
    ran = confblog_import("nikola", old, tmp_path / "new", "--json")
    outcome: dict[str, Any] = ran.outcome("posts/bad.ipynb")
    assert (ran.code, outcome["outcome"]) == (1, "not imported")
    assert "notebook" in outcome["why"]


@pytest.mark.parametrize(
    ("typed", "written", "remark"),
    [
        (".. code-block:: c\n   :linenos: table\n   :linenostart: 3\n\n   x\n",
         ".. code-block:: c\n   :linenos:\n   :lineno-start: 3\n\n   x\n", ""),
        (".. code-block:: c\n   :hl_lines: 1 2\n\n   x\n   y\n",
         ".. code-block:: c\n   :emphasize-lines: 1,2\n\n   x\n   y\n", ""),
        (".. code-block:: c\n   :number-lines: 5\n\n   x\n",
         ".. code-block:: c\n   :linenos:\n   :lineno-start: 5\n\n   x\n", ""),
        (".. code:: c\n   :number-lines: 5\n\n   x\n", ".. code:: c\n   :number-lines: 5\n\n   x\n",
         ""),
        (".. code:: c\n   :linenos:\n\n   x\n", ".. code-block:: c\n   :linenos:\n\n   x\n", ""),
        (".. sourcecode:: c\n   :nowrap:\n   :name: a\n\n   x\n",
         ".. sourcecode:: c\n   :name: a\n\n   x\n",
         "an option of code was left out: :nowrap:"),
        (".. code-block:: c\n\n   :linenos: x\n", ".. code-block:: c\n\n   :linenos: x\n", ""),
    ],
)  # fmt: skip
def test_options_of_code_are_those_of_sphinx(
    site: Site, tmp_path: Path, typed: str, written: str, remark: str
) -> None:
    """Sphinx shows no code whose options it does not know."""
    head = ".. title: A\n.. date: 2020-01-02\n\n"
    put(tmp_path / "old/posts/a.rst", f"{head}{typed}\nEnd.\n")
    ran = confblog_import("nikola", tmp_path / "old", site.srcdir / "blog", "--json")
    assert (site.srcdir / "blog/a.rst").read_text("utf-8").endswith(f"\n\n{written}\nEnd.\n")
    assert [r.partition(": ")[2] for r in ran.remarks("posts/a.rst")] == (
        [remark] if remark else []
    )
    assert "highlight" in site.build().body("blog/a")


CLASS = """\
.. class:: small

Words.

* item

  .. class:: inner

     More words.

::

   .. class:: code
"""


@pytest.mark.parametrize(
    ("name", "path", "head"),
    [
        ("nikola", "posts/a.rst", ".. title: A\n.. date: 2020-01-02\n\n"),
        ("pelican", "content/a.rst", "A\n=\n\n:date: 2020-01-02\n\n"),
    ],
)
def test_classes_are_those_of_docutils(
    site: Site, tmp_path: Path, name: str, path: str, head: str
) -> None:
    """Sphinx has the name for Python's classes, so the directive gets the other one."""
    put(tmp_path / "old" / path, head + CLASS)
    confblog_import(name, tmp_path / "old", site.srcdir / "blog")
    text = (site.srcdir / "blog" / "a.rst").read_text("utf-8")
    assert text.endswith(CLASS.replace(".. class:: small", ".. rst-class:: small")
                         .replace(".. class:: inner", ".. rst-class:: inner"))  # fmt: skip
    body = site.build().body("blog/a")
    assert '<p class="small">Words.</p>' in body
    assert '<p class="inner">More words.</p>' in body
    assert "class inner" not in body
