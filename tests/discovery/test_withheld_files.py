"""A page that makes public what belongs to a withheld post is warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000"
    "001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
#: How a page uses a file, in Markdown and reStructuredText, and the file.
WAYS = {
    "include": ("```{include} blog/draft.md\n:start-after: Begin\n```", "blog/draft.md"),
    "literalinclude": ("```{literalinclude} blog/draft.md\n```", "blog/draft.md"),
    "raw": ("```{raw} html\n:file: blog/draft.md\n```", "blog/draft.md"),
    # The post itself has a rule in a cell, which docutils 0.21 does not survive.
    "csv-table": ("```{csv-table}\n:file: blog/bundle/data.txt\n```", "blog/bundle/data.txt"),
    "download": ("{download}`it <blog/draft.md>`", "blog/draft.md"),
    "path link": ("[it](path:blog/draft.md)", "blog/draft.md"),
    "image": ("![it](blog/bundle/photo.png)", "blog/bundle/photo.png"),
    "file of a bundle": ("[it](blog/bundle/data.txt)", "blog/bundle/data.txt"),
}


def hide(site: Site) -> None:
    """Write two withheld posts: a file, and a folder with a picture and a text."""
    site.post("draft", "Begin\nSecret, text.\n", title="Draft", date="2020-01-01", draft="true")
    site.post("bundle/index", title="Bundle", date="2020-01-02", draft="true")
    site.write("blog/bundle/photo.png", PNG)
    site.write("blog/bundle/data.txt", "Secret.\n")
    site.post("public", title="Public", date="2020-01-03")


@pytest.mark.slow
def test_pages_that_use_withheld_files(site: Site) -> None:
    """At the lines that name them, in this build and the next, until the posts are public."""
    hide(site)
    expected = set()
    for number, (text, name) in enumerate(WAYS.values()):
        start = "---\norphan: true\n---\n\n# Page\n\nText.\n"
        page = site.write(f"page{number}.md", f"{start}\n{text}\n")
        line = next(n for n, x in enumerate(page.read_text("utf-8").splitlines(), 1) if name in x)
        post = "blog/draft" if "draft" in name else "blog/bundle/index"
        expected.add(
            f"{page}:{line}: WARNING: {name!r} belongs to {post!r}, which is withheld; "
            "this page makes it public [confblog.withheld]"
        )
    for _ in range(2):
        warnings = site.build(clean=False).warnings.splitlines()
        withheld = [line for line in warnings if line.endswith("[confblog.withheld]")]
        assert len(withheld) == len(expected)
        assert set(withheld) == expected
    assert "[confblog.withheld]" not in site.build(clean=False, confblog_drafts=True).warnings


@pytest.mark.slow
def test_pages_in_restructuredtext_and_parallel_builds(site: Site) -> None:
    """Each page and file is named once."""
    hide(site)
    site.write(
        "one.rst", ":orphan:\n\nOne\n===\n\n.. include:: blog/draft.md\n   :start-after: Begin\n"
    )
    site.write("two.rst", ":orphan:\n\nTwo\n===\n\n.. image:: blog/bundle/photo.png\n   :alt: a\n")
    for number in range(6):
        site.write(f"other{number}.md", "---\norphan: true\n---\n\n# Other\n")
    serial = site.build(clean=False).warnings
    assert serial.count("[confblog.withheld]") == 2
    assert site.build(clean=False, out="parallel", jobs=2).warnings == serial


def test_a_post_that_is_withdrawn_later(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock alone moves on: the page is not read again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")  # 2020
    site.post("a", "Text.\n", title="A", date="2019-01-01", expires="2020-06-01")
    page = site.write(
        "page.md", "---\norphan: true\n---\n\n# P\n\n```{literalinclude} blog/a.md\n```\n"
    )
    site.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1609459200")  # 2021
    assert f"{page}:7: WARNING: 'blog/a.md' belongs to" in site.build(clean=False).warnings


def test_a_cover_of_a_withheld_post(site: Site) -> None:
    """A public post may not know whose picture it shows."""
    hide(site)
    path = site.post("public", title="Public", date="2020-01-03", image="bundle/photo.png")
    warnings = site.build(clean=False).warnings
    assert f"{path}:4: WARNING: 'blog/bundle/photo.png' belongs to 'blog/bundle/index'" in warnings


def test_a_link_to_a_withheld_post_is_something_else(site: Site) -> None:
    """MyST says that it leads nowhere; nothing is made public."""
    hide(site)
    site.write("page.md", "---\norphan: true\n---\n\n# Page\n\n[it](blog/draft.md)\n")
    for _ in range(2):
        assert "[confblog.withheld]" not in site.build(clean=False).warnings


def test_a_folder_of_translations(site: Site) -> None:
    """What a public post has in its folder is no withheld one's alone."""
    site.post("b/index", "![p](photo.png)\n", title="B", date="2020-01-01")
    site.post("b/index.fr", title="B", date="2020-01-01", draft="true")
    site.write("blog/b/photo.png", PNG)
    site.build(confblog_languages={"fr": {}})
