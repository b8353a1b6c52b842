"""The HTML of posts means the same away from their pages."""

from __future__ import annotations

import pytest

from sphinx_confblog.feeds.portable_html import feed_html

FOLDER = "https://site.example/docs/blog/"
PAGE = f"{FOLDER}post.html"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="../other.html#x">o</a>', '<a href="https://site.example/docs/other.html#x">o</a>'),
        ('<a href="#note">n</a>', f'<a href="{PAGE}#note">n</a>'),
        ('<a href="">self</a>', f'<a href="{PAGE}">self</a>'),
        ('<a href="/top">t</a>', '<a href="https://site.example/top">t</a>'),
        ('<a href="//cdn.example/x">c</a>', '<a href="https://cdn.example/x">c</a>'),
        ('<a href="http://a.example/?b=c&amp;d">q</a>',
         '<a href="http://a.example/?b=c&amp;d">q</a>'),
        ('<a href="mailto:a@b.example">m</a>', '<a href="mailto:a@b.example">m</a>'),
        ('<a href="http://[broken">b</a>', '<a href="http://[broken">b</a>'),
        ('<a href="[broken">b</a>', '<a href="https://site.example/docs/blog/[broken">b</a>'),
        ('<a href="//[broken">b</a>', '<a href="//[broken">b</a>'),
        ('<img src="../_images/a b.png">',
         '<img src="https://site.example/docs/_images/a%20b.png">'),
        ('<a href="日本.html">j</a>',
         '<a href="https://site.example/docs/blog/%E6%97%A5%E6%9C%AC.html">j</a>'),
        ('<a href="%E6%97%A5.html">j</a>',
         '<a href="https://site.example/docs/blog/%E6%97%A5.html">j</a>'),
        ('<img src="data:image/gif;base64,R0==">', '<img src="data:image/gif;base64,R0==">'),
        ('<img srcset="a.png 1x, b.png 2x">',
         f'<img srcset="{FOLDER}a.png 1x, {FOLDER}b.png 2x">'),
        ('<img srcset="a.png">', '<img srcset="https://site.example/docs/blog/a.png">'),
        ('<video poster="p.png"></video>',
         '<video poster="https://site.example/docs/blog/p.png"></video>'),
        ('<object data="o.svg"></object>',
         '<object data="https://site.example/docs/blog/o.svg"></object>'),
        ('<svg><use href="#shape"></use></svg>', '<svg><use href="#shape"></use></svg>'),
        ('<img usemap="#m"><map name="m"><area href="#x"></map>',
         f'<img usemap="#m"><map name="m"><area href="{PAGE}#x"></map>'),
        ('<img srcset="data:image/gif;base64,R0== 1x, b.png 2x">',
         f'<img srcset="data:image/gif;base64,R0== 1x, {FOLDER}b.png 2x">'),
        ('<picture><source srcset="a.webp"><img src="a.png"></picture><embed src="e.svg"><p>x</p>',
         (f'<picture><source srcset="{FOLDER}a.webp"><img src="{FOLDER}a.png"></picture>'
          f'<embed src="{FOLDER}e.svg"><p>x</p>')),
        ('<video><source src="v.mp4"><track src="v.vtt">old</video>',
         f'<video><source src="{FOLDER}v.mp4"><track src="{FOLDER}v.vtt">old</video>'),
        ('<button formaction="x.cgi">b</button>', f'<button formaction="{FOLDER}x.cgi">b</button>'),
        ('<p style="background: url(b.png), URL( \'c d.png\' )">s</p>',
         f'<p style="background: url({FOLDER}b.png), url(\'{FOLDER}c d.png\')">s</p>'),
        ('<p style="fill: url(#g); background: url(data:image/gif;base64,R0==)">s</p>',
         '<p style="fill: url(#g); background: url(data:image/gif;base64,R0==)">s</p>'),
    ],
)  # fmt: skip
def test_addresses_are_absolute(body: str, expected: str) -> None:
    """Links, images, media and anchors lead where they led on the page."""
    assert feed_html(body, PAGE) == expected


