"""Bundles: what lies in the folder of a withheld post stays out, and comes and goes with it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built, Site

QUIET = ["toc", "myst"]
FOLDER = "blog/2020-03-04-hello"
STATES = ["draft: true", "date: 2999-01-01", "expires: 2001-01-01", "drfat: true"]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}"/>'
#: A file of a post, in a folder of its own too, of another page, and of a page further down.
FILES = {
    "pic-secret.svg": SVG.format(1),
    "deep/pic-secret.svg": SVG.format(2),
    "down-secret.txt": "text",
    "page-secret.svg": SVG.format(3),
    "page-secret.txt": "more text",
    "notes.md": "# Notes, secret\n\n![](page-secret.svg) {download}`page-secret.txt` Zebra\n",
    "deep/more.rst": ".. _secret-label:\n\nMore, secret\n============\n",
    "deep/2019-01-01-inner.md": "---\ntitle: Inner, secret\ntags: secret\n---\n\nText.\n",
}
BODY = """
Unicorn ![](pic-secret.svg) ![](deep/pic-secret.svg) {download}`down-secret.txt`
[notes](notes.md) {doc}`deep/more`

```{index} secret entry
```
"""


def post(state: str) -> str:
    """Return the bundle's post in a state."""
    return f"---\ntitle: Hello, secret\n{state}\n---\n{BODY}"


def write(site: Site, state: str) -> None:
    """Write the bundle's post in a state."""
    site.write(f"{FOLDER}/index.md", post(state))


@pytest.fixture
def bundle(site: Site) -> Site:
    """A site with a bundle and another post."""
    for name, text in FILES.items():
        site.write(f"{FOLDER}/{name}", text)
    site.post("2020-03-01-a", title="A")
    return site


def leaks(built: Built) -> list[str]:
    """The output files that show something of the bundle."""
    inventory = (built.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4]
    files = built.everything() | {"objects.inv": zlib.decompress(inventory)}
    words = (b"secret", b"unicorn", b"zebra")
    return [
        name
        for name, text in files.items()
        if "hello" in name or any(word in name.encode() + text.lower() for word in words)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [None, "{year}/{slug}"])
def test_files_of_a_withheld_post_stay_out(site: Site, pattern: str | None) -> None:
    """Pages, sources, images, downloads and words, also after the post has been public.

    There is a bundle for each state, with words and names of its own.
    """
    options = {"confblog_permalink": pattern, "html_baseurl": "https://x.org"}
    site.post("2020-03-01-a", title="A")

    def built(states: list[str]) -> Built:
        for number, state in enumerate(states):
            files = {**FILES, "index.md": post(state)}
            for name, text in files.items():
                path = f"{FOLDER}-{number}/{named(name, number)}"
                site.write(path, named(text, number))
        return build(site, **options)

    assert leaks(built(STATES)) == []
    shown = built([""] * len(STATES))
    leaking = leaks(shown)
    for number in range(len(STATES)):
        pictures = {named(f"_images/{name}-secret.svg", number) for name in ("page", "pic")}
        assert pictures < {*leaking}
        assert shown.exists(f"{FOLDER}-{number}/deep/more.html")
    assert leaks(built(STATES)) == []


def named(text: str, number: int) -> str:
    """Return a text with names of things that only one bundle has."""
    return text.replace("secret", f"secret-{number}").replace("-inner", f"-inner-{number}")


def build(site: Site, **options: Any) -> Built:
    """Build; what is wrong with the front matter is no matter here."""
    return site.build(clean=False, suppress_warnings=QUIET, html_use_index=True, **options)


def test_a_post_in_a_bundle_is_withheld_with_it(bundle: Site, confblog: Caller) -> None:
    """Lists and neighbours do not know it, and the command says why."""
    write(bundle, "draft: true")
    built = bundle.build(suppress_warnings=QUIET, html_use_index=True)
    assert "blog: 1 post published; withheld: 2 drafts" in built.status
    found = confblog("list", "--json", "--drafts").records
    assert [(row["title"], row["reasons"], row["built"]) for row in found] == [
        ("Hello, secret", ["it is marked as a draft"], False),
        ("Inner, secret", ["it is in the folder of a withheld post"], False),
    ]


@pytest.mark.slow
def test_a_preview_has_the_whole_bundle(bundle: Site) -> None:
    """With drafts on, all of it is there, as in a later build without."""
    write(bundle, "draft: true")
    built = bundle.build(confblog_drafts=True, suppress_warnings=QUIET)
    assert built.exists(f"{FOLDER}/notes.html")
    assert "Inner" in built.text("blog/index")
    assert leaks(bundle.build(suppress_warnings=QUIET, html_use_index=True)) == []
