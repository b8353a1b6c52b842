"""What the site says of authors and other terms stands on their pages."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Kept, Site

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M{} 0h9"/></svg>'
TERMS = """
authors:
  ann:
    name: Ann *Lee*
    bio: |
      Writes about *engines* & <b>.

      Lives by the sea.
    avatar: img/ann.svg
    url: https://www.ann.org/
    email: ann@ann.org
    links:
      Code: https://code.org/ann?a=1&b=2
tags:
  ci:
    title: Continuous integration
    description: Builds that nobody starts.
series:
  engines:
    title: How engines work
    description: In four parts.
    socials: [https://engines.org]
"""


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a post."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write the post of a site that knows an author, a tag and a series."""
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + "confblog_terms = 'terms.yml'\n")
    site.write("terms.yml", TERMS)
    site.write("img/ann.svg", DOT.format(1))
    site.post("2020-01-01-one", title="One", author="ann, zoe!", tags="ci, new", series="engines")
    return site


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, Built]:
    """The site, built once; its front page asks for what is said of a term."""
    site = fill(plain_site(tmp_path_factory.mktemp("people") / "site"))
    site.write("index.md", "# Site\n\n```{blog:about}\n```\n\nEnd.\n")
    return site.build_and_keep()


@pytest.fixture(scope="module")
def built(first: tuple[Kept, Built]) -> Built:
    """That build."""
    return first[1]


@pytest.fixture
def ready(first: tuple[Kept, Built]) -> Site:
    """The site as it was built."""
    return first[0].restore()


def links(html: str) -> dict[str, str]:
    """The tags of the links in *html* by their texts."""
    return {text: tag for tag, text in re.findall(r"(<a [^>]*>)([^<]*)</a>", html)}


def about(built: Built, docname: str) -> str:
    """What a page shows above its posts."""
    return built.body(docname).partition('class="confblog-posts')[0]


def test_an_authors_page(built: Built) -> None:
    """Picture, text and links stand above the posts, for readers and for programs."""
    html, text = about(built, "blog/authors/ann"), built.text("blog/authors/ann")
    assert "Ann *Lee*" in text
    assert '<p class="p-note">Writes about *engines* &amp; &lt;b&gt;.</p>' in html
    assert '<p class="p-note">Lives by the sea.</p>' in html
    assert 'class="confblog-about h-card"' in html
    assert '<data class="p-name" value="Ann *Lee*"></data>' in html
    assert '<img alt="" class="confblog-avatar u-photo" src="../../_images/ann.svg"' in html
    assert built.exists("_images/ann.svg")
    assert '<a class="u-email reference external" href="mailto:' in html
    found = links(html)
    assert 'href="https://code.org/ann?a=1&amp;b=2"' in found["Code"]
    assert 'rel="me"' in found["Code"]
    assert "u-url" in found["Code"]
    assert "One" in text


def test_bylines_lead_there(built: Built) -> None:
    """By the name that the site gives; an id that it does not know is shown as it is."""
    found = links(built.body("blog/2020-01-01-one"))
    assert 'href="authors/ann.html"' in found["Ann *Lee*"]
    assert 'href="authors/zoe.html"' in found["zoe!"]
    assert built.text("blog/authors/zoe").startswith("Posts by zoe!")
    assert "confblog-about" not in built.read("blog/authors/zoe.html")


def test_tags_and_series(built: Built) -> None:
    """Other terms have titles, descriptions and links as well, but are no people."""
    assert "Continuous integration" in built.text("blog/tags/ci")
    assert "Builds that nobody starts." in built.text("blog/tags/ci")
    assert "How engines work" in built.text("blog/2020-01-01-one")
    series = about(built, "blog/series/engines")
    assert "In four parts." in series
    assert 'href="https://engines.org"' in links(series)["engines.org"]
    assert "h-card" not in series
    assert 'rel="me"' not in series
    assert "confblog-about" not in built.read("blog/tags/new.html")


