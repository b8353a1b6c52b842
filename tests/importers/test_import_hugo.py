"""Hugo: keys in any case, content in several languages, and pages that are no posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imports import confblog_import, files, front, put

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

POST = "---\ntitle: {}\ndate: 2020-01-02\n---\n{}\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the folder of an old blog."""
    return tmp_path / "old"


def test_keys_count_in_any_case(old: Path, tmp_path: Path) -> None:
    """Hugo reads keys in any case, in front matter and in its configuration."""
    put(old / "Hugo.toml".lower(), 'BaseURL = "https://a.org/"\nTITLE = "Site"\n[Permalinks]\n'
        'Posts = "/:year/:slug/"\n')  # fmt: skip
    put(old / "content/posts/a.md", "---\nTitle: A\nDate: 2020-01-02\nTags: [x, y]\n"
        "LastMod: 2020-02-03\nCategories: Some Thing\nFeatureImage: a.png\nmyKey: z\n---\n"
        "Text.\n")  # fmt: skip
    put(old / "content/posts/a.png", "png")
    put(old / "content/posts/b.md", "---\nTITLE: B\nDate: 2020-01-02\nDRAFT: true\n---\nNo.\n")
    put(old / "content/posts/c.md", "+++\nDate = 2020-01-02\nExpiryDate = 2020-02-02\n+++\nNo.\n")
    ran = confblog_import("hugo", old, tmp_path / "new", "--json")
    assert front(tmp_path / "new" / "a.md") == {
        "title": "A", "date": "2020-01-02", "updated": "2020-02-03", "tags": ["x", "y"],
        "categories": "Some Thing", "image": "a.png", "aliases": ["/2020/a/"], "myKey": "z",
    }  # fmt: skip
    assert front(tmp_path / "new" / "b.md")["draft"] == "true"
    assert front(tmp_path / "new" / "c.md")["expires"] == "2020-02-02"
    assert ran.data["conf"]["confblog_title"] == "Site"
    assert ran.remarks("content/posts/a.md") == []


def test_a_flag_in_two_cases_withholds(old: Path, tmp_path: Path) -> None:
    """Which of two was meant is uncertain."""
    put(old / "content/posts/a.md", "---\ndate: 2020-01-02\ndraft: false\nDraft: true\n---\nNo.\n")
    confblog_import("hugo", old, tmp_path / "new")
    assert front(tmp_path / "new" / "a.md")["draft"] == "true"


def test_a_cascade_counts_in_any_case(old: Path, tmp_path: Path) -> None:
    """So do keys that a section hands down."""
    put(old / "content/posts/_index.md", "---\nCascade:\n  Draft: true\n---\n")
    put(old / "content/posts/a.md", POST.format("A", "No."))
    confblog_import("hugo", old, tmp_path / "new")
    assert front(tmp_path / "new" / "a.md")["draft"] == "true"


CONFIGS = {
    "hugo.toml": """baseURL = "https://a.org/"
defaultContentLanguage = "en"
[languages.en]
title = "In English"
contentDir = "content/en"
[languages.de]
contentDir = "content/de"
""",
    "config/_default/languages.yaml": "en:\n  title: In English\n  contentDir: content/en\n"
    "de:\n  contentDir: content/de\n",
    "config/_default/languages.en.toml": 'title = "In English"\ncontentDir = "content/en"\n',
    "hugo.yaml": "languages:\n  en: {title: In English}\n  de: {weight: 2}\nmodule:\n  mounts:\n"
    "    - {source: content/en, target: content, lang: en}\n"
    "    - {source: content/de, target: content, lang: de}\n",
}


