"""Links of old blogs: queries, numbers of posts, terms, and what pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imports import confblog_import, front, put

from sphinx_confblog.importers.config_files import zone_named

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

POST = "---\ntitle: A\ndate: 2014-06-30\n{}---\n{}\n"
EXPORT = """<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://e.example</link>
<wp:wxr_version>1.2</wp:wxr_version>{}</channel></rss>"""
ITEM = """<item><title>T</title><link>https://e.example/{number}-x/</link>
<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date>2016-05-01 12:00:00</wp:post_date><wp:post_name>{number}-x</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"""


def test_links_to_the_old_site_keep_their_query(tmp_path: Path) -> None:
    """A search leads to its results."""
    put(tmp_path / "old/_config.yml", "url: https://e.example\n")
    body = "[a](/search/?q=abc#x) <a href='/find?q=1&amp;r=2'>b</a>"
    put(tmp_path / "old/_posts/2014-06-30-a.md", POST.format("", body))
    confblog_import("jekyll", tmp_path / "old", tmp_path / "new")
    text = (tmp_path / "new/2014-06-30-a.md").read_text()
    assert "[a](https://e.example/search/?q=abc#x)" in text
    assert "<a href='https://e.example/find?q=1&amp;r=2'>b</a>" in text


def test_links_by_the_number_of_a_post(tmp_path: Path) -> None:
    """WordPress has addresses with numbers: those of imported posts lead to their files."""
    body = (
        '<p><a href="/?p=2">a</a> <a href="https://e.example/?p=2#c">b</a> '
        '<a href="/?p=9">c</a> <a href="https://f.example/?p=2">d</a></p>'
    )
    items = ITEM.format(number=1, body=body) + ITEM.format(number=2, body="x")
    put(tmp_path / "old/e.xml", EXPORT.format(items))
    confblog_import("wordpress", tmp_path / "old", tmp_path / "new")
    text = (tmp_path / "new/2016-05-01-1-x.md").read_text()
    assert (
        "[a](2016-05-01-2-x.md) [b](2016-05-01-2-x.md#c) [c](https://e.example/?p=9) "
        "[d](https://f.example/?p=2)"
    ) in text


def test_links_to_terms_of_pelican(site: Site, tmp_path: Path) -> None:
    """They become roles, outside code; other links to lists are left, with a remark."""
    old = tmp_path / "old"
    put(old / "pelicanconf.py", 'SITEURL = "https://e.example"\n')
    put(old / "content/a.md", "Title: A\nDate: 2014-06-30\nTags: R&D\nCategory: py\nAuthor: X Y\n\n"
        "[a]({tag}R%26D) [b]({category}py) [c](<{author}X Y>) [d](|tag|R&D) `[e]({tag}e)` "
        "[f]({index}) [**g**]({tag}g)\n")  # fmt: skip
    put(old / "content/b.rst", "B\n#\n\n:date: 2014-06-30\n:tags: R&D\n\n`a b <{tag}R&D>`_ x\n")
    ran = confblog_import("pelican", old, site.srcdir / "blog", "--json")
    assert (
        "{blog:tag}`a <R&D>` {blog:category}`b <py>` {blog:author}`c <X Y>` {blog:tag}`d <R&D>` "
        "`[e]({tag}e)` [f]({index}) [**g**]({tag}g)"
    ) in (site.srcdir / "blog/a.md").read_text()
    assert ":blog:tag:`a b <R&D>` x" in (site.srcdir / "blog/b.rst").read_text()
    assert ran.remarks("content/a.md") == [
        "7: a Pelican link is left in the text: {index})",
        "7: a Pelican link is left in the text: {tag}g)",
    ]


def test_what_a_page_shows_of_other_sites(tmp_path: Path) -> None:
    """Remarks name what it is."""
    tags = [
        "<script src='https://a.org/a.js'></script>", "<iframe src='https://a.org/b'></iframe>",
        "<video src='https://a.org/c'></video>", "<img src='https://a.org/d.png'>",
    ]  # fmt: skip
    put(tmp_path / "old/_posts/2014-06-30-a.md", POST.format("", "\n".join(tags)))
    ran = confblog_import("jekyll", tmp_path / "old", tmp_path / "new", "--json")
    assert ran.remarks("_posts/2014-06-30-a.md") == [
        "5: a script stays on another site: https://a.org/a.js",
        "6: an embedded page stays on another site: https://a.org/b",
        "7: a video stays on another site: https://a.org/c",
        "8: an image stays on another site: https://a.org/d.png",
    ]


@pytest.mark.parametrize(
    ("head", "image"),
    [
        ("image: {path: /img/a.png, alt: Bed}", {"image": "assets/img/a.png", "image_alt": "Bed"}),
        ("image:\n  feature: a.png\n", {"image": "assets/images/a.png"}),
        ("header: {teaser: /t.png, image: /img/a.png}", {"image": "assets/img/a.png"}),
        ("image: /img/a.png\nheader: {image: /t.png}", {"image": "assets/img/a.png"}),
    ],
)
def test_images_of_jekylls_plugins_and_themes(
    tmp_path: Path, head: str, image: dict[str, str]
) -> None:
    """Mappings name the image of a post, too."""
    put(tmp_path / "old/_posts/2014-06-30-a.md", POST.format(f"{head.strip()}\n", ""))
    for path in ("img/a.png", "images/a.png"):
        put(tmp_path / "old" / path, "png")
    confblog_import("jekyll", tmp_path / "old", tmp_path / "new")
    written = front(tmp_path / "new/2014-06-30-a.md")
    assert {key: written[key] for key in ("image", "image_alt") if key in written} == image
    assert (tmp_path / "new" / image["image"]).is_file()


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Paris", "Europe/Paris"), ("Buenos Aires", "America/Buenos_Aires"),
        ("Eastern Time (US & Canada)", "America/New_York"), ("Osaka", "Asia/Tokyo"),
        ("UTC", "UTC"), ("Asia/Tokyo", "Asia/Tokyo"), ("Foo/Bar", None), ("", None),
        ("../x", None),
    ],
)  # fmt: skip
def test_names_of_time_zones(name: str, zone: str | None) -> None:
    """Those of Rails are known as well."""
    found = zone_named(name)
    assert (found.key if found else None) == zone


@pytest.mark.parametrize(
    ("kind", "config", "text", "path"),
    [
        ("jekyll", "_config.yml", "timezone: Foo/Bar\n", "_posts/2014-06-30-a.md"),
        ("hugo", "hugo.toml", 'timeZone = "Foo/Bar"\n', "content/posts/a.md"),
        ("pelican", "pelicanconf.py", 'TIMEZONE = "Foo/Bar"\n', "content/a.md"),
        ("nikola", "conf.py", 'TIMEZONE = "Foo/Bar"\n', "posts/a.md"),
        ("middleman", "config.rb", 'Time.zone = "Foo/Bar"\n', "source/2014-06-30-a.html.md"),
    ],
)
def test_time_zones_that_are_not_known(
    tmp_path: Path, kind: str, config: str, text: str, path: str
) -> None:
    """They are not proposed, as a build would reject them; a note says so."""
    put(tmp_path / "old" / config, text)
    put(tmp_path / "old" / path, POST.format("", ""))
    ran = confblog_import(kind, tmp_path / "old", tmp_path / "new", "--json")
    assert "confblog_timezone" not in ran.data["conf"]
    (note,) = ran.data["notes"]
    assert note == (
        'the time zone "Foo/Bar" is not known, so dates are read in UTC: '
        "set confblog_timezone, and import again"
    )
