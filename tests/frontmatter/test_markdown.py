"""Front matter as text; whole files with odd front matter are in cases/frontmatter."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from sphinx_confblog.frontmatter import markdown
from sphinx_confblog.frontmatter.markdown import MAX_BYTES, blank, fence_end, parse_head, read_head
from sphinx_confblog.frontmatter.records import Entry, FrontMatter, FrontMatterError

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_confblog.frontmatter.records import Value


def block(content: str) -> str:
    """Put fences around YAML."""
    return f"---\n{content}\n---"


def values(content: str) -> dict[str, Value]:
    """The keys in a text of YAML, and their values."""
    return {key: entry.value for key, entry in parse_head(block(content)).entries.items()}


def head_of(path: Path, content: bytes) -> str | None:
    """The head of a file with this content."""
    path.write_bytes(content)
    return read_head(path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a post may be written."""
    return tmp_path / "post.md"


@pytest.fixture(params=["libyaml", "python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both readers of PyYAML: the one that is compiled, and the one where that is missing."""
    if request.param == "python":
        monkeypatch.setattr(markdown, "Loader", yaml.BaseLoader)
    return str(request.param)


# Finding the block


def test_read_head_returns_both_fences(file: Path) -> None:
    """The head is the block with its fences, and nothing of the body."""
    assert head_of(file, b"---\na: b\n---\n\nBody\n---\n") == "---\na: b\n---"
    assert head_of(file, b"\xef\xbb\xbf---\r\na: b\r\n---\r\nBody") == "---\na: b\n---"
    assert head_of(file, b"---\n---") == "---\n---"


@pytest.mark.parametrize(
    "content",
    [b"", b"-", b"--\na: b\n--\n", b"Text\n---\n", b"- - -\n", b"\n\nText\n---\na: b\n---"],
)
def test_files_without_front_matter(file: Path, content: bytes) -> None:
    """A file that does not begin with three dashes has none."""
    assert head_of(file, content) is None


def test_read_head_reads_no_further_than_needed(file: Path) -> None:
    """The body may be long, and may be no text at all."""
    assert head_of(file, b"---\na: b\n---\n" + b"\xff" * 10_000) == "---\na: b\n---"


@pytest.mark.parametrize("size", range(4085, 4105))
def test_blocks_that_end_near_a_read_boundary(file: Path, size: int) -> None:
    """A fence that lies across two reads is found, and one that goes on as text is none."""
    content = f"---\na: {'é' * ((size - 10) // 2)}{'x' * (size % 2)}\n"
    for end in ("---", "---\n", "---\r\n"):
        assert head_of(file, f"{content}{end}".encode()) == f"{content}---"
    longer = f"{content}---x\nb: c\n---"
    assert head_of(file, f"{longer}\nBody".encode()) == longer


def test_large_blocks(file: Path) -> None:
    """A block of 256 KiB is read, a larger one or one without end is refused."""
    fits = b"---\n#" + b"x" * (MAX_BYTES - 9) + b"\n---"
    assert len(fits) == MAX_BYTES
    assert head_of(file, fits) == fits.decode()
    with pytest.raises(FrontMatterError, match="larger than 256 KiB") as error:
        head_of(file, b"---\n#" + b"x" * MAX_BYTES + b"\n---\n")
    assert error.value.line == 1
    with pytest.raises(FrontMatterError, match="larger than 256 KiB"):
        head_of(file, b"---\n" + b"a: b\n" * MAX_BYTES)


lines = st.sampled_from(
    ["---", "----", "--", "...", "... ", "....", " ...", "--- ", "---\t", "   ---", "    ---",
     "\t---", " \t---", "--- x", "... x", "- a", "a: b", "b:", "", " ", "# x", "\u2028", "-----"]
)  # fmt: skip


@pytest.mark.slow
@example("---\na: b\n    ---")
@example("---\na: b\n   ---")
@example("---\na: b\n...\n---")
@given(st.lists(lines, max_size=8).map("\n".join))
def test_blocks_are_what_myst_takes_for_front_matter(text: str) -> None:
    """A block is found where MyST's reader finds one, and ends on the same line."""
    tokens = MarkdownIt().use(front_matter_plugin).parse(text)
    found = bool(tokens) and tokens[0].type == "front_matter"
    end = fence_end(text)
    assert (end is not None) == found
    if end is not None:
        assert tokens[0].map == [0, text.count("\n", 0, end) + 1]


# Reading the block


def test_scalars_are_what_the_author_typed(loader: str) -> None:
    """No text becomes a number, a date or a truth value; a null is empty."""
    assert values("a: 3.10\nb: no\nc: 1e3\nd: 0o17\ne: 2015-06-12\nf: [1_000, null]\n2: x") == {
        "a": "3.10",
        "b": "no",
        "c": "1e3",
        "d": "0o17",
        "e": "2015-06-12",
        "f": ["1_000", "null"],
        "2": "x",
    }
    assert values("a:\nb: ~\nc: null\nd: ''\ne: 'null'") == {
        "a": "", "b": "", "c": "", "d": "", "e": "null",
    }  # fmt: skip


def test_lines_are_those_of_the_file() -> None:
    """A key's line counts from 1 at the opening fence, and ``end`` includes both fences."""
    front = parse_head("---\n# comment\na: >\n  x\n\n  y\n\nb:\n- c\na: d\n---")
    assert front == FrontMatter(
        {"a": Entry("x\ny\n", 3), "b": Entry(["c"], 8)}, duplicates=(("a", 10),), end=11
    )


def test_empty_blocks() -> None:
    """A block without keys has no entries."""
    assert parse_head("---\n---") == FrontMatter({}, end=2)
    assert parse_head("---\n\n# nothing\n---") == FrontMatter({}, end=4)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: b\nc: 'd\ne: f", 3),
        ("a: b\nc: [d\ne: f", 3),
        ("a: b\nc:d\ne: f", 3),
        ("a: b\nc: @d", 3),
        ("a: b\n\tc: d", 3),
        ("a: b\nc: *d", 3),
        ("a: &a [b, *a]", 2),
        ("a: b\n<<: {c: d}", 3),
        ("a: b\n? [c]\n: d", 3),
        ("a: {[b]: c}", 2),
        ("- a", 2),
        ("text", 2),
        ("a: b\n--- # again\nc: d", 3),
        ('a: "\\ud800"', 2),
        ('a: "\\UFFFFFFFF"', None),
        ("a: b\n\nc: d\x1be", 4),
        ("a: b\nc: \ud800", 3),
        ("a: b\nc: \x85d: e", 3),
        (f"a: b\nc: {'[' * 21}{']' * 21}", 3),
        ("a: b\n" + "c:\n" + "".join(" " * n + "c:\n" for n in range(1, 30)), 23),
        ("a: b\nc:\n" + "- x\n" * 10_001, None),
    ],
)
def test_refused(content: str, line: int | None, loader: str) -> None:
    """What cannot be read says at which line of the file."""
    with pytest.raises(FrontMatterError) as error:
        parse_head(block(content))
    if line is not None:
        assert error.value.line == line