@pytest.mark.parametrize("config", CONFIGS)
def test_each_language_may_have_its_own_folder(
    old: Path, site: Site, tmp_path: Path, config: str
) -> None:
    """Posts of each language are found and linked, and the documentation beside them is left."""
    put(old / config, CONFIGS[config])
    if config.endswith(".en.toml"):
        put(old / "config/_default/languages.de.toml", 'contentDir = "content/de"\n')
        put(old / "config/_default/params.de.toml", "a = 1\n")
    link = "See [there]({}).\n\n![A map](/img/map.png)"
    put(old / "static/img/map.png", "png")
    put(old / "content/en/_index.md", "---\ntitle: Home\n---\n")
    put(old / "content/en/docs/start.md", POST.format("Start", "Not a post."))
    put(old / "content/en/blog/_index.md", "---\ntitle: Blog\n---\n")
    put(old / "content/en/blog/releases/one.md", POST.format("One", link.format("/blog/two/")))
    put(old / "content/en/blog/two/index.md", POST.format("Two", "![B](b.png)"))
    put(old / "content/en/blog/two/b.png", "png")
    put(old / "content/de/docs/start.md", POST.format("Anfang", "Kein Beitrag."))
    put(old / "content/de/blog/two.md", POST.format("Zwei", link.format("/blog/releases/one/")))
    ran = confblog_import("hugo", old, site.srcdir / "blog", "--json")
    assert set(files(site.srcdir / "blog")) == {
        "releases/one.md", "two.md", "two/b.png", "de/two.md", "assets/img/map.png",
    }  # fmt: skip
    assert ran.data["conf"]["confblog_title"] == "In English"
    german = front(site.srcdir / "blog" / "de" / "two.md")
    assert (german["language"], german["aliases"]) == ("de", ["/de/blog/two/"])
    assert front(site.srcdir / "blog" / "two.md")["aliases"] == ["/blog/two/"]
    assert ran.outcome("content/en/docs/start.md")["why"] == "not a post"
    built = site.build(**ran.data["conf"])
    assert 'href="../two.html"' in built.body("blog/releases/one")
    assert 'href="../releases/one.html"' in built.body("blog/de/two")
    assert built.exists("_images/map.png")
    assert built.exists("_images/b.png")
    assert built.exists("de/blog/two/index.html")


def test_links_stay_in_their_language(old: Path, tmp_path: Path) -> None:
    """An address is that of one post; a file is looked for in the language's own folder first."""
    put(old / "hugo.yaml", CONFIGS["hugo.yaml"])
    put(old / "content/de/posts/two.md", POST.format("Zwei", "x"))
    put(old / "content/en/posts/two.md", POST.format("Two", "x"))
    for code in ("de", "en"):
        text = '[x](/posts/two/) [y]({{< ref "/posts/two.md" >}})'
        put(old / f"content/{code}/posts/one.md", POST.format("One", text))
    confblog_import("hugo", old, tmp_path / "new")
    assert "[x](../two.md) [y](two.md)" in (tmp_path / "new/de/one.md").read_text()
    assert "[x](two.md) [y](two.md)" in (tmp_path / "new/one.md").read_text()


def test_languages_without_posts(old: Path, tmp_path: Path) -> None:
    """If another language has a section of posts, their dated pages are no posts."""
    put(old / "hugo.yaml", CONFIGS["hugo.yaml"])
    put(old / "content/en/blog/a.md", POST.format("A", "Text."))
    put(old / "content/de/thanks.md", POST.format("Danke", "Text."))
    confblog_import("hugo", old, tmp_path / "new")
    assert set(files(tmp_path / "new")) == {"a.md"}


def test_files_of_languages(old: Path, tmp_path: Path) -> None:
    """The end of a name is a language if the site has it; the site's own is left out."""
    put(old / "hugo.toml", "[languages.en]\n[languages.pt-br]\n")
    for name in ("a.en.md", "a.pt-br.md", "node.js.md", "b.de.md"):
        put(old / "content/posts" / name, POST.format(name, "Text."))
    confblog_import("hugo", old, tmp_path / "new")
    assert set(files(tmp_path / "new")) == {"a.md", "pt-br/a.md", "node.js.md", "b.de.md"}


def test_a_language_that_is_off(old: Path, tmp_path: Path) -> None:
    """Nobody could read its posts."""
    put(old / "hugo.toml", "[languages.en]\n[languages.de]\ndisabled = true\n")
    put(old / "content/posts/a.de.md", POST.format("A", "Nein."))
    confblog_import("hugo", old, tmp_path / "new")
    assert front(tmp_path / "new" / "de" / "a.md")["draft"] == "true"


def test_pages_are_no_posts(old: Path, tmp_path: Path) -> None:
    """Without a section for posts, dated pages are some, but those of the documentation."""
    put(old / "content/about.md", "---\ntitle: About\n---\nMe.\n")
    put(old / "content/docs/a.md", POST.format("A", "Manual."))
    put(old / "content/til/b.md", POST.format("B", "Text."))
    put(old / "content/til/c.md", "---\ntitle: C\n---\nText.\n")
    ran = confblog_import("hugo", old, tmp_path / "new", "--json")
    assert set(files(tmp_path / "new")) == {"b.md"}
    assert ran.outcome("content/about.md")["why"] == "no date: a page, not a post"
    assert ran.outcome("content/docs/a.md")["why"] == "documentation, not a post"


