"""The directive ``postlist``: which posts it shows, how and where, and what it complains of."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
from conftest import CONF, INDEX, Site

if TYPE_CHECKING:
    from commands import Caller
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
    ":tag: cloud": "gamma alpha",
    ":author: misc\n:category: talks": "",
    ":tags: event\n:tag: cloud": "epsilon delta gamma alpha",
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
    return titles(built.body(docname))


def titles(html: str) -> str:
    """The titles that lists show."""
    return " ".join(re.findall(r'<a class="u-url p-name[^"]*" href="[^"]*">(.*?)</a>', html))


STYLES = ["cards", "list", "titles", "table"]
GROUPS = {
    "year": ["2021", "2020"],
    "month": ["February 2021", "January 2021", "December 2020", "June 2020", "January 2020"],
}
INNER = ":::{postlist}\n:tags: cloud\n:::"
FALLBACK = "Nothing *yet*.\n\n- See {ref}`there <search>`."
#: Page -> what stands on it. Nothing of it is a mistake.
PAGES = {
    "fallback": [postlist(":tags: zebra", FALLBACK)],
    "found": [postlist(":tags: cloud", FALLBACK)],
    "list-in-fallback": [postlist(":tags: zebra", INNER), postlist(":tags: event", INNER)],
    "list": [postlist(":limit: 1"), postlist(":limit: 1\n:style: list")],
    "titles": [postlist(":style: titles")],
    "cards": ["## Section\n", postlist(":style: cards\n:tags: cloud")],
    "table": [postlist(":style: table")],
    "other-order": [postlist(":group-by: year\n:sort: title")],
    **{
        f"{style}-by-{group}": [postlist(f":group-by: {group}\n:style: {style}")]
        for style, group in product(STYLES, GROUPS)
    },
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All pages, and one with all selections in Markdown and in reStructuredText each."""
    site = blog(Site(tmp_path_factory.mktemp("postlist") / "source"))
    site.write("index.md", INDEX)
    for name, parts in PAGES.items():
        page(site, name, *parts)
    page(site, "md", *(f"## Next\n\n{postlist(options)}" for options in SELECTIONS))
    texts = []
    for options in SELECTIONS:
        indented = "".join(f"   {line}\n" for line in options.splitlines())
        texts.append(f"Next\n----\n\n.. postlist::\n{indented}\n")
    site.write("rst.rst", f":orphan:\n\nPage\n====\n\n{''.join(texts)}")
    return site.build(confblog_archives="year")


@pytest.mark.parametrize("number", range(len(SELECTIONS)), ids=lambda n: repr(list(SELECTIONS)[n]))
@pytest.mark.parametrize("kind", ["md", "rst"])
def test_selections(pages: Built, kind: str, number: int) -> None:
    """Options select, order and limit the posts, in both markup languages."""
    _, *sections = pages.body(kind).split("<h2>Next")
    assert len(sections) == len(SELECTIONS)
    assert titles(sections[number]) == list(SELECTIONS.values())[number]


#: Option -> what the warning says of it; the list is shown without the option.
MISTAKES = {
    ":limit: many": "option 'limit': 'many' is not a whole number above 0. The option is ignored.",
    ":limit: 0": "option 'limit': '0' is not a whole number above 0. The option is ignored.",
    ":limit: -1": "option 'limit': '-1' is not a whole number above 0. The option is ignored.",
    f":limit: 1{'0' * 20}": f"option 'limit': '1{'0' * 20}' is not a whole number above 0. "
    "The option is ignored.",
    ":limit:": "option 'limit': '' is not a whole number above 0. The option is ignored.",
    ":sort: dates": "option 'sort': 'dates' is not one of: date, updated, "
    "title; did you mean 'date'? The option is ignored.",
    ":style: fancy": "option 'style': 'fancy' is not one of: cards, grid, list, titles, table. "
    "The option is ignored.",
    ":style: card": "option 'style': 'card' is not one of: cards, grid, list, titles, table; "
    "did you mean 'cards'? The option is ignored.",
    ":limt: 2": "option 'limt' does not exist; did you mean 'limit'? It is ignored.",
    ":colour: red": "option 'colour' does not exist. It is ignored.",
    ":catgory: x": "option 'catgory' does not exist; did you mean 'category'? It is ignored.",
    ":group-by: week": "option 'group-by': 'week' is not one of: year, month. "
    "The option is ignored.",
}  # fmt: skip


