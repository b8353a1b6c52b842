"""The options of conf.py: what each accepts, what it refuses, and what it does to a site."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sphinx.config import Config

from sphinx_confblog.config.loader import read_blogs
from sphinx_confblog.config.options import PREFIX, BlogConfig, default_of
from sphinx_confblog.model.catalog import TermInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from commands import Caller
    from conftest import Site

OPTIONS = {declared.name: declared for declared in fields(BlogConfig)}
CONF = 'project = "Site"\nextensions = ["sphinx_confblog"]\n'


def conf(**options: object) -> str:
    """A conf.py with some options, one a line below the first two."""
    return CONF + "".join(f"{PREFIX}{name} = {value!r}\n" for name, value in options.items())


def read(tmp_path: Path, options: dict[str, Any]) -> BlogConfig:
    """What comes of options, without a build; nothing may be wrong with them."""
    config = Config({PREFIX + name: value for name, value in options.items()})
    for name, declared in OPTIONS.items():
        config.add(PREFIX + name, default_of(declared), "", ())
    return read_blogs(config, tmp_path, tmp_path)[""]


RIGHT: list[tuple[str, Any, Any]] = [
    ("path", "news/blog", "news/blog"),
    ("path", "/blog/", "blog"),
    ("path", "./a//b", "a/b"),
    ("path", "", ""),
    ("path", ".", ""),
    ("posts", ["a/**", "b"], ("a/**", "b")),
    ("posts", ("a/**",), ("a/**",)),
    ("posts", {"b", "a"}, ("a", "b")),
    ("posts", "a/*", ("a/*",)),
    ("posts", None, None),
    ("posts", [], ()),
    ("title", "Neuigkeiten", "Neuigkeiten"),
    ("excerpt_separators", ["CUT"], ("CUT",)),
    ("excerpt_separators", "CUT", ("CUT",)),
    ("excerpt_separators", [], ()),
    ("excerpt_paragraphs", 0, 0),
    ("posts_per_page", 5, 5),
    ("posts_per_page", "5", 5),
    ("term_posts_per_page", 0, 0),
    ("date_format", None, None),
    ("timezone", None, None),
    ("timezone", "Europe/Paris", ZoneInfo("Europe/Paris")),
    ("image", "", None),
    ("image", "https://example.org/a.png", "https://example.org/a.png"),
    ("date_format", "", None),
    ("date_format", "full", "full"),
    ("date_format", "d. MMMM y, HH:mm", "d. MMMM y, HH:mm"),
    ("date_format", "%d.%m.%Y", "%d.%m.%Y"),
    ("date_format", "%-d %B %Y %%", "%-d %B %Y %%"),
    ("date_format", "'Day' d, YYYY-'W'ww", "'Day' d, YYYY-'W'ww"),
    ("drafts", True, True),
    ("drafts", 1, True),
    ("future", 0, False),
    ("taxonomies", {"speakers": "Speakers"}, {"speakers": "Speakers"}),
    ("taxonomies", {}, {}),
    (
        "taxonomies",
        {"event": "At", "events": "In", "version": "Of"},
        {"event": "At", "events": "In", "version": "Of"},
    ),
    ("terms", {}, {}),
    ("terms", None, {}),
    ("unknown_terms", "warn", "warn"),
    ("archives", "month", "month"),
    ("archives", None, None),
    ("archives", "", None),
    ("description", "All that is new.", "All that is new."),
    ("description", "", None),
    ("permalink", "{year}/{month}/{slug}", "{year}/{month}/{slug}"),
    ("permalink", "", None),
    ("aliases", ["{year}/{slug}.html"], ("{year}/{slug}.html",)),
    ("aliases", [], ()),
    ("aliases", ["{subtitle}/{key}/{tags}"], ("{subtitle}/{key}/{tags}",)),
    ("redirect_lists", "netlify, nginx", ("netlify", "nginx")),
    ("redirects", {"/blog.html": "/index/"}, {"/blog.html": "index"}),
    ("page_paths", {"tags": "tag", "year": "{year}"}, {"tags": "tag", "year": "{year}"}),
    ("page_paths", {"archive": "all/old/"}, {"archive": "all/old"}),
    ("labels", True, True),
    ("feed_years", 1, True),
    ("terms_style", "cloud", "cloud"),
    ("index_style", "grid", "grid"),
    ("term_style", "cards", "cards"),
    ("archive_style", "grid", "grid"),
    ("ties", "title", "title"),
    ("term_titles", {"tags": "{taxonomy}: {term}"}, {"tags": "{taxonomy}: {term}"}),
    ("term_heading", "name", "name"),
    ("breadcrumbs", None, None),
    ("breadcrumbs", "", None),
    ("breadcrumbs", 0, False),
    ("feed_title", "News", "News"),
    ("feed_title", "", None),
    ("byline", ["date", "terms"], ("date", "terms")),
    ("byline", "authors, date", ("authors", "date")),
    ("byline", [], ()),
    ("byline", "date, comments", ("date", "comments")),
    ("card_parts", "byline, terms", ("byline", "terms")),
    ("card_parts", [], ()),
    ("featured_page", None, None),
    ("featured_page", "", None),
    ("featured_page", "/index", "index"),
    ("reading_speed", 0, 0),
    ("covers", ("cards",), ("cards",)),
    ("related_posts", 0, 0),
    ("metadata", False, False),
    ("feeds", ["atom", "rss", "json"], ("atom", "rss", "json")),
    ("feeds", "json", ("json",)),
    ("feeds", [], ()),
    ("feed_length", 5, 5),
    ("feed_content", "excerpt", "excerpt"),
    ("feed_discovery", "site", "site"),
    ("comments", {}, None),
    ("comments", None, None),
    ("comments_default", False, False),
    ("sidebar_posts", 3, 3),
    ("sidebar_terms", 0, 0),
    ("languages", None, None),
    ("languages", [], {}),
    ("languages", ["fr", "pt_br"], {"fr": {}, "pt-BR": {}}),
    ("languages", "fr, de", {"fr": {}, "de": {}}),
    ("languages", {"fr": {"title": "Journal"}}, {"fr": {"title": "Journal"}}),
    ("language", None, None),
    ("language", "pt_BR", "pt-BR"),
    ("blogs", {}, {}),
    ("blogs", {"news": {"path": "n"}, "dev-log": {}}, {"news": {"path": "n"}, "dev-log": {}}),
    ("mentions", "objects", "objects"),
    ("home", "https://docs.example.org/en/latest/", "https://docs.example.org/en/latest/"),
    ("calendars", None, None),
    ("calendars", True, True),
    ("references", True, True),
    ("link_versions", True, True),
    ("announce", {}, {"days": "14"}),
    (
        "announce",
        {"tags": ["a", "b"], "featured": True, "days": 3},
        {"tags": "a, b", "featured": "true", "days": "3"},
    ),
    ("archived_after", 730, 730),
    ("archived_notice", "From {year}, {date}", "From {year}, {date}"),
    ("archived_notice", "", None),
    ("defaults", {}, {}),
    ("defaults", {"author": "a"}, {"**": {"author": "a"}}),
    (
        "defaults",
        {"b/*": {"draft": True}, "tags": ["a", 3]},
        {"**": {"tags": ["a", "3"]}, "b/*": {"draft": "true"}},
    ),
    ("about_authors", True, True),
]
WRONG: list[tuple[str, Any]] = [
    ("path", None),
    ("path", 3),
    ("path", "../blog"),
    ("path", "a\\b"),
    ("posts", 3),
    ("posts", ["a", 3]),
    ("posts", [""]),
    ("posts", {"a": "b"}),
    ("title", None),
    ("title", ["Blog"]),
    ("excerpt_separators", 1),
    ("excerpt_paragraphs", -1),
    ("excerpt_paragraphs", True),
    ("posts_per_page", "many"),
    ("posts_per_page", 2.5),
    ("posts_per_page", None),
    ("term_posts_per_page", [1]),
    ("timezone", "Mars/Olympus"),
    ("timezone", "Europe"),
    ("timezone", ""),
    ("timezone", "a\0b"),
    ("date_format", 3),
    ("date_format", "dddd"),
    ("date_format", "%Q"),
    ("date_format", "%d %"),
    ("date_format", "DD.MM.YYYY"),
    ("date_format", "dd.MM.YYYY"),
    ("image", 3),
    ("image", "no/such.png"),
    ("drafts", "yes"),
    ("drafts", 2),
    ("drafts", None),
    ("drafts", []),
    ("future", {}),
    ("taxonomies", ["tags"]),
    ("taxonomies", {"my tags": "Tags"}),
    ("taxonomies", {"tags": None}),
    ("taxonomies", {"title": "Titles"}),
    ("taxonomies", {"archive": "Archive"}),
    ("terms", 3),
    ("unknown_terms", "warm"),
    ("unknown_terms", []),
    ("archives", "day"),
    ("archives", ["year"]),
    ("description", 3),
    ("permalink", "../{slug}"),
    ("aliases", ["../{slug}"]),
    ("aliases", ["{yeer}/{slug}"]),
    ("aliases", ["{titel}.html"]),
    ("redirect_lists", ["apache"]),
    ("redirects", ["blog.html"]),
    ("redirects", {"blog.html": ""}),
    ("page_paths", "tag"),
    ("page_paths", {"tags": "../tag"}),
    ("page_paths", {"tags": "{slug}"}),
    ("page_paths", {"tags": "{__class__}"}),
    ("page_paths", {"tags": "page"}),
    ("page_paths", {"tags": ""}),
    ("page_paths", {"tags": 3}),
    ("page_paths", {"year": "archive"}),
    ("page_paths", {"month": "{month}"}),
    ("page_paths", {"month": "{month!r}/{year}"}),
    ("page_paths", {"year": "{year.real}"}),
    ("labels", "ablog"),
    ("feed_years", "no"),
    ("terms_style", "cluod"),
    ("index_style", "table"),
    ("term_style", "titles"),
    ("archive_style", None),
    ("ties", "date"),
    ("term_titles", ["{term}"]),
    ("term_titles", {"tags": "All"}),
    ("term_titles", {"tags": "{term.__class__}"}),
    ("term_titles", {"tags": "{term!r}"}),
    ("term_titles", {"tags": "{term} {other}"}),
    ("term_titles", {"tags": "{term"}),
    ("term_titles", {"tags": 3}),
    ("term_heading", "both"),
    ("breadcrumbs", "yes"),
    ("feed_title", 3),
    ("byline", ["dates"]),
    ("byline", None),
    ("card_parts", None),
    ("card_parts", [1]),
    ("featured_page", "/"),
    ("featured_page", True),
    ("reading_speed", -1),
    ("covers", ["title"]),
    ("related_posts", "some"),
    ("metadata", "yes"),
    ("feeds", ["atom", "xml"]),
    ("feeds", None),
    ("feed_length", -5),
    ("feed_length", 10**30),
    ("feed_length", "9" * 5000),
    ("feed_content", "all"),
    ("feed_discovery", True),
    ("comments", "giscus"),
    ("comments", {1: 2}),
    ("comments_default", None),
    ("sidebar_posts", 1.5),
    ("sidebar_terms", "all"),
    ("languages", ["French"]),
    ("languages", {"fr": "Journal"}),
    ("languages", {"fr": {1: "Journal"}}),
    ("languages", 3),
    ("language", "quite odd"),
    ("mentions", "everywhere"),
    ("home", "docs.example.org"),
    ("home", 3),
    ("calendars", "yes"),
    ("references", "yes"),
    ("link_versions", "2.4"),
    ("announce", "release"),
    ("announce", {"days": 0}),
    ("announce", {"days": 10**9}),
    ("announce", {"days": "3"}),
    ("announce", {"tags": 3}),
    ("archived_after", -1),
    ("archived_notice", "From {month}"),
    ("archived_notice", "From {"),
    ("archived_notice", 2019),
    ("blogs", ["news"]),
    ("blogs", {"a b": {}}),
    ("blogs", {"news": "news"}),
    ("defaults", "ada"),
    ("defaults", {1: "ada"}),
    ("about_authors", "yes"),
]


@pytest.mark.parametrize(("name", "value", "read_as"), RIGHT)
def test_accepted(tmp_path: Path, name: str, value: object, read_as: object) -> None:
    """Each of these is understood."""
    assert getattr(read(tmp_path, {name: value}), name) == read_as


def test_every_option_is_tried() -> None:
    """The lists above leave no option out."""
    assert {name for name, _ in WRONG} == set(OPTIONS)
    assert {name for name, _, _ in RIGHT} == set(OPTIONS)


def packed(pairs: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """As few sets of options as hold all pairs of name and value: one build for each."""
    sets: list[dict[str, Any]] = []
    for name, value in pairs:
        free = next((options for options in sets if name not in options), None)
        if free is None:
            sets.append(free := {})
        free[name] = value
    return sets


def test_right_values_are_silent(site: Site) -> None:
    """No value that is accepted makes Sphinx complain of its type."""
    site.post("2020-01-01-a")
    for options in packed((name, value) for name, value, _ in RIGHT):
        site.write("conf.py", conf(**options))
        site.build(suppress_warnings=["toc"])


def test_wrong_values_are_reported_once(site: Site) -> None:
    """Each gives one warning, at its line of conf.py, and the default is used."""
    rounds = packed(WRONG)
    for options in rounds:
        site.write("conf.py", conf(**options))
        built = site.build("dummy", clean=False)
        lines = sorted(built.warnings.splitlines(), key=lambda line: int(line.split(":")[1]))
        assert len(lines) == len(options)
        for number, (line, (name, value)) in enumerate(
            zip(lines, options.items(), strict=True), start=3
        ):
            start = f"{site.srcdir / 'conf.py'}:{number}: WARNING: {PREFIX}{name} is {value!r}, "
            assert line.startswith(f"{start}but should be ")
            assert line.endswith("[confblog.config]")
    assert built.app.config.confblog_path == rounds[-1].get("path", "blog")


def test_unknown_options_are_reported(site: Site, confblog: Caller) -> None:
    """A name with our prefix that is no option has a warning at its line, with what was meant."""
    text = (
        "confblog_psots_per_page = 5\nif True:\n    confblog_colour = 'red'\nconfblog_feed = []\n"
    )
    path = site.write("conf.py", f"{CONF}{text}")
    said = [
        (
            f"{path}:3: WARNING: 'confblog_psots_per_page' is not an option; did you mean "
            "'confblog_posts_per_page'? It is ignored. [confblog.config]"
        ),
        f"{path}:5: WARNING: 'confblog_colour' is not an option",
        f"{path}:6: WARNING: 'confblog_feed' is not an option; did you mean 'confblog_feeds'? ",
    ]
    lines = site.build(clean=False).warnings.splitlines()
    assert [line.startswith(start) for line, start in zip(lines, said, strict=True)] == [True] * 3
    checked = confblog("check", code=1).out.splitlines()
    assert checked == [line.removeprefix(f"{site.srcdir}/") for line in lines]


def test_the_default_is_used(site: Site) -> None:
    """A wrong path leaves the blog where it is by default."""
    site.post("2020-01-01-a", title="First")
    built = site.build(clean=False, confblog_path="../x", confblog_archives="day")
    assert built.exists("blog/index.html")
    assert built.exists("blog/archive/2020.html")
    assert not built.exists("blog/archive/2020/01.html")
    for name in ("path", "archives"):
        assert f"WARNING: {PREFIX}{name} is " in built.warnings
    assert "conf.py" not in built.warnings


def test_the_last_assignment_is_meant(site: Site) -> None:
    """An option that is set twice is reported where it is set last; one that is computed, too."""
    site.write("conf.py", CONF + "confblog_path = 1\nif True:\n    confblog_path: int = 3\n")
    assert "/conf.py:5: WARNING: confblog_path is 3," in site.build(clean=False).warnings
    site.write("conf.py", CONF + "globals()['confblog_path'] = 3\n")
    assert "/conf.py:1: WARNING: confblog_path is 3," in site.build(clean=False).warnings


@pytest.mark.slow
def test_overrides_are_texts(site: Site) -> None:
    """The command line's ``-D`` gives texts; they count as the values that they spell."""
    for day in range(1, 4):
        site.post(f"2020-01-0{day}-a", title=f"Post {day}")
    site.post("2020-01-09-soon", title="Soon", draft="true")
    built = site.build(
        confblog_drafts="1", confblog_posts_per_page="2", confblog_archives="month",
        confblog_term_posts_per_page="3", confblog_title="News", confblog_posts="blog/*",
    )  # fmt: skip
    assert built.exists("blog/page/2.html")
    assert not built.exists("blog/page/3.html")
    assert built.exists("blog/archive/2020/01/page/2.html")
    assert "Soon" in built.text("blog/index")
    assert "<h1>News" in built.body("blog/index")
    without = site.build(confblog_drafts="0", confblog_archives="")
    assert not without.exists("blog/archive/2020.html")


