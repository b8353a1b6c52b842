"""The directive ``postlist``: which posts it shows, how and where, and what it complains of."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
from conftest import CONF, INDEX, Site

if TYPE_CHECKING:
    from conftest import Built

TAXONOMIES = {"tags": "Tags", "authors": "Authors", "categories": "Categories", "topics": "Topics"}
#: Name -> front matter. Dates without a zone are in Paris.
POSTS = {
    "alpha": {"date": "2019-12-31 23:30:00 UTC", "tags": "docker, cloud", "authors": "misc"},
    "Beta": {"date": "2020-06-01", "tags": "Docker", "authors": "Ann, misc", "series": "One"},
    "gamma": {"date": "2020-12-31 23:59", "tags": "cloud", "category": "talks",
              "updated": "2022-01-01"},
    "delta": {"date": "2021-01-01", "tags": "C++, event", "author": "Ann", "topics": "x, y"},
    "epsilon": {"date": "2021-02-01", "tags": "event, docker", "series": "One"},
}  # fmt: skip
ALL = "epsilon delta gamma Beta alpha"

#: Options -> the posts that are shown.
SELECTIONS = {
    "": ALL,
    ":tags:": ALL,
    ":tags: docker": "epsilon Beta alpha",
    ":tags: DOCKER": "epsilon Beta alpha",
    ":tags: docker, cloud": "epsilon gamma Beta alpha",
    ":tags: docker, +cloud": "alpha",
    ":tags: +docker, +cloud": "alpha",
    ":tags: -docker": "delta gamma",
    ":tags: -docker, -event": "gamma",
    ":tags: docker, -event": "Beta alpha",
    ":tags: cloud, event, -docker": "delta gamma",
    ":tags: + docker , - event,,": "Beta alpha",
    ":tags: C++": "delta",
    ":tags: c-plus-plus": "delta",
    ":tags: +C++": "delta",
    ":tags: -C++": "epsilon gamma Beta alpha",
    ":authors: misc": "Beta alpha",
    ":authors: ann, +misc": "Beta",
    ":categories: talks": "gamma",
    ":series: one": "epsilon Beta",
    ":topics: y": "delta",
    ":tags: event\n:authors: ann": "delta",
    ":tags: docker\n:authors: misc\n:series: One": "Beta",
    ":since: 2020-01-01": ALL,
    ":since: 2020-01-02": "epsilon delta gamma Beta",
    ":since: 2020-12-31": "epsilon delta gamma",
    ":since: 2021-01-01": "epsilon delta",
    ":since: 2020-12-31 23:59": "epsilon delta gamma",
    ":since: 2020-12-31 23:00 UTC": "epsilon delta",
    ":until: 2020-01-01": "alpha",
    ":until: 2019-12-31": "",
    ":until: 2020-12-31": "gamma Beta alpha",
    ":until: 2020-12-31 23:58": "Beta alpha",
    ":until: 2020-12-31 23:59": "gamma Beta alpha",
    ":since: 2020-06-01\n:until: 2020-06-01": "Beta",
    ":since: 2021-01-01\n:until: 2020-01-01": "",
    ":limit: 2": "epsilon delta",
    ":limit: 99": ALL,
    ":limit: 1\n:tags: cloud": "gamma",
    ":sort: -date": ALL,
    ":sort: date": "alpha Beta gamma delta epsilon",
    ":sort: date\n:limit: 2": "alpha Beta",
    ":sort: title": "alpha Beta delta epsilon gamma",
    ":sort: -title": "gamma epsilon delta Beta alpha",
    ":sort: -updated": "gamma epsilon delta Beta alpha",
    ":sort: updated": "alpha Beta delta epsilon gamma",
}


def blog(site: Site) -> Site:
    """A site with a few posts."""
    site.write("conf.py", f"{CONF}confblog_taxonomies = {TAXONOMIES!r}\n"
               'confblog_timezone = "Europe/Paris"\n'
               'myst_enable_extensions = ["colon_fence"]\n')  # fmt: skip
    for name, front in POSTS.items():
        site.post(name, f"First of {name}.\n\nREADMORE\n\nRest.\n", title=name, **front)
    return site


def page(site: Site, name: str, *parts: str) -> None:
    """Write an ordinary page."""
    site.write(f"{name}.md", "\n".join(["---\norphan: true\n---\n# Page\n", *parts]))


def postlist(options: str = "", body: str = "") -> str:
    """The directive in Markdown."""
    return f"```{{postlist}}\n{options}\n{body}\n```\n"


def shown(built: Built, docname: str) -> str:
    """The titles that the lists of a page show."""
    links = re.findall(r'<a class="u-url p-name[^"]*" href="[^"]*">(.*?)</a>', built.body(docname))
    return " ".join(links)


@pytest.fixture(scope="module")
def selections(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A page for each selection, in Markdown and in reStructuredText."""
    site = blog(Site(tmp_path_factory.mktemp("postlist") / "source"))
    site.write("index.md", INDEX)
    for number, options in enumerate(SELECTIONS):
        page(site, f"md{number}", postlist(options))
        indented = "".join(f"   {line}\n" for line in options.splitlines())
        text = f":orphan:\n\nPage\n====\n\n.. postlist::\n{indented}\n"
        site.write(f"rst{number}.rst", text)
    return site.build()


