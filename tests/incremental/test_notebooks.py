"""What MyST-NB keeps of notebooks is gone when they are withdrawn."""

from __future__ import annotations

import importlib
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from ipynbs import CONF, PICTURE, code, markdown, notebook
from later import assert_same

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

pytest.importorskip("myst_nb")

WORD = "zqxq"
GLUED = {
    "output_type": "display_data", "data": {"text/plain": "'zqxq glued'"},
    "metadata": {"scrapbook": {"name": "key", "mime_prefix": ""}},
}  # fmt: skip


def write(site: Site, head: str = "tags: a", *outputs: dict[str, Any]) -> None:
    """Write a post in a notebook, and a page that shows one of its values."""
    site.write("conf.py", CONF)
    cells = markdown(f"---\n{head}\n---\n"), markdown("# Zqxq\n\nBody of zqxq.")
    site.write("blog/2020-01-01-zqxq.ipynb", notebook(*cells, code("zqxq = 1", *outputs)))


def traces(site: Site) -> list[str]:
    """The files of the build that have the word in their name or their content."""
    folder = site.srcdir.parent / "_build"
    every = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    return [
        name for name, path in every
        if path.is_file() and (WORD in name or WORD.encode() in path.read_bytes().lower())
    ]  # fmt: skip


def pictures(site: Site) -> list[Path]:
    """The pictures that the build has kept, or shows."""
    return [path for path in (site.srcdir.parent / "_build").rglob("*.png") if len(path.stem) == 64]


@pytest.mark.parametrize("fresh", [False, True])
def test_no_trace_of_a_notebook(site: Site, *, fresh: bool) -> None:
    """Its copy, its pictures and its values are removed, even if Sphinx has forgotten it."""
    write(site, "tags: a", PICTURE, GLUED)
    site.build()
    assert "jupyter_execute/blog/2020-01-01-zqxq.glue.json" in traces(site)
    assert len(pictures(site)) == 2
    write(site, "draft: true", PICTURE, GLUED)
    site.build(fresh=fresh)
    assert traces(site) == []
    assert fresh or pictures(site) == []


def test_a_picture_that_another_notebook_shows(site: Site) -> None:
    """It stays."""
    write(site, "tags: a", PICTURE)
    site.write("other.ipynb", notebook(markdown("# Other"), code("x = 1", PICTURE)))
    site.write("index.md", "# Site\n\n```{toctree}\nother\n```\n")
    site.build()
    write(site, "draft: true", PICTURE)
    later = site.build()
    assert traces(site) == []
    assert len(pictures(site)) == 2
    shutil.rmtree(site.srcdir.parent / "clean", ignore_errors=True)
    assert_same(later, site.build(out="clean"))


def test_a_page_that_shows_a_value(site: Site) -> None:
    """It shows the value no longer."""
    write(site, "tags: a", GLUED)
    index = "# Site\n\n```{glue:} key\n:doc: blog/2020-01-01-zqxq.ipynb\n```\n"
    site.write("index.md", index)
    assert "zqxq glued" in site.build().read("index.html")
    write(site, "draft: true", GLUED)
    # A process reads values once.
    importlib.import_module("myst_nb.ext.glue.crossref").read_glue_cache.cache_clear()
    later = site.build(clean=False)
    assert "Glue reference 'key' not found" in later.warnings
    assert "zqxq glued" not in later.read("index.html")


@pytest.mark.parametrize("head", ["tags: a", "draft: true"])
def test_errors_of_a_notebook(site: Site, head: str) -> None:
    """The report of an error is gone with the error, or with the notebook."""
    write(site)
    report = "reports/blog/2020-01-01-zqxq.err.log"
    site.build().outdir.joinpath("reports/blog").mkdir(parents=True)
    site.srcdir.parent.joinpath("_build/html", report).write_text("zqxq failed")
    write(site, head)
    assert not site.build().exists(report)