@pytest.mark.parametrize(("path", "top"), [("", ""), ("news/blog", "news/blog/")])
def test_the_blog_may_live_anywhere(site: Site, path: str, top: str) -> None:
    """Generated pages and posts stand below the path; at the top, the user's index wins."""
    site.write(f"{top}2020-01-01-a.md", "---\ntags: x\n---\n# First\n")
    built = site.build(confblog_path=path, confblog_archives="year")
    pages = ["archive", "archive/2020", "tags/index", "tags/x", "2020-01-01-a", "index"]
    assert [page for page in pages if not built.exists(f"{top}{page}.html")] == []
    assert "Welcome" in built.text("index")
    assert "First" in built.text(f"{top}archive/2020")


def test_other_folders_may_hold_posts(site: Site) -> None:
    """Patterns say which documents are posts; others below the path are none."""
    site.write("news/2020-01-01-a.md", "# News\n")
    site.write("talks/2020-01-02-b.md", "# Talk\n")
    site.post("2020-01-03-c", "# No post\n")
    site.write("index.md", "# Site\n\n```{toctree}\nblog/2020-01-03-c\n```\n")
    built = site.build(confblog_posts=["news/**", "talks/*"], confblog_archives="year")
    text = built.text("blog/archive/2020")
    assert "News" in text
    assert "Talk" in text
    assert "No post" not in text


