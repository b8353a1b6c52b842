"""Several blogs in one site: each has its own pages, and nothing of another's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built, Site

BASE = "https://site.example/docs/"
NEWS: dict[str, Any] = {
    "title": "The news",
    "taxonomies": {"topics": "Topics"},
    "posts_per_page": 1,
}
CONF = f'extensions = ["sphinx_confblog"]\nconfblog_blogs = {{"news": {NEWS!r}}}\n'
BLOGS: dict[str, Any] = {"confblog_blogs": {"news": NEWS}, "html_baseurl": BASE}


@pytest.fixture
def two(site: Site) -> Site:
    """A blog, and news: both have a post of one name, and use one word for their terms."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write the posts of both."""
    site.post("2020-01-01-hello", "Hello from the blog.\n", title="Hello blog", tags="docker")
    site.post("2020-02-01-later", "Later in the blog.\n", title="Later blog", tags="docker")
    for day, name in ((1, "hello"), (2, "later")):
        front = f"---\ntitle: {name.title()} news\ntopics: docker\n---\n\n"
        site.write(f"news/2020-01-0{day}-{name}.md", f"{front}{name.title()} from the news.\n")
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\nnews/index\n```\n")
    return site


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("blogs")))
    return site.build(**BLOGS, confblog_archives="year")


def pages(built: Built) -> set[str]:
    """The documents of both blogs."""
    return {name for name in built.app.env.found_docs if name.startswith(("blog/", "news/"))}


@pytest.mark.slow
def test_each_has_pages_of_its_own(both: Built) -> None:
    """Index, archive, terms and feeds, each below its own folder."""
    assert pages(both) == {
        "blog/2020-01-01-hello", "blog/2020-02-01-later",
        "blog/index", "blog/archive", "blog/archive/2020", "blog/tags/index", "blog/tags/docker",
        "news/2020-01-01-hello", "news/2020-01-02-later",
        "news/index", "news/page/2", "news/archive", "news/archive/2020",
        "news/topics/index", "news/topics/docker",
    }  # fmt: skip
    feeds = {name for name in both.everything() if name.endswith(".xml")}
    assert feeds == {
        "blog/atom.xml", "blog/tags/docker/atom.xml",
        "news/atom.xml", "news/topics/docker/atom.xml",
    }  # fmt: skip


def test_nothing_leaks(both: Built) -> None:
    """No page or feed of one blog names a post of the other."""
    for own, other in (("blog", "news"), ("news", "blog")):
        for name in pages(both):
            if name.startswith(f"{own}/"):
                words = both.text(name)
                assert f"Hello {other}" not in words, name
                assert f"Later {other}" not in words, name
        assert f"Hello {other}" not in both.read(f"{own}/atom.xml")
        assert f"{other}/" not in " ".join(hrefs(both.body(f"{own}/index")))


def hrefs(html: str) -> list[str]:
    """Where links of a page lead."""
    return re.findall(r'href="([^"]*)"', html)


def test_a_page_says_which_blog_it_lists(both: Built) -> None:
    """By its title, its feed and the breadcrumbs."""
    assert both.text("news/index").startswith("The news")
    feed = feedparser.parse(both.read("news/atom.xml"))
    assert feed.feed.title == "Site: The news"
    assert [entry.title for entry in feed.entries] == ["Later news", "Hello news"]
    links = re.findall(r'application/atom\+xml" title="([^"]*)"', both.read("news/index.html"))
    assert links == ["Site: The news"]


def test_neighbours_are_of_the_same_blog(both: Built) -> None:
    """The post before and after in time may be another blog's."""
    html = both.read("blog/2020-01-01-hello.html")
    assert re.findall(r'<link rel="(?:next|prev)" title="([^"]*)"', html) == ["Later blog"]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with links between its pages, with posts in French and with a draft."""
    site = fill(plain_site(tmp_path_factory.mktemp("linked")))
    site.write(
        "page.md",
        "---\norphan: true\n---\n# Page\n\n"
        "```{postlist}\n```\n\n```{postlist}\n:blog: news\n:topics: docker\n```\n\n"
        "```{blog:terms} topics\n:blog: news\n```\n\n"
        "{blog:tag}`docker` {blog:topics}`news:docker` {blog:post}`hello` {blog:post}`news:hello` "
        "{blog:post}`/news/2020-01-02-later`\n",
    )
    front = "---\ntitle: Links\ntopics: docker\n---\n\n"
    site.write("news/2020-03-01-links.md", f"{front}{{blog:post}}`hello` {{blog:topics}}`docker`\n")
    site.write("news/2020-01-05-nouveau.md", "---\nlanguage: fr\n---\n# Nouveau\n")
    site.post("2020-03-01-seul", title="Seul", language="fr")
    site.write(
        "named.md",
        "---\norphan: true\n---\n# P\n\n{blog:post}`news:nouveau` {blog:post}`news:seul`\n",
    )
    site.write("news/2020-01-09-draft.md", "---\ndraft: true\n---\n# Draft\n")
    return site.build(clean=False, **BLOGS)


@pytest.mark.slow
def test_lists_and_roles_say_which(linked: Built) -> None:
    """Without a name they mean the blog of their page, else the site's first one."""
    found = [link for link in hrefs(linked.body("page")) if link.startswith(("blog", "news"))]
    assert found == [
        "blog/2020-02-01-later.html", "blog/2020-01-01-hello.html",
        "news/2020-03-01-links.html", "news/2020-01-02-later.html", "news/2020-01-01-hello.html",
        "news/topics/docker.html",
        "blog/tags/docker.html", "news/topics/docker.html",
        "blog/2020-01-01-hello.html", "news/2020-01-01-hello.html", "news/2020-01-02-later.html",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_role_in_a_blog_means_that_blog(linked: Built) -> None:
    """Names are looked up where they stand."""
    found = hrefs(linked.body("news/2020-03-01-links"))
    assert "2020-01-01-hello.html" in found
    assert "topics/docker.html" in found


@pytest.mark.slow
def test_a_blog_that_is_named_has_other_languages(linked: Built) -> None:
    """A post in one of these is found by its name, and none of another blog's is."""
    (warning,) = linked.warnings.splitlines()
    assert "target not found: news:seul" in warning
    assert "Nouveau" in linked.text("named")
    assert "Seul" not in linked.text("named")


@pytest.mark.slow
def test_translations_in_two_blogs(two: Site) -> None:
    """Both tell search engines the same."""
    news = {"language": "fr"}
    two.post("2020-03-01-one", title="One", translation_key="one")
    two.write("news/2020-03-01-un.md", "---\ntranslation_key: one\n---\n# Un\n")
    built = two.build(html_baseurl=BASE, confblog_blogs={"news": news})
    pages = [built.read(name) for name in ("blog/2020-03-01-one.html", "news/2020-03-01-un.html")]
    found = [re.findall(r'hreflang="([^"]*)" href="([^"]*)"', page) for page in pages]
    assert found[0] == found[1]
    assert dict(found[0])["x-default"] == f"{BASE}blog/2020-03-01-one.html"


def test_objects_carry_the_name_of_their_blog(both: Built) -> None:
    """Other projects reach them by it."""
    objects = {(kind, name) for name, _, kind, *_ in both.app.env.domains["blog"].get_objects()}
    assert ("tag", "docker") in objects
    assert ("topics", "news:docker") in objects
    assert ("post", "news:hello") in objects
    assert ("topics", "docker") not in objects


@pytest.mark.slow
def test_a_blog_that_there_is_not(two: Site, confblog: Caller) -> None:
    """It is warned of at its line, by builds and by the command alike, and nothing is shown."""
    cases = {
        "```{postlist}\n:blog: nwes\n```": (
            "postlist: option 'blog': there is no blog 'nwes'; did you mean 'news'? Blogs: news."
        ),
        "```{postlist}\n:language: fr\n```": (
            "postlist: option 'language': there are no posts in 'fr'."
        ),
        "```{blog:archive}\n:blog: x\n```": (
            "blog:archive: option 'blog': there is no blog 'x'. Blogs: news."
        ),
    }
    expected = []
    for number, (text, said) in enumerate(cases.items()):
        path = two.write(f"page{number}.md", f"---\norphan: true\n---\n# Page\n\n{text}\n")
        expected.append(f"{path}:6: WARNING: {said} Nothing is shown. [confblog.postlist]")
    built = two.build(clean=False, **BLOGS)
    assert sorted(built.warnings.splitlines()) == expected
    two.write("conf.py", CONF)
    checked = confblog("check", code=1).out
    for number, said in enumerate(cases.values()):
        assert built.text(f"page{number}") == "Page ¶"
        assert said in checked


@pytest.mark.slow
def test_what_is_wrong_with_options_of_a_blog(two: Site) -> None:
    """Each part has a warning at the option; the site's own value is used."""
    blogs: dict[str, Any] = {
        "news": {**NEWS, "posts_per_page": "many", "feedz": ["atom"], "redirect_lists": ["nginx"]},
        "copy": {"path": "blog"},
        "notes": {"path": "../notes"},
    }
    conf = two.write("conf.py", f'extensions = ["sphinx_confblog"]\nconfblog_blogs = {blogs!r}\n')
    built = two.build(clean=False)
    assert built.warnings.replace(f"{conf}:2: WARNING: ", "").splitlines() == [
        (
            "confblog_blogs['news']['posts_per_page'] is 'many', but should be a whole number "
            "from 0 to 1,000,000. 10 is used. [confblog.config]"
        ),
        (
            "confblog_blogs['news']: 'feedz' is not an option of a single blog; did you mean "
            "'feeds'? It is ignored. [confblog.config]"
        ),
        (
            "confblog_blogs['news']: 'redirect_lists' is not an option of a single blog. "
            "It is ignored. [confblog.config]"
        ),
        (
            "confblog_blogs['copy'] has the same path as another blog, 'blog'; give it a path of "
            "its own. It is ignored. [confblog.config]"
        ),
        (
            "confblog_blogs['notes']['path'] is '../notes', but should be a folder below the "
            "source folder, such as \"blog\". 'notes' is used. [confblog.config]"
        ),
    ]
    assert "news/index" in built.app.env.found_docs


def test_a_folder_inside_another_blog(site: Site) -> None:
    """The blog that is named for it has its posts; the outer one has them not."""
    site.post("2020-01-01-outer", title="Outer")
    site.post("notes/2020-01-02-inner", title="Inner")
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\nblog/notes/index\n```\n")
    built = site.build(confblog_blogs={"notes": {"path": "blog/notes"}})
    assert "Inner" in built.text("blog/notes/index")
    assert "Inner" not in built.text("blog/index")


