"""Liquid in posts that come from Jekyll: understood in links, and warned of elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.util.liquid import understood

if TYPE_CHECKING:
    from conftest import Site

QUIET = ["toc"]
GIF = b"GIF89a"
POST = "_posts/2014-06-30-one"


def page(kind: str, name: str) -> str | None:
    """Return an address for each name but one."""
    return None if name == "nothing" else f"/{kind}/{name}"


@pytest.mark.parametrize(
    ("typed", "new"),
    [
        ("[x]({{ site.baseurl }}/x)", "[x](/x)"),
        ("[x]({{site.url}}{{site.baseurl}}/x/)", "[x](/x/)"),
        ("[x]({{ site.baseurl }})", "[x](/)"),
        ('![a]({{ site.baseurl }}/a.png "T")', '![a](/a.png "T")'),
        ("![a](<{{ site.baseurl }}/a.png>)", "![a](</a.png>)"),
        ("[![a]({{ site.baseurl }}/a.png)]({{ site.baseurl }}/x)", "[![a](/a.png)](/x)"),
        ('[x]({{ "/x" | relative_url }})', "[x](/x)"),
        ("[x]({{ 'x' | absolute_url }}#y)", "[x](/x#y)"),
        ('[x]({{ "/x y" | prepend: site.baseurl | prepend: site.url }})', "[x](/x%20y)"),
        ('[x]({{ site.url | append: site.baseurl | append: "/x" }})', "[x](/x)"),
        ("[x]({% post_url 2014-06-30-x %})", "[x](/post_url/2014-06-30-x)"),
        ("[x]({{ site.baseurl }}{%- post_url x -%}#y)", "[x](/post_url/x#y)"),
        ("[x]({% link _posts/x.md %})", "[x](/link/_posts/x.md)"),
        ("[x]: {{ site.baseurl }}/x", "[x]: /x"),
        ('<img src="{{ "/a.png" | relative_url }}">', '<img src="/a.png">'),
        ("<a href='{{ site.baseurl }}/x'>", "<a href='/x'>"),
        ("[x](https://example.org{{ site.baseurl }}/x)", "[x](https://example.org/x)"),
        ("[x]({% raw %}/x{% endraw %})", "[x](/x)"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
    ],
)
def test_links_are_understood(typed: str, new: str) -> None:
    """In links, images, definitions and attributes of HTML, nothing is left."""
    assert understood(f"a\n\n{typed}\n", page, jekyll=True) == (f"a\n\n{new}\n", [])


@pytest.mark.parametrize(
    ("typed", "certain"),
    [
        ("[x]({{ page.url }}#y)", True),
        ("[x]({% post_url nothing %})", True),
        ("{{ site.title }}", True),
        ("{{ 'a' | upcase }}", True),
        ("{% include a.html\n   b=1 %}", True),
        ("{% highlight ruby %}", True),
        ("{{ x }}", False),
        ("{{ 'a' }}", False),
    ],
)
def test_the_rest_is_left(typed: str, certain: bool) -> None:
    """Outside Jekyll's folders, what may be something else is no Liquid."""
    text = f"a\n\n{typed} b\n"
    piece = re.search(r"\{.*\}", typed, re.DOTALL)
    assert piece is not None
    assert understood(text, page, jekyll=True) == (text, [(2, piece[0])])
    assert understood(text, page, jekyll=False)[1] == ([(2, piece[0])] if certain else [])


def test_code_is_left_alone() -> None:
    """Only ``raw`` goes from the code of Jekyll's posts: it ran them before they were Markdown."""
    code = "`[x]({{ site.baseurl }})`\n\n```\n{% raw %}\n{{ x }}\n{% endraw %}\n```\n"
    assert understood(code, page, jekyll=False) == (code, [])
    expected = code.replace("{% raw %}", "").replace("{% endraw %}", "")
    assert understood(code, page, jekyll=True) == (expected, [])


PIECES = ("{% raw %}", "{% endraw %}", "{{ site.url }}", "{{ x }}", "{% post_url a %}", "[a](", ")")


@given(
    st.lists(st.sampled_from((*PIECES, "\n", "`", "```", '<a href="', '">', "x ", "[a]: ", "{%")))
)
def test_lines_stay_lines(pieces: list[str]) -> None:
    """Whatever is understood, what follows keeps its line, and what is left is named as it is."""
    text = "".join(pieces)
    for jekyll in (False, True):
        new, left = understood(text, page, jekyll=jekyll)
        assert new.count("\n") == text.count("\n")
        for line, piece in left:
            assert text.split("\n")[line].find(piece.partition("\n")[0]) >= 0


@pytest.mark.slow
def test_time_is_linear() -> None:
    """Openings that nothing closes take time by their number."""
    for piece in ("{% raw %}", "{{ ", "{% ", "[a]({{ ", "src='{{ ", "[a]: "):
        understood(piece * 10_000, page, jekyll=True)


