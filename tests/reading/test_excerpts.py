"""What ends an excerpt, and what lists and pages show then."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF, INDEX, Site
from outline import outline, read_blocks

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built

    Cases = tuple[str, Built]

CASES = Path(__file__).parents[1] / "cases" / "readmore"
FILES = sorted(path.stem for path in CASES.glob("*.md"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
ALL: dict[str, Any] = {
    "confblog_posts_per_page": 0,
    "myst_enable_extensions": ["colon_fence", "deflist"],
}


def excerpt(built: Built, page: str, docname: str) -> str:
    """The excerpt of a post as a page shows it."""
    for card in re.findall(r"(?s)<article class=.*?</article>", built.body(page)):
        if re.search(rf'href="[^"]*\b{docname}(\.html|/)"', card):
            end = r'</div>\s*(?:<p[^>]*><a class="[^"]*more|</article>)'
            found = re.search(rf"(?s)confblog-excerpt[^>]*>(.*){end}", card)
            return outline(found[1]) if found else ""
    raise AssertionError(f"{page} has no card of {docname}")


def content(built: Built, docname: str) -> str:
    """What a post's page shows below its title and byline."""
    return outline(built.body(docname).partition("</h1>")[2])


def site_of_cases(folder: Path, name: str) -> Site:
    """A site with a post for each case of a file."""
    site = Site(folder / "source")
    site.write("conf.py", CONF)
    site.write("index.md", INDEX)
    site.write("blog/pic.png", PNG)
    for number, block in enumerate(read_blocks(CASES / f"{name}.md", 3)):
        front = f"---\ntitle: {block.title}\ndate: 2020-01-01\n---\n"
        if name == "restructuredtext":
            front = f":title: {block.title}\n:date: 2020-01-01\n\n"
        suffix = "rst" if name == "restructuredtext" else "md"
        site.write(f"blog/case-{number}.{suffix}", f"{front}{block.source}")
    return site


@pytest.fixture(scope="module", params=FILES)
def cases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """A file of cases, built."""
    site = site_of_cases(tmp_path_factory.mktemp(request.param), request.param)
    built = site.build(**ALL, clean=False)
    # Some cases show what is no separator.
    said = built.warnings.splitlines()
    assert [text for text in said if not text.endswith("[confblog.readmore]")] == []
    return request.param, built


@pytest.mark.slow
def test_cases(cases: Cases) -> None:
    """The index shows what stands before the cut, the page all but the separators."""
    name, built = cases
    for number, block in enumerate(read_blocks(CASES / f"{name}.md", 3)):
        docname = f"blog/case-{number}"
        shown = (excerpt(built, "blog/index", f"case-{number}"), content(built, docname))
        assert shown == block.expected, block.title


@pytest.mark.slow
def test_nothing_is_empty_and_nothing_twice(cases: Cases) -> None:
    """No page has an empty element where a separator was, no list has an id twice."""
    _, built = cases
    for name in built.app.env.found_docs:
        body = built.body(name)
        assert not re.findall(r"<(p|li|ul|ol|blockquote)\b[^>]*>\s*</\1>", body), name
        ids = re.findall(r'\bid="([^"]*)"', body)
        assert len(ids) == len(set(ids)), name


LINKS = """\
---
title: Links
date: 2021-01-01
tags: a
---

Here [one](#far), [two](#deep-down), {ref}`three <far>`, {ref}`far`.

There [four](other.md), [five](other.md#its-label), [six](../guide.md), {doc}`seven <other>`,
{doc}`other`, {doc}`/guide`, {ref}`its-label`, {any}`other`, {any}`eight <its-label>`.

Named {blog:post}`../blog/other`, {blog:post}`nine <second>`, {blog:tag}`a`, {any}`ten <a>`.

Files [eleven](data.txt), {download}`twelve <data.txt>`, ![](pic.png), <img src="raw.png">
<a href="raw.html#x">thirteen</a>.

READMORE

(far)=
## Far

### Deep down
"""
OTHER = """\
---
title: Other
date: 2020-01-01
slug: second
tags: a
---

(its-label)=
## Labelled

Text.
"""