DATES = [*product(["since", "until"], ["soon", "2015-02-30", ""]), ("until", "9999-12-31")]
#: Page -> what stands on it. Each has a mistake.
WRONG = {
    **{f"mistake{n}": ["Text.\n", postlist(option)] for n, option in enumerate(MISTAKES)},
    **{f"date{n}": [postlist(f":{option}: {value}")] for n, (option, value) in enumerate(DATES)},
    "several": [postlist(":limit: x\n:sort: y\n:tags: cloud")],
    "terms": ["Text.\n\n", postlist(":tags: dokcer, -cluod, +zebra\n:authors: Anne")],
    "deep": ["Text.\n\n- a\n\n  ````{note}\n  ```{postlist}\n  :limit: x\n  ```\n  ````\n"],
}


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All pages with mistakes; some of them in reStructuredText as well."""
    site = blog(Site(tmp_path_factory.mktemp("mistakes") / "source"))
    site.write("index.md", INDEX)
    for name, parts in WRONG.items():
        page(site, name, *parts)
    for number, option in enumerate(MISTAKES):
        text = f":orphan:\n\nPage\n====\n\n.. postlist::\n   {option}\n"
        site.write(f"mistake{number}-rst.rst", text)
    return site.build(clean=False)


def warned(built: Built, name: str) -> list[str]:
    """The warnings about a file, without its folder; each line of them is one."""
    folder = f"{built.app.srcdir}/"
    lines = built.warnings.splitlines()
    return [line.removeprefix(folder) for line in lines if line.startswith(f"{folder}{name}:")]


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=lambda n: list(MISTAKES)[n])
@pytest.mark.parametrize("name", ["mistake{}.md:8", "mistake{}-rst.rst:6"])
def test_mistakes(wrong: Built, name: str, number: int) -> None:
    """A wrong value is reported at the directive's line, and the list shows all it can."""
    place, said = name.format(number), list(MISTAKES.values())[number]
    path = place.partition(":")[0]
    assert warned(wrong, path) == [f"{place}: WARNING: postlist: {said} [confblog.postlist]"]
    assert shown(wrong, path.partition(".")[0]) == ALL


def test_nothing_else_is_said(wrong: Built) -> None:
    """Every line of the warnings is about a page with a mistake, or goes on with one."""
    names = {f"{name}.md" for name in WRONG} | {
        path.name for path in wrong.app.srcdir.glob("*.rst")
    }
    said = [line for name in names for line in warned(wrong, name)]
    assert wrong.warnings.count("WARNING") + wrong.warnings.count("ERROR") == len(said)


@pytest.mark.parametrize("number", range(len(DATES)), ids=lambda n: " ".join(DATES[n]))
def test_dates_that_are_none(wrong: Built, number: int) -> None:
    """A date that is not understood, or too late to be counted, is reported."""
    (said,) = warned(wrong, f"date{number}.md")
    option, _ = DATES[number]
    assert said.startswith(f"date{number}.md:6: WARNING: postlist: option '{option}': ")
    assert said.endswith(". The option is ignored. [confblog.postlist]")


BELOW = "on the line right below the directive's name. It is ignored."
#: What is on the line of the name, and what below -> what the warning says of it.
MISPLACED = {
    ("5", ""): f"'5' is not an option; write ':limit: 5' {BELOW}",
    ("cloud", ""): f"'cloud' is not an option; write one, such as ':tags: cloud', {BELOW}",
    ("talks", ""): f"'talks' is not an option; write one, such as ':categories: talks', {BELOW}",
    ("news", ":limit: 9"): f"'news' is not an option; write one, such as ':tags: news', {BELOW}",
    ("tag=cloud", ""): f"'tag=cloud' is not read as an option; write ':tag: cloud' {BELOW}",
    ("", "\n:limit: 5"): f"':limit: 5' is not read as an option; write ':limit: 5' {BELOW}",
    ("", ":tags: cloud\n\nlimit: 1"): (
        f"'limit: 1' is not read as an option; write ':limit: 1' {BELOW}"
    ),
    ("", "tag: cloud"): f"'tag: cloud' is not read as an option; write ':tag: cloud' {BELOW}",
    ("3", "\nNothing yet."): f"'3' is not an option; write ':limit: 3' {BELOW}",
}  # fmt: skip


