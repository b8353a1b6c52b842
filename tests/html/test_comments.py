"""Comments at the end of posts: which pages have them, what they load, when they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Site

SCRIPT = "_static/confblog-comments.js"
GISCUS = {"provider": "giscus", "repo": "me/site", "repo_id": "R_1", "category_id": "DIC_1"}
OWN = {"provider": "template", "template": "talk.html", "server": "talk.example.org"}


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with some posts."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write posts that say yes, no and nothing about comments, and a plain page."""
    site.write("guide.md", "---\norphan: true\ncomments: true\n---\n# Guide\n\nText.\n")
    site.post("2020-01-01-yes", "Text.\n", title="Yes", comments="true")
    site.post("2020-01-02-no", "Text.\n", title="No", comments="false")
    site.post("2020-01-03-open", "Text.\n", title="Open & shut")
    return site


def commented(built: Built) -> list[str]:
    """The pages with a section for comments."""
    pages = (name for name in built.everything() if name.endswith(".html"))
    return [name for name in pages if '<section class="confblog-comments' in built.read(name)]


def configure(site: Site, comments: object, *more: str) -> None:
    """Write the option into the site's configuration, in its fourth line."""
    lines = [
        'project = "Site"',
        'extensions = ["sphinx_confblog"]',
        'templates_path = ["_templates"]',
        f"confblog_comments = {comments!r}",
        "confblog_archives = None",
        *more,
    ]
    (site.srcdir / "_templates").mkdir(exist_ok=True)
    site.write("conf.py", "\n".join(lines) + "\n")


def test_nothing_without_a_provider(blog: Site) -> None:
    """No section, no script, whatever posts say."""
    built = blog.build()
    assert commented(built) == []
    assert not built.exists(SCRIPT)
    assert "confblog-comments" not in built.read("blog/2020-01-01-yes.html")


@pytest.fixture(scope="module")
def discussed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site and some more posts, built once with comments."""
    site = fill(plain_site(tmp_path_factory.mktemp("comments")))
    site.post("2020-01-04-more", "Last words.\n", title="More", tags="a")
    site.post("2020-01-05-more", "Last words.\n", title="Even more", tags="a")
    site.post("2020-01-06-unlisted", title="Unlisted", unlisted="true")
    return site.build(confblog_comments=GISCUS)


def test_posts_have_comments(discussed: Built) -> None:
    """All posts but those that say no, also unlisted ones; neither other pages nor generated."""
    names = ("01-yes", "03-open", "04-more", "05-more", "06-unlisted")
    assert commented(discussed) == [f"blog/2020-01-{name}.html" for name in names]
    assert discussed.exists(SCRIPT)


def test_none_by_default(blog: Site) -> None:
    """Only the posts that ask for comments have them."""
    built = blog.build(confblog_comments=GISCUS, confblog_comments_default=False)
    assert commented(built) == ["blog/2020-01-01-yes.html"]


def test_the_script_is_loaded_only_there(discussed: Built) -> None:
    """Other pages know nothing of it, and nothing of the provider."""
    pages = commented(discussed)
    for name in (n for n in discussed.everything() if n.endswith(".html")):
        text = discussed.read(name)
        scripts = re.findall(r'<script defer="defer" src="[^"]*confblog-comments\.js', text)
        assert len(scripts) == (name in pages), name
        assert ("giscus" in text) == (name in pages), name


def test_the_section_ends_the_post(discussed: Built) -> None:
    """It stands behind the text and what leads on from it, and runs no script itself."""
    body = discussed.body("blog/2020-01-04-more")
    places = [body.index(t) for t in ("Last words.", "confblog-related", "confblog-comments")]
    assert places == sorted(places)
    assert "<script" not in body


def test_no_comments_for_previews(blog: Site) -> None:
    """A draft or a post of the future starts no thread."""
    blog.post("2020-01-04-draft", title="Draft", draft="true", comments="true")
    blog.post("2999-01-04-later", title="Later", comments="true")
    built = blog.build(confblog_comments=GISCUS, confblog_drafts=True, confblog_future=True)
    assert built.exists("blog/2020-01-04-draft.html")
    assert commented(built) == ["blog/2020-01-01-yes.html", "blog/2020-01-03-open.html"]


def test_nothing_that_is_set_is_markup(site: Site) -> None:
    """Settings and titles are texts, whatever stands in them."""
    evil = '"><script>alert(1)</script>'
    site.post("2020-01-01-post", title=f"'{evil}'")
    settings = {"provider": "disqus", "shortname": "s", "language": evil, "category_id": evil}
    page = site.build(confblog_comments=settings).read("blog/2020-01-01-post.html")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_addresses_come_from_the_base_url(site: Site) -> None:
    """Providers that ask for an address are told the canonical one, in each kind of site."""
    site.post("2020-01-01-post", title="Post")
    conf: dict[str, Any] = {
        "confblog_comments": {"provider": "disqus", "shortname": "s"},
        "html_baseurl": "https://example.org/docs/",
    }
    page = site.build(**conf).read("blog/2020-01-01-post.html")
    assert 'data-url="https://example.org/docs/blog/2020-01-01-post.html"' in page
    page = site.build("dirhtml", out="_dir", **conf).read("blog/2020-01-01-post/index.html")
    assert 'data-url="https://example.org/docs/blog/2020-01-01-post/"' in page


def test_searches_find_no_comments(blog: Site) -> None:
    """The section is no text of the post's."""
    built = blog.build(confblog_comments={"provider": "utterances", "repo": "zebra/quagga"})
    index = built.read("searchindex.js")
    assert "zebra" not in index
    assert '"comment"' not in index


