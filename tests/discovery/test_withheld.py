"""Posts that are not for the public, or not yet, or no longer: no trace of them is left."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ARCHIVES, CONF, INDEXED, plain_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Built, Kept, Site

#: Part of every word that only withheld posts have, in any spelling.
SECRET = b"zqxq"
NOW = "1577836800"  # 2020-01-01, UTC
LATER = "1609459200"  # 2021-01-01
BUILDERS = [
    "html", "dirhtml", "singlehtml", "epub", "text", "latex", "gettext", "json", "xml", "pickle",
    "texinfo", "man", "changes", "htmlhelp",
]  # fmt: skip
#: What makes a post withheld, and the reason that the summary gives.
WITHHELD = {
    "draft": {"draft": "true"},
    "unpublished": {"published": "no"},
    "scheduled": {"date": "2030-01-01"},
    "expired": {"expires": "2019-12-31"},
    "unclear": {"draft": "perhaps"},
    "broken": {"tags": "[zqxq"},
}
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><!-- %s --></svg>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def blog(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site at a day of its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    return fill(site)


def fill(site: Site) -> Site:
    """Write two posts, and a front page with a toctree and a list; there are archives."""
    conf = CONF.replace('"sphinx_confblog"', '"sphinx_confblog", "drawings"')
    site.write("conf.py", conf + ARCHIVES + INDEXED)
    site.write(
        "index.md",
        "# Site\n\n```{toctree}\n:glob:\nblog/*\n```\n\n```{postlist}\n:style: cards\n```\n",
    )
    site.post(
        "2019-01-01-first", "Common words.\n\n```{draw} common\n```\n", title="First", tags="common"
    )
    site.post("2019-12-01-last", "Other words.\n", title="Last", author="someone")
    return site


def secret(site: Site, name: str = "post", **front: str) -> None:
    """Write a post all of whose words are secret."""
    word = f"zqxq{name}"
    site.write(f"blog/{word}pic.png", PNG)
    site.write(f"blog/{word}file.txt", word)
    body = f"""({word}label)=
Body {word}body of it, {{index}}`{word}entry`. ![{word}alt]({word}pic.png)

```{{draw}} {word}drawing
```

```{{draw}} common
```

READMORE

## Heading {word}heading

Get {{download}}`{word}file.txt` or [it]({word}file.txt).

```{{py:module}} {word}module
```

```{{py:function}} {word}function()
```