@pytest.mark.slow
def test_misplaced_options(site: Site, confblog: Caller) -> None:
    """What is meant as an option, but is not in its place, is reported with the right form.

    The check says the same, and the list is shown without it.
    """
    blog(site)
    for number, (line, below) in enumerate(MISPLACED):
        page(site, f"md{number:02}", f"```{{postlist}} {line}\n{below}\n```\n")
        indented = "".join(f"   {text}\n" for text in below.split("\n"))
        text = f":orphan:\n\nPage\n====\n\n.. postlist:: {line}\n{indented}\n"
        site.write(f"rst{number:02}.rst", text)
    built = site.build(clean=False)
    said = [line.removeprefix(f"{site.srcdir}/") for line in built.warnings.splitlines()]
    assert said == [
        f"{suffix}{number:02}.{suffix}:6: WARNING: postlist: {text} [confblog.postlist]"
        for suffix in ("md", "rst")
        for number, text in enumerate(MISPLACED.values())
    ]
    assert confblog("check", code=1).out.splitlines() == said
    for suffix, (number, (_, below)) in product(("md", "rst"), enumerate(MISPLACED)):
        wanted = "gamma alpha" if below.startswith(":tags: cloud") else ALL
        assert shown(built, f"{suffix}{number:02}") == wanted


def test_a_fallback_may_begin_on_the_line_of_the_name(site: Site, confblog: Caller) -> None:
    """A sentence there is no option."""
    site.post("alpha", title="alpha", **POSTS["alpha"])
    page(site, "page", "```{postlist} Nothing *here* yet.\n:tags: zebra\n\nMore.\n```\n")
    text = ".. postlist:: Nothing *here* yet.\n   :tags: zebra\n\n   More.\n"
    site.write("other.rst", f":orphan:\n\nPage\n====\n\n{text}")
    built = site.build()
    for name in ("page", "other"):
        assert "Nothing here yet. More." in built.text(name)
    assert confblog("check").out == ""


def test_an_option_on_the_line_of_the_name(site: Site, confblog: Caller) -> None:
    """In reStructuredText it is read; in Markdown it is reported."""
    for name in ("alpha", "epsilon"):
        site.post(name, title=name, **POSTS[name])
    site.write("rst.rst", ":orphan:\n\nPage\n====\n\n.. postlist:: :limit: 1\n")
    page(site, "md", "```{postlist} :limit: 1\n```\n")
    built = site.build(clean=False)
    assert (shown(built, "rst"), shown(built, "md")) == ("epsilon", "epsilon alpha")
    (said,) = built.warnings.splitlines()
    assert "md.md:6: WARNING: postlist: ':limit: 1' is not read as an option; write" in said
    assert confblog("check", code=1).out == f"{said}\n".removeprefix(f"{site.srcdir}/")


def test_several_mistakes_at_once(wrong: Built) -> None:
    """Each is reported, and all the right options count."""
    assert "".join(warned(wrong, "several.md")).count("[confblog.postlist]") == 2
    assert shown(wrong, "several") == "gamma alpha"


def test_terms_that_no_post_has(wrong: Built) -> None:
    """A term that no post has is reported, with the nearest one that posts have."""
    prefix = "terms.md:9: WARNING: postlist: option"
    assert warned(wrong, "terms.md") == [
        f"{prefix} 'tags': no post has 'dokcer'; did you mean 'docker'? [confblog.term]",
        f"{prefix} 'tags': no post has 'zebra'. [confblog.term]",
        f"{prefix} 'tags': no post has 'cluod'; did you mean 'cloud'? [confblog.term]",
        f"{prefix} 'authors': no post has 'Anne'; did you mean 'ann'? [confblog.term]",
    ]
    assert shown(wrong, "terms") == ""


