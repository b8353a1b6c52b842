"""The page "Coming from ABlog": its example does what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinx_confblog
from sphinx_confblog.cli.ablog.conf import SIDEBARS
from sphinx_confblog.cli.ablog.post_options import OPTIONS as KEYS
from sphinx_confblog.cli.ablog.site_options import OPTIONS

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

PAGE = Path(__file__).parents[2] / "docs" / "coming-from-ablog.md"
_FILE = re.compile(r"(?ms)^(`{3,})\{code-block\} \w+\n:caption: ([^\n]*)\n\n(.*?)^\1$")


@pytest.fixture
def page() -> str:
    """The text of the page."""
    if not PAGE.is_file():
        pytest.skip("the docs are not at hand")
    return PAGE.read_text("utf-8")


def files(text: str) -> dict[str, str]:
    """The files that a text shows."""
    return {name: content for _, name, content in _FILE.findall(text)}


def test_the_example_moves(page: str, site: Site, confblog: Caller) -> None:
    """The site before becomes the site after, builds, and has the addresses of the table."""
    before, _, after = page.partition("The same site after")
    old, new = files(before), files(after)
    assert set(old) == set(new)
    for name, text in old.items():
        site.write(name, text)
    said = confblog("move", "ablog", "--yes", "--no-compare").out
    assert {name: (site.srcdir / name).read_text() for name in new} == new
    notes = re.findall(r"^conf\.py:\d+: .*$", after, re.MULTILINE)
    assert notes
    assert [note for note in notes if note not in said] == []
    built = site.build(html_theme="alabaster")
    table = after[after.index("| URL |") :].partition("\n\n")[0]
    addresses = re.findall(r"`(news[^` ]*\.(?:html|xml))`", table)
    assert len(addresses) > 12
    assert [address for address in addresses if not built.exists(address)] == []
    assert 'url=posts/anvil-2.html"' in built.read("news/anvil-two.html")
    assert 'href="news/tag/speed.html"' in built.body("index")


def test_all_of_ablog_has_a_line(page: str) -> None:
    """Every option, key and sidebar that the command knows is on the page."""
    names = [*OPTIONS, *KEYS, *(f"ablog/{name}.html" for name in SIDEBARS if name != "postcard2")]
    found = set(re.findall(r"[\w/.]+", page)) | {"disqus_drafts", "disqus_pages"}
    icons = {name for name in OPTIONS if name.startswith(("fontawesome", "disqus"))}
    assert sorted(set(names) - icons - found) == []


def test_the_classes_of_the_table_are_used(page: str) -> None:
    """Each class that it names is one that the package gives something."""
    ours = set(re.findall(r"`(confblog-[\w-]+)`", page.partition("## Templates and styles")[2]))
    package = Path(sphinx_confblog.__file__).parent
    paths = (path for path in package.rglob("*.*") if path.suffix in {".py", ".html", ".css"})
    text = "\n".join(path.read_text("utf-8") for path in paths)
    used = set(re.findall(r"confblog-[\w-]+", text))
    # Others end with what is filled in, such as the key of a taxonomy.
    stems = set(re.findall(r"(confblog-[\w-]+-)\{", text))
    assert len(ours) > 20
    assert [n for n in sorted(ours - used) if n[: n.rindex("-") + 1] not in stems] == []