```{{versionadded}} 1
{word}version
```
"""
    front = {
        "title": f"Zqxq{name} Title", "date": "2019-06-01", "tags": f"{word}tag, common",
        "author": f"{word}author", "series": f"{word}series", "description": f"{word}words",
    } | front  # fmt: skip
    site.post(f"{word}", body, **front)


def build(site: Site, builder: str = "html", **conf: Any) -> Built:
    """Build it, whatever it says."""
    options: dict[str, Any] = {"version": "1", "copyright": "us", "html_split_index": True}
    return site.build(builder, clean=False, **options | conf)


def traces(site: Site) -> list[str]:
    """The files below the build folder that show a secret, in their name or their content."""
    folder = site.srcdir.parent / "_build"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        f"{path.relative_to(folder)} {words}"
        for path in files
        if (words := sorted(secrets(path.relative_to(folder).as_posix(), path.read_bytes())))
    ]


def secrets(name: str, data: bytes) -> set[bytes]:
    """The secret words in a file; archives and inventories are unpacked."""
    found = set(re.findall(rb"\w*%b\w*" % SECRET, name.encode().lower()))
    for part in unpacked(name, data):
        found.update(re.findall(rb"\w*%b\w*" % SECRET, part.lower()))
    return found


def unpacked(name: str, data: bytes) -> Iterator[bytes]:
    """What a file holds."""
    yield data
    if name.endswith(".inv"):
        yield zlib.decompress(data.split(b"\n", 4)[4])
    elif name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield member.encode()
                yield archive.read(member)


#: Posts that are still public, and whose words are withheld when they are withdrawn.
PUBLIC = ("public1", "public2", "public3")


def publish(site: Site, name: str, **front: str) -> None:
    """Write a post that will expire; all of them have the same terms."""
    terms = {
        "tags": "zqxqpublictag, common", "author": "zqxqpublicauthor", "series": "zqxqpublicseries",
    }  # fmt: skip
    secret(site, name, **{"expires": "2020-06-01", **terms, **front})


def delete(site: Site, name: str) -> None:
    """Delete a post."""
    (site.srcdir / f"blog/zqxq{name}.md").unlink()


def make_draft(site: Site, name: str) -> None:
    """Make a post a draft."""
    publish(site, name, draft="true")


def make_unclear(site: Site, name: str) -> None:
    """Leave it unclear whether a post may be public."""
    publish(site, name, date="someday")


def let_expire(site: Site, name: str) -> None:
    """Change nothing: only the clock moves on."""


#: How each of the posts is withdrawn. Later builds of HTML meet each way alone, others all at once.
WAYS = {
    "delete": (delete,) * 3,
    "draft": (make_draft,) * 3,
    "unclear": (make_unclear,) * 3,
    "expire": (let_expire,) * 3,
    "each by another way": (delete, make_draft, make_unclear),
}
WITHDRAWN = [
    *(("html", way) for way in WAYS if " " not in way),
    *((builder, "each by another way") for builder in BUILDERS[1:]),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Kept]:
    """A site with posts that are public and with others that are not, built by a builder."""

    @cache
    def built(builder: str) -> Kept:
        site = fill(plain_site(tmp_path_factory.mktemp("published") / "site"))
        for name in PUBLIC:
            publish(site, name)
        for name, front in WITHHELD.items():
            secret(site, name, **front)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", NOW)
            build(site, builder)
        return site.keep()

    return built


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_trace(published: Callable[[str], Kept], builder: str) -> None:
    """Whatever withholds a post, none of its words is in any file that a build leaves."""
    shown = traces(published(builder).restore())
    assert shown
    assert [trace for trace in shown if "zqxq" in trace.replace("zqxqpublic", "")] == []


@pytest.mark.parametrize(("builder", "way"), WITHDRAWN)
def test_no_trace_after_withdrawal(
    published: Callable[[str], Kept], monkeypatch: pytest.MonkeyPatch, builder: str, way: str
) -> None:
    """A post that was public leaves nothing behind, without cleaning the output."""
    site = published(builder).restore()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER if way == "expire" else NOW)
    for name, withdraw in zip(PUBLIC, WAYS[way], strict=True):
        withdraw(site, name)
    build(site, builder)
    assert traces(site) == []


def test_no_trace_when_all_posts_are_withdrawn(blog: Site) -> None:
    """The blog's pages go with its last post."""
    secret(blog)
    build(blog)
    for post in (blog.srcdir / "blog").glob("*.md"):
        post.unlink()
    built = build(blog)
    assert traces(blog) == []
    assert not (built.outdir / "blog").exists()


def test_a_blog_of_withheld_posts_only(site: Site) -> None:
    """There is a blog, with nothing in it."""
    secret(site, draft="true")
    built = site.build(html_use_index=True)
    assert traces(site) == []
    assert built.exists("blog/index.html")
    assert "blog: 0 posts published; withheld: 1 draft" in built.status


# Preview


@pytest.mark.slow
def test_previews_are_marked(blog: Site) -> None:
    """Drafts and scheduled posts are shown when asked for, each with its mark."""
    blog.post("soon", title="Soon", draft="true")
    blog.post("2030-01-01-then", title="Then", tags="common")
    both = blog.build(confblog_drafts=True, confblog_future=True, suppress_warnings=["toc"])
    mark = '<span class="confblog-mark confblog-mark-{}">{}</span>'
    assert mark.format("draft", "Draft") in both.body("blog/soon")
    assert mark.format("scheduled", "Scheduled") in both.body("blog/2030-01-01-then")
    assert "January 1, 2020" in both.text("blog/soon")
    for page in ("blog/index", "blog/archive/2030", "blog/tags/common", "index"):
        assert mark.format("scheduled", "Scheduled") in both.body(page)
    for page in ("blog/index", "blog/archive/2020", "index"):
        assert mark.format("draft", "Draft") in both.body(page)
    assert mark.format("draft", "Draft") not in both.body("blog/tags/common")
    assert "blog: 4 posts published (of which 1 draft, 1 scheduled)" in summary(both)
    drafts = blog.build(confblog_drafts=True)
    assert drafts.exists("blog/soon.html")
    assert not drafts.exists("blog/2030-01-01-then.html")
    assert not drafts.exists("blog/archive/2030.html")
    neither = blog.build()
    assert not neither.exists("blog/soon.html")
    assert "confblog-mark" not in neither.body("blog/index")