@pytest.mark.slow
def test_a_later_build_follows(blog: Site) -> None:
    """Pages are written again when their comments change, and the script comes and goes."""
    configure(blog, {})
    without = blog.build().everything()
    configure(blog, GISCUS)
    later = blog.build()
    assert commented(later) == ["blog/2020-01-01-yes.html", "blog/2020-01-03-open.html"]
    blog.post("2020-01-01-yes", "Text.\n", title="Yes", comments="false")
    later = blog.build()
    assert commented(later) == ["blog/2020-01-03-open.html"]
    assert later.exists(SCRIPT)
    assert later.everything() == blog.build(out="_clean").everything()
    configure(blog, {})
    blog.post("2020-01-01-yes", "Text.\n", title="Yes", comments="true")
    later = blog.build()
    assert commented(later) == []
    assert not later.exists(SCRIPT)
    assert later.everything() == without


@pytest.mark.slow
def test_only_pages_with_comments_are_written_again(blog: Site) -> None:
    """Other pages stay as they are when a setting changes."""
    archives = 'confblog_archives = "year"'
    configure(blog, GISCUS, archives)
    before = blog.build()
    times = {p: p.stat().st_mtime_ns for p in before.outdir.rglob("*.html")}
    configure(blog, {**GISCUS, "strict": True}, archives)
    blog.build()
    written = {p.stem for p, time in times.items() if p.stat().st_mtime_ns != time}
    assert {"2020-01-01-yes", "2020-01-03-open"} <= written
    assert not {"index", "guide", "2020-01-02-no", "archive"} & written


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that is built with one option after the other."""
    return fill(plain_site(tmp_path_factory.mktemp("refused") / "site"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"provider": "gisqus"}, "did you mean 'giscus'?"),
        ({"provider": "giscus", "repo": "me/site"}, "['repo_id'] is missing"),
        ({**GISCUS, "repo": "site"}, "is 'site', but should be"),
        ("giscus", "should be a dict"),
    ],
)
def test_what_is_not_accepted(refused: Site, value: object, words: str) -> None:
    """It is reported where it is set, and there are no comments."""
    configure(refused, value)
    built = refused.build(clean=False)
    assert words in built.warnings
    for line in built.warnings.splitlines():
        assert "conf.py:4: WARNING: confblog_comments" in line
        assert line.endswith("[confblog.config]")
    assert commented(built) == []


def test_a_template_of_the_sites(blog: Site) -> None:
    """It is given the post and the settings, and all that it shows is escaped."""
    configure(blog, OWN, 'html_baseurl = "https://example.org"')
    blog.write(
        "_templates/talk.html",
        "<h2>{{ title }}</h2>\n{{ url }} {{ identifier }} {{ language }}\n"
        "{{ settings.server }} {{ post.date }}",
    )
    built = blog.build()
    assert commented(built) == ["blog/2020-01-01-yes.html", "blog/2020-01-03-open.html"]
    body = built.body("blog/2020-01-03-open")
    assert "<h2>Open &amp; shut</h2>" in body
    assert "https://example.org/blog/2020-01-03-open.html blog/2020-01-03-open en" in body
    assert "talk.example.org 2020-01-03T00:00:00+00:00" in body
    assert not built.exists(SCRIPT)


def test_a_template_may_leave_posts_out(blog: Site) -> None:
    """Where it makes nothing, there is no section."""
    configure(blog, OWN)
    blog.write("_templates/talk.html", "{% if post.comments %}Talk.{% endif %}\n")
    assert commented(blog.build()) == ["blog/2020-01-01-yes.html"]


@pytest.mark.slow
def test_an_edited_template_is_followed(blog: Site) -> None:
    """No source has changed, and yet the pages that it makes another text for are written."""
    # Sphinx itself writes all pages again for a template whose name ends in .html.
    configure(blog, OWN | {"template": "talk.jinja"})
    blog.write("_templates/talk.jinja", "{% include 'inner.jinja' %}")
    blog.write("_templates/inner.jinja", "Before.")
    before = blog.build()
    times = {p: p.stat().st_mtime_ns for p in before.outdir.rglob("*.html")}
    blog.write("_templates/inner.jinja", "{% if post.comments %}After{% else %}Before{% endif %}.")
    later = blog.build()
    assert "After." in later.body("blog/2020-01-01-yes")
    written = [p.stem for p, time in times.items() if p.stat().st_mtime_ns != time]
    assert "2020-01-01-yes" in written
    assert "2020-01-02-no" not in written
    assert later.everything() == blog.build(out="_clean").everything()


@pytest.mark.slow
def test_a_template_that_is_not_there(blog: Site) -> None:
    """It is missed where it is named, once."""
    configure(blog, OWN)
    built = blog.build(clean=False, jobs=2)
    (line,) = built.warnings.splitlines()
    assert (
        "conf.py:4: WARNING: the template 'talk.html' is not in any folder of templates_path"
        in line
    )
    assert line.endswith("[confblog.template]")
    assert commented(built) == []


@pytest.mark.slow
def test_a_template_that_cannot_be_rendered(blog: Site) -> None:
    """It is reported at its line in each build, once, and pages do without."""
    configure(blog, OWN)
    blog.write("_templates/talk.html", "<p>\n{{ nothing }}\n</p>\n")
    for _ in range(2):
        built = blog.build(clean=False, jobs=2)
        (line,) = built.warnings.splitlines()
        assert "talk.html:2: WARNING: the template 'talk.html' cannot be rendered" in line
        assert line.endswith("[confblog.template]")
        assert commented(built) == []


@pytest.mark.slow
@pytest.mark.parametrize("comments", [GISCUS, OWN])
def test_parallel_builds_write_the_same(blog: Site, comments: dict[str, str]) -> None:
    """Several processes make the same pages as one."""
    configure(blog, comments)
    blog.write("_templates/talk.html", "{{ title }}")
    for number in range(3):
        blog.post(f"2021-01-0{number + 1}-post", "Text.\n", title=f"Post {number}")
    serial = blog.build(out="_serial").everything()
    assert serial == blog.build(out="_parallel", jobs=2).everything()