def linked(site: Site) -> Site:
    """A site with a post full of links, shown on pages in several folders."""
    site.write("guide.md", "---\norphan: true\n---\n# Guide\n")
    site.write("blog/links.md", LINKS)
    site.write("blog/other.md", OTHER)
    site.write("blog/data.txt", "data")
    site.write("blog/pic.png", PNG)
    site.write("conf.py", f"{CONF}templates_path = ['_templates']\nmyst_heading_anchors = 2\n")
    template = "# {{ title }}\n\n```{blog:listing}\n:style: cards\n```\n"
    site.write("_templates/confblog/term.md", template)
    cards = "```{postlist}\n:style: cards\n:tags: a\n```\n"
    site.write("index.md", f"{INDEX}\n{cards}")
    site.write("deep/er/page.md", f"---\norphan: true\n---\n# Page\n\n{cards}")
    site.post("newer", date="2022-01-01", title="Newer")
    return site


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_links_lead_where_they_led(site: Site, builder: str) -> None:
    """From any page that shows it, each link of an excerpt leads where it does from the post."""
    built = linked(site).build(builder, confblog_posts_per_page=1)
    suffix = ".html" if builder == "html" else "/index.html"
    goals = targets(built, f"blog/links{suffix}", "confblog-byline", "READMORE")
    assert len(goals) == 22
    for page in ("blog/page/2", "blog/tags/a", "deep/er/page", "index"):
        name = "index.html" if page == "index" else f"{page}{suffix}"
        assert targets(built, name, "confblog-excerpt", "confblog-onward") == goals, page


def targets(built: Built, name: str, start: str, stop: str) -> list[str]:
    """The files, and anchors in them, that the links of a part of a page lead to."""
    html = built.read(name)
    begin = html.index(start)
    end = html.find(stop, begin)
    part = html[begin : end if end > 0 else html.index('id="far"')]
    part = part[part.index("<p>Here") :]
    found = []
    for address in re.findall(r'(?:href|src)="([^"]*)"', part):
        path, _, anchor = address.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        file += "/index.html" if (built.outdir / file).is_dir() else ""
        assert "raw." in file or built.exists(file), address
        assert not anchor or anchor == "x" or f'id="{anchor}"' in built.read(file), address
        found.append(f"{file}#{anchor}")
    return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """That site, whose builders share what the first of them has read."""
    return linked(Site(tmp_path_factory.mktemp("shared") / "source"))


@pytest.mark.parametrize(
    "builder", ["latex", "text", "man", "texinfo", "epub", "singlehtml", "xml"]
)
def test_links_in_other_builders(shared: Site, builder: str) -> None:
    """Every builder takes an excerpt full of links."""
    shared.build(builder, version="1", copyright="us")


def test_a_dangling_link_is_reported_once(site: Site) -> None:
    """What the post's page warns of, the lists that show it do not repeat."""
    text = "{ref}`nowhere` {doc}`nothing` {blog:tag}`none`\n\nREADMORE\n"
    site.post("one", text, date="2020-01-01")
    assert site.build(clean=False).warnings.count("\n") == 3


