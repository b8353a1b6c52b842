"""Hostile files, names and links end in a warning, and the rest of the site is built."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import CONF

from sphinx_confblog.discovery.scanner import LONGEST_NAME, check_text
from sphinx_confblog.discovery.setup import build_clock
from sphinx_confblog.discovery.symlinks import as_pattern, circles, outside
from sphinx_confblog.frontmatter.records import FileError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

HEAD = b"---\ntitle: Secret\ndate: 2020-01-01\n---\n\n"
NO_LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a good post."""
    site.post("2020-01-01-good", title="Good")
    return site


def build(site: Site) -> Built:
    """Build the site; the good post is always there."""
    built = site.build(clean=False)
    assert built.exists("blog/2020-01-01-good.html")
    return built


def warned(built: Built) -> list[str]:
    """What was said, from the name of the file on."""
    return [line.rpartition("/")[2] for line in built.warnings.splitlines()]


def test_files_that_are_no_text(blog: Site) -> None:
    """They are withheld, whether they are posts or not: Sphinx would stop at them."""
    cases = [
        (HEAD + b"caf\xe9\n", "x0.md:6: WARNING: the byte 0xE9 is not UTF-8"),
        (HEAD.replace(b"Secret", b"\xe9"), "x1.md:2: WARNING: the byte 0xE9 is not UTF-8"),
        (HEAD.decode().encode("utf-16"), "x2.md:1: WARNING: the byte 0xFF is not UTF-8"),
        (b"# Secret\n\xff", "x3.md:2: WARNING: the byte 0xFF is not UTF-8"),
        (HEAD + b"a\n" * 100_000 + b"\xe9", "x4.md:100006: WARNING: the byte 0xE9 is not UTF-8"),
    ]
    for number, (content, _) in enumerate(cases):
        blog.write(f"blog/x{number}.md", content)
    built = build(blog)
    assert [line.partition(";")[0] for line in warned(built)] == [said for _, said in cases]
    assert not [name for name in built.everything() if name.startswith("blog/x")]


def test_drafts_that_are_no_text(blog: Site) -> None:
    """Nobody need know of it yet."""
    blog.write("blog/x.md", HEAD.replace(b"---\n\n", b"draft: true\n---\n\n") + b"\xe9")
    assert warned(build(blog)) == []


