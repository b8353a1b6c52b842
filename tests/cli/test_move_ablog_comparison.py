"""The move of a site ends by comparing what readers find before and after."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest
from sparing import wasteful

from sphinx_confblog.cli.ablog.comparison import BuiltSite, compare, read_output

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Caller, Said
    from conftest import Site

CONF = """\
extensions = ["myst_parser", "ablog"]
html_theme = "alabaster"
blog_baseurl = "https://example.org/"
blog_feed_archives = True
"""
POST = "---\nblogpost: true\ndate: {date}\ntags: {tags}\n---\n# {title}\n\nText.\n"


@pytest.fixture
def old(site: Site) -> Site:
    """A site on ABlog with two posts and a draft."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST.format(date="2026-01-15", tags="speed", title="A"))
    site.write("blog/b.md", POST.format(date="2026-02-15", tags="speed, size", title="B"))
    site.write("blog/c.md", "---\nblogpost: true\n---\n# Draft\n\nText.\n")
    return site


def move(confblog: Caller, *flags: str, code: int = 0) -> Said:
    """Move the site."""
    return confblog("move", "ablog", "--yes", *flags, code=code)


@pytest.mark.slow
def test_a_site_that_keeps_all_says_so(old: Site, confblog: Caller) -> None:
    """All posts, addresses and entries are counted; a draft's page is not missed."""
    pytest.importorskip("ablog")
    out = move(confblog).out
    assert "\n2 posts before, 2 now\n" in out
    assert "URLs before" in out
    assert "missing:" not in out
    assert "changed dates" not in out


@pytest.mark.slow
def test_both_builds_are_made_by_one_builder(old: Site, confblog: Caller) -> None:
    """The builder that ABlog was told of is not known after the move, and is used all the same."""
    pytest.importorskip("ablog")
    old.write("conf.py", f'{CONF}ablog_builder = "dirhtml"\n')
    assert "now; missing" not in move(confblog).out


@pytest.mark.slow
def test_what_is_gone_is_named(old: Site, confblog: Caller) -> None:
    """Posts, addresses and entries that are not there any more are listed, and the code is 1."""
    pytest.importorskip("ablog")
    old.write("blog/a.md", POST.format(date="2026-01-15\ndraft: true", tags="old", title="A"))
    out = move(confblog, code=1).out
    assert "\n2 posts before, 1 now; missing:\n  blog/a\n" in out
    _, _, rest = out.partition("URLs before")
    assert "missing:\n  blog/a.html\n  blog/tag/old.html\n" in rest
    assert "\n  blog/atom.xml: https://example.org/blog/a.html" in rest


@pytest.mark.slow
def test_two_posts_below_one_title_are_one(old: Site, confblog: Caller) -> None:
    """ABlog shows the last of them, whose date is gone; no section is named that never was."""
    pytest.importorskip("ablog")
    old.write("blog/d.rst", "D\n=\n\n.. post:: 2026-01-15\n\n.. post:: 2026-01-16\n")
    out = move(confblog, code=1).out
    assert "3 posts before, 3 now\n" in out
    assert "changed dates:\n  blog/d: 2026-01-16 before, 2026-01-15 now\n" in out


@pytest.mark.slow
def test_two_tags_with_one_feed_lose_an_entry(old: Site, confblog: Caller) -> None:
    """ABlog has one page and one feed of C and C++; nothing is left to do by hand, and yet."""
    pytest.importorskip("ablog")
    old.write("blog/a.md", POST.format(date="2026-01-15", tags="C", title="A"))
    old.write("blog/b.md", POST.format(date="2026-02-15", tags="C++", title="B"))
    out = move(confblog, code=1).out
    assert "missing:\n  blog/tag/c/atom.xml: https://example.org/blog/b.html\n" in out
    assert "By hand" not in out