def test_addresses_of_two_blogs_do_not_collide(site: Site) -> None:
    """Of two posts that ask for one address, the first blog's has it; none is lost."""
    site.post("2020-01-01-a", title="A", slug="same")
    path = site.write("news/2020-01-02-b.md", "---\ntitle: B\nslug: same\n---\n\nText.\n")
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\nnews/index\n```\n")
    built = site.build(
        clean=False, confblog_permalink="/p/{slug}",
        confblog_blogs={"news": {"permalink": "/p/{slug}"}},
    )  # fmt: skip
    assert built.warnings == (
        f"{path}:3: WARNING: 'news/2020-01-02-b': the URL 'p/same' belongs to 'p/same'; "
        "the post keeps the URL of its file [confblog.address]\n"
    )
    assert {"p/same", "news/2020-01-02-b"} <= built.app.env.found_docs


@pytest.mark.slow
def test_later_builds_are_exact(two: Site) -> None:
    """A post that goes to the other blog leaves the pages of the one and enters the other's."""
    options = {**BLOGS, "html_sidebars": {"**": ["confblog/recent.html", "confblog/feeds.html"]}}
    two.build(**options)
    (two.srcdir / "blog/2020-02-01-later.md").rename(two.srcdir / "news/2020-02-01-moved.md")
    later = two.build(**options).everything()
    clean = two.build(out="clean", **options).everything()
    assert later == clean
    fewer = two.build(html_baseurl=BASE, clean=False)
    assert "toctree contains reference to nonexisting document 'news/index'" in fewer.warnings
    assert not fewer.exists("news/topics/docker.html")


@pytest.mark.slow
def test_two_jobs_give_the_same(two: Site, both: Built) -> None:
    """What is read by several processes comes out as from one."""
    parallel = two.build(jobs=2, **BLOGS, confblog_archives="year")
    assert parallel.everything() == both.everything()


@pytest.mark.slow
def test_one_line_for_each_blog(linked: Built) -> None:
    """The build says what was published of each."""
    said = "blog: 3 posts published\nblog news: 4 posts published; withheld: 1 draft\n"
    assert said in linked.status


def test_commands_know_the_blogs(two: Site, confblog: Caller) -> None:
    """New posts go to the blog that is named, and lists can be of one."""
    two.write("conf.py", CONF)
    made = confblog("new", "Big news", "--blog", "news", "--date", "2020-05-01")
    assert made.out == "news/2020-05-01-big-news.md\n"
    records = confblog("list", "--blog", "news", "--json").records
    assert [record["title"] for record in records] == ["Big news", "Later news", "Hello news"]
    assert {record["blog"] for record in records} == {"news"}
    two.write("conf.py", CONF.replace("}}", "}, 'inner': {'path': 'news/inner'}}"))
    refused = confblog("new", "X", "--blog", "inner", "--date", "2020-05-01", code=2)
    assert "2020-05-01-x.md would be a post of the blog 'news'" in refused.err
    two.write("conf.py", CONF)
    refused = confblog("new", "X", "--blog", "nws", code=2)
    assert "there is no blog 'nws'; choose one of: news" in refused.err
