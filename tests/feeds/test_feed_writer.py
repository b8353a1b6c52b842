"""Later builds: feeds are written when they change, and go when they have nothing to say."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF, plain_site
from feedrules import checked_atom
from feedsites import (
    ALL,
    BASE,
    atom,
    feeds,
    kept,
    named,
    text_of,
    times,
    titles,
    with_feeds,
    written,
)
from pofiles import write_po
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Kept, Site


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with an address and three posts."""
    return with_feeds(site)


@pytest.fixture(scope="module")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The site, built once."""
    site = with_feeds(plain_site(tmp_path_factory.mktemp("published") / "site"))
    site.build()
    return site.keep()


@pytest.fixture
def ready(kept_site: Kept) -> Site:
    """The site as it was built."""
    return kept_site.restore()


@pytest.mark.slow
def test_without_a_change_no_feed_is_touched(blog: Site) -> None:
    """Not even when all pages are written again, nor by another number of processes."""
    blog.build(confblog_feeds=ALL, jobs=2)
    for jobs in (2, 0):
        assert written(blog, confblog_feeds=ALL, jobs=jobs) == []
    before = times(blog)
    app = SphinxTestApp(
        srcdir=blog.srcdir, builddir=blog.srcdir.parent / "_build",
        confoverrides={"confblog_feeds": ALL},
    )  # fmt: skip
    app.build(force_all=True)
    app.cleanup()
    names = {name for name, _ in times(blog).items() - before.items()}
    assert [name for name in names if not name.endswith(".html")] == []
    assert "blog/2020-01-01-p1.html" in names


def test_only_feeds_with_the_post_are_written(ready: Site) -> None:
    """A text below the cut concerns its page and the feeds that carry it."""
    ready.post("2020-01-02-p2", "First 2.\n\nREADMORE\n\nNews.\n", title="P2", tags="t2, all")
    assert written(ready) == [
        "blog/2020-01-02-p2.html", "blog/atom.xml", "blog/tags/all/atom.xml",
        "blog/tags/t2/atom.xml",
    ]  # fmt: skip


def test_a_text_that_is_in_no_feed_concerns_none(blog: Site) -> None:
    """Older posts than a feed holds cost nothing."""
    blog.build(confblog_feed_length=1, confblog_taxonomies={})
    assert kept(blog) == ["2020-01-03-p3"]
    blog.post("2020-01-02-p2", "First 2.\n\nREADMORE\n\nNews.\n", title="P2", tags="t2, all")
    options: dict[str, Any] = {"confblog_feed_length": 1, "confblog_taxonomies": {}}
    assert written(blog, **options) == ["blog/2020-01-02-p2.html"]


@pytest.mark.slow
def test_each_post_is_translated_once(blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many feeds carry it, and in however many formats."""
    from sphinx_confblog.feeds.bodies import Bodies

    kept_bodies: list[str] = []
    keep = Bodies.keep

    def counting(self: Bodies, docname: str, body: str) -> None:
        kept_bodies.append(docname)
        keep(self, docname, body)

    monkeypatch.setattr(Bodies, "keep", counting)
    blog.build(confblog_feeds=ALL)
    assert sorted(kept_bodies) == [f"blog/2020-01-0{n}-p{n}" for n in (1, 2, 3)]
    blog.build(confblog_feeds=ALL)
    assert len(kept_bodies) == 3