def test_previews_show_nothing_else(blog: Site) -> None:
    """Posts that have expired, or are not understood, stay withheld; so do scheduled drafts."""
    for name in ("expired", "unclear", "broken"):
        secret(blog, name, **WITHHELD[name])
    secret(blog, "both", draft="true", expires="2019-12-31")
    build(blog, confblog_future=True)
    assert traces(blog) == []


# Summary


def summary(built: Built) -> str:
    """The last line that a build says of the blog."""
    lines = [line for line in built.status.splitlines() if " published" in line]
    assert len(lines) == 1
    return lines[0]


@pytest.mark.slow
def test_summary(blog: Site) -> None:
    """The build says how many posts are published, and how many are withheld and why."""
    assert summary(blog.build()) == "blog: 2 posts published"
    blog.post("2019-01-02-a", draft="yes")
    assert summary(blog.build()) == "blog: 2 posts published; withheld: 1 draft"
    for name, front in WITHHELD.items():
        secret(blog, name, **front)
    blog.post("2031-01-01-b")
    assert summary(build(blog)) == (
        "blog: 2 posts published; withheld: 3 drafts, 2 scheduled, the first for 2030-01-01, "
        "1 expired, 2 not understood"
    )
    (blog.srcdir / "blog/2031-01-01-b.md").unlink()
    built = build(blog)
    assert "3 drafts, 1 scheduled for 2030-01-01, 1 expired" in summary(built)


# Unlisted


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_unlisted_posts(blog: Site, builder: str) -> None:
    """They have a page that search engines leave alone, and are found nowhere else."""
    blog.write("index.md", "# Site\n\n```{postlist}\n```\n")
    secret(blog, unlisted="true")
    built = build(blog, builder)
    assert built.warnings == ""
    page = "blog/zqxqpost.html" if builder == "html" else "blog/zqxqpost/index.html"
    text = built.read(page)
    robots = re.findall(r'<meta\s+name="robots"[^>]*>', text)
    assert robots == ['<meta name="robots" content="noindex" />']
    assert re.search(r"<title>Zqxqpost Title\b", text)
    assert 'rel="prev"' not in text
    assert 'rel="next"' not in text
    own = ("_images/", "_downloads/", "_sources/blog/zqxqpost", "py-modindex", page)
    shown = [
        name
        for name, data in built.everything(skip=("x",)).items()
        if secrets(name, data) and not name.startswith(own)
    ]
    assert shown == []


def test_a_page_with_a_toctree_and_nothing_of_the_blog(site: Site) -> None:
    """A post that becomes unlisted leaves the toctree, and comes back with its listing."""
    site.write("index.md", "# Site\n\n```{toctree}\n:glob:\nblog/*\n```\n")
    for more, listed in (({}, True), ({"unlisted": "true"}, False), ({}, True)):
        site.post("2020-01-01-a", title="Zqxq", **more)
        assert ("Zqxq" in site.build().body("index")) is listed


@pytest.mark.slow
@pytest.mark.parametrize("builder", BUILDERS)
def test_listed_then_unlisted(
    published: Callable[[str], Kept], monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    """What becomes unlisted leaves every page but its own, where a toctree leads to it, too.

    What expires at the same time leaves nothing behind.
    """
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)
    site = published(builder).restore()
    publish(site, PUBLIC[0], unlisted="true", expires="2030-01-01")
    later = build(site, builder)
    assert [trace for trace in traces(site) if re.search("public[23]", trace)] == []
    clean = build(site, builder, fresh=True, out="_clean")
    assert words_of(PUBLIC[0], later) == words_of(PUBLIC[0], clean)


def words_of(name: str, built: Built) -> dict[str, set[bytes]]:
    """The files that show words of a post."""
    found = {
        file: {word for word in secrets(file, data) if name.encode() in word}
        for file, data in built.everything(skip=(".doctrees", "environment.pickle")).items()
    }
    return {file: words for file, words in found.items() if words}


def test_an_edit_that_keeps_size_and_time_withdraws(site: Site) -> None:
    """A tool may set the time of a file back: the change of the inode tells of the edit."""
    path = site.post("2020-01-01-a", "Secret.\n", title="A", draft="no  ")
    assert site.build().exists("blog/2020-01-01-a.html")
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("draft: no  ", "draft: true"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    later = site.build()
    assert not later.exists("blog/2020-01-01-a.html")
    assert "1 draft" in later.status
