"""reStructuredText in Markdown: Sphinx makes the same of both."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Site
from docutils.parsers.rst import states
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinx_confblog.importing.rst import convert
from sphinx_confblog.importing.rst_inline import escaped
from sphinx_confblog.importing.tree import UnreadableError

if TYPE_CHECKING:
    from conftest import Built

CASES = sorted((Path(__file__).parent / "cases" / "rst").glob("*.rst"))
CONF = 'project = "S"\nextensions = ["sphinx_confblog"]\nhtml_show_sourcelink = False\n'
INDEX = "# S\n\n```{toctree}\n:glob:\n\n*\n```\n"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Built]:
    """Every case built as it is, and as it is converted."""
    old, new = (Site(tmp_path_factory.mktemp(name) / "source") for name in ("old", "new"))
    for site in (old, new):
        site.write("conf.py", CONF)
        site.write("index.md", INDEX)
    for path in CASES:
        text = path.read_text("utf-8")
        old.write(path.name, f"Title\n#####\n\n{text}")
        converted = convert(text, sphinx=True, titled=True)
        assert converted.remarks == []
        new.write(f"{path.stem}.md", f"# Title\n\n{converted.body}")
    return old.build(), new.build()


def normal(html: str) -> list[str]:
    """The body of a page without what has no meaning of its own: ids, and the places of blanks."""
    html = re.sub(r'<a class="headerlink".*?</a>| id="[^"]*"', "", html)
    html = html.replace("<span></span>", "")
    # A citation that was divided from its reference does not lead back to it.
    html = re.sub(r'<a role="doc-backlink" [^>]*>(.*?)</a>', r"\1", html)
    html = re.sub(r'href="#[^"]*"', 'href="#"', html)
    return re.sub(r"\s*(<[^>]+>)\s*", r"\n\1\n", html).split("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_sphinx_makes_the_same_of_both(path: Path, both: tuple[Built, Built]) -> None:
    """The page of the Markdown equals that of the reStructuredText."""
    old, new = (normal(built.body(path.stem)) for built in both)
    assert "\n".join(difflib.unified_diff(old, new, lineterm="", n=1)) == ""


def test_footnotes_stay(site: Site) -> None:
    """MyST puts footnotes at the end; their texts and references are all there."""
    notes = ".. [1] First *note*.\n.. [#n] Second.\n.. [#] Third.\n"
    text = f"One [1]_, named [#n]_, auto [#]_.\n\n{notes}"
    converted = convert(text)
    assert converted.remarks == []
    site.write("page.md", f"---\norphan: true\n---\n\n# Page\n\n{converted.body}")
    words = site.build().text("page")
    assert [note in words for note in ("First note .", "Second.", "Third.")] == [True] * 3


def test_a_lone_section_gives_the_title() -> None:
    """The only section's heading is the title; headings below it move up to the second level."""
    result = convert(
        "Title\n=====\n\n:date: 2020-01-01\n:tags: a,\n   b\n\nText.\n\nSub\n---\n\nMore.\n"
    )
    assert result.title == "Title"
    assert result.fields == {"date": "2020-01-01", "tags": "a,\nb"}
    assert result.body == "Text.\n\n## Sub\n\nMore.\n"


def test_marks_in_comments_stay_marks() -> None:
    """Nikola's comment ends the excerpt still; other comments are seen by nobody."""
    assert convert("One\n\n.. TEASER_END\n\nTwo\n").body == "One\n\n<!-- TEASER_END -->\n\nTwo\n"
    assert convert("One\n\n.. To do.\n\nTwo\n").body == "One\n\n% To do.\n\nTwo\n"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("A |missing| one.\n", "|missing| stands in a block that keeps its markup"),
        ("A missing_ one.\n", "is not resolved: reference to missing"),
        ("Star [*]_.\n\n.. [*] Note.\n", "the footnote"),
        ("*open\n", "docutils: Inline emphasis start-string without end-string."),
    ],
)
def test_what_cannot_be_kept_is_said(text: str, remark: str) -> None:
    """What neither Markdown nor a block of its own can hold has a remark, and its text stays."""
    result = convert(text)
    assert [found for found in result.remarks if remark in found.text]
    assert text.partition(" ")[0].strip("*\n") in result.body


def test_nothing_is_run_or_read() -> None:
    """Directives that read files are not run when they are converted."""
    body = convert(".. include:: /etc/hostname\n\n.. raw:: html\n   :file: /etc/hostname\n").body
    assert ".. include:: /etc/hostname" in body
    assert "```{raw} html\n:file: /etc/hostname\n```" in body


def test_other_parsers_are_left_alone() -> None:
    """Parsers of the same process, such as Sphinx's, run their directives still."""
    from docutils.core import publish_doctree

    convert("- a\n\n  - b\n\n   .. note:: c\n")
    assert "<note>" in publish_doctree("- a\n\n  .. note::\n\n     - b\n").pformat()
    assert all(type(s).__module__ == states.__name__ for m in states.RSTState.nested_sm_cache
               for s in m.states.values())  # fmt: skip


def test_deep_nesting_is_refused() -> None:
    """A text that docutils cannot follow is refused, not a crash."""
    text = "\n\n".join("  " * depth + "- x" for depth in range(1500))
    with pytest.raises(UnreadableError, match="nested too deeply"):
        convert(text)


@given(st.text(alphabet="ab1 \n\\`*_[]<>#&;-+=~:%(){}.!|\"'/", max_size=40))
def test_escaped_text_is_text(text: str) -> None:
    """Markdown shows an escaped text as it was, whatever signs it holds."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    plain = "\n".join(lines)
    tokens = MarkdownIt("commonmark").enable("table").parse(escaped(plain))
    kinds = {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special", "softbreak"}
    shown = "".join("\n" if child.type == "softbreak" else child.content for child in children)
    assert shown == plain