def test_dates_under_other_names(old: Path, tmp_path: Path) -> None:
    """The date may be called pubdate or published, which is a flag elsewhere."""
    put(old / "content/posts/a.md", "---\ntitle: A\npubdate: 2020-01-02\n---\nText.\n")
    put(old / "content/posts/b.md", "---\ntitle: B\npublished: 2020-01-03\n---\nText.\n")
    confblog_import("hugo", old, tmp_path / "new")
    assert front(tmp_path / "new" / "a.md")["date"] == "2020-01-02"
    assert front(tmp_path / "new" / "b.md")["date"] == "2020-01-03"


def test_a_date_counts_more_than_when_a_post_appears(old: Path, tmp_path: Path) -> None:
    """Hugo shows the date, and addresses have it; publishDate only withholds a post until then."""
    put(old / "hugo.toml", '[permalinks]\nposts = "/:year/:month/:contentbasename/"\n')
    for name, publish in (("past", "2021-03-04"), ("future", "2999-03-04"), ("odd", "soon")):
        put(old / f"content/posts/{name}.md",
            f"---\ndate: 2020-01-02\npublishDate: {publish}\n---\n")  # fmt: skip
    put(old / "content/posts/only.md", "---\npublishDate: 2021-03-04\n---\n")
    ran = confblog_import("hugo", old, tmp_path / "new", "--json")
    assert front(tmp_path / "new" / "past.md") == {
        "date": "2020-01-02", "aliases": ["/2020/01/past/"],
        "imported": {"publishdate": "2021-03-04"},
    }  # fmt: skip
    assert ran.remarks("content/posts/past.md") == []
    for name, publish in (("future", "2999-03-04"), ("odd", "soon")):
        assert front(tmp_path / "new" / f"{name}.md")["draft"] == "true"
        assert ran.remarks(f"content/posts/{name}.md") == [
            f"3: publishDate: it was to appear on {publish}; it was imported as a draft"
        ]
    assert front(tmp_path / "new" / "only.md")["date"] == "2021-03-04"


def test_resources_of_a_post_are_no_posts(old: Path, tmp_path: Path) -> None:
    """Hugo gives the files beside an index.md no pages, however deep they lie."""
    put(old / "content/posts/lb/index.md", POST.format("A", "Text."))
    put(old / "content/posts/lb/index.fr.md", POST.format("A", "Texte."))
    put(old / "content/posts/lb/res.md", POST.format("B", "No."))
    put(old / "content/posts/lb/deep/index.md", POST.format("C", "No."))
    ran = confblog_import("hugo", old, tmp_path / "new", "--json")
    assert sorted(files(tmp_path / "new")) == ["fr/lb.md", "lb.md"]
    for path in ("res.md", "deep/index.md"):
        outcome = ran.outcome(f"content/posts/lb/{path}")
        assert outcome["outcome"] == "skipped"
        assert outcome["why"] == (
            "a resource of content/posts/lb/index.md, without a page of its own"
        )


def test_relative_aliases_begin_beside_the_post(old: Path, tmp_path: Path) -> None:
    """They are resolved, as Hugo does."""
    aliases = "aliases: [rel, ../up/, /abs/x, sub/y.html, ./dot]\n"
    put(old / "content/posts/a.md", f"---\ndate: 2020-01-02\n{aliases}---\n")
    confblog_import("hugo", old, tmp_path / "new")
    assert front(tmp_path / "new" / "a.md")["aliases"] == [
        "/posts/rel", "/up/", "/abs/x", "/posts/sub/y.html", "/posts/dot", "/posts/a/",
    ]  # fmt: skip


def test_sections_with_pages_of_their_own(old: Path, tmp_path: Path) -> None:
    """A deeper folder is a section if it has a page; only then its name is in ``:sections``."""
    put(old / "hugo.toml", '[permalinks]\nposts = "/:sections/:contentbasename/"\n')
    put(old / "content/posts/sub/_index.md", "---\n---\n")
    put(old / "content/posts/sub/deep/a.md", POST.format("A", ""))
    put(old / "content/posts/plain/b.md", POST.format("B", ""))
    confblog_import("hugo", old, tmp_path / "new")
    assert front(tmp_path / "new" / "sub/deep/a.md")["aliases"] == ["/posts/sub/a/"]
    assert front(tmp_path / "new" / "plain/b.md")["aliases"] == ["/posts/b/"]