# Terms


def test_terms_from_a_dict(site: Site, tmp_path: Path) -> None:
    """A text is a name; a dict names more, and keeps what it does not know for templates."""
    misc = {"name": "Mr. Misc", "url": "https://example.org", "aliases": "M", "city": "Paris"}
    terms = {"authors": {"misc": misc}, "tags": {"k8s": "Kubernetes", "x": None, 3: {"name": 3}}}
    found = read(tmp_path, {"terms": terms}).terms
    assert found["authors"]["misc"] == TermInfo(
        id="misc", name="Mr. Misc", url="https://example.org", aliases=("M",),
        extra={"city": "Paris"},
    )  # fmt: skip
    assert found["tags"] == {
        "k8s": TermInfo(id="k8s", name="Kubernetes"),
        "x": TermInfo(id="x"),
        "3": TermInfo(id="3", name="3"),
    }
    site.post("2020-01-01-a", author="m", tags="K8S")
    built = site.build(confblog_terms=terms)
    assert "by Mr. Misc" in built.text("blog/2020-01-01-a")
    assert "Kubernetes" in built.text("blog/2020-01-01-a")


def test_terms_from_files(site: Site) -> None:
    """A file for all taxonomies or one for each, relative to conf.py; texts stay as typed."""
    site.write("authors.yml", "misc: {name: Mr. Misc, aliases: [no, 3.10]}\n3.10: {name: null}\n")
    site.write("terms.yml", "authors: authors.yml\ntags:\n  on: {name: yes}\n")
    site.post("2020-01-01-a", author="3.10", tags="On")
    site.write("conf.py", conf(terms="terms.yml"))
    whole = site.build()
    assert "by Mr. Misc" in whole.text("blog/2020-01-01-a")
    assert "Tags: yes" in whole.text("blog/2020-01-01-a")
    site.write("conf.py", conf(terms={"authors": "authors.yml"}))
    assert "by Mr. Misc" in site.build().text("blog/2020-01-01-a")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ("gone.yml", ("/conf.py:3: WARNING: confblog_terms names the file 'gone.yml', which "
         "cannot be read: No such file or directory. It is ignored.")),
        ("broken.yml", ("/broken.yml:2: WARNING: confblog_terms names the file 'broken.yml', which "
         "cannot be read: a [ is not closed")),
        ("latin.yml", "/latin.yml:1: WARNING: confblog_terms names the file 'latin.yml', which "),
        ("list.yml", "/list.yml:1: WARNING: confblog_terms is ['a'], but should be a dict or the "),
        ("deep.yml", ("/deep.yml:2: WARNING: confblog_terms['tags']['a'] is ['b'], but should be "
         "a name or a dict. It is ignored.")),
        (3, "/conf.py:3: WARNING: confblog_terms is 3, but should be a dict or the path of "),
    ],
)  # fmt: skip
def test_terms_that_are_not_understood(site: Site, terms: object, said: str) -> None:
    """One warning says which part it is about and where that stands; the build goes on."""
    site.write("broken.yml", "tags:\n  a: [\nauthors: {}\n")
    site.write("latin.yml", b"tags: \xe9\n")
    site.write("list.yml", "- a\n")
    site.write("deep.yml", "tags:\n  a: [b]\n")
    site.write("conf.py", conf(terms=terms))
    site.post("2020-01-01-a", tags="a, b")
    built = site.build("dummy", clean=False)
    (line,) = built.warnings.splitlines()
    assert said in line
    assert line.endswith("[confblog.config]")
    assert "blog/tags/a" in built.app.env.found_docs


