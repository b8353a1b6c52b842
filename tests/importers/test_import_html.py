"""What HTML becomes: exports of WordPress, and posts in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imports import confblog_import, front, put

from sphinx_confblog.importers.html.escaping import plain_text
from sphinx_confblog.importers.html.to_markdown import markdown

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="{s}://wordpress.org/export/1.2/excerpt/"
 xmlns:content="{s}://purl.org/rss/1.0/modules/content/"
 xmlns:dc="{s}://purl.org/dc/elements/1.1/" xmlns:wp="{s}://wordpress.org/export/1.2/">
<channel>
<title>Bits &amp;amp; Bytes</title>
<link>https://b.example.org</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>ida</wp:author_login>
<wp:author_display_name><![CDATA[Ida &amp; Sund]]></wp:author_display_name></wp:author>
<item>
<title>{title}</title>
<link>https://b.example.org/2016/05/post/</link>
<dc:creator>ida</dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[<p>Short &amp; <em>sweet</em>.</p><p>Really.</p>]]></excerpt:encoded>
<wp:post_id>1</wp:post_id>
<wp:post_date>2016-05-01 12:00:00</wp:post_date>
<wp:post_name>post</wp:post_name>
<wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type>
<category domain="category" nicename="x"><![CDATA[R&amp;D]]></category>
<category domain="post_tag" nicename="y"><![CDATA[q &amp; a]]></category>
</item>
</channel></rss>
"""
BODY = """Read https://www.example.org/a_b?c=*d* and <a href="#note">the note</a>.

<ol><li>one</li><li>two</li></ol>
<!-- /wp:list -->
<ol><li>first</li></ol>

<p id="note">A <del>bad</del> <s>worse</s> idea.</p>

<h2 id="more-on-it">More on it</h2>

<a href="#more-on-it">Up</a> and <a name="here"></a>here.
"""


def exported(folder: Path, scheme: str = "http", title: str = "T", body: str = BODY) -> Path:
    """Write an export of a blog with one post."""
    return put(folder / "export.xml", EXPORT.format(s=scheme, title=title, body=body))


def test_characters_that_xml_cannot_contain(tmp_path: Path) -> None:
    """They are left out, and a note names the first."""
    exported(tmp_path, body="a\x08b \x0bc")
    ran = confblog_import("wordpress", tmp_path, tmp_path / "blog", "--json")
    assert ran.code == 0
    assert (tmp_path / "blog/2016-05-01-post.md").read_text().endswith("\nab c\n")
    (note,) = (note for note in ran.data["notes"] if "control" in note)
    assert note == (
        "export.xml:15: the control character U+0008, which XML cannot contain, was left out; "
        "there are 2 such characters in the file"
    )


@pytest.mark.parametrize("link", ["", "https://b.example.org/?p=1"])
def test_posts_without_an_address_have_no_old_one(tmp_path: Path, link: str) -> None:
    """The top of the site would be one."""
    path = exported(tmp_path)
    path.write_text(path.read_text().replace("https://b.example.org/2016/05/post/", link))
    assert confblog_import("wordpress", tmp_path, tmp_path / "blog").code == 0
    assert "aliases" not in front(tmp_path / "blog" / "2016-05-01-post.md")


def test_highlighted_code_in_jekylls_html(tmp_path: Path) -> None:
    """It becomes code, in which nothing is escaped."""
    code = "{% highlight ruby linenos %}\n<a_b> *x*\n{% endhighlight %}"
    put(tmp_path / "_posts/2014-06-30-a.html", f"---\ntitle: A\n---\n<p>x</p>\n{code}\n")
    confblog_import("jekyll", tmp_path, tmp_path / "blog")
    text = (tmp_path / "blog/2014-06-30-a.md").read_text()
    assert text.endswith("\nx\n\n```ruby\n<a_b> *x*\n```\n")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_names_in_exports(tmp_path: Path, scheme: str) -> None:
    """Exports hold names as HTML, and their namespaces may begin with either scheme."""
    title = (
        "<![CDATA[Tom &amp; <em>Jerry</em>: vector&lt;int&gt;, vector<int>, __init__, &amp;nbsp;]]>"
    )
    ran = confblog_import(
        "wordpress", exported(tmp_path, scheme, title), tmp_path / "blog", "--json"
    )
    assert ran.code == 0
    assert ran.data["conf"]["confblog_title"] == "Bits & Bytes"
    head = front(tmp_path / "blog" / "2016-05-01-post.md")
    # A build reads the name of a space, so it is escaped.
    assert head["title"] == "Tom & Jerry: vector<int>, vector<int>, __init__, &amp;nbsp;"
    assert head["authors"] == ["Ida & Sund"]
    assert head["categories"] == ["R&D"]
    assert head["tags"] == ["q & a"]
    assert head["excerpt"] == "Short & sweet.\n\nReally."


