"""Posts in several languages: lists, neighbours, words and feeds stay within one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from conftest import plain_site
from heads import head

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = "https://site.example/docs/"


@pytest.fixture
def mixed(site: Site) -> Site:
    """English posts, French ones, and one that there is in both languages."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write the posts."""
    site.post("2020-01-01-hello", "Good morning.\n", title="Hello", tags="docker")
    site.post("2020-01-01-hello.fr", "Bonjour.\n", title="Salut", tags="docker")
    site.post("2020-02-01-only", "Just so.\n", title="Only English", tags="docker")
    site.post("2020-03-01-seul", "Voilà.\n", title="Seul", tags="docker, vin", lang="fr")
    return site


def build(site: Site, **options: Any) -> Built:
    """Build with an address, so that there are feeds."""
    return site.build(html_baseurl=BASE, **options)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once."""
    return build(fill(plain_site(tmp_path_factory.mktemp("editions"))), confblog_archives="year")


@pytest.mark.slow
def test_each_language_has_lists_of_its_own(built: Built) -> None:
    """Those of the other languages stand below the blog's folder."""
    assert "Hello" in built.text("blog/index")
    assert "Salut" not in built.text("blog/index")
    assert "Seul" in built.text("blog/fr/index")
    assert "Hello" not in built.text("blog/fr/index")
    assert "vin" not in built.text("blog/tags/index")
    assert {"blog/fr/tags/vin", "blog/fr/archive/2020"} <= built.app.env.found_docs
    assert "blog/tags/vin" not in built.app.env.found_docs


def test_indexes_name_their_languages(mixed: Site, built: Built) -> None:
    """In navigation and browsers, unless the site has a title for a language."""
    assert "<h1>Blog<" in built.body("blog/index")
    assert "<h1>Blog (français)<" in built.body("blog/fr/index")
    assert "<title>Blog (français) &#8212;" in built.read("blog/fr/index.html")
    assert ">Blog (français)</a>" in built.read("blog/2020-03-01-seul.html")
    titled = build(mixed, confblog_languages={"fr": {"title": "Journal"}})
    assert "<h1>Journal<" in titled.body("blog/fr/index")


LIST = "---\norphan: true\n---\n# Page\n\n```{postlist}\n:language: %s\n```\n"


def test_pages_have_the_direction_of_their_texts(site: Site) -> None:
    """Arabic pages run from right to left; in an Arabic site, English ones don't."""
    for name in ("en", "ar"):
        site.post(f"2020-01-01-{name}", f"{name}.\n", title="A", lang=name)
        site.write(f"{name}.md", LIST % name)
    sidebars = {"blog/**": ["confblog/recent.html"]}
    for language, others in (("en", {"en": "", "ar": "rtl"}), ("ar", {"en": "ltr", "ar": "rtl"})):
        built = build(site, language=language, html_sidebars=sidebars)
        for name, direction in others.items():
            page = built.read(f"blog/2020-01-01-{name}.html")
            content = f'<div dir="{direction}">' if direction else '<div class="body" role="main">'
            assert page.index(content) < page.index('<section class="confblog-post')
            assert ('<div dir="' in page) is bool(direction)
            mark = f' dir="{direction}"' if direction else ""
            assert re.search(f'confblog-sidebar-recent" aria-label="[^"]*"{mark}>', page)
            wrapped = f'<div dir="{direction}" lang="{name}">\n<div class="confblog-posts'
            assert (wrapped in built.body(name)) is (name != language)


def test_a_post_in_the_lists_of_another_language_has_its_own_direction(site: Site) -> None:
    """Where all posts are listed together."""
    site.post("2020-01-01-a", "Text.\n", title="A", lang="ar")
    built = build(site, confblog_languages=[])
    assert '<div dir="rtl">' in built.body("blog/2020-01-01-a")
    assert '<div dir="' not in built.body("blog/index")


def test_neighbours_are_in_one_language(built: Built) -> None:
    """The post before, as the one after, can be read by who reads this one."""
    html = built.read("blog/2020-03-01-seul.html")
    assert re.findall(r'<link rel="(?:next|prev)" title="([^"]*)"', html) == ["Salut"]


