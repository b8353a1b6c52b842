"""Host sites come first: what does not use the blog comes out as it was before."""

from __future__ import annotations

import pickle
import shutil
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from conftest import Built, Site
from sphinx.project import Project

if TYPE_CHECKING:
    from pathlib import Path

HOST = """project = "Host"
extensions = [{extensions}]
html_theme = "{theme}"
html_copy_source = True
"""
GUIDE = """Guide
=====

.. container:: box

   A *container*, :math:`a + b` and a footnote [1]_.

.. [1] The note.

.. index:: guide

.. py:function:: guide(x)

   Guides.
"""
INDEX = """Host
====

.. toctree::

   guide
"""
THEMES = [
    "alabaster",
    *(
        pytest.param(theme, marks=pytest.mark.slow)
        for theme in ("furo", "pydata_sphinx_theme", "sphinx_rtd_theme")
    ),
]


def host(folder: Path, theme: str, *extensions: str) -> Site:
    """A docs site in reStructuredText."""
    site = Site(folder)
    names = ", ".join(f'"{name}"' for name in extensions)
    site.write("conf.py", HOST.format(extensions=names, theme=theme))
    site.write("index.rst", INDEX)
    site.write("guide.rst", GUIDE)
    return site


def differing(one: Built, other: Built) -> list[str]:
    """Names of output files that are not the same in two builds."""
    ours, theirs = one.everything(), other.everything()
    if one.app.config.html_theme == "pydata_sphinx_theme":
        # Its digest of the configuration is another one in each build.
        del ours[".buildinfo"], theirs[".buildinfo"]
    return sorted(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n))


@pytest.mark.parametrize("theme", THEMES)
def test_pages_that_do_not_use_the_blog_stay(tmp_path: Path, theme: str) -> None:
    """A site is what it is without the extension, to the byte: all of it, or all but its blog."""
    pytest.importorskip(theme)
    before = host(tmp_path / "s", theme).build(out="before")
    site = host(tmp_path / "s", theme, "sphinx_confblog")
    assert differing(site.build(out="without"), before) == []
    site.post("2020-01-01-post", title="Post", tags="a")
    after = site.build(out="after", confblog_archives=None)
    changed = [n for n in differing(after, before) if not n.startswith(("blog/", "_sources/blog/"))]
    assert changed == ["_static/confblog.css", "objects.inv", "searchindex.js"]


#: An extension whose containers are made as MyST expects it, and one with visitors of its own.
TABS = """
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

class Tab(SphinxDirective):
    has_content = True

    def run(self):
        node = nodes.container("", is_div=True, classes=["tab"])
        self.set_source_info(node)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

def setup(app):
    app.add_directive("tab", Tab)
"""
OWN_VISITORS = """
    def visit(self, node):
        self.body.append("<div own>")
    def depart(self, node):
        self.body.append("</div>")
    app.add_node(nodes.container, override=True, html=(visit, depart))
"""


@pytest.mark.parametrize("visitors", ["", OWN_VISITORS])
@pytest.mark.parametrize("order", [["tabs", "sphinx_confblog"], ["sphinx_confblog", "tabs"]])
def test_containers_of_other_extensions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, visitors: str, order: list[str]
) -> None:
    """MyST changes how they are written: in Markdown alone, if it comes with the blog."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "tabs", raising=False)
    (tmp_path / "tabs.py").write_text(TABS + visitors)
    tab = ".. tab::\n\n   Text.\n"
    before = host(tmp_path / "s", "alabaster", "tabs")
    before.write("guide.rst", f"{GUIDE}\n{tab}")
    page = before.build(out="before").read("guide.html")
    site = host(tmp_path / "s", "alabaster", *order)
    site.write("guide.rst", f"{GUIDE}\n{tab}")
    site.post("2020-01-01-a", "```{tab}\nText.\n```\n", title="A", tags="a")
    site.write("blog/2020-01-02-b.rst", f"B\n=\n\n:tags: b\n\n{tab}")
    after = site.build(out="after")
    assert after.read("guide.html") == page
    if not visitors:
        assert '<div class="tab docutils">' in after.read("blog/2020-01-01-a.html")
        assert '<div class="tab docutils container">' in after.read("blog/2020-01-02-b.html")


def test_stray_markdown_stays_no_document(tmp_path: Path) -> None:
    """A site that does not read Markdown does not begin to, but for its posts."""
    site = host(tmp_path / "s", "alabaster", "sphinx_confblog")
    site.write("README.md", "# Read me\n")
    site.post("2020-01-01-post", title="Post")
    built = site.build()
    assert not built.exists("README.html")
    assert built.exists("blog/2020-01-01-post.html")


def test_a_site_that_reads_markdown_goes_on(tmp_path: Path) -> None:
    """Where MyST was set up by the site, all its Markdown stays."""
    site = host(tmp_path / "s", "alabaster", "myst_parser", "sphinx_confblog")
    site.write("notes.md", "---\norphan: true\n---\n# Notes\n")
    assert site.build().exists("notes.html")


@pytest.mark.slow
def test_posts_gone_leave_the_site_without_a_blog(tmp_path: Path) -> None:
    """When the last post goes, so does everything of the blog's."""
    before = host(tmp_path / "s", "alabaster").build(out="before")
    site = host(tmp_path / "s", "alabaster", "sphinx_confblog")
    post = site.post("2020-01-01-post", "![](image.png)\n", title="Post", tags="a")
    site.write("blog/image.png", b"\x89PNG")
    site.build()
    post.unlink()
    assert differing(site.build(), before) == []


