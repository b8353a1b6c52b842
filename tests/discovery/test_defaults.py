"""Front matter that a site sets for many posts at once: ``confblog_defaults``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built, Site


def terms(built: Built, taxonomy: str = "authors") -> dict[str, tuple[str, ...]]:
    """Name of each post's file -> its terms in a taxonomy."""
    posts = blogs_of(built.app.env).main.catalog.posts
    return {
        name.removeprefix("blog/"): post.terms.get(taxonomy, ()) for name, post in posts.items()
    }


def test_posts_have_what_they_do_not_set(site: Site) -> None:
    """Any key of the post with the same meaning wins, even if it's empty."""
    site.post("2026-01-01-plain")
    site.post("2026-01-02-own", author="Bob")
    site.post("2026-01-03-several", authors="[Bob, Cid]")
    site.post("2026-01-04-none", author="")
    site.write("blog/2026-01-05-text.rst", "Title\n=====\n\nText.\n")
    built = site.build(confblog_defaults={"author": ["Ada", "Eve"]})
    assert terms(built) == {
        "2026-01-01-plain": ("Ada", "Eve"),
        "2026-01-02-own": ("Bob",),
        "2026-01-03-several": ("Bob", "Cid"),
        "2026-01-04-none": (),
        "2026-01-05-text": ("Ada", "Eve"),
    }
    assert "by" in built.text("blog/2026-01-01-plain")
    assert built.exists("blog/authors/eve.html")


def test_the_last_pattern_wins(site: Site) -> None:
    """Patterns match as in Sphinx's options, with and without the suffix of the file."""
    for name in ("2026-01-01-a", "guides/2026-01-02-b", "guides/old/2026-01-03-c"):
        site.post(name)
    defaults = {
        "category": "News", "blog/guides/**": {"categories": "Guides"}, "blog/*/old/*.md": {
            "category": ["Guides", "Old"], "tags": "history",
        },
    }  # fmt: skip
    built = site.build(confblog_defaults=defaults)
    assert terms(built, "categories") == {
        "2026-01-01-a": ("News",),
        "guides/2026-01-02-b": ("Guides",),
        "guides/old/2026-01-03-c": ("Guides", "Old"),
    }
    assert terms(built, "tags")["guides/old/2026-01-03-c"] == ("history",)


def test_a_language_in_the_file_name_wins(site: Site) -> None:
    """It says more of the post than what the folder says."""
    site.post("2026-01-01-a.fr")
    site.post("2026-01-02-b")
    site.post("2026-01-03-c.fr", lang="es")
    built = site.build(confblog_defaults={"language": "de"})
    catalogs = (blog.catalog.posts.values() for blog in blogs_of(built.app.env).all)
    found = [(post.slug, post.language) for posts in catalogs for post in posts]
    assert sorted(found) == [("a", "fr"), ("b", "de"), ("c", "es")]


def test_drafts_by_default(site: Site) -> None:
    """Files of the folder are withheld until they say otherwise, even without a date."""
    site.post("ideas/2026-01-01-dated")
    site.post("ideas/undated", "# A title\n")
    site.post("ideas/2026-01-02-ready", published="true")
    site.post("ideas/2026-01-03-done", draft="false")
    built = site.build(confblog_defaults={"blog/ideas/**": {"draft": True}})
    assert set(terms(built)) == {"ideas/2026-01-02-ready", "ideas/2026-01-03-done"}
    assert not built.exists("blog/ideas/undated.html")
    assert "withheld: 2 drafts" in built.status


def test_ordinary_pages_have_no_defaults(site: Site) -> None:
    """A page without a date stays one, and nothing is said of keys that it does not have."""
    site.post("2026-01-01-a")
    site.post("about", "---\norphan: true\n---\n\n# About\n")
    built = site.build(confblog_defaults={"author": "Ada", "comments": False, "unlisted": False})
    assert set(terms(built)) == {"2026-01-01-a"}
    assert built.exists("blog/about.html")


@pytest.mark.parametrize(
    "front",
    [
        {"status": "draft"},
        {"status": "draft", "draft": ""},
        {"drfat": "true"},
        {"published": "perhaps"},
    ],
)
def test_a_default_publishes_nothing(site: Site, front: dict[str, str]) -> None:
    """What withholds a post without defaults withholds it with them, with the same warning."""
    site.post("2026-01-01-a", **front)
    said = [
        site.build(clean=False, fresh=True, confblog_defaults=defaults)
        for defaults in ({}, {"draft": False})
    ]
    assert [terms(built) for built in said] == [{}, {}]
    assert said[0].warnings == said[1].warnings != ""


def test_misspelt_keys_are_still_reported(site: Site) -> None:
    """A default for the key that was meant does not hide the mistake."""
    site.post("2026-01-01-a", auhtor="Bob")
    built = site.build(clean=False, confblog_defaults={"author": "Ada"})
    assert "2026-01-01-a.md:2: WARNING: 'auhtor' is not a known key" in built.warnings


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"titel": "A"}, "confblog_defaults: 'titel' is not a key that can be set for several"),
        ({"title": "A"}, "confblog_defaults: 'title' is not a key that can be set for several"),
        ({"author": {}, "a/*": {"author": {"x": 1}}}, "confblog_defaults['a/*']: author: write a"),
        ({"language": "?"}, "confblog_defaults: language: '?' is not a language tag"),
        ({"author": "a\u202eb"}, "closed isolates instead. It is ignored."),
        ({"comments": "maybe"}, "confblog_defaults: comments: 'maybe' is not true or false. It is"),
    ],
)
def test_mistakes_name_the_option(site: Site, given: dict[str, Any], said: str) -> None:
    """They are reported once, where conf.py sets them, and other keys count."""
    site.post("2026-01-01-a")
    site.write("conf.py", f'extensions = ["sphinx_confblog"]\nconfblog_defaults = {given!r}\n')
    built = site.build(clean=False)
    assert "conf.py:2: WARNING: confblog_defaults" in built.warnings
    assert said in built.warnings
    assert len(built.warnings.splitlines()) == 1
    assert set(terms(built)) == {"2026-01-01-a"}


