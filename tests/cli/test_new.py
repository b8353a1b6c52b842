"""``confblog new``: the file of a post, with whatever title."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from conftest import CONF
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sphinx_confblog.cli.new import BODY
from sphinx_confblog.util.slugs import slugify, term_key

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Caller
    from conftest import Site

NOW = datetime(2026, 6, 12, 23, 30, tzinfo=UTC)
#: Texts that the command line can pass on; a leading - needs the separator that the test gives.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.fixture(autouse=True)
def today(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock stands still; the site is made before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{NOW.timestamp():.0f}")


def made(site: Site) -> list[str]:
    """The files below the blog's folder."""
    found = (site.srcdir / "blog").rglob("*")
    return sorted(path.relative_to(site.srcdir).as_posix() for path in found if path.is_file())


def test_it_makes_a_post(site: Site, confblog: Caller) -> None:
    """The name is printed; the post is read, and built at once."""
    said = confblog("new", "Anvil 3: what's new?", "--tags", "release, speed", "--author", "Ada")
    name = "blog/2026-06-12-anvil-3-what-s-new.md"
    assert (said.out, said.err) == (f"{name}\n", "")
    assert (site.srcdir / name).read_text("utf-8") == (
        '---\ntitle: "Anvil 3: what\'s new?"\nauthor: Ada\ntags: release, speed\n---\n\n'
        + BODY.format(separator="READMORE")
    )
    (record,) = confblog("list", "--json").records
    assert record["title"] == "Anvil 3: what's new?"
    assert record["terms"] == {"tags": ["release", "speed"], "authors": ["Ada"]}
    site.build()


def test_today_is_that_of_the_site(site: Site, confblog: Caller) -> None:
    """Half past eleven at night in UTC is tomorrow in Paris."""
    confblog("new", "One", "-D", "confblog_timezone=Europe/Paris")
    assert made(site) == ["blog/2026-06-13-one.md"]
    assert confblog("list", "--published", "--json", "-D", "confblog_timezone=Europe/Paris").records


def test_a_date_to_come_schedules(site: Site, confblog: Caller) -> None:
    """A day stands in the name alone, a time in the front matter too."""
    assert confblog("new", "One", "--date", "2026-7-1").err == (
        "The post is scheduled: builds leave it out until 2026-07-01 00:00 UTC.\n"
    )
    confblog("new", "Two", "--date", "2027-03-01 09:00 CET", "--draft", "-q")
    assert made(site) == ["blog/2026-07-01-one.md", "blog/2027-03-01-two.md"]
    assert (site.srcdir / "blog/2027-03-01-two.md").read_text("utf-8") == (
        '---\ntitle: Two\ndate: "2027-03-01 09:00 CET"\ndraft: true\n---\n\n'
        + BODY.format(separator="READMORE")
    )
    records = confblog("list", "--json").records
    assert [record["state"] for record in records] == ["draft", "scheduled"]
    assert records[0]["date"] == "2027-03-01T09:00:00+01:00"


def test_a_bundle_is_a_folder(site: Site, confblog: Caller) -> None:
    """Its text is ``index.md``, and the folder's name has the date."""
    confblog("new", "A walk", "--bundle")
    assert made(site) == ["blog/2026-06-12-a-walk/index.md"]
    (record,) = confblog("list", "--published", "--json").records
    assert (record["title"], record["date"][:10]) == ("A walk", "2026-06-12")


@pytest.mark.parametrize("there", ["md", "rst", "txt"])
def test_nothing_is_overwritten(site: Site, confblog: Caller, there: str) -> None:
    """What is there is refused, as a file of whatever kind and as a bundle."""
    site.write(f"blog/2026-06-12-one.{there}", "mine")
    for arguments in (["One"], ["one!"], ["One", "--bundle"], ["Two", "--slug", "one"]):
        said = confblog("new", *arguments, code=1)
        assert f"blog/2026-06-12-one.{there} already exists" in said.err
    assert made(site) == [f"blog/2026-06-12-one.{there}"]


def test_a_bundle_is_not_overwritten(site: Site, confblog: Caller) -> None:
    """Not by a file, and not by another bundle."""
    confblog("new", "One", "--bundle")
    confblog("new", "One", code=1)
    confblog("new", "One", "--bundle", code=1)
    assert made(site) == ["blog/2026-06-12-one/index.md"]


@pytest.mark.parametrize(
    ("patterns", "newest", "folder"),
    [
        ("", "", "blog"),
        ('["news/**"]', "", "news"),
        ('["posts/*/*"]', "posts/2025/2025-01-01-a.md", "posts/2026"),
        ('["blog/**"]', "blog/2025/12/2025-12-01-a.md", "blog/2026/06"),
        ('["blog/**"]', "blog/2025/2025-12-01-a/index.md", "blog/2026"),
        ('["blog/**"]', "blog/2025-12-01-a/index.md", "blog"),
        ('["blog/**"]', "blog/old/2025-12-01-a.md", "blog"),
        ('["2*"]', "", ""),
    ],
)
def test_it_goes_where_posts_are(
    site: Site, confblog: Caller, patterns: str, newest: str, folder: str
) -> None:
    """Below the folder that the patterns name, in that of the year if others are."""
    if patterns:
        conf = (site.srcdir / "conf.py").read_text("utf-8")
        site.write("conf.py", f"{conf}confblog_posts = {patterns}\n")
    if newest:
        site.write(newest, "Text.\n")
    said = confblog("new", "One")
    assert said.out == f"{folder}/2026-06-12-one.md\n".removeprefix("/")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([" \t"], "the title is empty"),
        (["a\udcff"], "the title is not UTF-8"),
        (["One", "--date", "soon"], "--date: 'soon' is not a date; write it like 2015-06-12"),
        (["One", "--folder", "pages"], "would not be a post, because it does not match blog/**"),
        (["One", "--folder", "blog/../.."], "would not be a post"),
    ],
)
def test_bad_input_is_refused(
    site: Site, confblog: Caller, arguments: list[str], words: str
) -> None:
    """The message says what is accepted, and no file is made."""
    said = confblog("new", *arguments, code=2)
    assert words in said.err
    assert (said.out, made(site)) == ("", [])


