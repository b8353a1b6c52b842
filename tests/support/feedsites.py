"""A site with feeds, and what its builds leave."""

from __future__ import annotations

import re
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from feedrules import checked_atom, checked_json, checked_rss, content_of

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = "https://site.example/docs/"
ALL = ["atom", "rss", "json"]
CHECKS: dict[str, Any] = {
    "atom.xml": checked_atom, "rss.xml": checked_rss, "feed.json": checked_json,
}  # fmt: skip


def with_feeds(site: Site) -> Site:
    """Give a site an address and three posts."""
    conf = (site.srcdir / "conf.py").read_text()
    site.write("conf.py", f"{conf}html_baseurl = {BASE!r}\n")
    for number in (1, 2, 3):
        text = f"First {number}.\n\nREADMORE\n\n## More\n\nLater {number}.\n"
        site.post(f"2020-01-0{number}-p{number}", text, title=f"P{number}", tags=f"t{number}, all")
    return site


def feeds(built: Built) -> dict[str, bytes]:
    """All feeds of a site, each of which follows the rules."""
    found = {p: c for p, c in built.everything().items() if p.rpartition("/")[2] in CHECKS}
    for path, content in found.items():
        check(path.rpartition("/")[2], content)
    return found


@cache
def check(name: str, content: bytes) -> None:
    """Check a feed once, however many builds write it."""
    CHECKS[name](content)


def atom(built: Built, path: str = "blog/atom.xml") -> Any:
    """A feed of Atom as a reader sees it."""
    return checked_atom((built.outdir / path).read_bytes())


def titles(built: Built, path: str = "blog/atom.xml") -> list[str]:
    """The titles in a feed."""
    return [entry.title for entry in atom(built, path).entries]


def text_of(built: Built, place: int = 0) -> str:
    """The HTML of one post in the blog's feed."""
    return content_of(atom(built).entries[place])


def named(page: str) -> list[str]:
    """The feeds that a page names."""
    return re.findall(r'<link rel="alternate" type="application/[^>]* href="([^"]*)"', page)


def kept(blog: Site) -> list[str]:
    """The posts whose text is kept for feeds."""
    folder = blog.srcdir.parent / "_build" / "doctrees"
    return sorted(path.stem for path in folder.glob("confblog-*/blog/*.html"))


def written(site: Site, **options: Any) -> list[str]:
    """The pages and feeds that a build writes."""
    before = times(site)
    time.sleep(0.02)
    site.build(**options)
    always = {"genindex.html", "search.html"}
    return sorted(
        name for name, mtime in times(site).items() - before.items() if name not in always
    )


def times(site: Site) -> dict[str, int]:
    """When pages and feeds were last written."""
    folder = site.srcdir.parent / "_build" / "html"
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.suffix == ".html" or path.name in CHECKS
    }