def test_parts_of_terms_that_are_not_understood(site: Site) -> None:
    """Each is named by one warning; the others are as they were written."""
    tags: dict[str, object] = {
        "a": 3, "b": {"name": []}, "c": {"aliases": 3}, "d": {"aliases": [[]]}, "E": "Good",
        "e": None,
    }  # fmt: skip
    terms = {"categories": "gone.yml", "tag": {}, 3: {}, "series": ["a"], "tags": tags}
    site.write("conf.py", conf(terms=terms))
    site.post("2020-01-01-a", tags="a, b, e")
    built = site.build(clean=False)
    expected = [
        "/conf.py:3: WARNING: confblog_terms['categories'] names the file ",
        "/conf.py:3: WARNING: confblog_terms names 'tag', which is not a taxonomy; did you mean ",
        "WARNING: confblog_terms names 3, which is not a taxonomy. It is ignored.",
        "/conf.py:3: WARNING: confblog_terms['series'] is ['a'], but ",
        "WARNING: confblog_terms['tags']['a'] is 3, but ",
        "WARNING: confblog_terms['tags']['b']['name'] is [], ",
        "WARNING: confblog_terms['tags']['c']['aliases'] is 3, but ",
        "['d']['aliases'] is [[]], but should be a list ",
        "['e'] means the same term as 'E'. It is ignored.",
    ]
    lines = built.warnings.splitlines()
    assert all(line.endswith("[confblog.config]") for line in lines)
    assert [sum(said in line for line in lines) for said in expected] == [1] * len(lines)
    assert "Tags: a , b , Good" in built.text("blog/2020-01-01-a")


