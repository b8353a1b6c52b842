"""Page templates, and text that is safe in Markdown."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.mdit import create_md_parser

from sphinx_confblog.config.options import BlogConfig
from sphinx_confblog.discovery.generated_pages import Page, PageKind
from sphinx_confblog.discovery.page_templates import (
    SHIPPED,
    Source,
    escape_markdown,
    load_templates,
    render_page,
)
from sphinx_confblog.model.catalog import Term, TermInfo

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it import MarkdownIt

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
EXTENSIONS = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
    "html_admonition", "html_image", "replacements", "smartquotes", "strikethrough",
    "substitution", "tasklist",
]  # fmt: skip
CONFIG = BlogConfig()


@cache
def myst() -> MarkdownIt:
    """MyST's parser with all that may take text for markup."""
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), DocutilsRenderer)


def plain(markdown: str) -> str:
    """The text of a heading or paragraph without any markup; others fail."""
    opening, inline, closing = myst().parse(markdown)
    assert opening.type in {"heading_open", "paragraph_open"}
    assert closing.type in {"heading_close", "paragraph_close"}
    children = inline.children or []
    assert {token.type for token in children} <= {"text", "text_special"}, children
    return "".join(token.content for token in children)


odd = st.sampled_from(PUNCTUATION + " a1é\u00a0")
lines = st.text(odd | st.characters(exclude_categories=["C", "Z"]))


@pytest.mark.slow
@settings(deadline=None)
@given(lines)
@example("1. one")
@example("- one")
@example("# one #")
@example("&amp; &#42; <b> **b** `c` {d}`e` {{ f }} $g$ [h](i) ![j](k) ---")
@example("(label)=")
@example("% comment")
@example(":::{note}")
@example("| a | b |")
@example("https://example.org www.example.org me@example.org")
@example("[^1]: note")
@example("a\\\\")
def test_any_line_is_shown_as_it_is(text: str) -> None:
    """A text in a heading or a paragraph comes out of the parser as it went in."""
    escaped, expected = str(escape_markdown(text)), re.sub("[ \t\r\n]+", " ", text).strip()
    if expected:
        assert plain(f"# {escaped}\n") == expected
        assert plain(f"{escaped}\n") == expected


@pytest.mark.slow
@given(st.text())
def test_an_escaped_text_is_one_line(text: str) -> None:
    """No text breaks out of its line."""
    assert "\n" not in str(escape_markdown(text))
    assert len(str(escape_markdown(text)).splitlines()) <= 1


def test_what_is_not_escaped() -> None:
    """Markdown that is marked as such, and values that are no text, stay what they are."""
    assert escape_markdown(Source("*a*")) == "*a*"
    assert escape_markdown(3) == 3
    assert escape_markdown(None) is None


def term_page(**info: str) -> Page:
    """The page of a term."""
    about = TermInfo(id="c", **info)  # type: ignore[arg-type]
    term = Term("tags", "c", "c", "C*", ("blog/a",), about if info else None)
    return Page(docname="blog/tags/c", kind=PageKind.TERM, title="C*", taxonomy="tags", term=term)


def render(page: Page, *folders: Path) -> str:
    """The source of a page, by the template that the folders hold for it."""
    templates = load_templates(folders)
    return templates.render(templates.paths({page.docname: page})[page.docname], page, CONFIG)


def test_shipped_templates() -> None:
    """There is a template for each kind of page, and its title is text."""
    for kind in PageKind:
        page = Page(docname="blog/x", kind=kind, title="*A*")
        assert render(page).startswith("# \\*A\\*\n")
    assert {path.stem for path in SHIPPED.glob("*.md")} == {kind.value for kind in PageKind}


def test_what_is_said_of_a_term(tmp_path: Path) -> None:
    """Templates are given all of it, as text."""
    path = tmp_path / "confblog" / "term.md"
    path.parent.mkdir()
    path.write_text(
        "{% if info %}{{ info.description }} {{ info.url | markdown }}{% endif %}", "utf-8"
    )
    source = render(term_page(description="About *C*.", url="https://c.org"), tmp_path)
    assert "About \\*C\\*\\." in source
    assert "https://c.org" in source
    assert render(term_page(), tmp_path) == ""


def test_the_users_own(tmp_path: Path) -> None:
    """The template of a folder wins over ours, the one of a taxonomy over both."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, name in ((first, "term"), (second, "term"), (second, "tags/term")):
        path = folder / "confblog" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{folder.name} {name} {{{{ title }}}}\n", "utf-8")
    assert render(term_page(), first) == "first term C\\*\n"
    assert render(term_page(), second) == "second tags/term C\\*\n"
    assert render(term_page(), first, second) == "first term C\\*\n"


@pytest.mark.parametrize("source", ["{{ nothing }}", "{% if %}", "{{ title | nothing }}"])
def test_mistakes_in_a_template(tmp_path: Path, source: str) -> None:
    """A template that cannot be rendered raises Jinja's errors."""
    path = tmp_path / "confblog" / "term.md"
    path.parent.mkdir()
    path.write_text(source, "utf-8")
    with pytest.raises(TemplateError):
        render(term_page(), tmp_path)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """The line below it may be a heading."""
    path = tmp_path / "confblog" / "term.md"
    path.parent.mkdir()
    path.write_text("# {{ title }}\n", "utf-8-sig")
    assert render(term_page(), tmp_path) == "# C\\*\n"


@pytest.mark.parametrize(("source", "line", "words"), [
    (b"\n{% include 'no.md' %}", 2, "there is no template 'no.md'"),
    (b"\n\ncaf\xe9", 3, "the byte 0xE9 is not UTF-8; save the file as UTF-8"),
    (b"\n{{ 1 // 0 }}", 2, "integer division or modulo by zero"),
])  # fmt: skip
def test_what_is_said_of_a_mistake(tmp_path: Path, source: bytes, line: int, words: str) -> None:
    """The line and, in words, what is wrong with it."""
    path = tmp_path / "confblog" / "term.md"
    path.parent.mkdir()
    path.write_bytes(source)
    rendered = render_page(load_templates([tmp_path]), path, term_page(), BlogConfig())
    assert rendered.problem is not None
    assert rendered.problem.line == line
    assert rendered.problem.text.startswith(f"the template cannot be rendered: {words}; ")
    assert rendered.place == path


@pytest.mark.parametrize("how", ["include", "extends", "import"])
@pytest.mark.parametrize(("source", "words"), [
    ("\n\n{{ }", "unexpected '}'"),
    ("\n\n{{ 1 // 0 }}", "integer division or modulo by zero"),
])  # fmt: skip
def test_a_mistake_in_another_template(tmp_path: Path, how: str, source: str, words: str) -> None:
    """It is reported where it is, with the name of the page's template."""
    path = tmp_path / "confblog" / "tags" / "term.md"
    path.parent.mkdir(parents=True)
    end = " as it" if how == "import" else ""
    path.write_text(f"{{% {how} 'parts/it.md'{end} %}}", "utf-8")
    part = tmp_path / "confblog" / "parts" / "it.md"
    part.parent.mkdir()
    part.write_text(source, "utf-8")
    rendered = render_page(load_templates([tmp_path]), path, term_page(), BlogConfig())
    assert rendered.problem is not None
    assert (rendered.place, rendered.problem.line) == (part, 3)
    start = f"the template 'tags/term.md' cannot be rendered: {words}; "
    assert rendered.problem.text.startswith(start)
