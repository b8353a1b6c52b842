"""Fragments of HTML: what they leave open, and where their links lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.util.html_fragments import open_tags, rebase, without_strays


@pytest.mark.parametrize(
    ("fragments", "names"),
    [
        (["<div>"], ["div"]),
        (["<div>", "<b class='x'>", "</b>"], ["div"]),
        (["<details><summary>x</summary>"], ["details"]),
        (["<div><b>x</div>"], []),
        (["</div>"], []),
        (["<p>x<br><img src='y'><hr/>"], []),
        (["<!-- <div> -->"], []),
        (["text"], []),
        (["<div><![0"], ["div"]),
        (["<div><![if x]></div><b>"], ["b"]),
    ],
)
def test_open_tags(fragments: list[str], names: list[str]) -> None:
    """Elements that must be ended and are not, from the outside in."""
    assert open_tags(fragments) == names


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("x.png", "../x.png"),
        ("./x.png", "../x.png"),
        ("../x.png", "../../x.png"),
        ("a/b/", "../a/b/"),
        ("..", "../../"),
        ("#here", "../p.html#here"),
        ("?q=1", "../p.html?q=1"),
        ("x.html#y", "../x.html#y"),
        ("/x.png", "/x.png"),
        ("//x.org/y", "//x.org/y"),
        ("https://x.org/", "https://x.org/"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("data:image/png;base64,AA==", "data:image/png;base64,AA=="),
        ("", ""),
    ],
)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_rebase(address: str, expected: str, quote: str) -> None:
    """Relative addresses are reckoned from another page, all others stay."""
    image = f"<p>src={quote}a{quote} <IMG alt={quote}b > c{quote} SRC = {quote}%s{quote}/>"
    assert rebase(image % address, "../p.html") == image % expected


@given(st.text("<>\"'=/ ahrefsc\n"))
def test_text_without_addresses_stays(text: str) -> None:
    """Nothing but an address in a tag is changed."""
    if "href" not in text and "src" not in text:
        assert rebase(text, "../p.html") == text


@pytest.mark.parametrize(
    ("fragments", "kept"),
    [
        (["<div>x</div>"], ["<div>x</div>"]),
        (["x</div>", "y"], ["x", "y"]),
        (["<b>", "x</b></div>\n</section >"], ["<b>", "x</b>\n"]),
        (["<p>x</p></p>"], ["<p>x</p></p>"]),
        (["<!-- </div> -->"], ["<!-- </div> -->"]),
        (["<a title='</div>'>x</a>"], ["<a title='</div>'>x</a>"]),
        (["x</div"], ["x</div"]),
        ([], []),
    ],
)
def test_ends_of_nothing_go(fragments: list[str], kept: list[str]) -> None:
    """What no fragment begins would end what stands around it."""
    assert without_strays(fragments) == kept


@given(
    st.lists(st.sampled_from(["<div>", "</div>", "<b>", "</b>", "x", "\n", "</p>", "<!--", "-->"]))
)
def test_nothing_is_left_to_end(fragments: list[str]) -> None:
    """A second look finds nothing more."""
    once = without_strays(fragments)
    assert without_strays(once) == once
    assert len(once) == len(fragments)