@pytest.mark.parametrize(
    "given",
    [
        {"drfat": True},
        {"draft": "ture"},
        {"published": [False]},
        {"status": "draft"},
        {"visible": False},
        {"public": False},
        {"password": "secret"},
        {"expires": "2020-01-01"},
        {"date": "2099-01-01"},
        {"draft": {"blog/**": True}},
        {"blog/**": "draft"},
        {"**": {"**": {"draft": True}}},
        {"blog": {"2026-01-01-a": {"draft": True}}},
        {"blog": {"*": True}},
    ],
)
def test_mistakes_that_may_be_meant_to_withhold_posts_do(site: Site, given: dict[str, Any]) -> None:
    """Posts are drafts, unless they say that they are none."""
    site.post("2026-01-01-a")
    site.post("2026-01-02-b", draft="no")
    built = site.build(clean=False, confblog_defaults=given)
    assert "Posts that do not set 'draft' are drafts. [confblog.config]" in built.warnings
    assert len(built.warnings.splitlines()) == 1
    assert set(terms(built)) == {"2026-01-02-b"}


@pytest.mark.parametrize("given", [[("blog/**", {"draft": True})], {1: {"draft": True}}, 5])
def test_an_option_that_is_not_understood_publishes_nothing(site: Site, given: object) -> None:
    """Neither that of the site, nor that of one of its blogs."""
    site.post("2026-01-01-a")
    site.post("2026-01-02-b", draft="no")
    site.write("news/2026-01-01-c.md", "Text.\n")
    built = site.build(clean=False, confblog_defaults=given)
    assert "{'draft': True} is used. [confblog.config]" in built.warnings
    assert set(terms(built)) == {"2026-01-02-b"}
    blogs: dict[str, Any] = {"news": {"defaults": given}}
    built = site.build(clean=False, confblog_blogs=blogs)
    assert "{'draft': True} is used. [confblog.config]" in built.warnings
    assert "news/2026-01-01-c" not in built.app.env.all_docs


@pytest.mark.parametrize("pattern", ["blog/ideas", "blog/ideas/", "/blog/ideas/**", "./blog/id*/*"])
def test_a_folder_may_be_named(site: Site, pattern: str) -> None:
    """Its name alone is enough, and slashes at its ends don't matter."""
    site.post("ideas/2026-01-01-a")
    site.post("2026-01-02-ideas")
    built = site.build(confblog_defaults={pattern: {"draft": True}})
    assert set(terms(built)) == {"2026-01-02-ideas"}


@pytest.mark.parametrize("front", [{"draft": ""}, {"published": ""}, {"unlisted": ""}])
@pytest.mark.parametrize("given", [{"draft": True}, {"published": False}])
def test_an_empty_key_publishes_nothing(
    site: Site, front: dict[str, str], given: dict[str, bool]
) -> None:
    """It counts as not set."""
    site.post("2026-01-01-a", **front)
    assert terms(site.build(confblog_defaults=given)) == {}


def test_defaults_are_not_split_at_spaces(site: Site) -> None:
    """Only front matter in Jekyll's folder is."""
    site.post("_posts/2026-01-01-a")
    site.post("_posts/2026-01-02-b", tags="data science")
    built = site.build(confblog_defaults={"tags": "data science"})
    found = {"2026-01-01-a": ("data science",), "2026-01-02-b": ("data", "science")}
    assert terms(built, "tags") == found


def test_sets_are_lists(site: Site) -> None:
    """The order of a set differs from build to build."""
    site.post("2026-01-01-a")
    built = site.build(confblog_defaults={"tags": {"b", "a"}})
    assert terms(built, "tags") == {"2026-01-01-a": ("a", "b")}


def test_a_change_reaches_all_posts(site: Site) -> None:
    """The next build writes what a clean one would."""
    site.post("2026-01-01-a")
    site.post("2026-01-02-b", author="Bob")
    site.build(confblog_defaults={"author": "Ada"})
    changed = {"author": "Eve", "comments": True}
    built = site.build(confblog_defaults=changed).everything()
    assert built == site.build(out="clean", confblog_defaults=changed).everything()


def test_other_blogs_inherit_them(site: Site) -> None:
    """A blog of its own may set others; languages can't."""
    site.post("2026-01-01-a")
    site.write("log/2026-01-01-b.md", "Text.\n")
    site.write("news/2026-01-01-c.md", "Text.\n")
    blogs: dict[str, Any] = {"log": {}, "news": {"defaults": {"author": "Eve"}}}
    built = site.build(confblog_defaults={"author": "Ada"}, confblog_blogs=blogs)
    found = {blog.key: [*blog.catalog.posts.values()] for blog in blogs_of(built.app.env).all}
    authors = {key: posts[0].terms["authors"] for key, posts in found.items()}
    assert authors == {"": ("Ada",), "log": ("Ada",), "news": ("Eve",)}


def test_commands_know_them(site: Site, confblog: Caller) -> None:
    """They list posts as a build does."""
    site.post("2026-01-01-a")
    site.write("conf.py", 'extensions = ["sphinx_confblog"]\nconfblog_defaults = {"draft": True}\n')
    assert "draft" in confblog("list").out
    assert confblog("check").code == 0
