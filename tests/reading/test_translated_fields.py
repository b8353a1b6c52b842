"""Posts that have been translated with gettext."""

from __future__ import annotations

import gettext
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from pofiles import write_po

if TYPE_CHECKING:
    from conftest import Site

GERMAN = {
    "One": "Eins", "Two": "Zwei", "Good morning.": "Guten Morgen.", "Good night.": "Gute Nacht.",
}  # fmt: skip


@pytest.fixture
def blog(site: Site) -> Site:
    """Two posts of a series, on the same thing."""
    front = {"tags": "docker", "series": "Tour"}
    site.post("2020-01-01-one", "Good morning.\n", title="One", authors="Ann, Bob", **front)
    site.post("2020-02-01-two", "Good night.\n", title="Two", **front)
    return site


def test_translators_are_given_places(site: Site) -> None:
    """Every text of a post, with the file and the line where it stands."""
    site.post(
        "one", "Good morning.\n\n## Part\n", date="2020-01-01", title="One", tags="docker",
        summary="In short.", description="What it is.", image="p.png", image_alt="A picture",
    )  # fmt: skip
    site.post("two", "# Two *words*\n\nText.\n", date="2020-01-02")
    site.write("blog/p.png", b"\x89PNG")
    site.write("index.md", "# Site\n\n```{postlist}\n:tags: none\nNothing yet.\n```\n")
    built = site.build("gettext")
    found = re.findall(r'#: .*?([\w/]+\.md):(\d+)\nmsgid "(.*)"', built.read("blog.pot"))
    lines = {text: (name.rpartition("/")[2], int(line)) for name, line, text in found}
    assert lines == {
        "One": ("one.md", 3), "In short.": ("one.md", 5), "What it is.": ("one.md", 6),
        "A picture": ("one.md", 8), "Good morning.": ("one.md", 11), "Part": ("one.md", 13),
        "Two *words*": ("two.md", 5), "Text.": ("two.md", 7),
    }  # fmt: skip
    assert "Nothing yet." in built.read("index.pot")


def test_generated_pages_have_no_catalogs(blog: Site) -> None:
    """There is nothing in them to translate."""
    built = blog.build("gettext", gettext_compact=False, confblog_taxonomies={"tags": "Tags"})
    # Sphinx has one for templates of HTML, if there are some.
    found = {n for n in built.everything() if n.endswith(".pot") and n != "sphinx.pot"}
    assert found == {"index.pot", "blog/2020-01-01-one.pot", "blog/2020-02-01-two.pot"}
    assert not (built.outdir / "blog" / "tags").exists()


@pytest.mark.slow
def test_a_translated_site_is_translated_throughout(blog: Site) -> None:
    """Titles and excerpts in cards, lists, related posts, neighbours, breadcrumbs and tabs."""
    blog.post("2020-03-01-three", title="Three", tags="docker, cloud")
    blog.post("2020-04-01-four", title="Four", tags="cloud, docker")
    lists = "# Lists\n\n```{postlist}\n:style: table\n```\n\n```{postlist}\n:sort: title\n```\n"
    blog.write("lists.md", "---\norphan: true\n---\n" + lists)
    blog.write("index.md", "# Site\n\n```{toctree}\nblog/index\n```\n")
    three = {"Three": "Drei", "Four": "Vier"}
    write_po(blog, "de/LC_MESSAGES/blog", GERMAN | three)
    built = blog.build(language="de", html_theme="classic", confblog_archives="year")
    for name in (
        "lists",
        "blog/index",
        "blog/tags/docker",
        "blog/archive",
        "blog/2020-03-01-three",
    ):
        page = built.read(f"{name}.html")
        for english in ("One", "Two", "Three", "Four", "Good"):
            assert not re.search(rf"\b{english}\b", page)
    titles = re.findall(r">(Drei|Eins|Vier|Zwei)</a>", built.read("lists.html"))
    assert titles[-4:] == ["Drei", "Eins", "Vier", "Zwei"]
    assert "<title>Drei" in built.read("blog/2020-03-01-three.html")
    assert re.search(r'rel="next" title="Vier"', built.read("blog/2020-03-01-three.html"))
    assert "Guten Morgen." in built.read("blog/index.html")


