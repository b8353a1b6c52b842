"""What writers who come from Middleman expect of several blogs in one site, and of languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from test_middleman_lists import build, links

if TYPE_CHECKING:
    from conftest import Built, Site

BLOGS: dict[str, Any] = {
    "confblog_archives": "year",
    "confblog_title": "Blog",
    "confblog_blogs": {"news": {"title": "News", "posts_per_page": 1}},
}


def shown(built: Built, docname: str) -> set[str]:
    """The posts that a page links to, by their titles."""
    return {text for text in links(built, docname) if text.startswith("Post ")}


def test_several_blogs(site: Site) -> None:
    """Counts, tags, archives and pages are separate, and each page says which blog it lists."""
    for day, blog in ((1, "blog"), (2, "news"), (3, "news")):
        front = f"---\ntitle: Post {day}\ntags: foo\n---\n\nText.\n"
        site.write(f"{blog}/2011-01-0{day}-p.html.md", front)
    built = build(site, **BLOGS)
    assert shown(built, "blog/index") == shown(built, "blog/tags/foo") == {"Post 1"}
    assert shown(built, "blog/archive/2011") == {"Post 1"}
    assert shown(built, "news/tags/foo") == {"Post 2", "Post 3"}
    assert shown(built, "news/index") == {"Post 3"}
    assert shown(built, "news/page/2") == {"Post 2"}
    assert not built.exists("blog/page/2.html")
    assert "foo 1" in built.text("blog/tags/index").replace("(", "").replace(")", "")
    assert "<title>Blog" in built.read("blog/index.html")
    assert "<title>News" in built.read("news/index.html")


def test_old_links_stay_in_their_blog(site: Site) -> None:
    """Of two posts of one day and name, that of the same blog is meant; the other by its folder."""
    body = "[own](/2011/01/01/p.html) [tag](/tags/foo/) [news](/news/2011-01-01-p/)\n"
    for blog in ("blog", "news"):
        site.write(f"{blog}/2011-01-01-p.md", "---\ntitle: P\ntags: foo\n---\n\nText.\n")
        site.write(f"{blog}/2011-01-02-q.md", f"---\ntitle: Q\n---\n\n{body}")
    built = build(site, **BLOGS)
    found = {blog: links(built, f"{blog}/2011-01-02-q") for blog in ("blog", "news")}
    assert {blog: (f["own"], f["tag"]) for blog, f in found.items()} == {
        "blog": ("2011-01-01-p.html", "tags/foo.html"),
        "news": ("2011-01-01-p.html", "tags/foo.html"),
    }
    assert found["blog"]["news"] == "../news/2011-01-01-p.html"


def test_languages(site: Site) -> None:
    """``lang`` or the file's name says it; neighbours and lists stay within one language."""
    site.write("blog/2011-01-01-a.html.md", "---\ntitle: Post A\n---\n\nText.\n")
    site.write("blog/2011-01-02-b.fr.html.md", "---\ntitle: Post B\n---\n\nTexte.\n")
    site.write("blog/2011-01-03-c.html.md", "---\ntitle: Post C\nlang: fr\n---\n\nTexte.\n")
    site.write("blog/2011-01-04-d.html.md", "---\ntitle: Post D\nlang: en\n---\n\nText.\n")
    built = build(site)
    assert shown(built, "blog/index") == {"Post A", "Post D"}
    assert shown(built, "blog/fr/index") == {"Post B", "Post C"}
    neighbours = built.app.project.blogs  # type: ignore[attr-defined]
    found = {
        name: blog.catalog.neighbours[name]
        for blog in neighbours.all
        for name in blog.catalog.listed
    }
    titles = {name: post.title for name, post in neighbours.posts.items()}
    named = {titles[name]: {titles[n] for n in pair if n} for name, pair in found.items()}
    assert named == {
        "Post A": {"Post D"}, "Post D": {"Post A"}, "Post B": {"Post C"}, "Post C": {"Post B"},
    }  # fmt: skip