FRONT = [
    ({"excerpt": "From *front* matter."}, "<p>From *front* matter.</p>\n"),
    ({"summary": "A summary."}, "<p>A summary.</p>\n"),
    ({"description": "For machines."}, "<p>One.</p>\n<p>Two.</p>\n"),
    ({"excerpt": "|\n  One.\n\n  Two\n  three."}, "<p>One.</p>\n<p>Two three.</p>\n"),
]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Posts of many kinds on a site without options, built once."""
    site = Site(tmp_path_factory.mktemp("usual") / "source")
    site.write("conf.py", CONF)
    site.write("index.md", INDEX)
    for number, (front, _) in enumerate(FRONT):
        text = "One.\n\nTwo.\n\nREADMORE\n\nThree.\n"
        site.post(f"p{number}", text, date="2020-01-01", **front)
    site.post("uncut", "One.\n\nTwo.\n", date="2020-01-01", description="What it says.")
    lines = b"---\ndate: 2020-01-01\n---\nOne.\nREADMORE\nTwo.\n\nREADMORE\n\nThree.\n"
    site.write("blog/windows.md", lines.replace(b"\n", b"\r\n"))
    site.write("blog/mac.md", lines.replace(b"\n", b"\r"))
    site.post("named", "One.\n\nREADMORE\n\nTwo.\n", date="2020-01-01", title="The *post*")
    ended = "First.\n\n</div></article>\n\nREADMORE\n\nMore.\n"
    site.post("ended", ended, date="2020-01-01", title="A")
    site.write("page.md", "---\norphan: true\n---\n# Page\n\nREADMORE\n\n<!-- more -->\n")
    return site.build()


@pytest.mark.parametrize("number", range(len(FRONT)))
def test_front_matter(usual: Built, number: int) -> None:
    """An excerpt in front matter replaces the one that is cut; a description does not."""
    assert excerpt(usual, "blog/index", f"p{number}") == FRONT[number][1]
    whole = "<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>\n"
    assert content(usual, f"blog/p{number}") == whole


def test_a_description_is_better_than_the_first_paragraph(usual: Built) -> None:
    """Without separator and excerpt, the description says what a post is about."""
    assert excerpt(usual, "blog/index", "uncut") == "<p>What it says.</p>\n"


@pytest.mark.parametrize("name", ["windows", "mac"])
def test_line_ends(usual: Built, name: str) -> None:
    """Files with other line ends are cut alike."""
    assert excerpt(usual, "blog/index", name) == "<p>One.</p>\n"
    assert content(usual, f"blog/{name}") == "<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>\n"


def test_pages_that_are_no_posts(usual: Built) -> None:
    """Elsewhere the word is a word."""
    body = usual.body("page")
    assert "<p>READMORE</p>" in body
    assert "<!-- more -->" in body


def test_the_read_more_link_names_its_post(usual: Built) -> None:
    """Who hears the page instead of seeing it learns where the link leads."""
    words = r'Read more<span class="[^"]*unseen">: The \*post\*</span></a>'
    assert re.search(f'href="named.html">{words}', usual.body("blog/index"))


def test_an_end_of_nothing_stays_inside_its_card(usual: Built) -> None:
    """A division that is ended once too often would end the card around the excerpt."""
    html = usual.body("blog/index")
    assert html.count("<article") == html.count("</article>") == len(FRONT) + 5


def test_fallback(site: Site) -> None:
    """Without anything else, it is the text to the end of the last paragraph that counts.

    What is above the first one stays out.
    """
    counts = {"b0": 0, "b1": 1, "b2": 2, "b9": 9}
    body = "- z\n\n1:\n\n- a\n\n## *H*\n\n2\n\n> b\n\n### I\n\n3\n\n- c\n"
    parts = [
        "<p>1:</p>\n",
        "<ul>\n<li><p>a</p>\n</li>\n</ul>\n<p><em>H</em></p>\n<p>2</p>\n",
        "<blockquote>\n<p>b</p>\n</blockquote>\n<p>I</p>\n<p>3</p>\n",
    ]
    for name in counts:
        text = f"---\ndate: 2020-01-01\n---\n{body}"
        site.write(f"{name}/one.md", text)
    blogs = {name: {"excerpt_paragraphs": count} for name, count in counts.items()}
    built = site.build(confblog_blogs=blogs)
    for name, count in counts.items():
        assert excerpt(built, f"{name}/index", "one") == "".join(parts[:count]), name


def test_another_separator(site: Site) -> None:
    """With other separators configured, the usual ones are ordinary text."""
    site.post("one", "One.\nREADMORE\n\n-- more --\n\nTwo.\n", date="2020-01-01")
    site.post("two", "One.\n<!-- cut  here -->\n<!-- more -->\nTwo.\n", date="2020-01-01")
    built = site.build(confblog_excerpt_separators=["-- more --", "<!--cut here-->"])
    assert excerpt(built, "blog/index", "one") == "<p>One. READMORE</p>\n"
    assert "<p>One.\nREADMORE</p>" in built.body("blog/one")
    assert excerpt(built, "blog/index", "two") == "<p>One.</p>\n"
    assert "<!-- more -->" in built.body("blog/two")
    assert "cut" not in built.body("blog/two")


def test_no_separator_at_all(site: Site) -> None:
    """An empty list of separators leaves every text as it is."""
    site.post("one", "One.\n\nREADMORE\n\n<!-- more -->\n", date="2020-01-01")
    built = site.build(confblog_excerpt_separators=[])
    assert "<p>READMORE</p>\n<!-- more -->" in built.body("blog/one")


def test_contents_and_search_words(site: Site) -> None:
    """The page's contents and its words in the search index are those of the text alone."""
    text = "One.\n\n## Two\n\nThree.\nREADMORE\nFour.\n\n### Five\n\nREADMORE\n\nSix.\n"
    site.post("one", text, date="2020-01-01", title="Same")
    cut = site.build(out="cut")
    site.post("one", text.replace("READMORE", ""), date="2020-01-01", title="Same")
    plain = site.build(out="plain")
    assert str(cut.app.env.tocs["blog/one"]) == str(plain.app.env.tocs["blog/one"])
    assert cut.read("searchindex.js") == plain.read("searchindex.js")


