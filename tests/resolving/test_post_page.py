"""Around a post: byline, reading time, cover, series, related posts, pinned, featured, external."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Site

GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
GIF += b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


AUTHORS = {"Ann": "by Ann", "Ann, Bob": "by Ann and Bob", "Ann, Bob, Cy": "by Ann, Bob and Cy"}
BLOGS: dict[str, dict[str, Any]] = {
    "quiet": {"reading_speed": 0}, "chosen": {"byline": ["authors", "date"]},
    "empty": {"byline": []},
}  # fmt: skip


def series(site: Site, count: int, **front: str) -> None:
    """Write so many posts of a series, a day apart."""
    for day in range(1, count + 1):
        site.post(f"2020-01-{day:02}-p{day}", title=f"Post {day}", series="Tour", **front)


def nav(body: str, name: str) -> str:
    """The words of one of the blocks below a post."""
    found = re.search(rf'<nav [^>]*class="confblog-{name}[ "].*?</nav>', body, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Posts of all kinds, and further blogs with other bylines, built once."""
    site = plain_site(tmp_path_factory.mktemp("posts"))
    site.write("blog/lamp.gif", GIF)
    site.write("blog/twice.gif", GIF)
    site.post("2020-01-01-long", "word " * 600, title="Long")
    for name, title, count in (("p", "Tour", 3), ("q", "Journey", 12), ("r", "Alone", 1)):
        for day in range(1, count + 1):
            site.post(f"2020-02-{day:02}-{name}{day}", title=f"Post {day}", series=title)
    for number, names in enumerate(AUTHORS):
        site.post(f"2020-03-01-by{number}", title="By", author=names)
    site.post("2020-04-01-great", title="Great", tags="great", featured="yes")
    away = "https://example.org/a?b=1&c"
    site.post("2020-04-02-away", title="Elsewhere", tags="away", external=away)
    site.post("2020-04-03-cover", title="Cover", image="lamp.gif", image_alt="A lamp")
    twice = "![](twice.gif)\n\nText.\n\nREADMORE\n"
    site.post("2020-04-04-twice", twice, title="Twice", image="twice.gif")
    site.post("2020-04-05-linked", title="Linked", image="https://example.org/lamp.png")
    front = "---\ntitle: First\nauthor: Zoe\ntags: x\nupdated: 2020-02-02\n---\n\n"
    for name in ("whole", *BLOGS):
        site.write(f"{name}/2020-01-01-a.md", f"{front}{'word ' * 600}\n")
    blogs = {"whole": {}, **BLOGS}
    return site.build(confblog_blogs=blogs, confblog_posts_per_page=0, suppress_warnings=["toc"])


@pytest.mark.slow
def test_reading_time_stands_in_the_byline(built: Built) -> None:
    """A post of 600 words takes three minutes, on its page and on its card."""
    assert "3 min read" in built.text("blog/2020-01-01-long")
    assert "3 min read" in built.text("blog/index")


def test_reading_time_can_be_turned_off(built: Built) -> None:
    """A speed of 0 shows none."""
    assert "min read" not in built.text("quiet/2020-01-01-a")


def test_an_edit_below_the_cut_changes_the_time_in_lists(site: Site) -> None:
    """A later build writes the index again when the reading time moves."""
    site.post("2020-01-01-a", "Start.\n\nREADMORE\n\nMore.\n", title="First")
    assert "1 min read" in site.build(suppress_warnings=["toc"]).text("blog/index")
    site.post("2020-01-01-a", "Start.\n\nREADMORE\n\n" + "more " * 800, title="First")
    assert "4 min read" in site.build(suppress_warnings=["toc"]).text("blog/index")


@pytest.mark.slow
def test_the_byline_is_made_of_chosen_parts(built: Built) -> None:
    """Parts stand in the order of the option; the others are left out."""
    expected = "January 1, 2020 · by Zoe · updated February 2, 2020 · 3 min read Tags: x"
    assert expected in built.text("whole/2020-01-01-a")
    text = built.text("chosen/2020-01-01-a")
    assert "by Zoe · January 1, 2020" in text
    assert "min read" not in text
    assert "Tags:" not in text