def test_unknown_terms(site: Site) -> None:
    """With "warn", a term that is not listed is reported at the key that gives it."""
    site.write("conf.py", conf(terms={"tags": {"docker": None}}, unknown_terms="warn"))
    post = site.post("2020-01-01-a", title="A", tag="dokcer, Docker")
    for _ in range(2):
        (line,) = site.build(clean=False).warnings.splitlines()
        assert line.startswith(f"{post}:3: WARNING: tags: 'dokcer' is not listed in ")
        assert "; did you mean 'docker'?" in line
        assert line.endswith("[confblog.term]")
    site.build(confblog_unknown_terms="ignore")


# Dates


@pytest.mark.parametrize(
    ("language", "shown", "month"),
    [
        ("en", "June 2, 2020", "June 2020"),
        ("de", "2. Juni 2020", "Juni 2020"),
        ("fr", "2 juin 2020", "juin 2020"),
        ("ja", "2020年6月2日", "2020年6月"),
    ],
)
def test_dates_are_in_the_language_of_the_site(
    site: Site, language: str, shown: str, month: str
) -> None:
    """The date is the language's long one, and months have its names."""
    site.post("2020-06-02-a", title="A")
    built = site.build(language=language, confblog_archives="month")
    assert shown in built.text("blog/2020-06-02-a")
    assert month in built.text("blog/archive/2020/06")


