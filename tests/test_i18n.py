"""The site's language: the words of the blog, and its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
from pofiles import write_po
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace

from sphinx_confblog.i18n import directed, direction

if TYPE_CHECKING:
    from conftest import Built, Site


@pytest.fixture
def blog(site: Site) -> Site:
    """Two posts of a series, on the same thing."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write the posts."""
    front = {"tags": "docker", "series": "Tour"}
    site.post(
        "2020-01-01-one", "Good morning.\n\nRest.\n", title="One", authors="Ann, Bob", **front
    )
    site.post("2020-02-01-two", "Good night.\n\nRest.\n", title="Two", **front)
    return site


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("he_IL", "rtl"), ("zh_TW", "ltr"),
        ("tlh", "ltr"),
    ],
)  # fmt: skip
def test_direction(language: str, expected: str) -> None:
    """With a country in either form; a language that Babel doesn't know is no exception."""
    assert direction(language) == expected
    assert directed(language, "de") == ({"dir": "rtl"} if expected == "rtl" else {})
    assert directed(language, "ar") == {"dir": expected}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["1. Januar 2020 · von Ann und Bob", "Schlagwörter: docker", "Teil 1 von 2: Tour"]),
        ("fr", ["1 janvier 2020 · par Ann et Bob", "Étiquettes : docker"]),
        ("ja", ["2020年1月1日 · 著者： Ann 、 Bob", "タグ： docker", "Tour ：第1回（全2回）"]),
        ("ar", ["1 يناير 2020 · بقلم Ann و Bob", "الوسوم: docker"]),
        ("de_AT", ["1. Jänner 2020 · von Ann und Bob", "Schlagwörter: docker"]),
        ("zh_TW", ["2020年1月1日 · by Ann", "Tags: docker"]),
        ("pt", ["1 de janeiro de 2020 · by Ann e Bob"]),
        ("tlh", ["January 1, 2020 · by Ann and Bob", "Tags: docker"]),
        ("de_XX", ["1. Januar 2020 · von Ann und Bob"]),
    ],
)
def test_a_post_speaks_the_language_of_the_site(
    blog: Site, language: str, words: list[str]
) -> None:
    """That of its country too; English where there is no catalog, or no such language."""
    # Docutils itself says that it does not know a language.
    built = blog.build("text", language=language, suppress_warnings=["docutils"])
    text = "".join(built.read("blog/2020-01-01-one.txt").split())
    for phrase in words:
        assert phrase.replace(" ", "") in text


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site in German, with titles of its own for two taxonomies and a post of no date."""
    site = fill(plain_site(tmp_path_factory.mktemp("german")))
    site.post("2020-03-01-three", title="Three", date="never")
    return site.build(
        language="de", confblog_posts_per_page=1, confblog_archives="month", clean=False,
        confblog_taxonomies={"tags": "Tags", "authors": "People", "series": "Series"},
    )  # fmt: skip


def test_generated_pages_speak_the_language_of_the_site(german: Built) -> None:
    """Titles of their own, links on, and what stands between pages."""
    assert "Weiterlesen" in german.text("blog/index")
    assert "Ältere" in german.text("blog/index")
    assert "Blog, Seite 2" in german.text("blog/page/2")
    assert "Archiv" in german.text("blog/archive")
    assert "Januar 2020" in german.text("blog/archive/2020/01")
    assert german.text("blog/tags/index").startswith("Schlagwörter")
    assert "<title>Kategorien" not in german.read("blog/tags/index.html")


def test_pages_name_the_language_as_the_site_does(blog: Site) -> None:
    """Pages of the blog have the same attribute as pages of docs."""
    built = blog.build(language="de_at")
    for name in ("index", "blog/index", "blog/2020-01-01-one"):
        assert '<html lang="de-at"' in built.read(f"{name}.html")


def test_titles_of_taxonomies_that_the_site_gives_are_kept(german: Built) -> None:
    """Only those that are the default's are in the site's language."""
    assert german.text("blog/tags/index").startswith("Schlagwörter")
    assert german.text("blog/authors/index").startswith("People")


def test_what_the_maintainer_reads_is_english(german: Built) -> None:
    """The last line of a build, and warnings."""
    (warning,) = german.warnings.splitlines()
    assert "is withheld" in warning
    assert "2 posts" in german.status


@pytest.mark.slow
def test_processes_do_not_change_the_language(blog: Site) -> None:
    """A parallel build gives what a serial one gives."""
    for number in range(12):
        blog.post(f"2020-03-{number + 1:02}-p", title=f"P {number}", tags="docker")
    serial = blog.build(out="serial", language="ja")
    parallel = blog.build(out="parallel", language="ja", jobs=2)
    assert serial.everything() == parallel.everything()


@pytest.mark.slow
def test_another_language_rewrites_what_it_must(blog: Site) -> None:
    """A later build in another language gives what a clean one gives."""
    blog.build(language="de", confblog_archives="year")
    later = blog.build(language="fr", confblog_archives="year")
    clean = blog.build(language="fr", confblog_archives="year", out="clean")
    assert "Lire la suite" in later.text("blog/index")
    for name in ("index", "blog/index", "blog/archive", "blog/tags/docker", "blog/2020-01-01-one"):
        assert later.body(name) == clean.body(name)


@pytest.mark.slow
def test_two_sites_in_one_process(blog: Site) -> None:
    """The second has its own language, not that of the first."""
    src, out = blog.srcdir, blog.srcdir.parent
    for language in ("de", "fr"):
        with docutils_namespace():
            app = Sphinx(
                src, src, out / language, out / f"{language}-trees", "html",
                {"language": language}, status=None,
            )  # fmt: skip
            app.build()
    translators.clear()
    assert "Weiterlesen" in (out / "de/blog/index.html").read_text("utf-8")
    assert "Lire la suite" in (out / "fr/blog/index.html").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de", "tlh"])
def test_a_site_can_have_words_of_its_own(blog: Site, language: str) -> None:
    """In any language; the package's words stand where the site has none."""
    write_po(blog, f"{language}/LC_MESSAGES/sphinx_confblog", {"Read more": "On"}, age=60)
    conf: dict[str, Any] = {"language": language, "suppress_warnings": ["docutils"]}
    built = blog.build(**conf)
    assert "On<span" in built.body("blog/index")
    assert ("von Ann" if language == "de" else "by Ann") in built.text("blog/index")
    write_po(blog, f"{language}/LC_MESSAGES/sphinx_confblog", {"Read more": "Onward"})
    later = blog.build(**conf)
    assert "Onward<span" in later.body("blog/index")
    assert later.everything() == blog.build(**conf, out="clean").everything()
