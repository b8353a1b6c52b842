"""What writers who come from Middleman expect of posts: names, dates, excerpts, folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Built, Site

    from sphinx_confblog.model.post import Post

QUIET = ["toc"]


def posts(built: Built) -> dict[str, Post]:
    """The posts of a site by docname."""
    found: dict[str, Post] = built.app.project.blogs.posts  # type: ignore[attr-defined]
    return dict(found)


def only(built: Built) -> Post:
    """The one post of a site."""
    (post,) = posts(built).values()
    return post


# Sources and dates


def test_any_suffix_gives_slug_and_date(site: Site) -> None:
    """``2011-01-01-new-article`` with each suffix is a post of that day, with that slug."""
    suffixes = (".html.md", ".html.markdown", ".md", ".markdown")
    for number, suffix in enumerate(suffixes):
        name = f"blog/{number}/2011-01-01-new-article{suffix}"
        site.write(name, "---\ntitle: New\n---\n\nText.\n")
    built = site.build(suppress_warnings=QUIET)
    for number, suffix in enumerate(suffixes):
        docname = f"blog/{number}/2011-01-01-new-article"
        post = posts(built)[docname]
        assert (post.docname, post.slug) == (docname, "new-article"), suffix
        assert post.date.isoformat() == "2011-01-01T00:00:00+00:00"
        assert built.exists(f"{docname}.html")


@pytest.mark.parametrize("mapping", [{".md": "markdown", ".rst": "restructuredtext"}, None])
def test_markdown_suffix_is_read_where_posts_are(site: Site, mapping: object) -> None:
    """Files named ``.markdown`` elsewhere are no documents, even beside one of that name."""
    site.write("guide.md", "---\norphan: true\n---\n\n# Guide\n")
    site.write("guide.markdown", "# No page\n")
    site.write("other.markdown", "# No page\n")
    site.write("blog/2011-01-01-new.markdown", "# New\n\nSee [file](../other.markdown).\n")
    if mapping:
        site.write("conf.py", f"extensions = ['sphinx_confblog']\nsource_suffix = {mapping}\n")
    built = site.build(suppress_warnings=QUIET)
    names = {name for name in built.app.env.found_docs if not name.startswith("blog/")}
    assert names == {"index", "guide"}
    assert "_downloads/" in built.body("blog/2011-01-01-new")


def test_markdown_suffix_that_the_site_declares(site: Site) -> None:
    """A site that says itself what such files are has them read everywhere, as before."""
    suffixes = {".md": "markdown", ".markdown": "markdown"}
    site.write("conf.py", f"extensions = ['sphinx_confblog']\nsource_suffix = {suffixes}\n")
    site.write("other.markdown", "---\norphan: true\n---\n\n# Page\n")
    assert "other" in site.build().app.env.found_docs


def test_date_in_the_name_is_midnight_in_the_sites_zone(site: Site) -> None:
    """Without a date in front matter the day begins where the site is."""
    site.post("2011-07-01-new", title="New")
    post = only(site.build("dummy", suppress_warnings=QUIET, confblog_timezone="Europe/Paris"))
    assert post.date.isoformat() == "2011-07-01T00:00:00+02:00"


def test_hour_and_zone_in_front_matter(site: Site) -> None:
    """``2011-01-03 10:15AM PST`` is a quarter past ten in that zone."""
    site.post("new", title="New", date="2011-01-03 10:15AM PST")
    post = only(site.build("dummy", suppress_warnings=QUIET))
    assert post.date.isoformat() == "2011-01-03T10:15:00-08:00"


def test_without_any_date_it_is_no_post(site: Site) -> None:
    """Middleman gives up; here the file stays an ordinary page."""
    site.write("blog/new.md", "---\norphan: true\ntitle: New\n---\n\n# New\n")
    built = site.build()
    assert posts(built) == {}
    assert built.exists("blog/new.html")


def test_front_matter_wins_over_another_day_in_the_name(site: Site) -> None:
    """Middleman gives up; here nothing is said, and front matter counts."""
    site.post("2011-01-01-new", title="New", date="2011-01-02")
    assert only(site.build("dummy", suppress_warnings=QUIET)).date.day == 2


def test_slug_beats_name_and_title(site: Site) -> None:
    """The front matter's ``slug`` is the post's name in its address."""
    site.post("2011-01-01-name.html", title="Title", slug="mine")
    built = site.build(suppress_warnings=QUIET, confblog_permalink="/{year}/{month}/{day}/{slug}")
    assert built.exists("2011/01/01/mine.html")


# Published


#: Folder of a withheld post -> its file, its front matter, and the option that shows it.
SECRETS: dict[str, tuple[str, dict[str, str], str]] = {
    "2011-01-01-zqxqa": (".html", {"published": "false"}, "confblog_drafts"),
    "2011-01-02-zqxqb": ("/index.html", {"published": "false"}, "confblog_drafts"),
    "2011-01-03-zqxqc": (".html", {"date": "2999-01-01"}, "confblog_future"),
    "2011-01-04-zqxqd": ("/index.html", {"date": "2999-01-01"}, "confblog_future"),
}


def test_unpublished_and_to_come(site: Site) -> None:
    """They are absent from everything, with the files in their folder; in a preview, present."""
    site.post("2011-01-01-other", title="Other")
    for folder, (end, front, _) in SECRETS.items():
        word = folder[-5:]
        site.post(f"{folder}{end}", f"![pic](/blog/{folder}/{word}.gif)\n", title=word.title(),
                  tags=word, **front)  # fmt: skip
        site.write(f"blog/{folder}/{word}.gif", b"GIF89a")
        site.write(f"blog/{folder}/notes.md", "---\norphan: true\n---\n\n# zqxq notes\n")
    built = site.build(suppress_warnings=QUIET)
    files = built.everything(skip=())
    assert [name for name, data in files.items() if b"zqxq" in data.lower() or "zqxq" in name] == []
    for preview in ("confblog_drafts", "confblog_future"):
        conf: dict[str, Any] = {preview: True}
        shown = site.build(out=preview, suppress_warnings=QUIET, **conf)
        for folder, (_, _, option) in SECRETS.items():
            word = folder[-5:]
            for name in (
                f"blog/tags/{word}.html",
                f"_images/{word}.gif",
                f"blog/{folder}/notes.html",
            ):
                assert shown.exists(name) is (option == preview), name


# Summary


def test_readmore_on_a_line_between_two_others(site: Site) -> None:
    """The list shows the paragraph above, the page both, and neither shows the word."""
    site.post("2011-01-01-new", "Summary.\nREADMORE\nExtended.\n", title="New")
    built = site.build(suppress_warnings=QUIET)
    assert "<p>Summary.</p>" in built.body("blog/index")
    assert "Extended" not in built.body("blog/index")
    page = built.body("blog/2011-01-01-new")
    assert "<p>Summary.</p>\n<p>Extended.</p>" in page
    assert "READMORE" not in page


def test_another_separator_makes_readmore_ordinary(site: Site) -> None:
    """With a separator of the site's own, READMORE is text like any other."""
    site.post("2011-01-01-new", "One.\n\nREADMORE\n\nTwo.\n\nCUT\n\nThree.\n", title="New")
    built = site.build(suppress_warnings=QUIET, confblog_excerpt_separators=["CUT"])
    card = built.text("blog/index")
    assert "One. READMORE Two." in card
    assert "Three" not in card
    assert "READMORE" in built.body("blog/2011-01-01-new")


