"""Nodes of other extensions in excerpts: kept whole, or left out with a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
#: An extension whose node is made in a way of its own, needs its id, and is counted.
EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.transforms.post_transforms import SphinxPostTransform

class gadget(nodes.General, nodes.Element):
    def __init__(self, name="", label=None):
        if label is None:
            raise TypeError("a gadget has a label")
        super().__init__("", ids=["gadget-" + label])
        self.label = label

class Gadget(Directive):
    required_arguments = 1

    def run(self):
        node = gadget(label=self.arguments[0])
        node += nodes.paragraph("", "", nodes.strong("", "inside", ids=["in-gadget"]))
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]

class Count(SphinxPostTransform):
    default_priority = 900

    def run(self, **kwargs):
        for number, node in enumerate(self.document.findall(gadget), 1):
            node["number"] = f"{node.label} {number} {node['ids'][0]}"

def visit(self, node):
    self.body.append(f"<div id='{node['ids'][0]}'>{node['number']}")

def depart(self, node):
    self.body.append("</div>")

def setup(app):
    app.add_node(gadget, html=(visit, depart))
    app.add_directive("gadget", Gadget)
    app.add_post_transform(Count)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
POST = "Before.\n\n```{gadget} warp\n```\n\nREADMORE\n\nAfter.\n"
CONF = """
from docutils import nodes
from gadgets import gadget

extensions = ["sphinx_confblog", "gadgets"]

def spell(app, doctree, docname):
    if docname == "blog/2020-01-01-a" and app.builder.format != "html":
        for node in list(doctree.findall(gadget)):
            node.replace_self(nodes.paragraph("", "in words"))