def test_a_picture_that_is_not_there(blog: Site) -> None:
    """The message names the file that asks for it, and the page has none until it comes."""
    (blog.srcdir / "img/ann.svg").unlink()
    built = blog.build(clean=False)
    assert f"{blog.srcdir / 'terms.yml'}:9: WARNING: confblog_terms" in built.warnings
    assert "'img/ann.svg', but there is no such file" in built.warnings
    assert built.warnings.count("WARNING") == 1
    assert "<img" not in about(built, "blog/authors/ann")
    assert "Lives by the sea." in built.text("blog/authors/ann")
    blog.write("img/ann.svg", DOT.format(1))
    assert "<img" in about(blog.build(), "blog/authors/ann")


def test_a_picture_elsewhere_and_one_with_blanks_in_its_name(blog: Site) -> None:
    """A URL is shown as it is, and nothing is fetched; whatever a file is called, it is found."""
    blog.write("img/ann [1] %20 lee.svg", DOT.format(1))
    terms = "  ann: {avatar: 'https://ann.org/a b.png'}\n  zoe: {avatar: 'img/ann [1] %20 lee.svg'}"
    blog.write("terms.yml", f"authors:\n{terms}\n")
    blog.post("2020-01-01-one", title="One", author="ann, zoe")
    built = blog.build()
    html = about(built, "blog/authors/ann")
    assert re.search(r'<img [^>]*src="https://ann.org/a(%20| )b.png"', html)
    assert "<img" in about(built, "blog/authors/zoe")
    assert built.exists("_images/ann [1] %20 lee.svg")


@pytest.mark.slow
def test_only_pages_that_change_are_written(ready: Site) -> None:
    """A new text is for the author's page alone, a new name for all that show it."""
    ready.write("terms.yml", TERMS.replace("by the sea", "in the hills"))
    built = ready.build()
    assert built.written() == {"blog/authors/ann"}
    assert "Lives in the hills." in built.text("blog/authors/ann")
    ready.write("terms.yml", TERMS.replace("Ann *Lee*", "Ann Li"))
    assert {"blog/authors/ann", "blog/2020-01-01-one"} <= ready.build().written()
    ready.write("img/ann.svg", DOT.format(2))
    assert ready.build().read("_images/ann.svg") == DOT.format(2)


def test_what_templates_alone_know_changes_no_page(ready: Site) -> None:
    """Other keys are for templates: where none shows them, nothing is written."""
    ready.write("terms.yml", TERMS.replace("    email:", "    shoe-size: 39\n    email:"))
    assert ready.build().written() == set()


def test_the_users_own_template_wins(blog: Site) -> None:
    """It can show as much of it as it likes."""
    blog.write("conf.py", (blog.srcdir / "conf.py").read_text() + "templates_path = ['t']\n")
    blog.write(
        "t/confblog/term.md",
        "# {{ title }}\n\n{% if info %}{{ info.avatar }} {{ info.email }}"
        "{% for link in info.links %} {{ link.name }} {{ link.url }}{% endfor %}{% endif %}\n",
    )
    text = blog.build().text("blog/authors/ann")
    assert "/img/ann.svg ann@ann.org Code https://code.org/ann?a=1&b=2" in unescape(text)
    assert "sea" not in text


def test_a_page_of_the_users_own(blog: Site) -> None:
    """A document in the place of an author's page can show it too, and follows its changes."""
    page = "---\norphan: true\n---\n\n# Me\n\n```{blog:about}\n```\n\nMore of me.\n"
    blog.write("blog/authors/ann.md", page)
    built = blog.build()
    assert "Writes about" in built.text("blog/authors/ann")
    assert "confblog.css" in built.read("blog/authors/ann.html")
    blog.write("terms.yml", TERMS.replace("by the sea", "in the hills"))
    assert "Lives in the hills." in blog.build().text("blog/authors/ann")


def test_elsewhere_it_shows_nothing(built: Built) -> None:
    """A page that is about no term has nothing to say of one."""
    assert "confblog-about" not in built.body("index")