def test_any_line_of_a_long_page(wrong: Built) -> None:
    """The line that is reported is the directive's, behind whatever stands before it."""
    (said,) = warned(wrong, "deep.md")
    assert said.startswith("deep.md:11: WARNING")


def test_terms_that_the_site_names(site: Site) -> None:
    """A term's id, name and aliases in ``confblog_terms`` are known, whoever has it."""
    page(blog(site), "page", postlist(":tags: containers"), postlist(":tags: someday"))
    terms = {"tags": {"docker": {"aliases": ["containers"]}, "someday": None}}
    built = site.build(confblog_terms=terms, confblog_taxonomies={"tags": "Tags"})
    assert shown(built, "page") == "epsilon Beta alpha"


def test_fallback(pages: Built) -> None:
    """The directive's text is shown when no post matches, and only then."""
    assert "Nothing <em>yet</em>." in pages.body("fallback")
    assert "search.html" in pages.body("fallback")
    assert shown(pages, "found") == "gamma alpha"
    assert "Nothing" not in pages.body("found")


def test_fallback_before_there_is_a_post(site: Site) -> None:
    """A site without a post may have lists already."""
    page(site, "page", postlist("", "No posts yet."), postlist())
    assert "No posts yet." in site.build().text("page")


def test_lists_in_a_fallback(pages: Built) -> None:
    """The text may hold another list."""
    assert shown(pages, "list-in-fallback") == "gamma alpha epsilon delta"


def test_style_list(pages: Built) -> None:
    """The usual style shows date and title of each."""
    body = pages.body("list")
    item = '<time class="dt-published" datetime="2021-02-01T00:00:00+01:00">February 1, 2021</time>'
    assert body.count(item) == 2
    assert body.count(">epsilon</a>") == 2


def test_style_titles(pages: Built) -> None:
    """Titles alone."""
    assert "<time" not in pages.body("titles")
    assert shown(pages, "titles") == ALL


def test_style_cards(pages: Built) -> None:
    """Cards show excerpts, and lead to the rest."""
    body = pages.body("cards")
    assert body.count("<article") == 2
    assert "First of gamma." in body
    assert "Rest" not in body
    assert body.count("<h3") == 2
    assert body.count(">Read more<") == 2


def test_style_table(pages: Built) -> None:
    """A table has a row for each, with its authors."""
    body = pages.body("table")
    assert body.count("<tr") == 6
    assert re.search(r'href="blog/authors/ann.html">Ann</a> and <a [^>]*>misc</a>', body)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("style", STYLES)
def test_groups(pages: Built, group: str, style: str) -> None:
    """A list of any style is divided by the years or months of the site's zone."""
    name = f"{style}-by-{group}"
    found = re.findall(r'<h2 class="confblog-heading[^>]*>(.*?)</h2>', pages.body(name))
    assert [re.sub("<[^>]*>", "", heading) for heading in found] == GROUPS[group]
    assert shown(pages, name) == ALL


def test_groups_in_another_order(pages: Built) -> None:
    """Groups come in the order of their first posts."""
    assert shown(pages, "other-order") == "alpha Beta gamma delta epsilon"
    body = pages.body("other-order")
    assert re.findall(r'html">(20\d\d)</a></h2>', body) == ["2020", "2021"]