@pytest.mark.slow
def test_an_older_build_is_compared_with(old: Site, confblog: Caller) -> None:
    """Where ABlog's build is at hand, ABlog need not be; a site that has moved is compared too."""
    folder = old.srcdir.parent / "website"
    for name in ("index.html", "blog.html", "blog/a.html", "blog/gone.html", "_static/x.css"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    entry = (
        "<entry><id>https://example.org/blog/a.html</id><published>2026-01-{}</published></entry>"
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    (folder / "blog/atom.xml").write_text(feed.format("15T00:00:00+00:00"))
    for _ in range(2):
        out = move(confblog, "--before", str(folder), code=1).out
        assert "5 URLs before" in out
        assert "missing:\n  blog/gone.html\n1 feed entry before" in out
        assert "posts before" not in out
        assert "changed dates" not in out
    (folder / "blog/gone.html").unlink()
    (folder / "blog/atom.xml").write_text(feed.format("16T00:00:00+00:00"))
    out = move(confblog, "--before", str(folder), code=1).out
    assert "changed dates:\n  https://example.org/blog/a.html: 2026-01-16 before, 2026-01-15" in out
    said = confblog("move", "ablog", "--before", str(folder / "none"), code=2)
    assert "there is no folder" in said.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("extension", "code", "said"),
    [
        ("ablog", 0, "Not compared, because the build with ABlog failed: "),
        ("sphinx_confblog", 1, "The site cannot be built after the move: "),
    ],
)
def test_a_build_that_fails_is_told(
    old: Site, confblog: Caller, extension: str, code: int, said: str
) -> None:
    """The move is made; what the build said last is shown.

    One that fails after a build that does not is tried with programs that users run.
    """
    pytest.importorskip("ablog")
    error = f'def setup(app):\n    assert "{extension}" not in app.extensions, "No, no."\n'
    old.write("conf.py", CONF + error)
    with wasteful() if code else nullcontext():
        out = move(confblog, code=code).out
    assert said in out
    assert "No, no." in out
    assert "sphinx_confblog" in (old.srcdir / "conf.py").read_text()


def test_nothing_is_built_unless_something_changes(old: Site, confblog: Caller) -> None:
    """Not for a dry run, not if it is not wanted, and not for a site that has moved."""
    for flags in (["--dry-run"], ["--yes", "--no-compare"], ["--yes"]):
        said = confblog("move", "ablog", *flags)
        assert "Building" not in said.err
        assert "URLs before" not in said.out


def test_drafts_are_not_missed_and_posts_are() -> None:
    """A page goes with its draft; that of a post that ABlog published is named."""
    before = BuiltSite(
        posts={"blog/a": "2026-01-15"},
        addresses=frozenset({"blog/a.html", "blog/draft.html", "blog/later/index.html"}),
    )
    posts, addresses, _ = compare(before, BuiltSite(), ["blog/a", "blog/draft", "blog/later"])
    assert posts == ("1 post before, 0 now; missing", ["blog/a"])
    assert addresses == ("3 URLs before, 0 now; missing", ["blog/a.html"])


def test_pages_of_terms_without_a_name_are_not_missed(tmp_path: Path) -> None:
    """ABlog writes such a page for an empty field."""
    (tmp_path / "blog/category").mkdir(parents=True)
    for name in (".html", "a.html"):
        (tmp_path / "blog/category" / name).write_text("")
    assert read_output(tmp_path, {}).addresses == {"blog/category/a.html"}


def test_only_known_drafts_go_without_being_missed() -> None:
    """Where ABlog's drafts are known, a page that was none is named if it is withheld now."""
    before = BuiltSite(
        drafts=frozenset(["blog/draft"]),
        addresses=frozenset({"blog/about.html", "blog/draft.html"}),
    )
    addresses = compare(before, BuiltSite(), ["blog/about", "blog/draft"])[0]
    assert addresses == ("2 URLs before, 0 now; missing", ["blog/about.html"])


def test_other_dates_are_named() -> None:
    """The day of a post is compared, in feeds where posts are not known."""
    feeds = {"blog/atom.xml": {"x": "2026-01-15", "y": ""}}
    later = {"blog/atom.xml": {"x": "2026-01-16", "y": "2026-01-01"}}
    known = BuiltSite(posts={"a": "2026-01-15"}, feeds=feeds)
    now = BuiltSite(posts={"a": "2026-01-16"}, feeds=later)
    said = ("changed dates", ["a: 2026-01-15 before, 2026-01-16 now"])
    assert compare(known, now, ())[-1] == said
    said = ("changed dates", ["x: 2026-01-15 before, 2026-01-16 now"])
    assert compare(BuiltSite(feeds=feeds), BuiltSite(feeds=later), ())[-1] == said


def test_entries_may_make_way_for_newer_ones() -> None:
    """A feed that is as long as it was and has newer entries lacks nothing; a shorter one does."""

    def gone(**days: str) -> list[str]:
        before = {"tag.xml": {"a": "2026-01-15", "b": "2026-01-16"}}
        entries = compare(BuiltSite(feeds=before), BuiltSite(feeds={"tag.xml": days}), ())[1]
        return entries.names

    assert gone(b="2026-01-16", c="2026-01-17") == []
    assert gone(b="2026-01-16") == ["tag.xml: a"]
    assert gone(a="2026-01-15", c="2026-01-14") == ["tag.xml: b"]


def test_files_that_are_no_feeds_have_no_entries(tmp_path: Path) -> None:
    """A sitemap is an address; so is a file that cannot be read as XML."""
    (tmp_path / "sitemap.xml").write_text("<urlset/>")
    (tmp_path / "broken.xml").write_text("<feed")
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static" / "x.xml").write_text("<feed/>")
    assert read_output(tmp_path, {}) == BuiltSite(
        addresses=frozenset(["sitemap.xml", "broken.xml"])
    )


@pytest.mark.slow
def test_keys_that_ablog_ignored_move_no_post(old: Site, confblog: Caller) -> None:
    """A language in front matter or in a file's name, a slug and so on change no address."""
    pytest.importorskip("ablog")
    keys = "lang: fr\npermalink: /x/\nslug: y\naliases: /blog/b.html\ntranslation_key: b"
    old.write("blog/a.md", POST.format(date=f"2026-01-15\n{keys}", tags="speed", title="A"))
    old.write("blog/d.fr.md", POST.format(date="2026-01-16", tags="speed", title="D"))
    out = move(confblog).out
    assert "blog/a.md:4: lang: ABlog ignored it; it is renamed to unused_lang" in out
    assert "missing:" not in out
    assert "unused_slug: y\n" in (old.srcdir / "blog/a.md").read_text()


@pytest.mark.slow
def test_lists_stay_as_long_and_as_rich_as_they_were(old: Site, confblog: Caller) -> None:
    """All posts are on one page, with excerpts; the feed is named on every page."""
    for number in range(1, 13):
        text = POST.format(date=f"2026-03-{number:02}", tags="many", title=f"N{number}")
        old.write(f"blog/n{number}.md", text.replace("Text.", f"Excerpt {number}."))
    confblog("move", "ablog", "--yes", "--no-compare")
    built = old.build()
    for page in ("blog/index", "blog/2026", "blog/tag/many"):
        assert [n for n in range(1, 13) if f"Excerpt {n}." not in built.text(page)] == []
    assert 'type="application/atom+xml"' in built.read("index.html")


def test_lists_of_titles_stay_lists_of_titles(old: Site, confblog: Caller) -> None:
    """Where ABlog was told to show titles alone, there are no excerpts."""
    old.write("conf.py", f"{CONF}blog_archive_titles = True\n")
    confblog("move", "ablog", "--yes", "--no-compare")
    built = old.build()
    for page in ("blog/index", "blog/2026", "blog/tag/speed"):
        assert "Text." not in built.text(page)
