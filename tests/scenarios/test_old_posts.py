"""Old posts say that the docs may have changed since."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from collections.abc import Sized

    from conftest import Built, Site

NOTICE = "This post is from 2019; the docs may have changed since."
#: Noon of January 1, 2021, in seconds.
NEW_YEAR = 1609502400


def notice(built: Built, docname: str) -> str:
    """The text of a post's notice, with its markup; "" if there is none."""
    match = re.search(
        r'(?s)<div class="confblog-banner confblog-banner-archived [^"]*" role="note">(.*?)</div>',
        built.read(f"{docname}.html"),
    )
    return " ".join(match[1].split()) if match else ""


def at(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Set the clock to so many days after New Year of 2021."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NEW_YEAR + days * 86400))


def test_none_by_default(site: Site) -> None:
    """Without the option, no post is old."""
    site.post("1999-01-01-a", title="A")
    assert notice(site.build(), "blog/1999-01-01-a") == ""


def test_age(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post is archived on the day that it has the age; what it says of itself comes first."""
    at(monkeypatch, 0)
    site.post("2019-01-01-a", title="A")
    site.post("2019-01-02-no", title="No", archived="false")
    site.post("2019-01-03-updated", title="Updated", updated="2020-12-01")
    site.post("2020-12-31-yes", title="Yes", archived="true")
    built = site.build(confblog_archived_after=731)
    assert notice(built, "blog/2019-01-01-a") == f"<p>{NOTICE}</p>"
    assert notice(built, "blog/2019-01-02-no") == ""
    assert notice(built, "blog/2019-01-03-updated") == ""
    assert "from 2020" in notice(built, "blog/2020-12-31-yes")
    assert "may have changed" not in built.read("blog/index.html")
    assert notice(site.build(confblog_archived_after=732), "blog/2019-01-01-a") == ""


def test_newer_post(site: Site) -> None:
    """The notice links to the post that replaces it, under its title."""
    site.post("2019-01-01-a", title="A", superseded_by="b")
    site.post("2020-01-01-b", title="Better")
    newer = '<p>Newer post: <a class="reference internal" href="2020-01-01-b.html">Better</a></p>'
    assert notice(site.build(), "blog/2019-01-01-a") == f"<p>{NOTICE}</p> {newer}"


def test_newer_post_is_withheld(site: Site) -> None:
    """A newer post that is not public yet leaves no trace."""
    site.post("2019-01-01-a", title="A", superseded_by="secret")
    site.post("2999-01-01-secret", title="Later")
    assert notice(site.build(), "blog/2019-01-01-a") == f"<p>{NOTICE}</p>"


def test_newer_post_is_missing(site: Site) -> None:
    """A name that means no other post is warned of, at its line."""
    site.post("2019-01-01-a", title="A", superseded_by="bb")
    site.post("2020-01-01-b", title="B", superseded_by="b")
    site.post("2020-01-02-c", title="C", superseded_by="nothing")
    built = site.build(clean=False)
    for name, said in (
        ("2019-01-01-a", "no post is called 'bb'; did you mean 'b'?"),
        ("2020-01-01-b", "'b' is this post itself; name the post that replaces it."),
        ("2020-01-02-c", "no post is called 'nothing'."),
    ):
        warning = (
            f"{name}.md:3: WARNING: superseded_by: {said} The link to a newer post is left out."
        )
        assert warning in built.warnings
        assert notice(built, f"blog/{name}").count("<p>") == 1


def test_words(site: Site) -> None:
    """Sites have words of their own, and the blog's language otherwise; feeds have none."""
    site.post("2019-02-01-a", title="A", archived="true")
    pattern = "Written on {date} ({year})."
    built = site.build(confblog_archived_notice=pattern)
    assert notice(built, "blog/2019-02-01-a") == "<p>Written on February 1, 2019 (2019).</p>"
    german = site.build(language="de", html_baseurl="https://example.org/")
    assert "Dieser Beitrag ist von 2019" in notice(german, "blog/2019-02-01-a")
    assert "Dieser Beitrag" not in german.read("blog/atom.xml")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with an archived post, whose builders share what the first of them has read."""
    site = plain_site(tmp_path_factory.mktemp("shared") / "site")
    text = "{py:func}`anvil.frge` [](#anvil.frge)\n"
    site.post("2019-02-01-a", text, title="A", archived="true")
    site.write("index.md", "# Site\n\n```{toctree}\nblog/2019-02-01-a\n```\n")
    return site


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml", "man", "dirhtml"])
def test_other_builders(shared: Site, builder: str) -> None:
    """Each builder shows the notice, and none warns of references that lead nowhere."""
    built = shared.build(builder, copyright="us", version="1", nitpicky=True)
    words = re.compile(rb"from\s+2019")
    assert any(words.search(data) for data in built.everything().values())


OPTIONS: dict[str, Any] = {"confblog_archived_after": 731}


@pytest.mark.slow
def test_later_builds_equal_clean_ones(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock archives posts, and titles and dates of newer posts reach the notice."""
    at(monkeypatch, -1)
    site.post("2019-01-01-a", title="A")
    site.post("2019-05-01-b", title="B", superseded_by="c")

    def check(step: str) -> Built:
        later = site.build(**OPTIONS)
        assert later.everything() == site.build(out="clean", fresh=True, **OPTIONS).everything(), (
            step
        )
        return later

    site.post("2021-01-05-c", title="C")
    assert notice(site.build(**OPTIONS), "blog/2019-01-01-a") == ""
    at(monkeypatch, 0)
    assert notice(check("a day later"), "blog/2019-01-01-a") != ""
    at(monkeypatch, 9)
    assert ">C<" in notice(check("a newer post"), "blog/2019-05-01-b")
    site.post("2021-01-05-c", title="Changed")
    assert ">Changed<" in notice(check("a title"), "blog/2019-05-01-b")


API = """\
API
===

.. py:module:: anvil

.. py:function:: forge(iron)

.. py:function:: tools.melt(iron)

.. _forging:

Forging
-------
"""
NITPICKY: dict[str, Any] = {"nitpicky": True}
#: What leads nowhere in a post -> what an archived post shows in its place.
GONE = {
    "{py:func}`anvil.frge`": "<code[^>]*>anvil.frge\\(\\)</code>",
    "{py:func}`it <anvil.frge>`": "<code[^>]*>it</code>",
    "{ref}`forgin`": "<code[^>]*>forgin</code>",
    "{doc}`/appi`": "<code[^>]*>/appi</code>",
    "{term}`slag`": "<code[^>]*>slag</code>",
    "{option}`--heat`": "<code[^>]*>--heat</code>",
    "{envvar}`HEAT`": "<code[^>]*>HEAT</code>",
    "{any}`anvil.frge`": "<code[^>]*>anvil.frge</code>",
    "{c:func}`melt`": "<code[^>]*>melt\\(\\)</code>",
    "{cpp:class}`smith::Hammer`": "<code[^>]*>smith::Hammer</code>",
    "{numref}`nothing`": "<code[^>]*>nothing</code>",
    "{eq}`nothing`": "<code[^>]*>nothing</code>",
    "{blog:post}`nothing`": "<code[^>]*>nothing</code>",
    "[](#anvil.frge)": "<code[^>]*>anvil.frge</code>",
    "[how to forge](#anvil.frge)": "how to forge",
    "[how to forge](../gide.md)": "how to forge",
}


def write_api(site: Site, body: str, **front: str) -> None:
    """Write a page of objects, and a post."""
    site.write("api.rst", API)
    site.write("guide.md", "# Guide\n")
    site.write("index.md", "# Site\n\n```{toctree}\napi\nguide\n```\n")
    site.post("2019-01-01-a", f"# A\n\nSee {body} there.\n", **front)


@pytest.mark.slow
def test_what_leads_nowhere(site: Site) -> None:
    """References that lead nowhere are code in archived posts and their excerpts, elsewhere not."""
    write_api(site, "nothing", archived="true")
    for number, source in enumerate(GONE):
        site.post(f"2019-02-01-p{number}", f"# P\n\nSee {source} there.\n", archived="true")
    built = site.build(**NITPICKY, confblog_posts_per_page=len(GONE) + 1)
    pages = {name: plain(built.body(f"blog/{name}")) for name in ("index", *names(GONE))}
    for number, source in enumerate(GONE):
        assert re.search(f"See {GONE[source]} there", pages[f"2019-02-01-p{number}"]), source
        link = f'href="2019-02-01-p{number}.html"'
        card = next(part for part in pages["index"].split("<article") if link in part)
        assert re.search(f"See {GONE[source]} there", card), source
        site.post(f"2019-02-01-p{number}", f"# P\n\nSee {source} there.\n")
    warnings = site.build(**NITPICKY, clean=False).warnings
    assert [name for name in names(GONE) if f"{name}.md:3: WARNING" not in warnings] == []


def names(sources: Sized) -> list[str]:
    """The names of the posts with these sources."""
    return [f"2019-02-01-p{number}" for number in range(len(sources))]


def plain(body: str) -> str:
    """Return HTML without its spans."""
    return re.sub(r"</?span[^>]*>", "", body)


#: What leads somewhere from any post.
THERE = ["{py:func}`anvil.forge`", "{ref}`forging`", "{py:class}`int`", "[shop](/shop/)"]


def test_what_leads_somewhere(site: Site) -> None:
    """Other references in archived posts are what they are elsewhere."""
    write_api(site, "nothing")
    shown = []
    for archived in ("false", "true"):
        for name, source in zip(names(THERE), THERE, strict=True):
            site.post(name, f"# P\n\nSee {source} there.\n", archived=archived)
        built = site.build(**NITPICKY)
        bodies = [built.body(f"blog/{name}") for name in names(THERE)]
        shown.append([re.findall("See .* there[.]", body) for body in bodies])
    assert shown[0] == shown[1]
    assert [len(found) for found in shown[0]] == [1] * len(THERE)


#: What leads nowhere in a post -> the end of what is said of it.
MEANT = {
    "{py:func}`anvil.frge`": "py:func reference target not found: anvil.frge; did you mean "
    "'anvil.forge'? [ref.func]",
    "{py:func}`old.melt`": "not found: old.melt; did you mean 'anvil.tools.melt'? [ref.func]",
    "{ref}`forgin`": "undefined label: 'forgin'; did you mean 'forging'? [ref.ref]",
    "{doc}`/appi`": "unknown document: '/appi'; did you mean '/api'? [ref.doc]",
    "{any}`anvil.frge`": "'any' reference target not found: anvil.frge; did you mean "
    "'anvil.forge'? [ref.any]",
    "[it](#anvil.frge)": "'anvil.frge'; did you mean 'anvil.forge'? [myst.xref_missing]",
    "[it](../gide.md)": "'../gide.md'; did you mean '../guide.md'? [myst.xref_missing]",
    "{blog:post}`aa`": "blog:post reference target not found: aa; did you mean 'a'?",
    "{py:func}`something.else`": "not found: something.else [ref.func]",
}


@pytest.mark.slow
def test_what_may_be_meant(site: Site) -> None:
    """Warnings about other posts say what is like the name; those about pages stay as they are."""
    write_api(site, "nothing")
    for name, source in zip(names(MEANT), MEANT, strict=True):
        site.post(name, f"# P\n\nSee {source} there.\n")
    lines = site.build(**NITPICKY, clean=False).warnings.splitlines()
    for name, said in zip(names(MEANT), MEANT.values(), strict=True):
        [line] = [line for line in lines if f"/{name}.md" in line]
        assert f"{name}.md:3: WARNING: " in line
        assert said in line
    assert len(lines) == len(MEANT)
    for name in names(MEANT):
        site.post(name, "# P\n")
    site.write("guide.md", "# Guide\n\n{py:func}`anvil.frge`\n")
    assert "not found: anvil.frge [ref.func]" in site.build(**NITPICKY, clean=False).warnings


@pytest.mark.slow
def test_objects_come_and_go(site: Site) -> None:
    """Archived posts and lists of them follow the objects, as in a clean build."""
    write_api(site, "{py:func}`anvil.forge` [it](#anvil.forge)", archived="true")

    first = site.build(**NITPICKY).everything()
    site.write("api.rst", API.replace("forge(iron)", "smelt(iron)"))
    gone = site.build(**NITPICKY).everything()
    assert gone == site.build(out="clean", **NITPICKY).everything()
    assert gone["blog/2019-01-01-a.html"] != first["blog/2019-01-01-a.html"]
    site.write("api.rst", API)
    assert site.build(**NITPICKY).everything() == first


@pytest.mark.slow
def test_two_processes(site: Site) -> None:
    """Two processes write what one writes."""
    for day in range(1, 4):
        site.post(f"2019-01-{day:02}-p", "# P\n\n{py:func}`anvil.frge`\n", archived="true")
    write_api(site, "{py:func}`anvil.frge`", archived="true")
    one = site.build(out="one", **NITPICKY)
    assert site.build(out="two", jobs=2, **NITPICKY).everything() == one.everything()


def test_the_clock_reaches_excerpts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a post is archived, lists show its dead references as code, too."""
    options = OPTIONS | {"suppress_warnings": ["ref.term"]}
    site.post("2019-01-01-a", "# A\n\nSee {term}`slag` there.\n")
    at(monkeypatch, -1)
    assert "<code" not in site.build(**options).body("blog/index")
    at(monkeypatch, 0)
    later = site.build(**options)
    assert "<code" in later.body("blog/index")
    assert later.everything() == site.build(out="clean", fresh=True, **options).everything()