def test_feeds_are_in_one_language(built: Built) -> None:
    """Each says which, and pages name their own."""
    english, french = (feedparser.parse(built.read(f"blog/{p}atom.xml")) for p in ("", "fr/"))
    assert [entry.title for entry in english.entries] == ["Only English", "Hello"]
    assert [entry.title for entry in french.entries] == ["Seul", "Salut"]
    assert (english.feed.language, french.feed.language) == ("en", "fr")
    assert 'href="https://site.example/docs/blog/fr/atom.xml"' in built.read("blog/fr/index.html")
    assert "blog/fr/atom.xml" not in built.read("blog/index.html")


def test_pages_speak_the_language_of_their_posts(built: Built) -> None:
    """Words, dates and the language that browsers are told."""
    assert "1 mars 2020" in built.text("blog/2020-03-01-seul")
    assert "Étiquettes" in built.text("blog/2020-03-01-seul")
    assert "min de lecture" in built.text("blog/fr/index")
    assert built.text("blog/fr/tags/index").startswith("Étiquettes")
    assert '<html lang="fr"' in built.read("blog/2020-03-01-seul.html")
    assert '<html lang="fr"' in built.read("blog/fr/tags/vin.html")
    assert '<html lang="en"' in built.read("blog/index.html")
    assert "February 1, 2020" in built.text("blog/2020-02-01-only")


def test_english_on_a_site_in_another_language(mixed: Site) -> None:
    """English needs no catalog."""
    mixed.post("2020-02-01-only", "Just so.\n", title="Only English", language="en")
    built = build(mixed, language="fr")
    assert "1 min read" in built.text("blog/en/index")
    assert "February 1, 2020" in built.text("blog/2020-02-01-only")
    assert "min de lecture" in built.text("blog/index")
    assert "Only English" not in built.text("blog/index")


def test_translations_name_each_other(built: Built) -> None:
    """To readers, and to search engines with the site's own language for all others."""
    for name, other in (("hello", "hello.fr"), ("hello.fr", "hello")):
        html = built.read(f"blog/2020-01-01-{name}.html")
        found = re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"', html)
        assert found == [
            ("en", f"{BASE}blog/2020-01-01-hello.html"),
            ("x-default", f"{BASE}blog/2020-01-01-hello.html"),
            ("fr", f"{BASE}blog/2020-01-01-hello.fr.html"),
        ]
        assert f'href="2020-01-01-{other}.html"' in built.body(f"blog/2020-01-01-{name}")
    assert "In other languages: français" in built.text("blog/2020-01-01-hello")
    assert "Dans d’autres langues" in built.text("blog/2020-01-01-hello.fr")
    # Screen readers pronounce the name of a language as its own.
    assert '<span lang="fr">français</span>' in built.body("blog/2020-01-01-hello")
    assert "hreflang" not in built.read("blog/2020-02-01-only.html")