@pytest.mark.parametrize("number", range(len(SELECTIONS)), ids=lambda n: repr(list(SELECTIONS)[n]))
@pytest.mark.parametrize("kind", ["md", "rst"])
def test_selections(selections: Built, kind: str, number: int) -> None:
    """Options select, order and limit the posts, in both markup languages."""
    assert shown(selections, f"{kind}{number}") == list(SELECTIONS.values())[number]


#: Option -> what the warning says of it; the list is shown without the option.
MISTAKES = {
    ":limit: many": "option 'limit': 'many' is not a whole number above 0; the option is ignored",
    ":limit: 0": "option 'limit': '0' is not a whole number above 0; the option is ignored",
    ":limit: -1": "option 'limit': '-1' is not a whole number above 0; the option is ignored",
    ":limit:": "option 'limit': '' is not a whole number above 0; the option is ignored",
    ":sort: dates": "option 'sort': 'dates' is none of date, updated, title "
    "(did you mean 'date'?); the option is ignored",
    ":style: fancy": "option 'style': 'fancy' is none of cards, list, titles, table; "
    "the option is ignored",
    ":style: card": "option 'style': 'card' is none of cards, list, titles, table "
    "(did you mean 'cards'?); the option is ignored",
    ":group-by: week": "option 'group-by': 'week' is none of year, month; the option is ignored",
}  # fmt: skip


@pytest.mark.parametrize("option", MISTAKES)
def test_mistakes(site: Site, option: str) -> None:
    """A wrong value is reported at the directive's line, and the list shows all it can."""
    page(blog(site), "page", "Text.\n", postlist(option))
    site.write("other.rst", f":orphan:\n\nPage\n====\n\n.. postlist::\n   {option}\n")
    built = site.build(clean=False)
    assert built.warnings.splitlines() == [
        f"{site.srcdir / 'other.rst'}:6: WARNING: postlist: {MISTAKES[option]} [confblog.postlist]",
        f"{site.srcdir / 'page.md'}:8: WARNING: postlist: {MISTAKES[option]} [confblog.postlist]",
    ]
    assert shown(built, "page") == shown(built, "other") == ALL


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *product(["since", "until"], ["soon", "2015-02-30", ""]),
        ("until", "9999-12-31"),
    ],
)
def test_dates_that_are_none(site: Site, option: str, value: str) -> None:
    """A date that is not understood, or too late to be counted, is reported."""
    page(blog(site), "page", postlist(f":{option}: {value}"))
    warning = site.build(clean=False).warnings
    prefix = f"{site.srcdir / 'page.md'}:6: WARNING: postlist: option"
    assert warning.startswith(f"{prefix} '{option}': ")
    assert warning.endswith("; the option is ignored [confblog.postlist]\n")
    assert warning.count("\n") == 1


def test_several_mistakes_at_once(site: Site) -> None:
    """Each is reported, and all the right options count."""
    page(blog(site), "page", postlist(":limit: x\n:sort: y\n:tags: cloud"))
    built = site.build(clean=False)
    assert built.warnings.count("[confblog.postlist]") == 2
    assert shown(built, "page") == "gamma alpha"


def test_an_option_that_is_none(site: Site) -> None:
    """An option of another name is reported as those of other directives are."""
    page(blog(site), "page", postlist(":colour: red"))
    site.write("other.rst", ":orphan:\n\nPage\n====\n\n.. postlist::\n   :colour: red\n")
    built = site.build(clean=False)
    assert re.search(r"page\.md:\d: WARNING: 'postlist': Unknown option.*'colour'", built.warnings)
    assert 'other.rst:6: ERROR: Error in "postlist" directive' in built.warnings
    assert shown(built, "page") == ALL


