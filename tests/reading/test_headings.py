"""The title of a post and the headings of its text, whatever level they begin at."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import CONF, INDEX, Site
from outline import read_blocks
from pofiles import write_po

if TYPE_CHECKING:
    from conftest import Built

FOLDER = Path(__file__).parents[1] / "cases" / "headings"
MARKDOWN = list(read_blocks(FOLDER / "cases.md", 2))
RST = list(read_blocks(FOLDER / "restructuredtext.md", 2))
CASES = MARKDOWN + RST


def headings(built: Built, docname: str) -> str:
    """The headings of a page's body, one a line."""
    found = re.findall(r"(?s)<(h\d)[^>]*>(.*?)(?:<a class=\"headerlink|</h)", built.body(docname))
    return "".join(f"{tag} {' '.join(text.split())}\n" for tag, text in found)


def site_of_cases(folder: Path) -> Site:
    """A site with a post for each case; all have the same file name."""
    site = Site(folder / "source")
    site.write("conf.py", f'{CONF}myst_enable_extensions = ["colon_fence"]\n')
    site.write("index.md", INDEX)
    for number, case in enumerate(CASES):
        suffix = "md" if number < len(MARKDOWN) else "rst"
        site.write(f"blog/{number}/2020-01-01-some_words-here.{suffix}", case.source)
        site.write(f"blog/{number}/included.txt", "Two.\n\n# Included\n\n## Further\n")
        site.write(f"blog/{number}/included.inc", "Included\n========\n\nTwo.\n\nB\n-\n")
    return site


@pytest.fixture(scope="module", params=[0, pytest.param(2, marks=pytest.mark.slow)])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All cases, built without a warning in one process or two."""
    return site_of_cases(tmp_path_factory.mktemp("headings")).build(jobs=request.param)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: CASES[n].title)
def test_cases(built: Built, number: int) -> None:
    """There is one title, and the other headings close up beneath it."""
    docname = f"blog/{number}/2020-01-01-some_words-here"
    found = headings(built, docname)
    assert found == CASES[number].expected[0]
    levels = [int(line[1]) for line in found.splitlines()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert "system-message" not in built.body(docname)
    assert "myst.header" not in str(built.app.env.get_doctree(docname))


def test_the_text_keeps_its_order(site: Site) -> None:
    """A title that is found behind other text goes up; all else stays where it is."""
    site.post("2020-01-01-one", "Zero.\n\n### A\n\nOne.\n\n# Post\n\nTwo.\n\n## B\n\nThree.\n")
    text = site.build().text("blog/2020-01-01-one")
    assert re.findall(r"Post|Zero|One|Two|Three|\b[AB]\b", text) == [
        "Post", "Zero", "A", "One", "Two", "B", "Three",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_other_pages_are_still_warned_of(site: Site, jobs: int) -> None:
    """MyST says of ordinary pages what it says without the blog, and of posts nothing."""
    for number in range(4):
        site.post(f"post-{number}", "### A\n\n##### B\n", date="2020-01-01", title="Post")
    front = "---\norphan: true\n---\n"
    site.write("blog/page.md", f"{front}### A\n")
    site.write("page.md", f"{front}# A\n\n### B\n")
    warnings = site.build(jobs=jobs, clean=False).warnings.splitlines()
    assert sorted(line.partition("source/")[2] for line in warnings) == [
        "blog/page.md:4: WARNING: Document headings start at H3, not H1 [myst.header]",
        "page.md:6: WARNING: Non-consecutive header level increase; H1 to H3 [myst.header]",
    ]


def test_a_page_that_becomes_a_post(site: Site) -> None:
    """The warning goes when a page gets a date, and comes back when it loses it."""
    page = "---\norphan: true\n---\n### A\n"
    site.write("blog/one.md", page)
    assert "myst.header" in site.build(clean=False).warnings
    site.write("blog/one.md", page.replace("orphan: true", "date: 2020-01-01"))
    site.build()
    site.write("blog/one.md", page)
    assert "myst.header" in site.build(clean=False).warnings


def test_a_post_can_be_referred_to_by_its_headings(site: Site) -> None:
    """Slugs of headings, labels and ids lead to their sections."""
    site.post(
        "one", "(top)=\n# Post\n\n### Part\n\n[](#part) [](#post) [](#low)\n\n(low)=\n##### Low\n",
        date="2020-01-01",
    )  # fmt: skip
    site.write("index.md", f"{INDEX}\n{{ref}}`top` {{ref}}`low` [x](blog/one.md#part)\n")
    built = site.build(myst_heading_anchors=3)
    assert 'href="blog/one.html#top"><span class="std std-ref">Post' in built.body("index")
    assert 'href="blog/one.html#low"><span class="std std-ref">Low' in built.body("index")
    assert 'href="blog/one.html#part"' in built.body("index")
    assert 'id="top"' in built.body("blog/one")


def test_a_heading_like_the_title_has_an_id_of_its_own(site: Site) -> None:
    """A section may be called as the post is."""
    site.post("one", "One.\n\n## Post\n\nTwo.\n", date="2020-01-01", title="Post")
    ids = re.findall(r'<section [^>]*id="([^"]*)"', site.build().body("blog/one"))
    assert len(ids) == 2
    assert len(set(ids)) == 2


KEYS = """\
---
title: Post
date: 2020-01-01
tags: a
myst:
  enable_extensions: [deflist]
  substitutions:
    name: substituted
  html_meta:
    keywords: words of the page