def test_indexes_name_each_other(built: Built) -> None:
    """A reader finds the other languages from the first page, and by its toctree."""
    assert "In other languages: français" in built.text("blog/index")
    assert "English" in built.text("blog/fr/index")
    assert "blog/fr/index" in built.app.env.toctree_includes["blog/index"]


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with translations by key and in folders, built once."""
    site = plain_site(tmp_path_factory.mktemp("others"))
    site.post("2020-01-01-bread", title="Bread", translation_key="bread")
    site.post("2020-01-05-pain", title="Pain", translation_key="bread", language="fr")
    site.post("2020-01-01-tea", title="Tea", language="en-GB")
    site.post("2020-01-02-cha", title="Chá", language="pt-PT")
    site.post("2020-01-03-cafe", title="Café", language="pt_BR")
    site.post("2020-01-01-trip/index", "One.\n", title="Trip")
    site.post("2020-01-01-trip/index.fr", "Un.\n", title="Voyage")
    site.post("2020-01-01-tour/index", "One.\n", title="Tour", draft="true")
    site.post("2020-01-01-tour/index.fr", "Deux.\n", title="Tournée")
    site.post("2020-01-01-tour/notes", "# Notes\n")
    return build(site)


@pytest.mark.slow
def test_a_key_joins_files_of_any_name(others: Built) -> None:
    """Where translations are named as their language has it."""
    assert "français" in others.text("blog/2020-01-01-bread")


def test_a_country_alone_makes_no_language(others: Built) -> None:
    """British English is read with English, while two kinds of Portuguese are two."""
    assert "Tea" in others.text("blog/index")
    assert {"blog/pt-pt/index", "blog/pt-br/index"} <= others.app.env.found_docs


def test_a_bundle_in_two_languages(others: Built) -> None:
    """Files of a folder, with the language before their suffix."""
    assert "Voyage" in others.text("blog/fr/index")
    assert "français" in others.text("blog/2020-01-01-trip/index")


def test_a_translation_of_a_draft_is_published(others: Built) -> None:
    """It lies in the folder of the draft, and does not belong to it."""
    assert "Deux." in others.text("blog/2020-01-01-tour/index.fr")
    assert not others.exists("blog/2020-01-01-tour/notes.html")


def test_two_posts_of_one_language_with_one_key(site: Site) -> None:
    """One is linked with its translation, and the other is named."""
    path = site.post("2020-01-01-bread", title="Bread", translation_key="bread")
    site.post("2020-01-02-loaf", title="Loaf", translation_key="bread")
    site.post("2020-01-05-pain", title="Pain", translation_key="bread", language="fr")
    built = site.build(clean=False)
    assert built.warnings == (
        f"{path}:3: WARNING: 'blog/2020-01-02-loaf' is the same post in the same language; "
        "translations link to it, not to 'blog/2020-01-01-bread' [confblog.key]\n"
    )
    assert "français" in built.text("blog/2020-01-02-loaf")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"confblog_languages": {"fr": {"path": "blog"}}},
            [
                (
                    "confblog_languages: 'blog/index' would be a page of the site's first blog and "
                    "of the site's first blog in 'fr'; "
                ),
            ],
        ),
        (
            {"confblog_blogs": {"news": {"path": "blog/fr"}, "notes": {"path": "blog/tags"}}},
            [
                (
                    "confblog_languages: 'blog/fr/index' would be a page of the site's first blog "
                    "in 'fr' and of the blog 'news'; "
                ),
                (
                    "confblog_blogs: 'blog/tags/index' would be a page of the site's first blog "
                    "and of the blog 'notes'; "
                ),
            ],
        ),
    ],
)
def test_paths_that_meet(mixed: Site, options: dict[str, Any], said: list[str]) -> None:
    """A blog or language without pages of its own is warned of."""
    mixed.write("blog/fr/2020-05-01-x.md", "# X\n")
    mixed.write("blog/tags/2020-05-01-x.md", "# X\n")
    built = mixed.build(clean=False, **options)
    for start in said:
        end = "the first one gets it, so the other one needs another path"
        assert f"{start}{end}" in built.warnings


def test_an_unlisted_translation_stays_out_of_sight(mixed: Site) -> None:
    """Nothing leads to it."""
    mixed.post("2020-01-01-hello.fr", "Bonjour.\n", title="Salut", unlisted="true")
    built = build(mixed)
    assert "hreflang" not in built.read("blog/2020-01-01-hello.html")
    assert "hreflang" not in built.read("blog/2020-01-01-hello.fr.html")


@pytest.mark.slow
def test_languages_can_be_chosen_and_named(mixed: Site) -> None:
    """Options of a language are its own; posts in others stand in the blog's own lists."""
    mixed.post("2020-04-01-eins", "Eins.\n", title="Eins", language="de")
    options = {"fr": {"title": "Journal", "path": "journal"}}
    built = build(mixed, confblog_languages=options)
    assert built.text("journal/index").startswith("Journal")
    assert "Eins" in built.text("blog/index")
    assert "Dans d’autres langues" not in built.text("blog/2020-04-01-eins")


def test_no_languages_at_all(mixed: Site) -> None:
    """All posts stand in one list, and file names say nothing."""
    built = build(mixed, confblog_languages=[])
    assert "Seul" in built.text("blog/index")
    assert "blog/fr/index" not in built.app.env.found_docs
    assert "hreflang" not in built.read("blog/2020-01-01-hello.html")