def test_numbers_of_values() -> None:
    """Ten thousand values are read, and aliases count for all that they stand for."""
    assert len(values("a:\n" + "- x\n" * 9_998)["a"]) == 9_998
    shared = "a: &a [" + "x, " * 999 + "]\nb: [" + "*a, " * 8 + "]"
    assert len(values(shared)["b"]) == 8
    with pytest.raises(FrontMatterError, match="more than 10,000 values"):
        values(shared + "\nc: *a\nd: *a")


def test_depth() -> None:
    """Twenty levels are read."""
    assert values(f"a: {'[' * 19}x{']' * 19}")


def test_heads_are_not_the_only_texts() -> None:
    """A text that is no block is refused, not read as one."""
    for text in ("", "a: b", "---", "---\na: b", "--- a: b\n---"):
        with pytest.raises(FrontMatterError):
            parse_head(text)


@pytest.mark.parametrize(
    "content",
    ["[" * 200_000, "a: " + "[" * 200_000, "? " * 100_000, "- " * 100_000, "a: '" + "\n" * 200_000,
     "a: [" + "a, " * 60_000 + "]", "{" * 200_000, "a: " + ":" * 200_000, "&a " * 60_000,
     "".join(f"k{n}: v\n" for n in range(20_000))],
    ids=lambda content: repr(content[:8]),
)  # fmt: skip
def test_hostile_blocks_end_soon(content: str) -> None:
    """A block of the largest size neither hangs nor exhausts the stack."""
    start = time.perf_counter()
    with pytest.raises(FrontMatterError):
        parse_head(block(content))
    assert time.perf_counter() - start < 2