def test_a_post_of_wordpress_shows_what_it_showed(site: Site, tmp_path: Path) -> None:
    """Links, lists, anchors and struck text are on the page, and nothing is warned of."""
    ran = confblog_import("wordpress", exported(tmp_path), site.srcdir / "blog", "--json")
    assert ran.remarks("export.xml#1") == []
    built = site.build()
    body = built.body("blog/2016-05-01-post")
    address = "https://www.example.org/a_b?c=*d*"
    assert f'href="{address}">{address}</a>' in body
    assert body.count("<ol ") == 2
    assert '<a href="#note">the note</a>' in body
    assert '<span id="note"></span>A <del>bad</del> <del>worse</del> idea.' in body
    assert '<a href="#more-on-it">Up</a>' in body
    assert body.count('id="more-on-it"') == 1
    assert '<span id="here"></span>here.' in body


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>a</li></ol><ol><li>b</li></ol><ol><li>c</li></ol>", "1. a\n\n1) b\n\n1. c"),
        ("<ul><li>a</li></ul>\n<!-- x -->\n<ul><li>b</li></ul>", "- a\n\n* b"),
        ("<div><ul><li>a</li></ul></div><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ul>", "- a\n  - b\n  * c"),
        ("<ul><li>a</li></ul><p>b</p><ul><li>c</li></ul>", "- a\n\nb\n\n- c"),
        ("<ul><li>a</li></ul><ol><li>b</li></ol>", "- a\n\n1. b"),
        ("<ol type='a'><li>a</li></ol>", '<ol type="a"><li>a</li></ol>'),
        ("<ol reversed start='2'><li>a</li></ol>", '<ol reversed="" start="2"><li>a</li></ol>'),
        ("<ol type='1' start='3'><li>a</li></ol>", "3. a"),
        ("<p id='x'>a</p>", '<span id="x"></span>a'),
        ("<h2 id='x'>A</h2>", '<div id="x"></div>\n\n## A'),
        ("<h2 id='some-words'>Some words</h2>", "## Some words"),
        ("<ul id='x'><li id='y'>a</li></ul>", '<div id="x"></div>\n\n- <span id="y"></span>a'),
        ("<p>a <em id='x'>b</em></p>", 'a <span id="x"></span>*b*'),
        ("<p>a <span id='x'>b</span></p>", 'a <span id="x">b</span>'),
        ("<p><a href='#x'>a</a></p>", "[a](#x)"),
        ("<p>a <del>b <b>c</b></del> <code><del>d</del></code></p>", "a <del>b **c**</del> `d`"),
        ("<p><strike>a</strike></p>", "<del>a</del>"),
        ("<p><tt><span class='pre'>a*_b</span></tt> <tt>c_*d</tt></p>", "`a*_b` `c_*d`"),
        (
            "<p>http://a.org <a href='http://a.org'>http://a.org</a></p>",
            "http://a.org <http://a.org>",
        ),
    ],
)
def test_html(html: str, text: str) -> None:
    """Lists stay apart, anchors stay where they were, and struck text is struck through."""
    assert markdown(html) == f"{text}\n"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("(http://a.org/b_c).", "(<http://a.org/b_c>)."),
        ("http://a.org\nhttp://b.org", "<http://a.org>\\\n<http://b.org>"),
        ("<code>http://a.org</code>", "`http://a.org`"),
        ("<i>a</i> <b>b</b>", "*a* **b**"),
        (
            "<figure>http://a.org</figure>",
            '<figure><a href="http://a.org">http://a.org</a></figure>',
        ),
    ],
)
def test_text_of_wordpress(html: str, text: str) -> None:
    """Addresses are links, and spaces between elements stay."""
    assert markdown(html, breaks=True) == f"{text}\n"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &amp; b &#8217; <b>c</b>", "a & b \N{RIGHT SINGLE QUOTATION MARK} c"),
        ("vector<int> and a < b", "vector<int> and a < b"),
        ("&lt;em&gt; &amp;lt;", "<em> &lt;"),
    ],
)
def test_titles_in_html(html: str, text: str) -> None:
    """Tags of HTML go, and references to characters are read once."""
    assert plain_text(html) == text