def test_a_tab_set_before_the_cut(site: Site) -> None:
    """The directives of other extensions may stand in an excerpt."""
    pytest.importorskip("sphinx_design")
    tabs = ":::::{tab-set}\n::::{tab-item} A\nOne.\n::::\n::::{tab-item} B\nTwo.\n::::\n:::::\n"
    site.post("one", f"{tabs}\nREADMORE\n\nThree.\n", date="2020-01-01")
    site.post("two", f"{tabs}\nREADMORE\n\n{tabs}\n", date="2020-01-02")
    built = site.build(
        extensions=["sphinx_confblog", "sphinx_design"], myst_enable_extensions=["colon_fence"]
    )
    body = built.body("blog/index")
    ids = re.findall(r'\bid="([^"]*)"', body)
    assert body.count("tab-content") == 4
    assert len(ids) == len(set(ids))


def test_numbered_figures_before_the_cut(site: Site) -> None:
    """With numbers for figures, the post's are numbered and a list's copy is not."""
    figure = "```{figure} pic.png\n:name: fig\nCaption\n```\n"
    site.write("blog/pic.png", PNG)
    site.post("one", f"{figure}\nSee {{numref}}`fig`.\n\nREADMORE\n\nTwo.\n", date="2020-01-01")
    site.write("index.md", f"{INDEX}\n```{{toctree}}\n:numbered:\nblog/one\n```\n")
    built = site.build(numfig=True)
    assert "Fig. 1" in built.text("blog/one")
    assert built.text("blog/index").count("Fig.") == 1


def test_translators_never_see_separators(site: Site) -> None:
    """Message catalogs hold the text around a separator, each part by itself."""
    text = "One.\nREADMORE\nTwo *three*.\n\nFour. <!-- more --> Five.\n"
    site.post("one", text, date="2020-01-01")
    catalog = site.build("gettext").read("blog.pot")
    assert "READMORE" not in catalog
    assert "more" not in catalog
    assert 'msgid "Two *three*."' in catalog


def test_translated_posts(site: Site) -> None:
    """A post in another language is cut at the same place, and so is a paragraph."""
    site.post("one", "One.\nREADMORE\nTwo.\n\nThree.\n", date="2020-01-01", title="Title")
    site.post("two", "Four. <!-- more --> Five.\n\nThree.\n", date="2020-01-02", title="Title")
    catalog = "".join(
        f'msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'
        for msgid, msgstr in [
            ("", "Content-Type: text/plain; charset=UTF-8\\n"), ("Title", "Titel"),
            ("One.", "Eins."), ("Two.", "Zwei."), ("Three.", "Drei."),
            ("Four.  Five.", "Vier. Fünf."),
        ]
    )  # fmt: skip
    site.write("locales/de/LC_MESSAGES/blog.po", catalog)
    built = site.build(language="de", locale_dirs=["locales"])
    assert excerpt(built, "blog/index", "one") == "<p>Eins.</p>\n"
    assert content(built, "blog/one") == "<p>Eins.</p>\n<p>Zwei.</p>\n<p>Drei.</p>\n"
    assert excerpt(built, "blog/index", "two") == "<p>Vier. Fünf.</p>\n"
    assert content(built, "blog/two") == "<p>Vier. Fünf.</p>\n<p>Drei.</p>\n"