@pytest.mark.parametrize(
    ("patterns", "folder"),
    [("blog/old", "blog/old"), ("blog/old/*.md", "blog/old"), ("blog*", "blog")],
)
def test_no_post_is_made_where_it_would_be_left_out(
    confblog: Caller, site: Site, patterns: str, folder: str
) -> None:
    """What ``exclude_patterns`` names is never read."""
    said = confblog("new", "One", "--folder", folder, "-D", f"exclude_patterns={patterns}", code=2)
    assert "would be ignored, because of exclude_patterns" in said.err
    assert made(site) == []


def test_names_without_dates_stay_so(site: Site, confblog: Caller) -> None:
    """The date goes into the front matter where the newest post has it there."""
    site.post("hello", title="Hello", date="2020-01-01")
    assert confblog("new", "One").out == "blog/one.md\n"
    assert confblog("new", "Two", "--date", "2020-02-01 10:00").out == "blog/two.md\n"
    text = '---\ntitle: {}\ndate: "{}"\n---\n\n' + BODY.format(separator="READMORE")
    assert (site.srcdir / "blog/one.md").read_text() == text.format("One", "2026-06-12")
    assert (site.srcdir / "blog/two.md").read_text() == text.format("Two", "2020-02-01 10:00")
    site.build()


def test_a_folder_may_be_spelled_as_on_windows(site: Site, confblog: Caller) -> None:
    """Docnames have slashes."""
    assert confblog("new", "One", "--folder", "blog\\news").out.startswith("blog/news/")


def test_a_folder_can_be_named(site: Site, confblog: Caller) -> None:
    """It is below that of the pages."""
    confblog("new", "One", "--folder", "blog/news/")
    assert made(site) == ["blog/news/2026-06-12-one.md"]


def test_a_site_without_the_extension_is_told(site: Site, confblog: Caller) -> None:
    """The file is made; what is missing is said."""
    site.write("conf.py", "")
    assert "confblog init" in confblog("new", "One").err


@pytest.mark.slow
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(title="Escape &lt; as &amp;lt;", tags=[])
@given(title=TEXTS, tags=st.lists(TEXTS, max_size=3))
def test_any_title_reads_back(site: Site, confblog: Caller, title: str, tags: list[str]) -> None:
    """Title and tags are those that were given, with blanks for what is no character of text."""
    arguments = ["new", f"--tags={','.join(tags)}", "--", title]
    said = confblog(*arguments, code=None)
    if said.code:
        assert blank_free(title) == ""
        return
    path: Path = site.srcdir / said.out.removesuffix("\n")
    try:
        (record,) = confblog("list", "--json").records
        warned = confblog("check", "--json", code=None).records
    finally:
        path.unlink()
    # Tags such as O and Ò ask for one address, which is said.
    assert {found["kind"] for found in warned} <= {"confblog.term"}
    assert path.stem == f"2026-06-12-{slugify(record['title'])}"
    assert blank_free(record["title"]) == blank_free(title)
    names = (no_control(name) for tag in tags for name in tag.split(","))
    wanted = dict.fromkeys(term_key(name) for name in names if name.split())
    assert [term_key(name) for name in record["terms"].get("tags", [])] == list(wanted)


def no_control(text: str) -> str:
    """A text with blanks for its control characters."""
    return "".join(" " if is_control(char) else char for char in text)


def blank_free(text: str) -> str:
    """A text without blanks and control characters."""
    return "".join(no_control(text).split())


def is_control(char: str) -> bool:
    """Whether a character moves the cursor."""
    return ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u2028\u2029"


@pytest.mark.parametrize(
    ("separators", "form", "line"),
    [
        (None, "markdown", "READMORE"),
        (None, "rst", "READMORE"),
        (["<!-- more -->"], "markdown", "<!-- more -->"),
        (["<!-- more -->"], "rst", ".. readmore::"),
        ([], "markdown", "```{readmore}"),
        ([], "rst", ".. readmore::"),
    ],
)
def test_the_text_shows_where_the_excerpt_ends(
    site: Site, confblog: Caller, separators: list[str] | None, form: str, line: str
) -> None:
    """With the site's own separator, in each format; lists show what is above it."""
    site.write("conf.py", f"{CONF}confblog_excerpt_separators = {separators}\n")
    path = confblog("new", "Hello", "--format", form).out.strip()
    assert line in (site.srcdir / path).read_text("utf-8").splitlines()
    built = site.build()
    assert "Write the excerpt here" in built.read("blog/index.html")
    assert "Write the rest here" not in built.read("blog/index.html")
    assert "Write the rest here" in built.read("blog/2026-06-12-hello.html")