def test_terms_that_no_post_has(site: Site) -> None:
    """A term that no post has is reported, with the nearest one that posts have."""
    page(blog(site), "page", "Text.\n\n", postlist(":tags: dokcer, -cluod, +zebra\n:authors: Anne"))
    built = site.build(clean=False)
    prefix = f"{site.srcdir / 'page.md'}:9: WARNING: postlist: option"
    assert built.warnings.splitlines() == [
        f"{prefix} 'tags': no post has 'dokcer' (did you mean 'docker'?) [confblog.term]",
        f"{prefix} 'tags': no post has 'zebra' [confblog.term]",
        f"{prefix} 'tags': no post has 'cluod' (did you mean 'cloud'?) [confblog.term]",
        f"{prefix} 'authors': no post has 'Anne' (did you mean 'ann'?) [confblog.term]",
    ]
    assert shown(built, "page") == ""


def test_terms_that_only_withheld_posts_have(site: Site) -> None:
    """Asking for the term of a draft is no mistake, and does not tell of the draft."""
    blog(site).post("draft", date="2020-01-01", tags="secret", draft="true")
    page(site, "page", postlist(":tags: secret"))
    assert shown(site.build(), "page") == ""


def test_terms_that_the_site_names(site: Site) -> None:
    """A term's id, name and aliases in ``confblog_terms`` are known, whoever has it."""
    page(blog(site), "page", postlist(":tags: containers"), postlist(":tags: someday"))
    terms = {"tags": {"docker": {"aliases": ["containers"]}, "someday": None}}
    assert shown(site.build(confblog_terms=terms), "page") == "epsilon Beta alpha"


def test_fallback(site: Site) -> None:
    """The directive's text is shown when no post matches, and only then."""
    text = "Nothing *yet*.\n\n- See {ref}`there <search>`."
    page(blog(site), "page", postlist(":tags: zebra", text))
    page(site, "other", postlist(":tags: cloud", text))
    built = site.build()
    assert "Nothing <em>yet</em>." in built.body("page")
    assert "search.html" in built.body("page")
    assert shown(built, "other") == "gamma alpha"
    assert "Nothing" not in built.body("other")


def test_fallback_before_there_is_a_post(site: Site) -> None:
    """A site without a post may have lists already."""
    page(site, "page", postlist("", "No posts yet."), postlist())
    assert "No posts yet." in site.build().text("page")


def test_lists_in_a_fallback(site: Site) -> None:
    """The text may hold another list."""
    inner = ":::{postlist}\n:tags: cloud\n:::"
    page(blog(site), "page", postlist(":tags: zebra", inner), postlist(":tags: event", inner))
    assert shown(site.build(), "page") == "gamma alpha epsilon delta"


def test_style_list(site: Site) -> None:
    """The usual style shows date and title of each."""
    page(blog(site), "page", postlist(":limit: 1"), postlist(":limit: 1\n:style: list"))
    body = site.build().body("page")
    item = '<time class="dt-published" datetime="2021-02-01T00:00:00+01:00">February 1, 2021</time>'
    assert body.count(item) == 2
    assert body.count(">epsilon</a>") == 2


def test_style_titles(site: Site) -> None:
    """Titles alone."""
    page(blog(site), "page", postlist(":style: titles"))
    built = site.build()
    assert "<time" not in built.body("page")
    assert shown(built, "page") == ALL


def test_style_cards(site: Site) -> None:
    """Cards show excerpts, and lead to the rest."""
    page(blog(site), "page", "## Section\n", postlist(":style: cards\n:tags: cloud"))
    body = site.build().body("page")
    assert body.count("<article") == 2
    assert "First of gamma." in body
    assert "Rest" not in body
    assert body.count("<h3") == 2
    assert body.count(">Read more<") == 2


def test_style_table(site: Site) -> None:
    """A table has a row for each, with its authors."""
    page(blog(site), "page", postlist(":style: table"))
    body = site.build().body("page")
    assert body.count("<tr") == 6
    assert re.search(r'href="blog/authors/ann.html">Ann</a> and <a [^>]*>misc</a>', body)


@pytest.mark.parametrize(
    ("group", "headings"),
    [
        ("year", ["2021", "2020"]),
        ("month", ["February 2021", "January 2021", "December 2020", "June 2020", "January 2020"]),
    ],
)
@pytest.mark.parametrize("style", ["cards", "list", "titles", "table"])
def test_groups(site: Site, group: str, headings: list[str], style: str) -> None:
    """A list of any style is divided by the years or months of the site's zone."""
    page(blog(site), "page", postlist(f":group-by: {group}\n:style: {style}"))
    built = site.build()
    found = re.findall(r'<h2 class="confblog-heading[^>]*>(.*?)</h2>', built.body("page"))
    assert [re.sub("<[^>]*>", "", heading) for heading in found] == headings
    assert shown(built, "page") == ALL


