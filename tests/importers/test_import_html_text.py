"""Text in HTML: readers see the same words after it became Markdown."""

from __future__ import annotations

import re
from html import escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_confblog.importers.html.to_markdown import markdown

PARSER = create_md_parser(MdParserConfig(), RendererHTML)
PIECES = [
    "a", "b c", " ", "x ", "__init__", "_", "*", "**", "a*b", "`", "``", "[", "]", "(", ")", "<",
    "&", "&amp;", "|", "a|b", "||", "#", "# h", "1.", "1. x", "-", "- y", "--", "---", "=", "+",
    "~", "~~s~~", ":::", "{x}", "!", "\\", ".", ",", "\n", "\n# z", "\n- z", "\n---", "$", "%",
    "% c", "+++", "(t)=", "> q", "| a | b |", "|-|-|", "http://a.org", "é", "'", '"', "<b>",
    "&lt;", "\t", "[a](b)", "[^1]", "^", "@",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(lambda p: escape("".join(p)))


def element(names: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return elements with one of these names."""
    return st.builds(lambda name, text: f"<{name}>{text}</{name}>", st.sampled_from(names), inner)


def some(inner: st.SearchStrategy[str], least: int = 1, most: int = 3) -> st.SearchStrategy[str]:
    """Return some pieces, one after another."""
    return st.lists(inner, min_size=least, max_size=most).map("".join)


LINKS = st.builds(
    lambda href, title, text: f'<a href="{escape(href)}" title="{escape(title)}">{text}</a>',
    st.sampled_from(["/a b (1).html", "x", "http://a.org", "#x", "a&b", "(", "<", ""]),
    st.sampled_from(["", 'say "x"', "a\\", "a\nb"]),
    TEXTS,
)
SINGLE = st.sampled_from(["<br>", '<img src="/a (1).png" alt="">', "<!-- http://no.org -->"])
LINES = some(
    st.recursive(
        st.one_of(TEXTS, TEXTS, SINGLE, element(["code", "samp"], TEXTS), LINKS),
        lambda inner: element(["b", "i", "strong", "em", "span", "del", "kbd"], some(inner)),
        max_leaves=5,
    )
)
TABLES = element(["table"], some(element(["tr"], some(element(["td", "th"], LINES), 2, 2))))
BLOCKS = st.recursive(
    st.one_of(element(["p", "h2", "pre", "div"], LINES), TABLES),
    lambda inner: st.one_of(
        element(["blockquote", "div"], some(inner)),
        element(["ul", "ol"], some(element(["li"], st.one_of(LINES, inner)))),
    ),
    max_leaves=4,
)


def seen(html: str) -> str:
    """Return what readers see of HTML, without white space."""
    return re.sub(r"\s+", "", BeautifulSoup(html, "html.parser").get_text())


def rendered(text: str) -> str:
    """Return the HTML that a post's Markdown becomes."""
    return str(PARSER.render(f"---\ndate: 2014-06-30\n---\n{text}"))


@settings(max_examples=150, deadline=None)
@given(some(BLOCKS))
def test_no_text_is_lost_or_added(html: str) -> None:
    """Nothing in a text is taken for markup."""
    assert seen(rendered(markdown(html))) == seen(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>__init__ a_b _c_</p>", r"\_\_init\_\_ a_b \_c\_"),
        ("<p>a&lt;<b>b</b> ~~c~~ $5 and $6</p>", r"a\<**b** \~\~c\~\~ \$5 and $6"),
        ("<p>a<br>--<br>b | c<br>--- | ---</p>", "a\\\n\\--\\\nb | c\\\n\\--- | ---"),
        ("<p>{ref}<code>a</code> <code>b</code><code>c</code></p>",
         r"\{ref}`a` `b`<code>c</code>"),
        ("<p>a <b>b,</b>c <b>d</b><i>e</i> f<b> g </b>h<i> </i>i</p>",
         "a <strong>b,</strong>c <strong>d</strong><em>e</em> f **g** h i"),
        ("<p><b>a<b>b</b></b> <i>c<br></i>d<br></p>", "**ab** *c*\\\nd"),
        ("<p><span class='x'>*a* <b>b</b></span> <kbd>*</kbd></p>",
         r'<span class="x">\*a\* **b**</span> <kbd>\*</kbd>'),
        ('<p><a href="/a b (1).html" title=\'say "x"\'>a</a></p>',
         r'[a](</a b (1).html> "say \"x\"")'),
        ('<p><a href="a.html">a.html</a> Wow!<a href="b">b</a></p>',
         '[a.html](a.html) Wow!<a href="b">b</a>'),
        ('<h2><img src="a (1).png" alt="[a]"> x</h2>', r"## ![\[a\]](<a (1).png>) x"),
        ("<table><tr><th>a|b</th></tr><tr><td><code>x || y</code></td></tr></table>",
         "| a\\|b |\n| --- |\n| `x \\|\\| y` |"),
        ("<p>a<b><br><code> </code>\n# z</b></p><p>b\\</p><p>c</p>",
         "a\n\n**\\# z**\n\nb\\\\\n\nc"),
        ("<p><kbd>a<br>b</kbd> <code>a<br>b</code></p>", "<kbd>a b</kbd> `a b`"),
        ("<pre>a\n\n\n```\nb</pre>", "````\na\n\n\n```\nb\n````"),
        ("<pre><span class='k'>def</span> *a*<br>b</pre>", "```\ndef *a*\nb\n```"),
        ("<pre lang='php'>a</pre>", "```php\na\n```"),
        ("<pre lang='de-DE'>a</pre>", "```\na\n```"),
        ("<pre class='brush: python; gutter: false'>a</pre>", "```python\na\n```"),
        ("<pre><code class='hljs language-c++'>a</code></pre>", "```c++\na\n```"),
        ("<p>a</p><template>b</template><?c d><![CDATA[e]]>", "a"),
    ],
)  # fmt: skip
def test_markup_in_text(html: str, text: str) -> None:
    """It is escaped, or written as HTML where Markdown has no words for it."""
    assert markdown(html) == f"{text}\n"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<!-- ask https://secret.example/ first --><p>a</p>", "a"),
        ('<!-- wp:embed {"url":"https://v.example/1"} -->\nhttps://v.example/1\n<!-- /wp:embed -->',
         "<https://v.example/1>"),
        ("a <!-- https://b.example --> c", "a\n\nc"),
        ("<!DOCTYPE html>a<![CDATA[https://b.example]]>", "a"),
        ("<figure><!-- note --><img src='a'></figure>", '<figure><img src="a"/></figure>'),
        ("<script>x = 'https://b.example'</script>", "<script>x = 'https://b.example'</script>"),
        ("<blockquote>a\n\nb\nc</blockquote>", "> a\n>\n> b\\\n> c"),
        ("<ul><li>a\n\nb</li><li>c</li></ul>", "- a\n\n  b\n- c"),
        ("<dl><dd>a\n\nb</dd></dl>", "<dl><dd><p>a</p><p>b</p></dd></dl>"),
        ("<div>a\n\nb <i>c</i></div>", "a\n\nb *c*"),
        ('[sourcecode language="python"]\nif a < b:\n    c &amp;&amp; d\n\n\n  e\n[/sourcecode]',
         "```python\nif a < b:\n    c && d\n\n\n  e\n```"),
        ("[code]\n  a\n[/code]\n[CODE lang='js']b[/CODE]", "```\n  a\n```\n\n```js\nb\n```"),
        ("[code]a", r"\[code\]a"),
    ],
)  # fmt: skip
def test_texts_that_wordpress_keeps(html: str, text: str) -> None:
    """What nobody saw isn't shown, empty lines divide paragraphs, and code keeps its spaces."""
    assert markdown(html, breaks=True) == f"{text}\n"