def test_an_empty_byline_is_none(built: Built) -> None:
    """Nothing chosen leaves no empty line behind."""
    body = built.body("empty/2020-01-01-a")
    assert "confblog-meta" not in body
    assert "confblog-byline" not in body


@pytest.mark.parametrize("number", range(len(AUTHORS)))
def test_authors_read_as_in_a_sentence(built: Built, number: int) -> None:
    """Several authors are joined as the language does it."""
    text = re.sub(r" (?=,)", "", built.text(f"blog/2020-03-01-by{number}"))
    assert f"{list(AUTHORS.values())[number]} ·" in text


def test_a_series_is_listed_in_the_order_of_reading(built: Built) -> None:
    """The page says which part it is; the part itself is no link."""
    body = built.body("blog/2020-02-02-p2")
    assert nav(body, "series-nav") == "Part 2 of 3: Tour Post 1 Post 2 Post 3"
    assert re.search(r'<strong[^>]*aria-current="page"[^>]*>Post 2</strong>', body)
    assert 'href="2020-02-01-p1.html"' in body


def test_a_long_series_is_shown_around_the_post(built: Built) -> None:
    """Four parts before and four behind it are listed, with their numbers."""
    body = built.body("blog/2020-02-07-q7")
    assert nav(body, "series-nav").startswith("Part 7 of 12: Journey Post 3 Post 4")
    assert nav(body, "series-nav").endswith("Post 11")
    assert re.search('<ol class="[^"]*confblog-series', body)
    assert 'start="3"' in body


def test_a_series_of_one_is_no_series_yet(built: Built) -> None:
    """Its page exists, but there is nothing to lead to."""
    assert built.exists("blog/series/alone.html")
    assert "confblog-footer" not in built.body("blog/2020-02-01-r1")


@pytest.mark.slow
def test_related_posts_stand_below(site: Site) -> None:
    """As many as the option says, by shared terms; later builds follow."""
    site.post("2020-01-01-a", title="First", tags="lathe")
    site.post("2020-01-02-b", title="Second", tags="lathe")
    site.post("2020-01-03-c", title="Third", tags="other")
    built = site.build(suppress_warnings=["toc"])
    assert nav(built.body("blog/2020-01-01-a"), "related") == "Related posts January 2, 2020 Second"
    assert "confblog-related" not in built.body("blog/2020-01-03-c")
    site.post("2020-01-03-c", title="Third", tags="lathe")
    site.post("2020-01-04-d", title="Fourth")
    later = site.build(suppress_warnings=["toc"])
    assert nav(later.body("blog/2020-01-01-a"), "related").endswith("Third")
    none = site.build(suppress_warnings=["toc"], confblog_related_posts=0)
    assert "confblog-related" not in none.body("blog/2020-01-01-a")


def test_pinned_posts_stand_first_on_the_index(site: Site) -> None:
    """They are marked there, and stand in their place by date elsewhere."""
    site.post("2020-01-01-a", title="Old", tags="x", pinned="true")
    site.post("2020-01-02-b", title="New", tags="x")
    built = site.build(suppress_warnings=["toc"])
    assert re.search("Old.*Pinned.*New", built.text("blog/index"))
    assert re.search("New.*Old", built.text("blog/tags/x"))
    assert "Pinned" not in built.text("blog/tags/x")
    assert "confblog-is-pinned" in built.body("blog/index")


def test_featured_posts_are_marked_in_lists(built: Built) -> None:
    """A mark beside the title in lists, and on the card."""
    for page in ("blog/index", "blog/tags/great", "blog/2020-04-01-great"):
        assert built.text(page).count("Featured") == 1
    assert built.body("blog/index").count("confblog-is-featured") == 1