@pytest.fixture(scope="module")
def further(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Lists in all places, and posts that no list shows, built once."""
    site = blog(Site(tmp_path_factory.mktemp("further") / "source"))
    site.write("index.md", INDEX)
    inner = ":::{postlist}\n:limit: 1\n:::"
    page(
        site, "page", f"::::{{note}}\n{inner}\n::::\n",
        "- Item\n\n  ```{postlist}\n  :tags: cloud\n  ```\n",
        "> ```{postlist}\n> :tags: event\n> :style: table\n> ```\n",
    )  # fmt: skip
    site.post("last", f"Text.\n\n{postlist(':limit: 2')}", date="2000-01-01", title="last")
    others = "```{postlist}\n:tags: -{{ term.slug | markdown }}\n:limit: 1\n```\n"
    template = f"# {{{{ title }}}}\n\n```{{blog:listing}}\n```\n\n{others}"
    site.write("_templates/confblog/tags/term.md", template)
    site.post("hidden", date="2022-01-01", tags="cloud", unlisted="true")
    page(site, "unlisted", postlist(), postlist(":tags: cloud"))
    site.post("draft", date="2020-01-01", tags="secret", draft="true")
    page(site, "withheld", postlist(":tags: secret"))
    return site.build(templates_path=["_templates"])


def test_places(further: Built) -> None:
    """A list may stand in an admonition, a list, a post, and several on a page."""
    assert shown(further, "page") == "epsilon gamma alpha epsilon delta"
    assert shown(further, "blog/last") == "epsilon delta"


def test_a_list_in_a_generated_page(further: Built) -> None:
    """Page templates may hold lists of their own."""
    assert shown(further, "blog/tags/cloud") == "gamma alpha epsilon"
    assert shown(further, "blog/tags/event") == "epsilon delta gamma"


def test_unlisted_posts(further: Built) -> None:
    """No list shows an unlisted post."""
    assert shown(further, "unlisted") == f"{ALL} last gamma alpha"


def test_terms_that_only_withheld_posts_have(further: Built) -> None:
    """Asking for the term of a draft is no mistake, and does not tell of the draft."""
    assert shown(further, "withheld") == ""


@pytest.mark.slow
def test_a_list_in_an_excerpt(site: Site) -> None:
    """A list of posts that show lists of posts ends: excerpts go without."""
    body = f"Text.\n\n{postlist(':style: cards')}\n\nREADMORE\n"
    blog(site).post("last", body, date="2022-01-01", title="last")
    built = site.build()
    assert shown(built, "blog/index") == f"last {ALL}"
    assert shown(built, "blog/last") == f"last {ALL}"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A page with every style, whose builders share what the first of them has read."""
    site = blog(Site(tmp_path_factory.mktemp("shared") / "source"))
    styles = [postlist(f":style: {style}") for style in ("cards", "list", "titles", "table")]
    events = postlist(":style: titles\n:tags: event")
    page(site, "page", *styles, postlist(":group-by: month"), events)
    names = "page\nblog/index\nblog/delta\nblog/epsilon"
    site.write("index.md", f"{INDEX}\n```{{toctree}}\n{names}\n```\n")
    return site


@pytest.mark.parametrize(
    "builder", ["latex", "text", "man", "texinfo", "epub", "singlehtml", "xml", "dirhtml"]
)
def test_other_builders(shared: Site, builder: str) -> None:
    """Every builder shows every style; where all documents become one, their lists are filled."""
    built = shared.build(builder, version="1", copyright="us")
    texts = [data for name, data in built.everything().items() if "_sources" not in name]
    assert any(b"First of gamma." in data for data in texts)
    assert not any(b"blog_list" in data for data in texts)


def test_warnings_can_be_silenced(site: Site) -> None:
    """Each kind goes by its name."""
    site.post("alpha", title="alpha", **POSTS["alpha"])
    page(site, "page", postlist(":limit: x\n:tags: zebra"))
    assert site.build(suppress_warnings=["confblog.postlist", "confblog.term"]).warnings == ""


def test_a_list_ends_with_a_link_to_all_posts(site: Site) -> None:
    """If it is asked to, and if there are posts in it."""
    site.post("2020-01-01-one", title="One", tags="a, b")
    options = {":more:": ["All posts"], ":more: More  news": ["More news"], ":limit: 5": []}
    for number, option in enumerate(options):
        page(site, f"page{number}", postlist(option))
        page(site, f"none{number}", postlist(f":tags: c\n{option}", "None."))
    built = site.build()
    for number, texts in enumerate(options.values()):
        body = built.body(f"page{number}")
        found = re.findall(r'confblog-all-posts.*?href="([^"]*)">([^<]*)</a>', body)
        assert found == [("blog/index.html", text) for text in texts]
        assert "confblog-all-posts" not in built.body(f"none{number}")