@pytest.mark.slow
def test_a_feed_costs_its_own_entries(blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the posts that the feeds to be written do not hold, no text and no record is made."""
    from sphinx_confblog.feeds.bodies import Bodies
    from sphinx_confblog.feeds.entries import Items

    used: list[str] = []

    def counted(made: Callable[[Any, Any], Any], name: Callable[[Any], str]) -> Any:
        def counting(self: Any, what: Any) -> Any:
            used.append(name(what))
            return made(self, what)

        return counting

    for number in range(4, 10):
        blog.post(f"2020-01-0{number}-p{number}", title=f"P{number}", tags=f"t{number}, all")
    options: dict[str, Any] = {"confblog_feed_length": 2, "confblog_feeds": ALL}
    blog.build(**options)
    monkeypatch.setattr(Items, "make_item", counted(Items.make_item, lambda post: post.docname))
    monkeypatch.setattr(Bodies, "read", counted(Bodies.read, lambda docname: f"text {docname}"))
    blog.post("2020-01-09-p9", "News.\n", title="P9", tags="t9, all")
    blog.build(**options)
    eight, nine = "blog/2020-01-08-p8", "blog/2020-01-09-p9"
    # The feeds of the blog and of two tags; one record and one text serve them all.
    assert sorted(used) == [eight, nine, f"text {eight}", f"text {nine}"]


OPTIONS: tuple[dict[str, Any], ...] = (
    {"confblog_feed_length": 1}, {"confblog_feed_length": 0}, {"confblog_feeds": ALL},
    {"confblog_feeds": ["json"]}, {"confblog_feeds": []}, {"confblog_feed_content": "excerpt"},
    {"confblog_title": "Journal", "confblog_description": "On all."},
    {"html_baseurl": "https://b.example"}, {"html_baseurl": ""}, {"author": "Ann"},
    {"confblog_taxonomies": {"authors": "Authors"}},
    {"confblog_path": "news", "confblog_posts": ["blog/**"]},
    {"confblog_terms": {"tags": {"all": {"description": "Everything."}}}},
    {"html_file_suffix": ".htm"}, {"confblog_excerpt_separators": ["CUT"]},
)  # fmt: skip


@pytest.mark.slow
def test_options_change_what_there_is(blog: Site) -> None:
    """Setting and unsetting an option gives what a clean build gives, and leaves nothing behind."""
    (blog.srcdir / "blog/2020-01-03-p3.md").unlink()
    for number in (1, 2):
        text = f"First {number}.\n\nREADMORE\n\nLater {number}.\n"
        blog.post(f"2020-01-0{number}-p{number}", text, title=f"P{number}", tags="all")
    first = feeds(blog.build())
    # Each build unsets the option of the one before.
    for options in OPTIONS:
        later, clean = feeds(blog.build(**options)), feeds(blog.build(out="clean", **options))
        assert sorted(later) == sorted(clean), options
        assert later == clean, options
        shutil.rmtree(blog.srcdir.parent / "clean")
    assert feeds(blog.build()) == first


@pytest.mark.slow
def test_what_is_said_of_a_post_follows_its_front_matter(site: Site) -> None:
    """Its text may stay as it is."""
    changes: dict[str, dict[str, str]] = {
        "title": {"title": "New"}, "updated": {"updated": "2020-06-01"},
        "author": {"author": "Ann"}, "language": {"language": "en-GB"},
        "description": {"description": "In short."},
        "external": {"external": "https://other.example/"}, "none": {},
    }  # fmt: skip
    site.write("conf.py", f"{CONF}html_baseurl = {BASE!r}\n")

    def write(changed: dict[str, dict[str, str]]) -> None:
        for day, name in enumerate(changes, 1):
            text = f"First {day}.\n\nREADMORE\n\n## More\n\nLater {day}.\n"
            front = {"title": f"P{day}", "tags": name, **changed.get(name, {})}
            site.post(f"2020-01-0{day}-p{day}", text, **front)

    # Each post has a feed of its own: that of its tag.
    write({})
    first = feeds(site.build())
    write(changes)
    later = feeds(site.build())
    assert later == feeds(site.build(out="clean"))
    paths = {name: f"blog/tags/{name}/atom.xml" for name in changes}
    assert {n for n, path in paths.items() if later[path] == first[path]} == {"none"}


@pytest.mark.slow
def test_a_summary_follows_its_translation(blog: Site) -> None:
    """Of a description alone: the text of the post stays as it is."""
    blog.post("2020-01-03-p3", "Text.\n\nREADMORE\n\nMore.\n", title="P3", description="Said.")
    for word, age in (("Gesagt.", 20), ("Erzählt.", 0)):
        write_po(blog, "de/LC_MESSAGES/blog", {"Said.": word}, age)
        built = blog.build(language="de", confblog_taxonomies={})
        assert atom(built).entries[0].summary == word


@pytest.mark.slow
def test_a_post_that_is_renamed(ready: Site) -> None:
    """It has another address, and is another entry."""
    path = ready.srcdir / "blog/2020-01-02-p2.md"
    path.rename(path.with_name("2020-01-02-other.md"))
    built = ready.build()
    assert f"{BASE}blog/2020-01-02-other.html" in [entry.id for entry in atom(built).entries]
    assert feeds(built) == feeds(ready.build(out="clean"))


@pytest.mark.slow
def test_a_link_follows_the_title_of_its_target(blog: Site) -> None:
    """A text shows titles of other posts: it is brought up to date with its page."""
    for mode in ("full", "excerpt"):
        options: dict[str, Any] = {"confblog_feed_content": mode, "confblog_taxonomies": {}}
        blog.post("2020-03-01-a", "See {doc}`2020-01-01-p1`.\n", title="A")
        blog.post("2020-01-01-p1", title="Old", tags="all")
        assert "Old" in text_of(blog.build(**options))
        blog.post("2020-01-01-p1", title="New", tags="all")
        assert "New" in text_of(blog.build(**options))


@pytest.mark.slow
def test_parallel_builds_write_the_same_feeds(blog: Site) -> None:
    """Pages are written by other processes then."""
    for mode in ("full", "excerpt"):
        options: dict[str, Any] = {"confblog_feeds": ALL, "confblog_feed_content": mode}
        serial = feeds(blog.build(out=f"serial-{mode}", **options))
        assert feeds(blog.build(out=f"parallel-{mode}", jobs=2, **options)) == serial


def test_a_feed_that_somebody_deleted_is_written_again(ready: Site) -> None:
    """As Sphinx does with pages."""
    (ready.srcdir.parent / "_build/html/blog/atom.xml").unlink()
    assert written(ready) == ["blog/atom.xml"]


def test_a_text_that_somebody_deleted_is_made_again(ready: Site) -> None:
    """The same as its page would have left, without writing the page."""
    for path in (ready.srcdir.parent / "_build/doctrees").glob("confblog-*/blog/*.html"):
        path.unlink()
    assert written(ready, confblog_feed_length=9) == []
    assert kept(ready) == ["2020-01-01-p1", "2020-01-02-p2", "2020-01-03-p3"]


def test_a_blog_that_is_emptied_leaves_nothing(ready: Site) -> None:
    """No feed, and no text that was kept for one."""
    for path in (ready.srcdir / "blog").glob("*.md"):
        path.unlink()
    assert feeds(ready.build()) == {}
    left = {path.name for path in (ready.srcdir.parent / "_build/doctrees").glob("confblog-*")}
    # Those of themes stay.
    assert left <= {"confblog-templates"}


def build_one(blog: Site, path: Path, **options: Any) -> None:
    """Build one file alone."""
    app = SphinxTestApp(
        srcdir=blog.srcdir, builddir=blog.srcdir.parent / "_build", confoverrides=options
    )
    app.build(filenames=[path])
    app.cleanup()


@pytest.mark.slow
def test_a_build_of_one_file_keeps_nothing_that_was_withdrawn(ready: Site) -> None:
    """And the next build puts right what that one could not know."""
    ready.post("2020-01-03-p3", title="P3", tags="t3, all", draft="true")
    ready.post("2020-01-02-p2", "News.\n", title="P2", tags="t2, all")
    ready.post("2020-02-01-new", title="New", tags="all")
    build_one(ready, ready.srcdir / "index.md")
    later = (ready.srcdir.parent / "_build/html/blog/atom.xml").read_bytes()
    assert b"P3" not in later
    checked_atom(later)
    built = ready.build()
    clean = ready.build(out="clean")
    assert feeds(built) == feeds(clean)
    assert built.everything().keys() == clean.everything().keys()


@pytest.mark.slow
def test_a_text_made_for_a_feed_alone_does_not_count_as_written(blog: Site) -> None:
    """A post moves up into the feed while its page still waits for its new neighbours."""
    options: dict[str, Any] = {"confblog_feed_length": 1, "confblog_taxonomies": {}}
    blog.build(**options)
    (blog.srcdir / "blog/2020-01-03-p3.md").unlink()
    build_one(blog, blog.srcdir / "index.md", **options)
    assert kept(blog) == ["2020-01-02-p2"]
    built = blog.build(**options)
    clean = blog.build(out="clean", **options)
    assert built.read("blog/2020-01-02-p2.html") == clean.read("blog/2020-01-02-p2.html")


def test_a_build_of_one_post_brings_its_feeds_up_to_date(ready: Site) -> None:
    """Its page has been written, after all."""
    path = ready.post(
        "2020-01-02-p2", "First 2.\n\nREADMORE\n\nNews.\n", title="P2", tags="t2, all"
    )
    build_one(ready, path)
    assert "News." in (ready.srcdir.parent / "_build/html/blog/atom.xml").read_text()
    assert written(ready) == []


def test_a_build_that_was_killed_is_made_good(ready: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is written again, as nothing tells what was cut off; feeds are, if they differ."""
    ready.post("2020-01-02-p2", "First 2.\n\nREADMORE\n\nNews.\n", title="P2", tags="t2, all")
    with monkeypatch.context() as patch:
        patch.setattr("sphinx.application.Sphinx._init_builder", _killed_at_the_end)
        with pytest.raises(KeyboardInterrupt):
            ready.build()
    now = written(ready)
    assert [name for name in now if name.endswith(".xml")] == [
        "blog/atom.xml", "blog/tags/all/atom.xml", "blog/tags/t2/atom.xml",
    ]  # fmt: skip
    assert "index.html" in now
    assert written(ready) == []


def _killed_at_the_end(app: Any) -> None:
    """Begin a build that does not live to see its end."""

    def kill(app: Any, exception: Exception | None) -> None:
        raise KeyboardInterrupt

    app.builder.init()
    app.events.emit("builder-inited")
    app.connect("build-finished", kill, 1)


@pytest.mark.slow
def test_two_builders_have_feeds_of_their_own(ready: Site) -> None:
    """They share what was read, not what was written."""
    built = ready.build("dirhtml")
    assert atom(built).entries[0].link == f"{BASE}blog/2020-01-03-p3/"
    ready.post("2020-01-02-p2", "News.\n", title="P2", tags="t2, all")
    ready.build("dirhtml")
    assert "News." in text_of(ready.build(), 1)


@pytest.mark.slow
def test_a_withdrawn_post_leaves_the_feeds(blog: Site) -> None:
    """Its tag's feed goes, and its kept text; others have moved up."""
    blog.build(confblog_feed_length=2)
    blog.post("2020-01-03-p3", title="P3", tags="t3, all", draft="true")
    built = blog.build(confblog_feed_length=2)
    assert titles(built) == ["P2", "P1"]
    assert not built.exists("blog/tags/t3/atom.xml")
    assert not (built.outdir / "blog/tags/t3").exists()
    assert kept(blog) == ["2020-01-01-p1", "2020-01-02-p2"]
    assert feeds(built) == feeds(blog.build(out="clean", confblog_feed_length=2))


@pytest.mark.slow
def test_naming_on_the_whole_site_writes_the_pages_concerned(blog: Site) -> None:
    """Turning it on and off concerns pages outside the blog alone, and so does the last post."""
    blog.write("other.md", "---\norphan: true\n---\n# Other\n")
    usual: dict[str, Any] = {"confblog_taxonomies": {}}
    named_everywhere = {**usual, "confblog_feed_discovery": "site"}
    blog.build(**usual)
    assert written(blog, **named_everywhere) == ["index.html", "other.html"]
    assert written(blog, **named_everywhere) == []
    assert written(blog, **usual) == ["index.html", "other.html"]
    blog.build(**named_everywhere)
    for path in (blog.srcdir / "blog").glob("*.md"):
        path.unlink()
    assert written(blog, **named_everywhere) == ["index.html", "other.html"]
    assert named((blog.srcdir.parent / "_build/html/index.html").read_text()) == []


def test_a_feed_takes_no_file_s_place(site: Site) -> None:
    """A copied file stays, in later builds too; once it is gone, the feed is there again."""
    site.post("2020-01-01-a", title="A", tags="x")
    site.write("extra/other.txt", "mine")
    conf: dict[str, Any] = {"html_extra_path": ["extra"], "html_baseurl": "https://x.org"}
    conf |= {"exclude_patterns": ["extra"]}
    assert site.build(**conf).read("blog/atom.xml").startswith("<?xml")
    path = site.write("extra/blog/atom.xml", "mine")
    for builder in ("html", "html", "dirhtml"):
        built = site.build(builder, **conf, clean=False)
        assert built.read("blog/atom.xml") == "mine"
        assert built.read("blog/tags/x/atom.xml").startswith("<?xml")
        text = "blog/atom.xml is already a file of the site, or cannot be a file"
        assert f"conf.py:1: WARNING: {text}; the feed is not written" in built.warnings
    path.unlink()
    assert site.build(**conf).read("blog/atom.xml").startswith("<?xml")


def test_a_feed_takes_no_folder_s_place(site: Site) -> None:
    """A page may lie in a folder that is called as a feed."""
    site.post("2020-01-01-a", title="A")
    site.write("blog/atom.xml/page.md", "# Page\n")
    built = site.build(html_baseurl="https://x.org", clean=False, suppress_warnings=["toc"])
    assert built.exists("blog/atom.xml/page.html")
    assert built.warnings.count("blog/atom.xml is already a file of the site, or cannot be") == 1