@pytest.mark.slow
def test_parallel_reading(site: Site) -> None:
    """Excerpts are the same however many processes read the posts."""
    for number in range(6):
        site.post(f"p{number}", f"One {number}.\nREADMORE\nTwo.\n", date="2020-01-01")
    serial = site.build(out="serial", confblog_posts_per_page=0)
    parallel = site.build(out="parallel", jobs=2, confblog_posts_per_page=0)
    assert serial.read("blog/index.html") == parallel.read("blog/index.html")


def test_the_directive_on_other_pages(site: Site, confblog: Caller) -> None:
    """A page that is no post has no excerpt to end: a warning at its line, and nothing shown."""
    site.write("page.md", "---\norphan: true\n---\n# Page\n\nOne.\n\n```{readmore}\n```\n")
    site.write("other.rst", ":orphan:\n\nOther\n=====\n\nOne.\n\n.. readmore::\n\nTwo.\n")
    site.post("post", "One.\n\n```{readmore}\n```\n\nTwo.\n", date="2020-01-01", title="Post")
    built = site.build(clean=False)
    for place in ("page.md:8", "other.rst:8"):
        said = (
            "WARNING: readmore: this page is not a post, so it has no excerpt. "
            "The directive is ignored."
        )
        assert f"{place}: {said} [confblog.readmore]\n" in built.warnings
    assert built.warnings.count("WARNING") == 2
    assert built.text("other") == "Other ¶ One. Two."
    found = confblog("check", code=1)
    assert found.out.count("this page is not a post") == 2
    assert "other.rst:8: " in found.out


def test_the_directive_where_it_is_an_example(site: Site) -> None:
    """In a table or a footnote it is ignored, with a warning at its line, and not shown."""
    table = "+------------------+\n| .. readmore::    |\n+------------------+\n"
    site.write("blog/post.rst", f":date: 2020-01-01\n\nPost\n====\n\n{table}\nTwo.\n")
    built = site.build(clean=False)
    assert "post.rst:7: WARNING: readmore: an excerpt cannot end in a table" in built.warnings
    assert excerpt(built, "blog/index", "post") == "<p>Two.</p>\n"


#: A text, and the line where a separator stands, as it was typed and as it is meant.
SLIPS = [
    ("One.\n\nReadMore\n\nTwo.\n", 8, "ReadMore", "READMORE"),
    ("One.\nreadmore\nTwo.\n", 7, "readmore", "READMORE"),
    ("One.\n\n<!-- More -->\n\nTwo.\n", 8, "<!-- More -->", "<!-- more -->"),
    ("One.\n\n- a\n\n  <!--TRUNCATE-->\n", 10, "<!--TRUNCATE-->", "<!-- truncate -->"),
    ("One.\n\nREADMOR\n\nTwo.\n", 8, "READMOR", "READMORE"),
    ("One.\nREAD MORE\nTwo.\n", 7, "READ MORE", "READMORE"),
    ("One.\n\n{readmore}\n\nTwo.\n", 8, "{readmore}", "READMORE"),
    ("One. <!--READMORE-->\n\nTwo.\n", 6, "<!--READMORE-->", "READMORE"),
]
#: The same in reStructuredText.
SLIPS_IN_RST = [
    ("Readmore", 8, "'Readmore'", "'READMORE'"),
    (".. readmore", 8, "'.. readmore'", "'READMORE'"),
    ("**READMORE**", 8, "'**READMORE**'", "'READMORE' without markup"),
    ("* READMORE.", 8, "'READMORE.'", "'READMORE'"),
    ("READMORE\n--------", 8, "the heading 'READMORE'", "'READMORE' as a line of text"),
    (".. note::\n\n   .. readmore", 10, "'.. readmore'", "'READMORE'"),
]
NO_SEPARATORS = [
    "Read more\n", "Read more:\n\n- [x](https://site.example)\n", "READ MORE:\n",
    "# Read more\n\nText.\n",
    "% READMORE\n", "`readmore`\n", "A readmore here.\n", "```\nreadmore\n```\n", "READMORE\n",
    "<!-- More on that -->\n", "| readmore |\n| --- |\n| x |\n",
]  # fmt: skip