@pytest.mark.slow
def test_what_is_wrong_with_options_of_a_language(mixed: Site) -> None:
    """It is warned of at the option."""
    options = {"fr": {"titel": "Journal", "feed_length": -1, "drafts": True}}
    text = f'extensions = ["sphinx_confblog"]\nconfblog_languages = {options}\n'
    conf = mixed.write("conf.py", text)
    said = mixed.build(clean=False).warnings.replace(f"{conf}:2: WARNING: ", "").splitlines()
    assert said == [
        (
            "confblog_languages['fr']: 'titel' is not an option of a single blog; did you mean "
            "'title'? It is ignored. [confblog.config]"
        ),
        (
            "confblog_languages['fr']['feed_length'] is -1, but should be a whole number from 0 "
            "to 1,000,000. 20 is used. [confblog.config]"
        ),
        (
            "confblog_languages['fr']: 'drafts' is not an option of a single blog. "
            "It is ignored. [confblog.config]"
        ),
    ]


@pytest.mark.slow
def test_addresses_by_language(mixed: Site) -> None:
    """A pattern may name the language; without, each language has a folder."""
    built = build(mixed, confblog_permalink="{language}/{slug}")
    assert {"blog/en/hello", "blog/fr/hello"} <= built.app.env.found_docs
    built = build(mixed, confblog_permalink="{year}/{slug}")
    assert {"blog/2020/hello", "blog/fr/2020/hello"} <= built.app.env.found_docs


def test_a_bundle_with_drafts_alone_stays_out(site: Site) -> None:
    """What lies beside a draft is no page, whatever language the draft is in."""
    site.post("2020-01-01-trip/index.fr", "Un.\n", title="Voyage", draft="true")
    site.post("2020-01-01-trip/notes", "# Notes\n")
    assert not build(site).exists("blog/2020-01-01-trip/notes.html")
    site.post("2020-01-01-trip/index", "One.\n", title="Trip")
    site.post("2020-01-01-trip/notes", "---\norphan: true\n---\n# Notes\n")
    assert build(site).exists("blog/2020-01-01-trip/notes.html")


def test_old_addresses_by_language(mixed: Site) -> None:
    """A pattern of old addresses names the language of posts that say nothing, too."""
    built = build(mixed, confblog_aliases=["/{language}/{slug}.html"])
    assert "blog/2020-01-01-hello.html" in built.read("en/hello.html")
    assert "blog/2020-01-01-hello.fr.html" in built.read("fr/hello.html")


@pytest.mark.slow
def test_lists_of_a_language_on_any_page(mixed: Site) -> None:
    """By an option of the list, and by the name of the language in roles."""
    mixed.write(
        "page.md",
        "---\norphan: true\n---\n# Page\n\n```{postlist}\n:language: fr\n```\n\n"
        "{blog:tag}`fr:vin` {blog:post}`seul`\n",
    )
    for code in ("en-GB", "fr_CA"):
        text = f"---\norphan: true\n---\n# P\n\n```{{postlist}}\n:language: {code}\n```\n"
        mixed.write(f"{code}.md", text)
    built = build(mixed)
    assert "Seul" in built.text("page")
    assert "Only English" not in built.text("page")
    assert 'href="blog/fr/tags/vin.html"' in built.body("page")
    assert "Only English" in built.text("en-GB")
    assert "Seul" in built.text("fr_CA")


def test_timelines_are_told_the_language(built: Built) -> None:
    """Open Graph and JSON-LD."""
    found = head(built, "blog/2020-03-01-seul")
    assert found.graph["og:locale"] == "fr_FR"
    assert found.data[0]["inLanguage"] == "fr"


@pytest.mark.slow
def test_later_builds_are_exact(mixed: Site) -> None:
    """A translation that comes and one that goes change just the pages that show it."""
    build(mixed)
    mixed.post("2020-02-01-only.de", "Nur so.\n", title="Nur", tags="docker")
    (mixed.srcdir / "blog/2020-01-01-hello.fr.md").unlink()
    later = build(mixed)
    assert later.everything() == build(mixed, out="clean").everything()
    assert "blog/2020-01-01-hello" in later.written()
    two = build(mixed, out="two", jobs=2)
    assert two.everything() == later.everything()


def test_addresses_in_folders(mixed: Site) -> None:
    """Nothing is warned of, and each language is below the blog's folder."""
    assert mixed.build("dirhtml").exists("blog/fr/index.html")
