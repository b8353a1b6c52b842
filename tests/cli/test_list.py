"""``confblog list``: what each post is, and why some are withheld."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_confblog.cli.terminal import table, width
from sphinx_confblog.frontmatter.headings import first_heading

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

STATES = {
    "2020-01-01-plain": "published",
    "2020-02-01-quiet": "unlisted",
    "2020-03-01-idea": "draft",
    "2020-04-01-offer": "expired",
    "2099-01-01-later": "scheduled",
    "odd": "not understood",
}
FLAGS = {
    "--published": "plain",
    "--unlisted": "quiet",
    "--drafts": "idea",
    "--expired": "offer",
    "--scheduled": "later",
    "--not-understood": "odd",
}


@pytest.fixture
def posts(site: Site) -> Site:
    """A site with a post of each kind."""
    site.post("2020-01-01-plain", title="Plain", tags="docker, C++", author="Ada")
    site.post("2020-02-01-quiet", "# Quiet `code`\n", unlisted="true")
    site.post("2020-03-01-idea", draft="true", tags="Docker", authors="Bob")
    site.post("2020-04-01-offer", expires="2020-05-01")
    site.post("2099-01-01-later", title="日本語")
    site.post("odd", date="someday", title="Odd")
    site.write("blog/page.md", "# A page\n")
    return site


def test_each_post_has_a_state(posts: Site, confblog: Caller) -> None:
    """The newest first, those without a date last; ordinary pages are no posts."""
    records = confblog("list", "--json").records
    found = {record["docname"].removeprefix("blog/"): record["state"] for record in records}
    assert found == STATES
    assert list(found)[:2] == ["2099-01-01-later", "2020-04-01-offer"]
    assert list(found)[-1] == "odd"
    assert [record["built"] for record in records].count(True) == 2


def test_records_have_these_keys(posts: Site, confblog: Caller) -> None:
    """Other programs rely on them."""
    first = confblog("list", "--published", "--json").records[0]
    assert first == {
        "blog": "",
        "docname": "blog/2020-01-01-plain",
        "path": "blog/2020-01-01-plain.md",
        "title": "Plain",
        "date": "2020-01-01T00:00:00+00:00",
        "updated": None,
        "expires": None,
        "state": "published",
        "reasons": [],
        "built": True,
        "pinned": False,
        "featured": False,
        "language": None,
        "event": None,
        "terms": {"tags": ["docker", "C++"], "authors": ["Ada"]},
    }


def test_events(site: Site, confblog: Caller) -> None:
    """Programs learn when and where events are, and whether they take place."""
    place = "{name: Le Beffroi, address: Montrouge}"
    more = f"location: {place}, url: 'https://conf.example.org/', status: canceled"
    site.post("2026-01-01-a", event=f"{{start: 2026-06-11 09:00 Europe/Paris, {more}}}")
    site.post("2026-01-02-b", event="{start: 2026-06-11, end: 2026-06-12, location: online}")
    events = [record["event"] for record in confblog("list", "--json").records]
    assert events == [
        {
            "start": "2026-06-11",
            "end": "2026-06-12",
            "location": {"name": None, "address": None, "url": None, "online": True},
            "url": None,
            "status": "scheduled",
        },
        {
            "start": "2026-06-11T09:00:00+02:00",
            "end": None,
            "location": {
                "name": "Le Beffroi",
                "address": "Montrouge",
                "url": None,
                "online": False,
            },
            "url": "https://conf.example.org/",
            "status": "cancelled",
        },
    ]


def test_the_table_says_why(posts: Site, confblog: Caller) -> None:
    """Each post has a line, and those that are withheld say why below it."""
    said = confblog("list")
    assert said.out == (
        "2099-01-01  scheduled       日本語      blog/2099-01-01-later.md\n"
        "            its date is in the future: 2099-01-01 00:00 UTC\n"
        "2020-04-01  expired         Offer       blog/2020-04-01-offer.md\n"
        "            it expired on 2020-05-01\n"
        "2020-03-01  draft           Idea        blog/2020-03-01-idea.md\n"
        "            it is marked as a draft\n"
        "2020-02-01  unlisted        Quiet code  blog/2020-02-01-quiet.md\n"
        "            it is marked as unlisted\n"
        "2020-01-01  published       Plain       blog/2020-01-01-plain.md\n"
        "            not understood  Odd         blog/odd.md\n"
        "            line 2: date: 'someday' is not a date; write it like 2015-06-12 or "
        "2015-06-12 13:29:57, with or without a zone (UTC, CEST, +02:00, Europe/Paris). "
        "The post is withheld.\n"
    )
    assert said.err.startswith(
        "6 posts\nblog/page.md has no date, so it is an ordinary page. To make"
    )
    assert said.err.endswith("\nRun confblog check to see all warnings.\n")


@pytest.mark.parametrize(("flag", "name"), FLAGS.items())
def test_states_can_be_chosen(posts: Site, confblog: Caller, flag: str, name: str) -> None:
    """Each flag lists the posts of its state."""
    (record,) = confblog("list", flag, "--json").records
    assert record["docname"].endswith(name)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--drafts", "--scheduled"], 2),
        (["--tag", "DOCKER"], 2),
        (["--tag", "docker", "--drafts"], 1),
        (["--tag", "C++", "--tag", "docker"], 2),
        (["--tag", "c"], 0),
        (["--author", "ada", "--author", "bob"], 2),
        (["--author", "ada", "--tag", "nothing"], 0),
    ],
)
def test_choices_combine(posts: Site, confblog: Caller, arguments: list[str], count: int) -> None:
    """Choices of one kind widen, of different kinds narrow."""
    assert len(confblog("list", *arguments, "--json").records) == count
    assert f"{count} post" in confblog("list", *arguments).err


def test_aliases_count(posts: Site, confblog: Caller) -> None:
    """A term has other spellings where the site says so."""
    terms = '\nconfblog_terms = {"tags": {"docker": {"aliases": ["container"]}}}\n'
    posts.write("conf.py", (posts.srcdir / "conf.py").read_text("utf-8") + terms)
    assert len(confblog("list", "--tag", "container", "--json").records) == 2


def test_posts_go_by_their_own_addresses(site: Site, confblog: Caller) -> None:
    """The docname is that of the page, the path that of the file."""
    conf = (site.srcdir / "conf.py").read_text("utf-8")
    site.write("conf.py", conf + 'confblog_permalink = "{year}/{slug}"\n')
    site.post("2020-01-01-one")
    site.post("2020-02-01-two/index")
    site.post("2020-03-01-three/index", date="someday")
    site.build(clean=False)
    records = confblog("list", "--json").records
    assert [(record["docname"], record["path"]) for record in records] == [
        ("blog/2020/two", "blog/2020-02-01-two/index.md"),
        ("blog/2020/one", "blog/2020-01-01-one.md"),
        ("blog/2020-03-01-three/index", "blog/2020-03-01-three/index.md"),
    ]
    assert (records[2]["title"], records[2]["date"]) == ("Three", "2020-03-01")


def test_previews_build_more(posts: Site, confblog: Caller) -> None:
    """A draft stays a draft, and is built."""
    (record,) = confblog("list", "--drafts", "--json", "-D", "confblog_drafts=1").records
    assert (record["state"], record["built"]) == ("draft", True)


def test_no_post_is_no_error(site: Site, confblog: Caller) -> None:
    """An empty list is a list."""
    assert confblog("list").out == ""
    assert confblog("list", "--json").records == []


@pytest.mark.slow
def test_titles_are_those_of_a_build(site: Site, confblog: Caller) -> None:
    """The first heading of the first level counts, else the file name."""
    bodies = ["# One *two*\n", "Text.\n\nThree\n=====\n", "```\n# no\n```\n\n## Two\n\n# Three #\n",
              "## Only\n", "# A `b` c\n\n# D\n", "Text\n"]  # fmt: skip
    for number, body in enumerate(bodies):
        site.post(f"2020-01-0{number + 1}-post", body)
    built = site.build()
    said = {record["docname"]: record["title"] for record in confblog("list", "--json").records}
    for docname, title in said.items():
        shown = re.search(r"<h1[^>]*>(.*?)<a", built.body(docname))
        assert shown is not None
        assert re.sub("<.*?>", "", shown[1]) == title


def test_long_titles_are_cut(site: Site, confblog: Caller) -> None:
    """In the table; records have the whole."""
    site.post("2020-01-01-a", title="日" * 90)
    table = confblog("list").out
    assert "日" * 29 + "…" in table
    assert "日" * 30 not in table
    assert confblog("list", "--json").records[0]["title"] == "日" * 90


def test_columns_fit_wide_characters() -> None:
    """Characters of two columns and of none count as they are shown."""
    rows = [("日本", "a"), ("e\u0301tude", "b"), ("a\x1bb\nc", "c")]
    lines = list(table(rows, lambda _column, _cell, padded: padded))
    assert [width(line.rpartition("  ")[0]) for line in lines] == [5, 5, 5]
    assert lines[2] == "a b c  c"


def test_a_heading_in_front_matter_is_none() -> None:
    """A comment of YAML looks like one."""
    assert first_heading("---\n# no\ntags: a\n---\n\n# Yes\n") == "Yes"
    assert first_heading("") is None


def test_unknown_tags_are_named(posts: Site, confblog: Caller) -> None:
    """The message says which there are, those of drafts too; scripts get no post."""
    said = confblog("list", "--tag", "dokcer", "--author", "nope", "--json")
    assert said.out == "[]\n"
    assert said.err == (
        "--tag: no post has 'dokcer'; did you mean 'docker'? Tags: C++, docker\n"
        "--author: no post has 'nope'. Authors: Ada, Bob\n"
    )
    assert "no post has" not in confblog("list", "--tag", "DOCKER").err
    assert "no post has" not in confblog("list", "--author", "bob", "--published").err
    assert confblog("list", "--tag", "nope", "-q").err == ""