def test_misspelt_separators(site: Site) -> None:
    """Each is reported at its line, with the separator, and ends no excerpt; other text is not."""
    expected = []
    for number, (text, line, typed, meant) in enumerate(SLIPS):
        path = site.post(f"p{number}", text, date="2020-01-01", title="A")
        said = f"{typed!r} does not end the excerpt; write {meant!r}. It is part of the text."
        expected.append(f"{path}:{line}: WARNING: {said} [confblog.readmore]")
    for number, (text, line, typed, meant) in enumerate(SLIPS_IN_RST):
        head = ":date: 2020-01-01\n\nTitle\n=====\n\nOne."
        path = site.write(f"blog/rst{number}.rst", f"{head}\n\n{text}\n\nTwo.\n")
        said = f"{typed} does not end the excerpt; write {meant}. It is part of the text."
        expected.append(f"{path}:{line}: WARNING: {said} [confblog.readmore]")
    for number, text in enumerate(NO_SEPARATORS):
        site.post(f"none{number}", f"One.\n\n{text}", date="2020-01-01", title="A")
    built = site.build(clean=False)
    assert sorted(built.warnings.splitlines()) == sorted(expected)
    for number, (_, _, typed, _) in enumerate(SLIPS):
        assert typed in built.body(f"blog/p{number}")


OTHER_TOOLS = {
    "wordpress.md": "<!--more Read on-->",
    "nikola.md": "<!-- TEASER_END: Read on -->",
    "nikola-rst.rst": ".. TEASER_END: Read on",
}


def test_separators_with_texts_of_other_tools(site: Site) -> None:
    """They end excerpts, and the text of the link in them is not shown."""
    for name, separator in OTHER_TOOLS.items():
        head = (
            ":date: 2020-01-01\n\nA\n="
            if name.endswith("rst")
            else "---\ndate: 2020-01-01\n---\n# A"
        )
        site.write(f"blog/{name}", f"{head}\n\nOne.\n\nTwo.\n\n{separator}\n\nThree.\n")
    site.post(
        "remark", "One.\n\n<!-- more of this later -->\n\nTwo.\n", date="2020-01-01", title="A"
    )
    built = site.build()
    for name in OTHER_TOOLS:
        assert excerpt(built, "blog/index", name.partition(".")[0]) == "<p>One.</p>\n<p>Two.</p>\n"
        assert "Read on" not in built.text(f"blog/{name.partition('.')[0]}")
    assert excerpt(built, "blog/index", "remark") == "<p>One.</p>\n"


PROLOG = """\
.. note:: Beware of this.

Notice to all.

- Item of all

.. |logo| image:: logo.svg
.. |site| replace:: *our site*
"""


def test_text_that_the_site_adds_is_no_excerpt(site: Site) -> None:
    """Neither ``rst_prolog`` nor ``rst_epilog`` is; what they define and a post uses stays."""
    site.write("blog/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    cuts = {"whole": "", "cut": "READMORE\n\n", "more": "Last.\n\nREADMORE\n\n"}
    for name, cut in cuts.items():
        text = f":date: 2020-01-01\n\nA\n=\n\nThis is |site| |logo|.\n\n{cut}"
        site.write(f"blog/{name}.rst", text)
    built = site.build(
        rst_prolog=PROLOG, rst_epilog="Read more.\n\n* End of all\n", confblog_excerpt_paragraphs=9
    )
    for name, cut in cuts.items():
        shown = excerpt(built, "blog/index", name)
        words = re.sub(r"<[^>]+>", "", shown).split()
        assert " ".join(words) == "This is our site ." + (" Last." if "Last" in cut else "")
        assert "logo.svg" in shown
        assert "Notice to all." in built.text(f"blog/{name}")
        assert "End of all" in built.text(f"blog/{name}")