def test_without_separator_the_text_is_shortened(site: Site) -> None:
    """The beginning stands for the post."""
    site.post("2011-01-01-new", "One.\n\nTwo.\n", title="New")
    card = site.build(suppress_warnings=QUIET).text("blog/index")
    assert ("One." in card, "Two." in card) == (True, False)


def test_two_separators(site: Site) -> None:
    """The first one cuts, and both are gone."""
    site.post("2011-01-01-new", "One.\n\nREADMORE\n\nTwo.\n\nREADMORE\n\nThree.\n", title="New")
    built = site.build(suppress_warnings=QUIET)
    assert "Two." not in built.text("blog/index")
    assert "<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>" in built.body("blog/2011-01-01-new")


# Article folders


def test_files_in_the_folder_of_an_article(site: Site) -> None:
    """Pictures in ``2011-01-01-new-article/`` are the post's, by their names alone too."""
    for name in ("a", "b", "c", "d"):
        site.write(f"blog/2011-01-01-new-article/{name}.gif", f"GIF89a{name}".encode())
    body = (
        "![a](a.gif) ![b](2011-01-01-new-article/b.gif)\n\n"
        '<img src="c.gif"> and <img src="2011-01-01-new-article/d.gif">\n'
    )
    site.post("2011-01-01-new-article.html", body, title="New")
    built = site.build(suppress_warnings=QUIET)
    page = built.body("blog/2011-01-01-new-article")
    for name in ("a", "b", "c", "d"):
        assert f'src="../_images/{name}.gif"' in page
        assert built.exists(f"_images/{name}.gif")