def test_groups_in_another_order(site: Site) -> None:
    """Groups come in the order of their first posts."""
    page(blog(site), "page", postlist(":group-by: year\n:sort: title"))
    built = site.build()
    assert shown(built, "page") == "alpha Beta gamma delta epsilon"
    assert re.findall(r'html">(20\d\d)</a></h2>', built.body("page")) == ["2020", "2021"]


def test_places(site: Site) -> None:
    """A list may stand in an admonition, a list, a post, and several on a page."""
    inner = ":::{postlist}\n:limit: 1\n:::"
    page(
        blog(site), "page", f"::::{{note}}\n{inner}\n::::\n",
        "- Item\n\n  ```{postlist}\n  :tags: cloud\n  ```\n",
        "> ```{postlist}\n> :tags: event\n> :style: table\n> ```\n",
    )  # fmt: skip
    site.post("last", f"Text.\n\n{postlist(':limit: 2')}", date="2000-01-01", title="last")
    built = site.build()
    assert shown(built, "page") == "epsilon gamma alpha epsilon delta"
    assert shown(built, "blog/last") == "epsilon delta"


def test_a_list_in_a_generated_page(site: Site) -> None:
    """Page templates may hold lists of their own."""
    others = "```{postlist}\n:tags: -{{ term.slug | markdown }}\n:limit: 1\n```\n"
    template = f"# {{{{ title }}}}\n\n```{{blog:listing}}\n```\n\n{others}"
    blog(site).write("_templates/confblog/tags/term.md", template)
    built = site.build(templates_path=["_templates"])
    assert shown(built, "blog/tags/cloud") == "gamma alpha epsilon"
    assert shown(built, "blog/tags/event") == "epsilon delta gamma"


def test_a_list_in_an_excerpt(site: Site) -> None:
    """A list of posts that show lists of posts ends: excerpts go without."""
    body = f"Text.\n\n{postlist(':style: cards')}\n\nREADMORE\n"
    blog(site).post("last", body, date="2022-01-01", title="last")
    built = site.build()
    assert shown(built, "blog/index") == f"last {ALL}"
    assert shown(built, "blog/last") == f"last {ALL}"


def test_unlisted_posts(site: Site) -> None:
    """No list shows an unlisted post."""
    blog(site).post("hidden", date="2022-01-01", tags="cloud", unlisted="true")
    page(site, "page", postlist(), postlist(":tags: cloud"))
    assert shown(site.build(), "page") == f"{ALL} gamma alpha"


@pytest.mark.parametrize("builder", ["latex", "text", "man", "texinfo", "epub", "xml", "dirhtml"])
def test_other_builders(site: Site, builder: str) -> None:
    """Every builder shows every style."""
    styles = [postlist(f":style: {style}") for style in ("cards", "list", "titles", "table")]
    page(blog(site), "page", *styles, postlist(":group-by: month"))
    site.build(builder, version="1", copyright="us")


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text", "man", "texinfo", "epub"])
def test_lists_in_documents_that_others_include(site: Site, builder: str) -> None:
    """Where all documents become one, their lists are filled too."""
    page(blog(site), "page", postlist(":style: titles\n:tags: event"))
    names = "page\nblog/index\nblog/delta\nblog/epsilon"
    site.write("index.md", f"{INDEX}\n```{{toctree}}\n{names}\n```\n")
    built = site.build(builder, version="1", copyright="us")
    texts = [data for name, data in built.everything().items() if "_sources" not in name]
    assert any(b"First of gamma." in data for data in texts)
    assert not any(b"blog_list" in data for data in texts)


def test_any_line_of_a_long_page(site: Site) -> None:
    """The line that is reported is the directive's, behind whatever stands before it."""
    text = "- a\n\n  ````{note}\n  ```{postlist}\n  :limit: x\n  ```\n  ````\n"
    page(blog(site), "page", f"Text.\n\n{text}")
    assert f"{site.srcdir / 'page.md'}:11: WARNING" in site.build(clean=False).warnings


def test_warnings_can_be_silenced(site: Site) -> None:
    """Each kind goes by its name."""
    page(blog(site), "page", postlist(":limit: x\n:tags: zebra"))
    assert site.build(suppress_warnings=["confblog.postlist", "confblog.term"]).warnings == ""