html_theme.sidebar_secondary.remove: true
tocdepth: 2
orphan: true
layout: post
weather: fine
---

Word
: {{ name }}

## A

### B

#### C
"""


def test_keys_of_sphinx_and_myst(site: Site) -> None:
    """What is no key of the blog's works as on any page, and is found in the metadata."""
    site.write("blog/one.md", KEYS)
    built = site.build(myst_enable_extensions=["substitution"])
    body, head = built.body("blog/one"), built.read("blog/one.html").partition("<body")[0]
    assert "<dt>Word</dt>" in body
    assert 'content="words of the page"' in head
    metadata = built.app.env.metadata["blog/one"]
    assert metadata["tocdepth"] == 2
    assert metadata["weather"] == "fine"
    assert metadata["layout"] == "post"
    assert metadata["html_theme.sidebar_secondary.remove"] == "True"
    assert not {"title", "date", "tags"} & metadata.keys()
    toc = str(built.app.env.tocs["blog/one"])
    assert "C" in toc


def test_substitutions(site: Site) -> None:
    """Substitutions of the site and of the post are replaced in its text."""
    site.post("one", "{{ here }} {{ there }}\n", date="2020-01-01", title="Post",
              myst='{substitutions: {here: "mine"}}')  # fmt: skip
    built = site.build(
        myst_enable_extensions=["substitution"], myst_substitutions={"there": "ours"}
    )
    assert "mine ours" in built.text("blog/one")


def test_a_title_from_myst(site: Site) -> None:
    """With MyST's own option for titles from front matter there is still one."""
    site.post("one", "## A\n", date="2020-01-01", title="Post")
    assert headings(site.build(myst_title_to_header=True), "blog/one") == "h1 Post\nh2 A\n"


def test_the_title_everywhere(site: Site) -> None:
    """Lists and the page's own title show the title with its markup, or without."""
    site.post("one", "# The *great* post\n", date="2020-01-01")
    built = site.build()
    assert "<title>The great post &#8212; Site" in built.read("blog/one.html")
    assert ">The <em>great</em> post</a></h2>" in built.body("blog/index")


def test_mathematics(site: Site) -> None:
    """A post without # is kept from MathJax as other pages of MyST's are."""
    site.post("one", "Costs $5 or $6.\n", date="2020-01-01", title="Post")
    site.post("two", "# Post\n\nCosts $5 or $6.\n", date="2020-01-01")
    built = site.build(myst_enable_extensions=["dollarmath"])
    for name in ("one", "two"):
        assert re.search(r'<section class="[^"]*\bmathjax_ignore\b', built.body(f"blog/{name}"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_translated_title(site: Site, language: str) -> None:
    """The title in front matter is translated as other titles are."""
    site.post("one", "## Part\n", date="2020-01-01", title="Post")
    site.write(
        "locales/de/LC_MESSAGES/blog.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Post"\nmsgstr "Beitrag"\n\nmsgid "Part"\nmsgstr "Teil"\n',
    )
    built = site.build(language=language, locale_dirs=["locales"])
    expected = {"en": "h1 Post\nh2 Part\n", "de": "h1 Beitrag\nh2 Teil\n"}
    assert headings(built, "blog/one") == expected[language]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_title_typed_like_a_heading_with_markup(site: Site, language: str) -> None:
    """The heading is the title, with its markup; a title of other words is plain text."""
    site.post("2020-01-01-a", "# Use _forge_\n\nA.\n", title="Use _forge_")
    site.post("2020-01-02-b", "# Use *forge*\n\nB.\n", title="Use forge")
    site.post("2020-01-03-c", "# Use *forge*\n\nC.\n", title="Use _it_")
    rst = ":date: 2020-01-04\n:title: Use ``it``\n\nUse ``it``\n==========\n\nD.\n"
    site.write("blog/2020-01-04-d.rst", rst)
    write_po(site, "de/LC_MESSAGES/blog", {"Use _forge_": "Nimm *forge*"})
    built = site.build(language=language)
    use = "Use" if language == "en" else "Nimm"
    for page, level in (("blog/2020-01-01-a", "h1"), ("blog/index", "h2")):
        heading = rf"<{level}[^>]*>(?:<a [^>]*>)?{use} <em>forge</em>"
        assert len(re.findall(heading, built.body(page))) == 1
    assert "<title>Use forge" in built.read("blog/2020-01-02-b.html")
    assert ">Use forge<a" in built.body("blog/2020-01-02-b")
    assert ">Use _it_<a" in built.body("blog/2020-01-03-c")
    assert "Use <code" in built.body("blog/2020-01-04-d")
