"""What writers who come from Jekyll expect: folders, keys of front matter, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from test_middleman import QUIET, only, posts

if TYPE_CHECKING:
    from conftest import Site

#: Keys that themes and plugins of Jekyll and Middleman read; they mean nothing here.
HARMLESS = """\
layout: post
classes: wide
subtitle: Below the title
tagline: Another
header: {image: /a.jpg, caption: "Photo"}
author_profile: true
share: true
toc: true
toc_sticky: true
math: true
mermaid: true
keywords: a, b
img_path: /assets/
disqus_id: 12
wordpress_id: 34
wordpress_url: http://example.org/?p=34
guid: http://example.org/?p=34
status: publish
type: post
sitemap: false
search: true
comment_id: 5
footer: false
sharing: true
post_date: 2014-07-01
dates: [2014-01-01, 2014-02-02]
published_at: 2014-07-01
"""


def test_posts_folder_is_no_part_of_the_address(site: Site) -> None:
    """``_posts`` is where files are, above or below folders of the blog's."""
    site.post("_posts/2014-06-30-one", title="One")
    site.post("movies/_posts/2014-06-30-two", title="Two")
    site.post("_posts/music/2014-06-30-three", title="Three")
    assert posts(site.build("dummy", suppress_warnings=QUIET)).keys() == {
        "blog/2014-06-30-one", "blog/movies/2014-06-30-two", "blog/music/2014-06-30-three",
    }  # fmt: skip


def test_a_site_of_jekylls_at_the_top(site: Site) -> None:
    """With a pattern of addresses, posts keep those that Jekyll gave them."""
    site.write("_posts/2014-06-30-one.markdown", "---\ntitle: One\n---\n\nText.\n")
    conf: dict[str, Any] = {"confblog_posts": ["_posts/**", "_drafts/**"]}
    pattern = "/{year}/{month}/{day}/{slug}"
    built = site.build(suppress_warnings=QUIET, confblog_permalink=pattern, **conf)
    assert built.exists("2014/06/30/one.html")


def test_only_plural_keys_split_at_spaces(site: Site) -> None:
    """Jekyll splits ``tags`` and ``categories``; ``author``, ``tag`` and all others stay whole."""
    keys = {"author": "Jo Weber", "tags": "warp weft", "categories": "a b", "series": "On looms"}
    site.post("_posts/2014-06-30-one", title="One", **keys)
    site.post("_posts/2014-07-01-two", title="Two", tag="plain weave", category="How to")
    blog = posts(site.build("dummy", suppress_warnings=QUIET))
    assert blog["blog/2014-06-30-one"].terms == {
        "tags": ("warp", "weft"), "authors": ("Jo Weber",), "categories": ("a", "b"),
        "series": ("On looms",),
    }  # fmt: skip
    assert blog["blog/2014-07-01-two"].terms == {
        "tags": ("plain weave",), "categories": ("How to",),
    }  # fmt: skip


def test_drafts_folder_is_withheld(site: Site) -> None:
    """A file in ``_drafts`` is a draft whatever it says, and a page for nobody."""
    site.post("2014-06-30-one", title="One")
    site.post("_drafts/zqxq", title="Zqxq", published="true", date="2014-06-30")
    site.post("_drafts/zqxqtoo")
    built = site.build(suppress_warnings=QUIET)
    assert "withheld: 2 drafts" in built.status
    assert [name for name in built.everything(skip=()) if "zqxq" in name] == []
    shown = posts(site.build(out="preview", suppress_warnings=QUIET, confblog_drafts=True))
    assert {"blog/zqxq", "blog/zqxqtoo"} <= shown.keys()


def test_blanks_divide_tags_in_posts_folders(site: Site) -> None:
    """``tags: a b`` are two tags there, and one everywhere else; commas and lists as ever."""
    cases = {"a b": ("a", "b"), "a, b c": ("a", "b c"), "[a, b c]": ("a", "b c"), "": None}
    for number, tags in enumerate(cases):
        site.post(f"_posts/2014-06-30-p{number}", title="One", tags=tags)
    found = posts(site.build("dummy", suppress_warnings=QUIET))
    terms = [found[f"blog/2014-06-30-p{number}"].terms for number in range(len(cases))]
    assert [each.get("tags") for each in terms] == list(cases.values())


def test_blanks_divide_categories_in_posts_folders(site: Site) -> None:
    """The post that ``jekyll new`` writes has two categories; elsewhere it would have one."""
    site.post("_posts/2014-06-30-one", title="One", categories="jekyll update")
    site.post("2014-06-30-two", title="Two", categories="jekyll update")
    found = posts(site.build("dummy", suppress_warnings=QUIET))
    assert found["blog/2014-06-30-one"].terms["categories"] == ("jekyll", "update")
    assert found["blog/2014-06-30-two"].terms["categories"] == ("jekyll update",)