DATES = {
    "full": "Dienstag, 2. Juni 2020",
    "d. MMM yyyy": "2. Juni 2020",
    "d.M.yy HH:mm": "2.6.20 13:29",
    "'am' d.M.": "am 2.6.",
    "%d. %B %Y": "02. Juni 2020",
    "%H:%M": "13:29",
}


def test_date_formats(site: Site) -> None:
    """Babel's patterns and strftime's, in the site's language and the post's own zone."""
    blogs = {f"b{number}": {"date_format": pattern} for number, pattern in enumerate(DATES)}
    for name in blogs:
        site.write(f"{name}/a.md", "---\ntitle: A\ndate: 2020-06-02 13:29 CEST\n---\n\nText.\n")
    built = site.build(language="de", confblog_blogs=blogs, confblog_archives="")
    for name, shown in zip(blogs, DATES.values(), strict=True):
        assert re.findall(r"<time[^>]*>([^<]*)</time>", built.body(f"{name}/a")) == [shown]


def test_archives_have_the_days_of_the_site(site: Site) -> None:
    """A moment belongs to the year that the site's zone has then, or a blog's own one."""
    archives = {
        "blog": ("UTC", {"2019", "2020", "2019/12", "2020/01"}),
        "east": ("Asia/Tokyo", {"2020", "2020/01"}),
        "west": ("America/New_York", {"2019", "2019/12"}),
    }
    for folder in archives:
        site.write(f"{folder}/a.md", "---\ntitle: A\ndate: 2019-12-31 23:30 UTC\n---\n\nText.\n")
        site.write(f"{folder}/b.md", "---\ntitle: B\ndate: 2020-01-01 00:30 UTC\n---\n\nText.\n")
    built = site.build(
        confblog_timezone="UTC", confblog_archives="month",
        confblog_blogs={
            name: {"timezone": zone} for name, (zone, _) in archives.items() if name != "blog"
        },
    )  # fmt: skip
    for folder, (zone, expected) in archives.items():
        top = built.outdir / folder / "archive"
        pages = {path.relative_to(top).with_suffix("").as_posix() for path in top.rglob("*.html")}
        assert pages == expected, zone