def test_a_site_of_jekylls(site: Site) -> None:
    """Links and pictures lead where they led, on the page and on cards, without a warning."""
    site.write("assets/a.gif", GIF)
    site.write("about.md", "---\norphan: true\n---\n\n# About\n")
    site.post("_posts/2014-07-01-two", title="Two", permalink="/x/two/")
    site.post("movies/_posts/2014-07-02-three", title="Three")
    body = (
        '[two]({{ site.baseurl }}{% post_url 2014-07-01-two %}), ![]({{ "/assets/a.gif" | '
        "relative_url }}), [three]({% post_url movies/2014-07-02-three %}#x), "
        "[about]({% link about.md %}) and [file]({% link assets/a.gif %}).\n\n"
        '<a href="{% post_url 2014-07-01-two %}">two</a> <img src="{{ "/assets/a.gif" | '
        'relative_url }}">\n'
    )
    site.post(POST, body, title="One")
    built = site.build(suppress_warnings=QUIET)
    for name in ("blog/2014-06-30-one", "blog/index"):
        text = built.body(name)
        assert re.search(r'href="\.\./x/two/index.html">(<span[^>]*>)?two', text)
        assert 'src="../_images/a.gif"' in text
        assert 'href="movies/2014-07-02-three.html#x">' in text
        assert 'href="../about.html">' in text
        assert 'href="../_downloads/' in text
        assert "{%" not in text
        assert "{{" not in text
    page = built.body("blog/2014-06-30-one")
    assert '<a href="../x/two/index.html">two</a> <img src="../_images/a.gif">' in page


def test_other_liquid_is_warned_of(site: Site) -> None:
    """With file and line, and once for what has an end; code, and what is raw, is text."""
    body = (
        "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n{{ page.title }} `{{ code }}`\n\n"
        "{% raw %}{{ raw }}{% endraw %}\n"
    )
    site.post(POST, body, title="One")
    built = site.build(suppress_warnings=QUIET, clean=False)
    lines = built.warnings.splitlines()
    assert [line.partition("WARNING: ")[0].rpartition("/")[2] for line in lines] == [
        "2014-06-30-one.md:5: ", "2014-06-30-one.md:9: ",
    ]  # fmt: skip
    assert all("[confblog.liquid]" in line for line in lines)
    text = built.text("blog/2014-06-30-one")
    assert "{% highlight ruby %} puts 1 {% endhighlight %}" in text
    assert "{{ raw }}" in text
    assert "raw %}" not in text


def test_a_post_that_is_not_there(site: Site) -> None:
    """A link to none, or to a withheld one, is warned of, and says nothing of it to readers."""
    site.post("_posts/2014-07-01-zqxq", title="Zqxq", published="false")
    body = (
        'a\n[two]({% post_url 2014-07-01-zqxq %}) <a href="{% post_url 2014-07-01-zqxq %}">b</a>\n'
    )
    site.post(POST, body, title="One")
    built = site.build(suppress_warnings=QUIET, clean=False)
    assert "2014-06-30-one.md:6: WARNING: post_url: no post or file" in built.warnings
    assert [
        n
        for n, data in built.everything(skip=(".doctrees", "_sources")).items()
        if b"zqxq" in data.lower()
    ] == []
    site.post("_posts/2014-07-01-zqxq", title="Zqxq")
    later = site.build(suppress_warnings=QUIET)
    assert later.body("blog/2014-06-30-one").count('href="2014-07-01-zqxq.html"') >= 2


@pytest.mark.parametrize(
    ("front", "conf"),
    [
        ({"render_with_liquid": "false"}, {}),
        ({}, {"myst_enable_extensions": ["substitution"], "myst_substitutions": {"x": "y"}}),
    ],
)
def test_what_is_no_liquid(site: Site, front: dict[str, str], conf: dict[str, Any]) -> None:
    """Posts that Jekyll did not run, and MyST's own substitutions."""
    site.post(POST, "Text {{ x }}\n", title="One", **front)
    site.build(suppress_warnings=QUIET, **conf)


def test_another_handler_may_run_it(site: Site) -> None:
    """A site that renders its sources itself is not warned of what it has rendered."""
    site.write(
        "conf.py",
        'project = "Site"\nextensions = ["sphinx_confblog"]\n\n\n'
        "def render(app, docname, content):\n"
        '    content[0] = content[0].replace("{{ page.x }}", "y")\n\n\n'
        'def setup(app):\n    app.connect("source-read", render)\n',
    )
    site.post(POST, "Text {{ page.x }}\n", title="One")
    assert "Text y" in site.build(suppress_warnings=QUIET).text("blog/2014-06-30-one")
