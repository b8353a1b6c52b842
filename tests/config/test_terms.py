"""What the site says of its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confblog.config.terms import read_terms
from sphinx_confblog.model.catalog import NamedLink, TermInfo

if TYPE_CHECKING:
    from pathlib import Path

TAXONOMIES = ("tags", "authors")


def places(name: str, folder: Path) -> list[str]:
    """Where a file of terms is wrong, and why."""
    said: list[str] = []

    def report(text: str, place: str | None) -> None:
        said.append(f"{place}: {text}".removeprefix(f"{folder}/"))

    read_terms(name, TAXONOMIES, folder, folder, report)
    return said


def read(value: Any, folder: Path) -> tuple[dict[str, dict[str, TermInfo]], list[str]]:
    """The terms, and what was reported."""
    reported: list[str] = []

    def report(text: str, place: str | None) -> None:
        reported.append(text)

    return read_terms(value, TAXONOMIES, folder, folder, report), reported


def terms(value: Any, folder: Path) -> dict[str, dict[str, TermInfo]]:
    """The terms of a value that is all right."""
    found, reported = read(value, folder)
    assert reported == []
    return found


@pytest.mark.parametrize("value", [{}, {"tags": {}}, {"tags": None}])
def test_nothing(tmp_path: Path, value: Any) -> None:
    """Nothing may be said."""
    assert not any(terms(value, tmp_path).values())


def test_all_keys(tmp_path: Path) -> None:
    """Each known key has its place; all others are kept for templates."""
    value = {"authors": {"Ann": {
        "name": "Ann Lee", "description": "Writes.", "url": "https://ann.org",
        "email": "ann@ann.org", "avatar": "ann.png", "links": {"Code": "https://code.org/ann"},
        "aliases": ["ann lee", "al"], "pronouns": "she", 3: {"x": "y"},
    }}}  # fmt: skip
    (tmp_path / "ann.png").touch()
    assert terms(value, tmp_path) == {"authors": {"ann": TermInfo(
        id="Ann", name="Ann Lee", description="Writes.", url="https://ann.org",
        email="ann@ann.org", avatar="/ann.png", links=(NamedLink("Code", "https://code.org/ann"),),
        aliases=("ann lee", "al"), extra={"pronouns": "she", "3": {"x": "y"}},
    )}}  # fmt: skip


def info(folder: Path, **keys: Any) -> TermInfo:
    """What is said of one author, when it is all right."""
    return terms({"authors": {"ann": keys}}, folder)["authors"]["ann"]


def test_other_words(tmp_path: Path) -> None:
    """Some keys have a second word; where both are said, the second is like any other key."""
    links = (NamedLink("Code", "https://code.org"),)
    found = info(tmp_path, title="Ann", bio="Writes.", socials={"Code": "https://code.org"})
    assert found == TermInfo(id="ann", name="Ann", description="Writes.", links=links)
    found = info(tmp_path, name="Ann", title="Chief engineer")
    assert found == TermInfo(id="ann", name="Ann", extra={"title": "Chief engineer"})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"B": "https://b.org", "A": "/about.html"},
            [("B", "https://b.org"), ("A", "/about.html")],
        ),
        ([{"name": "B", "url": "HTTP://b.org"}], [("B", "HTTP://b.org")]),
        ([{"url": "http://b.org:8080/x"}], [("b.org:8080", "http://b.org:8080/x")]),
        (["https://www.b.org/~ann/"], [("b.org", "https://www.b.org/~ann/")]),
        ("mailto:ann@b.org", [("ann@b.org", "mailto:ann@b.org")]),
        (["/"], [("/", "/")]),
        ([], []),
        (None, []),
    ],
)
def test_links(tmp_path: Path, value: Any, expected: list[tuple[str, str]]) -> None:
    """They keep their order, in whatever form they are written."""
    assert list(info(tmp_path, links=value).links) == expected


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:x", "data:text/html,x", "ann", "",
     "https://", "https:ann", "https://a b", "https://a\nb", "vbscript:x", 3, None, ["https://a"]],
)  # fmt: skip
def test_links_that_lead_nowhere(tmp_path: Path, url: Any) -> None:
    """One that is no address of a page is left out; the others stay."""
    value = {"authors": {"ann": {"links": {"x": url, "Code": "https://code.org"}}}}
    found, reported = read(value, tmp_path)
    assert found["authors"]["ann"].links == (("Code", "https://code.org"),)
    assert len(reported) == 1
    assert f"confblog_terms['authors']['ann']['links']['x'] is {url!r}" in reported[0]
    assert "http, https or mailto" in reported[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ann.png", "/ann.png"),
        ("/ann.png", "/ann.png"),
        ("img/two words.png", "/img/two words.png"),
        ("./img/two words.png", "/img/two words.png"),
        ("https://ann.org/ann.png", "https://ann.org/ann.png"),
    ],
)
def test_pictures(tmp_path: Path, value: str, expected: str) -> None:
    """A file of the source folder, with or without a slash before it, or one elsewhere."""
    (tmp_path / "img").mkdir()
    for name in ("ann.png", "img/two words.png"):
        (tmp_path / name).touch()
    assert info(tmp_path, avatar=value).avatar == expected


@pytest.mark.parametrize(
    "value", ["missing.png", "folder", "../source/ann.png", "x" * 5000, "a\0b", "data:image/png;,x"]
)
def test_pictures_that_are_not_there(tmp_path: Path, value: str) -> None:
    """The page goes without; the message says what was looked for, and where."""
    source = tmp_path / "source"
    (source / "folder").mkdir(parents=True)
    (source / "ann.png").touch()
    found, reported = read({"authors": {"ann": {"avatar": value}}}, source)
    assert found["authors"]["ann"].avatar is None
    what = f"confblog_terms['authors']['ann']['avatar'] is {value!r}"
    assert reported == [f"{what}, but there is no such file in the source folder. It is ignored."]


def test_short_forms(tmp_path: Path) -> None:
    """A text alone is the name, one alias needs no list, and no value is a known term."""
    value = {"tags": {"k8s": "Kubernetes", "a": {"aliases": "b"}, "c": None, 3: None}}
    assert terms(value, tmp_path)["tags"] == {
        "k8s": TermInfo(id="k8s", name="Kubernetes"),
        "a": TermInfo(id="a", aliases=("b",)),
        "c": TermInfo(id="c"),
        "3": TermInfo(id="3"),
    }


def test_files(tmp_path: Path) -> None:
    """All of it, or one taxonomy, may stand in a YAML file."""
    (tmp_path / "tags.yaml").write_text("k8s: Kubernetes\n", "utf-8-sig")
    (tmp_path / "all.yaml").write_text("tags: tags.yaml\nauthors: {ann: Ann}\n", "utf-8")
    expected = {
        "tags": {"k8s": TermInfo(id="k8s", name="Kubernetes")},
        "authors": {"ann": TermInfo(id="ann", name="Ann")},
    }
    assert terms("all.yaml", tmp_path) == expected
    assert terms({"tags": "tags.yaml", "authors": {"ann": "Ann"}}, tmp_path) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["x"], "confblog_terms is ['x']"),
        ({"tags": 3}, "confblog_terms['tags'] is 3"),
        ({"tags": {"a": 3}}, "confblog_terms['tags']['a'] is 3"),
        ({"tags": {"a": {"name": ["b"]}}}, "confblog_terms['tags']['a']['name'] is ['b']"),
        ({"tags": {"a": {"aliases": 3}}}, "confblog_terms['tags']['a']['aliases'] is 3"),
        ({"tags": {"a": {"url": "javascript:x"}}}, "['a']['url'] is 'javascript:x'"),
        ({"tags": {"a": {"email": "ann"}}}, "['a']['email'] is 'ann'"),
        ({"tags": {"a": {"links": 3}}}, "['a']['links'] is 3"),
        ({"tags": {"a": {"socials": ["ann"]}}}, "['a']['socials'][0] is 'ann'"),
        ({"tags": {"a": {"avatar": ["b"]}}}, "['a']['avatar'] is ['b']"),
        ("missing.yaml", "missing.yaml"),
        ("broken.yaml", "broken.yaml"),
        ({"tags": "list.yaml"}, "confblog_terms['tags'] is ['a']"),
    ],
)
def test_mistakes(tmp_path: Path, value: Any, words: str) -> None:
    """What is not understood is reported by its place and left out."""
    (tmp_path / "broken.yaml").write_text("a: [\n", "utf-8")
    (tmp_path / "list.yaml").write_text("- a\n", "utf-8")
    _, reported = read(value, tmp_path)
    assert len(reported) == 1
    assert words in reported[0]
    assert reported[0].endswith("It is ignored.")


def test_mistakes_in_a_file_name_their_line(tmp_path: Path) -> None:
    """So do those in a file that another one names, and those that a merge key brings."""
    lines = [
        "x: &x", "  url: nowhere", "tags:", "  a: {url: y}", "  b:", "    <<: *x", "    links:",
        "    - https://x.org", "    - no", "  ~: [c]", "authors: other.yaml",
    ]  # fmt: skip
    (tmp_path / "all.yaml").write_text("\n".join(lines))
    (tmp_path / "other.yaml").write_text("ann:\n  name: Ann\n  email: ann\n")
    found = [line.partition(" ")[::2] for line in places("all.yaml", tmp_path)]
    assert [(place, text.partition(" is ")[0]) for place, text in found] == [
        ("all.yaml:1:", "confblog_terms names 'x', which"),
        ("all.yaml:4:", "confblog_terms['tags']['a']['url']"),
        ("all.yaml:2:", "confblog_terms['tags']['b']['url']"),
        ("all.yaml:9:", "confblog_terms['tags']['b']['links'][1]"),
        ("all.yaml:10:", "confblog_terms['tags'][None]"),
        ("other.yaml:3:", "confblog_terms['authors']['ann']['email']"),
    ]


def test_a_key_is_given_once(tmp_path: Path) -> None:
    """Nothing is lost without a word; the first value is used, as in front matter."""
    text = "tags:\n  a: One\n  b: {name: B, name: C}\n  a: Two\nauthors: {}\ntags: {}\n"
    (tmp_path / "all.yaml").write_text(text)
    assert places("all.yaml", tmp_path) == [
        "all.yaml:6: confblog_terms: 'tags' is a duplicate of line 1; the first value is used.",
        "all.yaml:4: confblog_terms: 'a' is a duplicate of line 2; the first value is used.",
        "all.yaml:3: confblog_terms: 'name' is a duplicate of line 3; the first value is used.",
    ]
    found, _ = read("all.yaml", tmp_path)
    assert [info.name for info in found["tags"].values()] == ["One", "B"]


@pytest.mark.parametrize(("content", "line", "words"), [
    (b"tags:\n  a: caf\xe9\n", 2, "the byte 0xE9 is not UTF-8; save the file as UTF-8"),
    (b"tags: {}\n---\ntags: {}\n", 2, "a second YAML document begins here; remove this line"),
])  # fmt: skip
def test_files_that_cannot_be_read(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    """What is wrong is said of the file and the line, not of ``conf.py``."""
    (tmp_path / "all.yaml").write_bytes(content)
    said = f"confblog_terms names the file 'all.yaml', which cannot be read: {words}."
    assert places("all.yaml", tmp_path) == [f"all.yaml:{line}: {said} It is ignored."]