@pytest.mark.slow
def test_two_sites_in_one_process_do_not_know_of_each_other(tmp_path: Path) -> None:
    """What one site shows is nowhere in the next one."""
    first, second = Site(tmp_path / "first" / "s"), Site(tmp_path / "second" / "s")
    for site, word in ((first, "Apple"), (second, "Banana")):
        site.write("conf.py", f'project = "{word}"\nextensions = ["sphinx_confblog"]\n')
        site.write("index.md", "# Site\n")
        site.post("2020-01-01-post", f"{word} juice.\n", title=word, tags=word)
    assert b"Banana" not in b"".join(first.build().everything().values())
    assert b"Apple" not in b"".join(second.build().everything().values())
    assert b"Banana" not in b"".join(first.build(fresh=True).everything().values())


COMPANIONS = {
    "sphinx_design": "````{grid} 2\n```{grid-item-card} Card\nText.\n```\n````\n",
    "sphinx_copybutton": "```python\nprint(1)\n```\n",
    "sphinx.ext.autodoc": "```{eval-rst}\n.. autofunction:: textwrap.dedent\n```\n",
    "sphinx.ext.intersphinx": "Text.\n",
    "sphinx.ext.todo": "```{eval-rst}\n.. todo:: Later.\n```\n",
    "sphinx.ext.viewcode": "Text.\n",
}


@pytest.mark.parametrize("first", [True, False])
def test_lives_with_other_extensions(site: Site, first: bool) -> None:
    """Posts are built with what host sites use, in any order of extensions."""
    others = [name for name in COMPANIONS if find_spec(name)]
    names = [*others, "sphinx_confblog"] if first else ["sphinx_confblog", *others]
    site.write("conf.py", f"project = 'S'\nextensions = {names}\n")
    for number, extension in enumerate(others):
        site.post(f"2020-01-01-{number}", f"### Start\n\n{COMPANIONS[extension]}", title=extension)
    built = site.build()
    for number, extension in enumerate(others):
        assert extension in built.text("blog/index")
        assert "Start" in built.text(f"blog/2020-01-01-{number}")


@pytest.mark.slow
@pytest.mark.parametrize("first", [True, False])
def test_lives_with_notebooks(site: Site, first: bool) -> None:
    """Another parser of Markdown may read the posts."""
    pytest.importorskip("myst_nb")
    names = ["myst_nb", "sphinx_confblog"] if first else ["sphinx_confblog", "myst_nb"]
    # Sphinx's default for the suffixes is changed by other sites of the same process.
    options = "nb_execution_mode = 'off'\nsource_suffix = {'.md': 'myst-nb'}\n"
    site.write("conf.py", f"project = 'S'\nextensions = {names}\n{options}")
    site.post("2020-01-01-post", "### Start\n\nText.\n\nREADMORE\n", title="Post", tags="a")
    built = site.build()
    assert "Post" in built.text("blog/index")
    assert "READMORE" not in built.read("blog/2020-01-01-post.html")


def test_opengraph_describes_the_post_and_not_its_byline(site: Site) -> None:
    """The description for social cards is the author's first words."""
    pytest.importorskip("sphinxext.opengraph")
    site.write(
        "conf.py",
        "project = 'S'\nextensions = ['sphinxext.opengraph', 'sphinx_confblog']\n"
        "ogp_site_url = 'https://example.org/'\nogp_social_cards = {'enable': False}\n",
    )
    site.post("2020-01-01-post", "First words.\n", title="Post", author="Ann", tags="a")
    page = site.build().read("blog/2020-01-01-post.html")
    assert '<meta property="og:description" content="First words." />' in page


def test_the_environment_can_be_read_without_the_extension(site: Site) -> None:
    """A site that gives the blog up builds on with what was kept."""
    site.post("2020-01-01-post", title="Post", tags="a")
    site.build()
    site.write("conf.py", 'project = "Site"\nextensions = ["myst_parser"]\n')
    shutil.rmtree(site.srcdir / "blog")
    kept = pickle.loads((site.srcdir.parent / "_build/doctrees/environment.pickle").read_bytes())
    assert type(kept.project) is Project
    assert "Site" in site.build().read("index.html")


ONE_TOCTREE = """\
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging


class Complain(SphinxTransform):
    default_priority = 100

    def apply(self):
        for toctree in self.document.findall(addnodes.toctree):
            if self.env.docname != "index":
                logging.getLogger(__name__).warning("toctree not expected", location=toctree)


def setup(app):
    app.add_transform(Complain)
    return {"parallel_read_safe": True}
"""


def test_an_extension_that_wants_all_toctrees_in_one_file(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not meet those of generated pages, as ``sphinx_external_toc`` would."""
    site.write("onetoctree.py", ONE_TOCTREE)
    monkeypatch.syspath_prepend(site.srcdir)
    site.write("conf.py", 'project = "S"\nextensions = ["onetoctree", "sphinx_confblog"]\n')
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\n```\n")
    site.post("2020-01-01-a", title="A", tags="t")
    env = site.build().app.env
    assert {"blog/archive", "blog/tags/index"} <= set(env.toctree_includes["blog/index"])