def test_permalink_of_a_post(site: Site) -> None:
    """The post stands at the address that its front matter gives, from the top of the site."""
    cases = {
        "/x/y/": "x/y/index.html",
        "/x/z.html": "x/z.html",
        "x/w": "x/w.html",
        "/:year/:month/:title/": "2014/06/three/index.html",
        "/{category}/{slug}": "news/four.html",
        "/caf%C3%A9/": "café/index.html",
    }
    for name, permalink in zip(("zero", "one", "two", "three", "four", "five"), cases, strict=True):
        site.post(f"2014-06-30-{name}", title=name, permalink=permalink, category="News")
    built = site.build(suppress_warnings=QUIET)
    assert [path for path in cases.values() if not built.exists(path)] == []


def test_permalink_that_cannot_be_had(site: Site) -> None:
    """The post keeps the address of its file, and the key's line is named."""
    cases = {
        "/../x/": "'/../x/' cannot be used, it should be a path without empty folders",
        "/": "'/' cannot be used, it should be a path without empty folders",
        "/:nothing/x/": "permalink needs 'nothing', which the post does not have",
        "/guide.html": "the URL 'guide' belongs to 'guide'",
        "/blog/tags/x/": "the URL 'blog/tags/x/index' belongs to another page",
        f"/{'x' * 300}/": "names have at most 240 bytes",
    }
    site.write("guide.md", "---\norphan: true\n---\n\n# Guide\n")
    for number, permalink in enumerate(cases):
        site.post(f"2014-06-30-p{number}", title="One", permalink=permalink)
    built = site.build(suppress_warnings=QUIET, clean=False)
    lines = built.warnings.splitlines()
    for number, said in enumerate(cases.values()):
        (line,) = (line for line in lines if f"2014-06-30-p{number}.md:3: WARNING: " in line)
        assert f"'blog/2014-06-30-p{number}'" in line
        assert said in line
        assert built.exists(f"blog/2014-06-30-p{number}.html")


def test_a_toctree_names_the_file_of_a_post_with_a_permalink(site: Site) -> None:
    """Entries of toctrees and links lead to the post, wherever it has gone."""
    site.write("index.md", "# Site\n\n```{toctree}\nblog/2014-06-30-one\n```\n")
    site.post("2014-06-30-one", title="One", permalink="/x/")
    assert 'href="x/index.html">One' in site.build().body("index")


def test_redirect_from(site: Site) -> None:
    """Old addresses of the plugin's, one or several, lead to the post."""
    site.post("2014-06-30-one", title="One", redirect_from="/old/")
    site.post("2014-06-30-two", title="Two", redirect_from="[/a.html, /b/]")
    built = site.build(suppress_warnings=QUIET)
    for path in ("old/index.html", "a.html", "b/index.html"):
        assert "noindex" in built.read(path)


def test_last_modified_at(site: Site) -> None:
    """It is when the post was revised; ``updated`` counts if both are there."""
    site.post("2014-06-30-one", title="One", last_modified_at="2015-01-02 16:16 UTC")
    built = site.build(suppress_warnings=QUIET)
    assert "updated January 2, 2015" in built.text("blog/2014-06-30-one")


def test_unpublished(site: Site) -> None:
    """``published: false`` withholds."""
    site.post("_posts/2014-06-30-one", title="One", published="false")
    assert "withheld: 1 draft" in site.build().status


def test_excerpt_separator_of_a_post(site: Site) -> None:
    """It ends this post's excerpt, instead of the site's, which are text."""
    body = "One.\n\nREADMORE\n\nTwo.\n\n<!-- here -->\n\nThree.\n"
    site.post("2014-06-30-one", body, title="One", excerpt_separator="<!--here-->")
    site.post("2014-06-30-two", "One.\n\n<!--more-->\n\nFour.\n", title="Two")
    card = site.build(suppress_warnings=QUIET).text("blog/index")
    assert "One. READMORE Two. Read more" in card
    assert "Three" not in card
    assert "Four" not in card


def test_keys_of_themes_that_have_names_of_their_own_here(site: Site) -> None:
    """They are answered with ours, so that nothing is lost in silence."""
    site.post("2014-06-30-one", title="One", pin="true", modified="2014-07-01")
    built = site.build(suppress_warnings=QUIET, clean=False)
    assert "did you mean 'pinned'?" in built.warnings
    assert "did you mean 'updated'?" in built.warnings


def test_keys_that_mean_nothing_here(site: Site) -> None:
    """No key of a theme or a plugin is taken for a slip of one of ours."""
    front = f"---\ntitle: One\ndate: 2014-06-30 16:16 UTC\n{HARMLESS}---\n\n"
    site.write("blog/one.md", f"{front}Text.\n")
    assert only(site.build(suppress_warnings=QUIET)).title == "One"