"""


@pytest.fixture
def gadgets(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with that extension, and a post whose excerpt has a node of it."""
    (site.srcdir.parent / "ext").mkdir()
    (site.srcdir.parent / "ext" / "gadgets.py").write_text(EXTENSION)
    monkeypatch.syspath_prepend(site.srcdir.parent / "ext")
    site.write("conf.py", 'extensions = ["sphinx_confblog", "gadgets"]\n')
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\nblog/2020-01-01-a\n```\n")
    site.post("2020-01-01-a", POST, title="A")
    return site


@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_a_node_of_another_extension_stays_whole(gadgets: Site, jobs: int) -> None:
    """Its id, its label and what it has inside come to the list, where its visitor finds them."""
    built = gadgets.build(jobs=jobs)
    for page in ("blog/index", "blog/2020-01-01-a"):
        shown = built.body(page)
        assert "<div id='gadget-warp'>warp 1 gadget-warp" in shown
        assert '<strong id="in-gadget">inside</strong>' in shown
    assert "After" not in built.body("blog/index")


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_node_without_visitor_is_left_out_of_lists(gadgets: Site, jobs: int) -> None:
    """The list goes without what the builder cannot write; the post is named once."""
    # On the post's own page, the extension writes its node in words.
    gadgets.write("conf.py", f"{CONF}def setup(app):\n    app.connect('doctree-resolved', spell)\n")
    gadgets.write(
        "list.md", "---\norphan: true\n---\n\n# List\n\n```{postlist}\n:style: cards\n```\n"
    )
    built = gadgets.build("text", clean=False, jobs=jobs)
    assert built.warnings.count("WARNING") == 1
    assert "2020-01-01-a.md:7: WARNING: the builder 'text' cannot write the node 'gadget'" in (
        built.warnings
    )
    assert "[confblog.excerpt]" in built.warnings
    assert "in words" in built.read("blog/2020-01-01-a.txt")
    assert "Before." in built.read("list.txt")
    assert "inside" not in built.read("list.txt")


def test_source_links_of_viewcode(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function before the cut is listed as described, without the link to its source."""
    site.write("../looms.py", 'def weave(threads):\n    """Weave."""\n')
    monkeypatch.syspath_prepend(site.srcdir.parent)
    extensions = ["sphinx_confblog", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
    site.write("conf.py", f"extensions = {extensions}\n")
    body = "```{py:function} spin(wool)\n```\n\n```{eval-rst}\n.. autofunction:: looms.weave\n```\n"
    site.post("2020-01-01-a", f"{body}\nREADMORE\n\nAfter.\n", title="A")
    built = site.build()
    assert '<span class="pre">weave</span>' in built.body("blog/index")
    assert "_modules/looms" not in built.body("blog/index")
    assert "../_modules/looms.html#weave" in built.body("blog/2020-01-01-a")


@pytest.mark.parametrize("builder", ["html", "text"])
def test_tables_of_autosummary(site: Site, monkeypatch: pytest.MonkeyPatch, builder: str) -> None:
    """They derive from comments, and are listed; their toctree stays on the post's page."""
    site.write("../spools.py", 'def wind():\n    """Wind a spool."""\n')
    monkeypatch.syspath_prepend(site.srcdir.parent)
    extensions = ["sphinx_confblog", "sphinx.ext.autosummary"]
    site.write("conf.py", f"extensions = {extensions}\n")
    table = "```{eval-rst}\n.. autosummary::\n   :toctree: api\n\n   spools.wind\n```\n"
    site.post("2020-01-01-a", f"{table}\nREADMORE\n\nAfter.\n", title="A")
    built = site.build(builder)
    listed = built.text("blog/index") if builder == "html" else built.read("blog/index.txt")
    assert listed.count("Wind a spool.") == 1
    assert "* spools" not in listed
    assert "After." not in listed
    if builder == "html":
        assert 'content="spools.wind() Wind a spool."' in built.read("blog/2020-01-01-a.html")


def test_graphs_of_graphviz(site: Site) -> None:
    """A graph before the cut is drawn on the list, or told of as on the post's page."""
    site.write("conf.py", 'extensions = ["sphinx_confblog", "sphinx.ext.graphviz"]\n')
    site.post(
        "2020-01-01-a", "```{graphviz}\ndigraph { warp -> weft }\n```\n\nREADMORE\n", title="A"
    )
    built = site.build(clean=False)
    for page in ("blog/index", "blog/2020-01-01-a"):
        assert "warp" in built.body(page)


PANELS = """
from docutils import nodes
from docutils.parsers.rst.directives.images import Figure
from sphinx.transforms.post_transforms import SphinxPostTransform

class Panels(Figure):
    def run(self):
        (figure,) = super().run()
        figure["panels"] = True
        for panel in figure.findall(nodes.image):
            panel["panel"] = "left"
        return [figure]

class Spell(SphinxPostTransform):
    default_priority = 100

    def run(self, **kwargs):
        for figure in [f for f in self.document.findall(nodes.figure) if "panels" in f]:
            for child in figure:
                if not isinstance(child, nodes.caption):
                    child["classes"].append(child["panel"])

def setup(app):
    app.add_directive("panels", Panels)
    app.add_post_transform(Spell)
"""


def test_a_figure_that_an_extension_has_marked_stays_whole(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one with parts: what the extension makes of it finds its caption and its id."""
    (site.srcdir.parent / "ext").mkdir()
    (site.srcdir.parent / "ext" / "panels.py").write_text(PANELS)
    monkeypatch.syspath_prepend(site.srcdir.parent / "ext")
    site.write("conf.py", 'extensions = ["sphinx_confblog", "panels"]\nnumfig = True\n')
    site.write("blog/a.gif", GIF)
    body = "# A\n\n```{panels} a.gif\n:name: parts\n\nBoth parts\n```\n\nREADMORE\n\nRest.\n"
    site.post("a", body, date="2026-01-01")
    for docname in ("blog/a", "blog/index"):
        page = site.build().body(docname)
        assert 'class="left"' in page
        assert '<span class="caption-text">Both parts</span>' in page
        assert 'id="parts"' in page


def test_a_node_below_a_target(gadgets: Site) -> None:
    """The node knows the target, and the target the whole page, which no excerpt keeps."""
    gadgets.write("blog/2020-01-01-a.md", POST.replace("```{gadget}", "(place)=\n\n```{gadget}"))
    assert "gadget-warp" in gadgets.build().body("blog/index")


#: An extension whose visitor cannot write a node without its number. Ids count in each document.
CLAIMS = """
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

class claim(nodes.General, nodes.Element):
    pass

class Claim(SphinxDirective):
    def run(self):
        return [claim("", ids=[f"claim-{self.env.new_serialno('claim')}"])]

def visit(self, node):
    name, builder = node["ids"][0], self.builder
    kind = f"{self.docnames[-1]}/claim" if builder.name == "singlehtml" else "claim"
    (number,) = builder.fignumbers[kind][name]
    self.body.append(f'<p id="{name}">Claim {number}</p>')
    raise nodes.SkipNode

def setup(app):
    app.add_enumerable_node(claim, "claim", lambda node: "Claim", html=(visit, None))
    app.add_directive("claim", Claim)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


@pytest.mark.parametrize(
    ("builder", "page", "jobs"),
    [
        ("html", "blog/index.html", 2),
        pytest.param("dirhtml", "blog/index.html", 0, marks=pytest.mark.slow),
        ("singlehtml", "index.html", 0),
        ("epub", "blog/index.xhtml", 0),
    ],
)
def test_numbered_nodes_have_the_numbers_of_their_post(
    site: Site, monkeypatch: pytest.MonkeyPatch, builder: str, page: str, jobs: int
) -> None:
    """Posts in no toctree are numbered by themselves, others by Sphinx; no id is there twice."""
    (site.srcdir.parent / "ext").mkdir()
    (site.srcdir.parent / "ext" / "claims.py").write_text(CLAIMS)
    monkeypatch.syspath_prepend(site.srcdir.parent / "ext")
    conf = "extensions = ['sphinx_confblog', 'claims']\nversion, copyright = '1', 'us'\n"
    site.write("conf.py", f"{conf}numfig = True\n")
    site.write("index.md", "# Site\n\n```{toctree}\nguide\nblog/index\nblog/2020-01-01-a\n```\n")
    claim = "```{claim}\n```\n\n"
    site.write("guide.md", f"# Guide\n\n{claim}")
    site.post("2020-01-01-a", f"{claim}{claim}READMORE\n\nRest.\n", title="A")
    site.post("2020-01-02-b", f"{claim}READMORE\n\n{claim}", title="B")
    shown = site.build(builder, jobs=jobs).read(page)
    listed = shown[shown.index('data-docname="blog/2020-01-02-b"') :]
    claims = re.findall(r'id="([^"]+)">Claim (\d)', listed)[:3]
    assert claims == [("claim-0", "1"), ("blog-2020-01-01-a-claim-0", "2"), ("claim-1", "3")]