def test_all_dates_are_in_the_zone_of_the_site(site: Site) -> None:
    """So are those of file names; dates that name another zone are shown in the site's."""
    site.post("a", title="A", date="2020-06-02 13:29")
    site.post("b", title="B", date="2020-06-02 13:29 UTC")
    site.post("2020-06-02-c", title="C")
    built = site.build(confblog_timezone="Asia/Tokyo")
    assert 'datetime="2020-06-02T13:29:00+09:00"' in built.body("blog/a")
    assert 'datetime="2020-06-02T22:29:00+09:00"' in built.body("blog/b")
    assert 'datetime="2020-06-02T00:00:00+09:00"' in built.body("blog/2020-06-02-c")


def test_one_zone_for_dates_archives_and_addresses(site: Site) -> None:
    """They agree on the day of a post, in the blog's zone or, without one, in the post's own."""
    zones = {
        "blog": (None, (2026, 1, 1)),
        "utc": ("UTC", (2025, 12, 31)),
        "east": ("Pacific/Kiritimati", (2026, 1, 1)),
    }
    front = "title: New\ndate: 2026-01-01 00:30 +1300"
    for folder in zones:
        site.write(f"{folder}/new.md", f"---\n{front}\naliases: {folder}.html\n---\n\nText.\n")
    built = site.build(
        confblog_permalink="{year}/{month}/{day}/{slug}", confblog_archives="month",
        confblog_date_format="y-MM-dd", confblog_aliases=["blog-{year}-{month}-{day}.html"],
        confblog_blogs={
            name: {"timezone": zone, "aliases": [f"{name}-{{year}}-{{month}}-{{day}}.html"]}
            for name, (zone, _) in zones.items() if name != "blog"
        },
    )  # fmt: skip
    for folder, (_, day) in zones.items():
        year, month, date = f"{day[0]}", f"{day[0]}/{day[1]:02}", "{}-{:02}-{:02}".format(*day)
        page = f"{folder}/{month}/{day[2]:02}/new"
        assert f">{date}</time>" in built.body(page)
        assert f">{date}</time>" in built.body(f"{folder}/archive")
        archive = built.outdir / folder / "archive"
        assert {path.stem for path in archive.glob("*.html")} == {year}
        assert {path.stem for path in archive.glob("*/*.html")} == {f"{day[1]:02}"}
        assert built.exists(f"{folder}-{date}.html")


def test_archives_run_from_the_newest_shown_day(site: Site) -> None:
    """Without a zone of the site, days and years follow each other though the moments do not."""
    site.post("ahead", title="Ahead", date="2026-01-01 00:30 +1300")
    site.post("later", title="Later", date="2025-12-31 20:00")
    text = site.build(confblog_archives="year").text("blog/archive")
    assert text.index("2026") < text.index("Ahead") < text.index("2025 ") < text.index("Later")


# Taxonomies


def test_taxonomies(site: Site) -> None:
    """A taxonomy of the site's own has pages, a role and a line on posts; others have none."""
    site.post("2020-01-01-a", "By {blog:speakers}`Ada L.`\n", tags="x", speakers="[Ada L., Bo]")
    built = site.build(confblog_taxonomies={"speakers": "Who spoke"})
    assert built.exists("blog/speakers/ada-l.html")
    assert built.exists("blog/speakers/bo.html")
    assert "<h1>Who spoke" in built.body("blog/speakers/index")
    assert not built.exists("blog/tags/index.html")
    text = built.text("blog/2020-01-01-a")
    assert "Who spoke: Ada L. , Bo" in text
    assert 'href="speakers/ada-l.html"' in built.body("blog/2020-01-01-a")