# Seen in real blogs


TYPED: tuple[tuple[dict[str, str], str], ...] = (
    ({"date": "2018-02-26 00:00:00 UTC"}, "2018-02-26T00:00:00+00:00"),
    ({"date": "2014-06-30 16:16 UTC"}, "2014-06-30T16:16:00+00:00"),
    ({"date": "2014-06-30 16:16 EST"}, "2014-06-30T16:16:00-05:00"),
    ({"date": "2014-6-3 9:05"}, "2014-06-03T09:05:00+00:00"),
    ({"date": "2014-06-30", "published": "true   "}, "2014-06-30T00:00:00+00:00"),
    ({"date": "2014-06-30", "comments": "yes"}, "2014-06-30T00:00:00+00:00"),
    ({"date": "2014-06-30", "tags": ""}, "2014-06-30T00:00:00+00:00"),
)


def test_front_matter_as_people_write_it(site: Site) -> None:
    """Zones and hours in any form, blanks behind a value, yes for true, tags left empty."""
    for number, (front, _) in enumerate(TYPED):
        site.post(f"2014-07-01-new{number}", title="New", layout="post", **front)
    found = posts(site.build("dummy", suppress_warnings=QUIET))
    dates = [found[f"blog/2014-07-01-new{n}"].date.isoformat() for n in range(len(TYPED))]
    assert dates == [date for _, date in TYPED]


def test_tags_that_differ_in_case_alone(site: Site) -> None:
    """They are one tag."""
    site.post("2014-07-01-a", title="A", tags="Ruby")
    site.post("2014-07-02-b", title="B", tags="ruby")
    text = site.build(suppress_warnings=QUIET).text("blog/tags/ruby")
    assert ("A" in text, "B" in text) == (True, True)


def test_link_definitions_below_the_cut(site: Site) -> None:
    """A link in the excerpt finds its address at the end of the post."""
    body = "See [this][ref].\n\nREADMORE\n\nMore.\n\n[ref]: https://example.org/x\n"
    site.post("2014-07-01-new", body, title="New")
    assert 'href="https://example.org/x"' in site.build(suppress_warnings=QUIET).body("blog/index")


def test_pictures_in_html(site: Site) -> None:
    """They are shown on the page and on the card."""
    site.write("images/a.gif", b"GIF89a")
    body = '<img src="/images/a.gif" width="10">\n\nREADMORE\n\nX\n'
    site.post("2014-07-01-new", body, title="New")
    built = site.build(suppress_warnings=QUIET)
    for page in ("blog/index", "blog/2014-07-01-new"):
        assert '<img src="../_images/a.gif" width="10">' in built.body(page)


def test_bodies_begin_at_any_heading(site: Site) -> None:
    """The post's title stays the only heading of the first level."""
    for level in (1, 2, 3):
        first = "#" * level
        body = f"{first} One\n\nText.\n\n{first}## Two\n\nText.\n"
        site.post(f"2014-07-0{level}-new", body, title="New")
    built = site.build(suppress_warnings=QUIET)
    for level in (1, 2, 3):
        body = built.body(f"blog/2014-07-0{level}-new")
        assert (body.count("<h1"), body.count("<h2"), body.count("<h3")) == (1, 1, 1), level