def test_other_encodings(tmp_path: Path) -> None:
    """A file is text if Sphinx can read it, also where a character lies across two reads."""
    path = tmp_path / "x.md"
    path.write_bytes(b"caf\xe9")
    check_text(path, "latin-1")
    check_text(path, "nonsense")
    path.write_bytes(b"a" * 65535 + "é\n".encode() + b"\n\xc3")
    with pytest.raises(FileError) as caught:
        check_text(path, "utf-8-sig")
    assert (caught.value.line, str(caught.value)) == (
        3,
        "the byte 0xC3 is not UTF-8; save the file as UTF-8",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_pipes_and_devices(blog: Site) -> None:
    """Nothing is read of what may never end."""
    os.mkfifo(blog.srcdir / "blog/pipe.md")
    (blog.srcdir / "blog/zero.md").symlink_to("/dev/zero")
    said = "this is not a regular file, but a pipe, a device or the like. The post is withheld."
    assert warned(build(blog)) == [
        f"{name}.md:1: WARNING: {said} [confblog.file]" for name in ("pipe", "zero")
    ]


def test_files_that_cannot_be_read(blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that goes, or is closed to us, after it was found."""
    from sphinx_confblog.discovery import scanner

    blog.write("blog/x.md", HEAD)

    def refuse(path: Path, encoding: str) -> None:
        if path.name == "x.md":
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(scanner, "check_text", refuse)
    assert warned(build(blog)) == [
        (
            "x.md:1: WARNING: the file cannot be read: Permission denied. The post is withheld. "
            "[confblog.file]"
        )
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not take such names")
def test_names(blog: Site) -> None:
    """A name that is no text, or is too long, is withheld; folders may be called like files."""
    with open(os.fsencode(blog.srcdir / "blog") + b"/2020-01-01-\xff.md", "wb"):  # noqa: PTH123
        pass
    blog.post("2020-01-01-" + "x" * (LONGEST_NAME - 11), title="Longest")
    blog.post("2020-01-01-" + "x" * (LONGEST_NAME - 10), title="Too long")
    blog.post("2020-01-01-folder.md/2020-01-02-inside", title="Inside")
    said = [line.partition("WARNING: ")[2] for line in build(blog).warnings.splitlines()]
    assert sorted(said) == [
        (
            "the file name is 248 bytes long, but Sphinx allows 247; shorten it. "
            "The post is withheld. [confblog.file]"
        ),
        "the file name is not UTF-8; rename the file. The post is withheld. [confblog.file]",
    ]


@NO_LINKS
def test_links(blog: Site, tmp_path: Path) -> None:
    """Links out of the source folder are reported, broken ones ignored; others are nothing odd."""
    (tmp_path / "out.md").write_bytes(HEAD)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/2020-01-01-there.md").write_text("Text.\n")
    folder = blog.srcdir / "blog"
    (folder / "out.md").symlink_to(tmp_path / "out.md")
    (folder / "linked").symlink_to(tmp_path / "folder")
    (folder / "2020-01-01-same.md").symlink_to("2020-01-01-good.md")
    (folder / "broken.md").symlink_to("nowhere")
    (folder / "itself.md").symlink_to("itself.md")
    built = build(blog)
    ours = [line for line in warned(built) if "[confblog." in line]
    assert [line.partition(": ")[0] for line in ours] == ["out.md:1", "2020-01-01-there.md:1"]
    assert all("a symbolic link to a file outside the source folder" in line for line in ours)
    assert built.exists("blog/out.html")


@NO_LINKS
def test_circles(blog: Site, tmp_path: Path) -> None:
    """Folders that hold themselves are left out: Sphinx would walk through them for ever."""
    folder = blog.srcdir / "blog"
    (folder / "up").symlink_to("..")
    (folder / "self[1]").symlink_to(".")
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    (folder / "one/to-two").symlink_to("../two")
    (folder / "two/to-one").symlink_to("../one")
    built = build(blog)
    assert [line.partition(": WARNING: ")[0] for line in warned(built)] == [
        "to-one:1", "self[1]:1", "to-two:1", "up:1",
    ]  # fmt: skip
    assert "it is skipped [confblog.link]" in built.warnings
    assert blog.build(clean=False).warnings == built.warnings


@NO_LINKS
def test_circles_are_looked_for_in_no_excluded_folder(tmp_path: Path) -> None:
    """What Sphinx does not enter does not matter, nor do links to folders elsewhere."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/up").symlink_to("..")
    (tmp_path / "b").symlink_to("a")
    assert sorted(circles(tmp_path, lambda _: False)) == ["a/up", "b/up"]
    assert list(circles(tmp_path, lambda path: path in {"a", "b"})) == []
    assert as_pattern("a[b]*c?") == "a?b]?c?"
    assert outside({"x": tmp_path / "b/x.md"}, tmp_path) == []
    assert outside({"x": tmp_path / "b/x.md"}, tmp_path / "c") == ["x"]


HIDDEN = [
    b"\xef\xbb\xbf\xef\xbb\xbf---\ndraft: true\n---\n",
    "\u200b---\ntitle: x\ndraft: true\n---\n".encode(),
    b"\n---\n'draft': yes\n---\n",
    b"\n---\n# Comment\n\ndraft: true\n---\n",
    "\u2014\ndraft: true\n\u2014\n".encode(),
    b"+++\ndraft = true\n+++\n",
    b"+++\ntitle = 'x'\n+++\n",
    b"title: x\ndraft: true\n---\n",
    b"Published: No\n\nText.\n",
    b'---\ntitle: "x\ndraft: true\nseries: "\n---\n',
    b"---\ntitle: 'x\ndraft: true\n'\n---\n",
]


def test_hidden_front_matter(blog: Site) -> None:
    """What was meant as front matter, and withholds the post, does so wherever it stands."""
    for number, content in enumerate(HIDDEN):
        blog.write(f"blog/2020-01-01-x{number}.md", content + b"\nSecret.\n")
    built = build(blog)
    for number in range(len(HIDDEN)):
        said = [line for line in built.warnings.splitlines() if f"-x{number}.md:" in line]
        assert any("[confblog.frontmatter]" in line for line in said), number
        assert not built.exists(f"blog/2020-01-01-x{number}.html")


def test_texts_that_look_like_front_matter(blog: Site) -> None:
    """Rules, block breaks and words with a colon are nothing odd."""
    contents = [
        "\n---\n\nText.\n", "Note: this\n\ndraft: true\n", "\u2014 Well\n\nText.\n",
        "+++\n\nText.\n", "\ufeffText.\n", "Draft: the first\n",
        '---\ntitle: "x\n  draft: y"\n---\n',
    ]  # fmt: skip
    for number, content in enumerate(contents):
        blog.write(f"blog/2020-01-01-x{number}.md", content)
    built = build(blog)
    assert warned(built) == []
    assert all(built.exists(f"blog/2020-01-01-x{n}.html") for n in range(len(contents)))


def test_control_and_bidirectional_characters(blog: Site) -> None:
    """They come through a build; XML has no place for some, and what turns the page is dropped."""
    keys = [rb'title: "a\0b\u202ec"', rb'tags: ["\u202e", "\uFFFE"]', rb'author: "\x1b[31m"']
    body = b"Text\x00\x0c\x1b \xe2\x80\xae end.\n\nREADMORE\n\n\x0bx\n"
    blog.write("blog/2020-01-01-x.md", b"\n".join([b"---", *keys, b"---", b"", body]))
    built = blog.build(clean=False, html_baseurl="https://example.org/")
    path = blog.srcdir / "blog/2020-01-01-x.md"
    turns = "would change the direction of the text around it"
    fixed = "use U+200E, U+200F or closed isolates instead. It is removed."
    assert built.warnings.splitlines() == [
        f"{path}:2: WARNING: title: U+202E {turns}; {fixed} [confblog.key]",
        f"{path}:3: WARNING: tags: U+202E {turns}; {fixed} [confblog.key]",
    ]
    assert not built.exists("blog/tags/u202e.html")
    assert built.text("blog/2020-01-01-x").startswith("a bc")
    assert "\0" not in built.body("blog/index")


@pytest.mark.slow
@pytest.mark.parametrize(("builder", "tags"), [
    ("html", ["é" * 50_000]), ("html", ["a/b", "..", "../..", "/", "index", "page", "con"]),
    # Pages of text have the same names, and are soon written.
    ("text", [f"tag {number}" for number in range(60)]),
])  # fmt: skip
def test_terms(blog: Site, builder: str, tags: list[str]) -> None:
    """Each has a page below the blog, whatever it is called."""
    blog.post("2020-01-01-x", title="X", tags=str(tags))
    built = blog.build(builder, clean=False)
    assert len(list((built.outdir / "blog/tags").glob("*.[ht]*"))) == len(tags) + 1
    assert [line for line in warned(built) if "[confblog.term]" not in line] == []


def test_images_that_are_no_address(blog: Site) -> None:
    """They are ignored; a feed would take them apart."""
    images = ["http://[x", "//[x"]
    for number, image in enumerate(images):
        blog.post(f"2020-01-01-x{number}", title="X", image=image)
    built = blog.build(clean=False, html_baseurl="https://example.org/")
    for image in images:
        assert f"image: '{image}' is not a path or a URL" in built.warnings
    assert built.exists("blog/atom.xml")


@pytest.mark.parametrize("base", ["http://[x", "nonsense", "://"])
def test_base_addresses_that_are_none(blog: Site, base: str) -> None:
    """The site is built without feeds."""
    assert not blog.build(html_baseurl=base).exists("blog/atom.xml") or base == "://"


BOMB = "".join(f"- &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9))
MERGES = "".join(f"- &a{n + 1} {{<<: [{', '.join([f'*a{n}'] * 9)}]}}\n" for n in range(9))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"tags:\n- &a0 [x]\n{BOMB}", "more than 250,000 values"),
        (f"tags:\n- &a0 {{x: y}}\n{MERGES}", "more than 250,000 values"),
        ("tags: &a\n  x: *a\n", "an alias contains itself"),
        ("tags: " + "[" * 700, "values are nested too deeply"),
        # PyYAML takes seconds for many on one line, however soon it stops.
        ("tags: " + "[\n " * 100_000, "values are nested too deeply"),
        ("tags:\n  x: !!timestamp never\n", "a value that begins with ! needs quotes"),
        ("tags:\n  x: !!binary =\n", "a value that begins with ! needs quotes"),
    ],
)
def test_files_of_terms(blog: Site, content: str, said: str) -> None:
    """What cannot be taken is refused before anything is made of it."""
    blog.write("terms.yml", content)
    blog.write("conf.py", CONF + "confblog_terms = 'terms.yml'\n")
    built = blog.build("dummy", clean=False)
    assert f"which cannot be read: {said}" in built.warnings


@pytest.mark.parametrize(
    ("epoch", "year"),
    [("0", 1970), ("253402300799", 9999), ("9" * 30, 9999), ("-1", None), ("soon", None)],
)
def test_clocks(epoch: str, year: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any ``SOURCE_DATE_EPOCH`` is a moment that every zone can show, or does not count."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    now = build_clock()
    assert (now.year == year) if year else (2000 < now.year < 9999)