def test_an_external_post_leads_away(built: Built) -> None:
    """Titles in lists lead to the other site; the page says where it is."""
    link = r'<a [^>]*href="https://example\.org/a\?b=1&amp;c"[^>]*>Elsewhere'
    assert re.search(link, built.body("blog/index"))
    assert re.search(link, built.body("blog/tags/away"))
    assert "Published at example.org" in built.text("blog/2020-04-02-away")


def test_a_cover_is_shown_and_copied(built: Built) -> None:
    """On the page and on the card, with its text for those who do not see it."""
    assert built.exists("_images/lamp.gif")
    for page in ("blog/2020-04-03-cover", "blog/index"):
        assert re.search(r'<img[^>]*alt="A lamp"[^>]*src="../_images/lamp.gif"', built.body(page))


def test_a_cover_that_the_text_shows_is_not_shown_twice(built: Built) -> None:
    """An author who put the image into the text as well meant one."""
    for page in ("blog/2020-04-04-twice", "blog/index"):
        assert len(re.findall(r'<img[^>]*src="../_images/twice.gif"', built.body(page))) == 1


@pytest.mark.slow
def test_covers_can_be_kept_from_pages_and_cards(site: Site) -> None:
    """The image is copied all the same: timelines and feeds show it."""
    site.write("blog/lamp.gif", GIF)
    site.post("2020-01-01-a", title="First", image="lamp.gif")
    built = site.build(suppress_warnings=["toc"], confblog_covers=[])
    assert built.exists("_images/lamp.gif")
    assert "lamp.gif" not in built.body("blog/index") + built.body("blog/2020-01-01-a")
    parallel = site.build(suppress_warnings=["toc"], confblog_covers=[], out="two", jobs=2)
    assert parallel.exists("_images/lamp.gif")


def test_a_missing_cover_is_reported_at_its_line(site: Site) -> None:
    """The post is published without it."""
    path = site.post("2020-01-01-a", title="First", image="none.gif")
    built = site.build(clean=False, suppress_warnings=["toc"])
    expected = f"{path}:3: WARNING: image file not readable: blog/none.gif"
    assert built.warnings.startswith(expected)
    assert len(built.warnings.splitlines()) == 1
    assert "none.gif" not in built.body("blog/index") + built.body("blog/2020-01-01-a")


def test_a_cover_from_elsewhere_is_linked(built: Built) -> None:
    """A URL stays as it is."""
    assert 'src="https://example.org/lamp.png"' in built.body("blog/index")


FOOTNOTE = {"md": "Text.[^1]\n\n[^1]: Note.\n", "rst": "Text. [#]_\n\n.. [#] Note.\n"}


@pytest.mark.parametrize("suffix", FOOTNOTE)
@pytest.mark.parametrize("builder", ["html", "singlehtml", "text"])
def test_the_footer_is_below_the_footnotes(site: Site, builder: str, suffix: str) -> None:
    """Footnotes belong to the text, in Markdown and in reStructuredText."""
    site.post("2020-01-01-other", title="Other", series="S")
    heads = {"md": "---\nseries: S\n---\n# One\n\n", "rst": ":series: S\n\nOne\n===\n\n"}
    site.write(f"blog/2020-01-02-one.{suffix}", heads[suffix] + FOOTNOTE[suffix])
    site.write("index.md", "# Site\n\n```{toctree}\nblog/2020-01-02-one\n```\n")
    built = site.build(builder, suppress_warnings=["toc"])
    name = "index.html" if builder == "singlehtml" else "blog/2020-01-02-one"
    text = built.read({"html": f"{name}.html", "text": f"{name}.txt"}.get(builder, name))
    assert text.index("Text.") < text.index("Note.") < text.index("Part 2 of 2")


def test_footnotes_are_in_no_excerpt(site: Site) -> None:
    """Cards show the text without the notes, which are part of the post itself."""
    site.post("2020-01-01-one", FOOTNOTE["md"], title="One", tags="a")
    site.post("2020-01-02-two", title="Two", tags="a")
    built = site.build()
    assert "Note." not in built.text("blog/index")
    post = built.body("blog/2020-01-01-one")
    assert post.index('<section class="confblog-post') < post.index("Note.") < post.rindex("</sect")