yamlish = st.text("ab:-[]{},&*!|>'\"%@`#?~. \n\t0\\\ud800\u2028\x85\x00é<", max_size=40)


@pytest.mark.slow
@given(st.text() | yamlish.map(block) | yamlish)
def test_any_text(text: str) -> None:
    """Any text is front matter or a FrontMatterError with a line of it."""
    try:
        line = parse_head(text).end
    except FrontMatterError as error:
        line = error.line
        message = str(error)
    else:
        message = "read"
    assert 1 <= line <= len(text.splitlines()) + 1
    assert message


plain_values = st.recursive(
    st.text(),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3),
    max_leaves=8,
)


plain_keys = st.text(max_size=20).filter(lambda key: key != "<<")


@pytest.mark.slow
@given(st.dictionaries(plain_keys, plain_values, max_size=4))
def test_round_trip(data: dict[str, Value]) -> None:
    """What a YAML writer wrote is read back, as text."""
    written = yaml.safe_dump(data, default_style='"', sort_keys=False, width=10**6)
    read = parse_head(f"---\n{written}---") if data else FrontMatter({})
    assert {key: entry.value for key, entry in read.entries.items()} == data


# Blanking


def test_blank_keeps_lines() -> None:
    """Known entries become empty lines; the others stay where they are."""
    source = "---\na: 1\nb:\n- x\n- y\n# of c\nc: 3\n---\n\nBody\n"
    front = parse_head("---\na: 1\nb:\n- x\n- y\n# of c\nc: 3\n---")
    assert blank(source, front, {"b"}) == "---\na: 1\n\n\n\n\nc: 3\n---\n\nBody\n"
    assert blank(source, front, {"c", "z"}) == "---\na: 1\nb:\n- x\n- y\n# of c\n\n---\n\nBody\n"
    assert blank(source, front, ()) == source


def test_blank_removes_fences_that_hold_nothing() -> None:
    """Without an entry left the fences go, and comments that would be headings."""
    source = "---\n# comment\na: 1\n---\n\nBody"
    assert blank(source, parse_head("---\n# comment\na: 1\n---"), {"a"}) == "\n\n\n\n\nBody"
    assert blank("---\n---\nBody", parse_head("---\n---"), ()) == "\n\nBody"
    assert blank("---\r\na: 1\r\n---\r\nB", parse_head("---\na: 1\n---"), {"a"}) == "\r\n\r\n\r\nB"


def test_blank_removes_duplicates() -> None:
    """A key that is given twice loses both entries."""
    head = "---\na: 1\nb: 2\na: 3\n---"
    assert blank(head, parse_head(head), {"a"}) == "---\n\nb: 2\n\n---"


@pytest.mark.parametrize(
    "content", ["{a: 1, b: 2}", "a: &x 1\nb: *x", "? a\n: 1\nb: 2", "a: &x 1\nb: 2"]
)
def test_blank_leaves_what_it_cannot_part(content: str) -> None:
    """Entries that share lines or values stay, unless all of them go."""
    head = block(content)
    front = parse_head(head)
    assert blank(head, front, {"a"}) == head
    assert blank(head, front, {"a", "b"}).strip("\n") == ""


entries = st.lists(
    st.sampled_from("abcd").flatmap(
        lambda key: st.sampled_from(
            [f"{key}: 1", f"{key}:\n- x\n- y", f"{key}: |\n  x\n\n  y: z\n", f"{key}: 'x\n\n  y'",
             f"# {key}: 0\n\n{key}: >-\n  x\n # comment", f"{key}:\n  b: 1\n  c: [x,\n  y]"]
        )
    ),
    max_size=5,
).map("\n".join)  # fmt: skip


@pytest.mark.slow
@given(entries, st.sets(st.sampled_from("abcd")))
def test_blank_changes_nothing_else(content: str, keys: set[str]) -> None:
    """What is left reads as before, on the same lines."""
    head = block(content)
    front = parse_head(head)
    rest = blank(f"{head}\nBody", front, keys)
    assert rest.count("\n") == head.count("\n") + 1
    assert rest.endswith("\nBody")
    left = {key: entry for key, entry in front.entries.items() if key not in keys}
    if left:
        assert parse_head(rest.removesuffix("\nBody")).entries == left
    else:
        assert rest.removesuffix("Body").strip("\n") == ""