@pytest.mark.parametrize(
    "extra",
    [
        "<script>if (a < b) alert(1)</script>",
        "<style>p { color: red }</style>",
        "<!-- said to nobody -->",
        '<link rel="stylesheet" href="x.css">',
        '<a class="headerlink" href="#t" title="Link to this heading">¶</a>',
        '<div class="confblog-byline no-search headerlink"><p>By Ann</p></div>',
        '<div class="confblog-cover"><img src="c.png"></div>',
        '<div class="confblog-footer"><nav>Related</nav></div>',
        '<section class="confblog-comments"><p>First!</p></section>',
        '<div class="toctree-wrapper compound"><ul></ul></div>',
    ],
)
def test_furniture_is_left_behind(extra: str) -> None:
    """What is for the page alone goes; the text around it stays."""
    assert feed_html(f"<p>a{extra}b</p>", PAGE).replace("</p>", "").replace("<p>", "") == "ab"


def test_the_title_is_no_part_of_the_text() -> None:
    """Feeds say it elsewhere; other headings stay."""
    body = '<section id="t"><h1>Title</h1><p>x</p><section><h2>Two</h2></section></section>'
    assert feed_html(body, PAGE) == (
        '<section id="t"><p>x</p><section><h2>Two</h2></section></section>'
    )
    assert feed_html("<h1>Mine</h1>", PAGE) == "<h1>Mine</h1>"


def test_the_title_goes_where_themes_have_no_sections() -> None:
    """It is known by its class then; other headings of its level stay."""
    body = '<h1 class="p-name" id="t">Title</h1><p>x</p><h1 id="m">Mine</h1>'
    assert feed_html(body, PAGE) == '<p>x</p><h1 id="m">Mine</h1>'


def test_what_style_sheets_switch_is_shown_as_a_whole() -> None:
    """Nothing chooses between tabs in a feed; the boxes of a list of tasks say something."""
    tabs = '<input type="radio" id="a"><label for="a">One</label><div class="tab">1</div>'
    assert feed_html(tabs, PAGE) == '<label for="a">One</label><div class="tab">1</div>'
    assert feed_html('<div role="tabpanel" hidden="true">2</div>', PAGE) == (
        '<div role="tabpanel">2</div>'
    )
    task = '<li><input type="checkbox" disabled checked> done</li>'
    assert "<input" in feed_html(task, PAGE)


def test_candidates_take_no_time() -> None:
    """Each comma used to be tried with all those behind it."""
    assert feed_html(f"<img srcset='{',' * 50_000}'>", "https://x.org/") == '<img srcset="">'


def test_handlers_are_dropped() -> None:
    """A feed runs nothing."""
    assert feed_html('<p onclick="go()" class="c">x</p>', PAGE) == '<p class="c">x</p>'


def test_lists_of_posts_keep_their_covers() -> None:
    """A list in a post is what the author wants to show."""
    body = '<div class="confblog-posts"><div class="confblog-cover"><img src="c.png"></div></div>'
    assert "https://site.example/docs/blog/c.png" in feed_html(body, PAGE)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a\x0bb\x00c\x1f\ufffed\ud800e&#1;f&#xB;</p>", "<p>abcdef</p>"),
        ("a<br>&#0;&#xD800;&#99999999999;<script></script>&#2;b", "a<br>b"),
        ('<a href="&#1;a">x</a>', '<a href="https://site.example/docs/blog/a">x</a>'),
        ("&#128512;&#x1F600;&amp;#1;", "😀😀&amp;#1;"),
        ("<p>😀 שלום &amp;amp; &lt;b&gt; ]]&gt;</p>", "<p>😀 שלום &amp;amp; &lt;b&gt; ]]&gt;</p>"),
        ("<p>a</p></div></body></html><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>open <b>bold", "<p>open <b>bold</b></p>"),
        ("text & more < less", "text &amp; more &lt; less"),
        ("<pre>\n\n  code\n</pre>", "<pre>\n\n  code\n</pre>"),
        ("", ""),
    ],
)
def test_any_text_comes_through(body: str, expected: str) -> None:
    """What XML forbids goes, all else stays."""
    assert feed_html(body, PAGE) == expected