def test_front_matter_is_plain_text_to_translators(site: Site) -> None:
    """What they write of it is shown as it stands, and used wherever the original would be."""
    site.post(
        "one", "Text.\n", date="2020-01-01", title="C# *is* <b>", excerpt="Short.",
        description="What it is.", image="p.png", image_alt="A picture",
    )  # fmt: skip
    site.write("blog/p.png", b"\x89PNG")
    words = {
        "C# *is* <b>": "1. C# *ist* <b>", "Short.": "*Kurz*.", "What it is.": "Was es ist.",
        "A picture": "Ein Bild",
    }  # fmt: skip
    write_po(site, "de/LC_MESSAGES/blog", words)
    built = site.build(language="de")
    assert "1. C# *ist* &lt;b&gt;" in built.text("blog/one")
    assert '<meta name="description" content="Was es ist."' in built.read("blog/one.html")
    for name in ("blog/one", "blog/index"):
        assert 'alt="Ein Bild"' in built.body(name)
    assert "*Kurz*." in built.text("blog/index")
    assert "1. C# *ist* &lt;b&gt;" in built.text("blog/index")


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_deleted_translation_goes(blog: Site, jobs: int) -> None:
    """The post and the pages that list it are in their own language again, as in a clean build."""
    blog.write("index.md", "# Site\n\nHello.\n\n```{postlist}\n```\n")
    conf: dict[str, Any] = {"language": "de", "gettext_compact": False}
    for name, words in (("blog/2020-01-01-one", GERMAN), ("index", {"Hello.": "Hallo."})):
        write_po(blog, f"de/LC_MESSAGES/{name}", words)
    first = blog.build(jobs=jobs, **conf)
    assert "Guten Morgen." in first.text("blog/2020-01-01-one")
    assert "Hallo." in first.text("index")
    assert blog.build(jobs=jobs, **conf).written() == set()
    shutil.rmtree(blog.srcdir / "locales")
    gettext._translations.clear()  # type: ignore[attr-defined]
    later = blog.build(jobs=jobs, **conf)
    clean = blog.build(out="_clean", **conf)
    assert "Guten" not in later.text("blog/2020-01-01-one")
    assert later.everything() == clean.everything()


@pytest.mark.slow
def test_a_changed_translation_reaches_other_pages(blog: Site) -> None:
    """A later build gives what a clean one gives, and writes no page that shows the same."""
    for number in range(1, 4):
        blog.post(f"2019-0{number}-01-old", title=f"Old {number}", image_alt="x")
    blog.write("lists.md", "---\norphan: true\n---\n# Lists\n\n```{postlist}\n:limit: 1\n```\n")
    blog.write("other.md", "---\norphan: true\n---\n# Other\n\n{blog:post}`2020-01-01-one`\n")
    blog.write("plain.md", "---\norphan: true\n---\n# Plain\n")
    conf: dict[str, Any] = {"language": "de", "gettext_compact": False}
    conf["confblog_taxonomies"] = {"tags": "Tags"}
    write_po(blog, "de/LC_MESSAGES/blog/2020-01-01-one", GERMAN, age=60)
    first = blog.build(**conf)
    assert "Guten Morgen." in first.text("blog/index")
    times = {path: path.stat().st_mtime_ns for path in first.outdir.rglob("*.html")}
    changed = GERMAN | {"One": "Erstens", "Good morning.": "Moin."}
    write_po(blog, "de/LC_MESSAGES/blog/2020-01-01-one", changed)
    later = blog.build(**conf)
    written = {
        path.relative_to(later.outdir).as_posix()
        for path, time in times.items()
        if path.stat().st_mtime_ns != time
    }
    assert "Moin." in later.text("blog/index")
    assert "Erstens" in later.text("other")
    assert not {"lists.html", "plain.html", "index.html"} & written
    assert later.everything() == blog.build(**conf, out="clean", jobs=2).everything()


def test_our_words_are_not_for_the_site_to_translate(blog: Site) -> None:
    """Titles of generated pages do not change because a post says the same."""
    blog.post("2020-03-01-three", "## Archive\n", title="Three")
    write_po(blog, "de/LC_MESSAGES/blog", {"Archive": "Zeughaus", "docker": "Hafenarbeiter"})
    built = blog.build(language="de", confblog_archives="year")
    assert "Zeughaus" in built.text("blog/2020-03-01-three")
    assert built.text("blog/archive").startswith("Archiv ")
    assert "„docker“" in built.text("blog/tags/docker")


@pytest.mark.slow
def test_templates_of_the_sites_own_are(blog: Site) -> None:
    """What is written in them is offered to translators, but not the titles that we make."""
    conf: dict[str, Any] = {"templates_path": ["t"], "confblog_taxonomies": {}}
    blog.write("t/confblog/index.md", "# {{ title }}\n\nWhat we do.\n")
    catalog = blog.build("gettext", out="catalogs", **conf).read("blog.pot")
    assert "What we do." in catalog
    assert 'msgid "Blog"' not in catalog
    write_po(blog, "de/LC_MESSAGES/blog", {"What we do.": "Was wir tun."})
    assert "Was wir tun." in blog.build(language="de", **conf).text("blog/index")
