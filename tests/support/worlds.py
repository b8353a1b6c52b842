"""Small sites in states of all kinds, and the edits that lead from one state to another."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from conftest import CONF, INDEXED, Site
from hypothesis import strategies as st
from worldposts import FRONTS, NAMES, REFERRING, VALUES, Post, key, named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PAGE = """# News

```{postlist}
:tags: red, blue
:style: cards
Nothing yet.
```

```{postlist}
:style: titles
:group-by: year
```

```{blog:changes} 1.0
No changes.
```

```{postlist}
:events: past
No events.
```

{blog:post}`2020-01-01-one` and {blog:tag}`red`
"""
INDEX = "# Site\n\n```{toctree}\nnews-page\nblog/index\n```\n"
NUMBERED = INDEX.replace("}\n", "}\n:numbered:\n")
#: Themes show what stands in toctrees on all pages: edits of posts then concern each of them.
GLOB = "\n```{toctree}\n:glob:\nblog/2020*\n```\n"
OTHER = """---
orphan: true
---
# Other

{doc}`blog/2020-01-01-one`, {ref}`lab-2020-01-01-one`
"""
GUIDES = ["---\norphan: true\n---\n\n# Guide\n", "---\norphan: true\n---\n\n# Manual\n"]
REFERENCES = ":orphan:\n\nReferences\n==========\n" + "".join(
    named(REFERRING, name) for name in NAMES[:5]
)
BASE = """from importlib.util import find_spec
templates_path = ['_templates']
html_baseurl = 'https://site.example/docs/'
confblog_archives = 'year'
"""
PEOPLE = "confblog_terms = 'terms.yml'\nconfblog_terms_style = 'cloud'\n"
TERMS = """authors:
  ann: {bio: Writes., avatar: ann.svg, links: ["https://ann.example/"]}
series:
  Tour: {title: The tour, description: All parts.}
"""
SIDEBARS = """confblog_sidebar_posts = 2
html_sidebars = {
    "**": ["confblog/recent.html", "confblog/tagcloud.html", "confblog/feeds.html"],
    "other": ["confblog/details.html", "confblog/archive.html", "confblog/authors.html"],
    "blog/2*": ["confblog/details.html", "confblog/series.html"],
    "index": ["confblog/tags.html"],
}
"""
UTTERANCES = "confblog_comments = {'provider': 'utterances', 'repo': 'a/b'}\n"
TALK = "confblog_comments = {'provider': 'template', 'template': 'talk.html'}\n"
ALIASES = "confblog_aliases = ['{year}/{slug}.html']\nconfblog_redirect_lists = ['netlify']\n"
FEEDS = "confblog_feeds = ['atom', 'rss', 'json']\n"
#: Where the other extension is installed.
SITEMAP = "extensions += ['sphinx_sitemap'] * (find_spec('sphinx_sitemap') is not None)\n"
RELEASES = "confblog_link_versions = True\nconfblog_announce = {'tags': 'red', 'days': 900}\n"
ARCHIVED = "confblog_archived_after = 400\n"
#: An ordinary page that names changes.
API = """:orphan:

API
===

.. py:function:: anvil.forge()
   :no-index-entry:

   .. versionadded:: 1.0
      Takes :eq:`eq-2020_01_01_one`, see :doc:`/guide` and :doc:`/blog/2020-01-01-one`.

   .. deprecated:: 0.10
"""
#: All that one page can show at once: what an edit changes shows in as many places as it can.
EVERYTHING = PEOPLE + SIDEBARS + TALK + ALIASES + FEEDS + RELEASES + ARCHIVED
OPTIONS = [
    "confblog_title = 'Journal'\n", "confblog_posts_per_page = 1\n",
    "confblog_archives = 'month'\n", "confblog_date_format = 'yyyy'\n",
    "confblog_taxonomies = {'tags': 'Topics'}\n", "confblog_excerpt_paragraphs = 2\n",
    "confblog_terms = {'tags': {'red': {'name': 'RED', 'description': 'Warm *colours*'}}}\n",
    "confblog_drafts = True\n", "confblog_path = 'news'\nconfblog_posts = ['blog/**']\n",
    "confblog_excerpt_separators = ['CUT']\n", "confblog_related_posts = 1\n",
    "confblog_permalink = '{year}/{slug}'\n", "confblog_reading_speed = 1\n",
    "confblog_byline = ['date']\nconfblog_covers = ['cards']\n",
    "confblog_terms = {'authors': {'ann': {'url': 'https://ann.example/'}}}\n",
    "confblog_description = 'All of it.'\n", "confblog_metadata = False\n",
    PEOPLE, "confblog_terms_style = 'cloud'\nconfblog_term_posts_per_page = 1\n",
    FEEDS, "confblog_feeds = []\n", "confblog_feed_length = 1\n",
    "confblog_feed_content = 'excerpt'\n", "confblog_feed_discovery = 'site'\n",
    "html_baseurl = ''\n", "author = 'Ann & Co'\n", "project = 'Other site'\n",
    UTTERANCES,
    "confblog_comments = {'provider': 'disqus', 'shortname': 'site'}\n",
    "confblog_comments_default = False\n", TALK, SIDEBARS, ALIASES,
    "confblog_blogs = {'sub': {'path': 'blog/sub', 'title': 'Below', 'archives': 'month'}}\n",
    "confblog_languages = []\n", "confblog_languages = {'fr': {'title': 'Journal'}}\n",
    "confblog_language = 'fr'\n", "confblog_page_paths = {'tags': 'tag'}\n",
    "confblog_redirects = {'old/index': 'blog/index', 'old.xml': 'blog/atom.xml'}\n",
    "confblog_calendars = False\n", "confblog_page_paths = {'events': 'calendar'}\n",
    "confblog_labels = True\n", "confblog_feed_years = True\n", SITEMAP,
    RELEASES, ARCHIVED,
]  # fmt: skip
TEMPLATES = ["", "# {{ title }}!\n\nMine.\n\n```{blog:listing}\n:style: titles\n```\n"]
FILES = {
    "ann.svg": ["<svg xmlns='http://www.w3.org/2000/svg' width='9'/>", "<svg/>"],
    "terms.yml": [TERMS, TERMS.replace("Writes", "Draws") + "tags: {red: Crimson}\n"],
    "api.rst": [API, API.replace("0.10", "1.0").replace("forge", "cast")],
    "lamp.gif": ["GIF89a", "GIF89a longer"],
    "_templates/talk.html": ["{{ title }} {{ identifier }}\n", "{{ post.terms.tags }} {{ url }}\n"],
}
CLOCKS = ["1600000000", "1640000000", "1900000000"]

#: What is edited, and what it becomes.
Edit = tuple[Any, ...]


@dataclass
class World:
    """The state of a small site's sources."""

    posts: dict[str, Post] = field(default_factory=lambda: {n: Post(n) for n in NAMES[:5]})
    #: What stands in ``conf.py``; the last one counts where two set the same.
    options: list[str] = field(default_factory=list)
    template: str = ""
    clock: str = CLOCKS[1]
    index: bool = False
    glob: bool = False
    pics: bool = False
    numbered: bool = False
    #: Whether the title of an ordinary page is its second one.
    guide: bool = False
    #: Whether edits of posts keep the times of their files, where they keep their sizes.
    quiet: bool = False
    builder: str = "html"
    #: The posts that change places next, and the pages that are lost: all, or that of a document.
    swaps: list[tuple[str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    #: Names of files with their second text.
    other: set[str] = field(default_factory=set)

    def apply(self, edit: Edit) -> None:
        """Change the state."""
        match edit:
            case ("put", name, post):
                self.posts[name] = post
            case ("change", name, attribute, value) if name in self.posts:
                self.posts[name] = replace(self.posts[name], **{attribute: value})
            case ("front", name, line) if name in self.posts:
                lines = tuple(flipped(self.posts[name].front, line))
                self.posts[name] = replace(self.posts[name], front=lines)
            case ("delete", name):
                self.posts.pop(name, None)
            case ("rename", old, new) if old in self.posts:
                self.posts[new] = self.posts.pop(old)
            case ("swap", one, other):
                self.swap(one, other)
            case ("option", option):
                self.options = flipped(self.options, option)
            case (attribute, value):
                self.set(attribute, value)

    def set(self, attribute: str, value: Any) -> None:
        """Change what is no post and no option."""
        if attribute == "file":
            self.other ^= {value}
        elif attribute == "lose":
            self.lost.append(value)
        else:
            setattr(self, attribute, value)

    def swap(self, one: str, other: str) -> None:
        """Have two posts change places."""
        if one != other and {one, other} <= self.posts.keys():
            self.swaps.append((one, other))
            self.posts[one], self.posts[other] = self.posts[other], self.posts[one]

    def sources(self) -> dict[str, str]:
        """Name -> text of each source file."""
        found = dict(post.file(name) for name, post in self.posts.items())
        found |= {name: texts[name in self.other] for name, texts in FILES.items()}
        found |= {"conf.py": CONF + INDEXED + BASE + "".join(self.options), "news-page.md": PAGE}
        index = NUMBERED if self.numbered else INDEX
        found |= {"index.md": index + GLOB * self.glob, "other.md": OTHER}
        found |= {"guide.md": GUIDES[self.guide], "references.rst": REFERENCES}
        if self.template:
            found["_templates/confblog/term.md"] = self.template
        if self.pics:
            found |= {"pics/a.gif": "GIF89a", "blog/2020-01-01-one/b.gif": "GIF89aB"}
        if self.index:
            found["blog/index.md"] = "# My index\n\n```{postlist}\n```\n"
        return found

    def write(self, site: Site) -> None:
        """Bring the sources on disk to this state; files that stay the same are not touched."""
        files = self.sources()
        self.swap_files(site.srcdir / "blog")
        for path in site.srcdir.rglob("*"):
            name = path.relative_to(site.srcdir).as_posix()
            if path.is_file() and not name.startswith("_build") and name not in files:
                path.unlink()
        posts = {post.file(name)[0] for name, post in self.posts.items()}
        for name, text in files.items():
            path = site.srcdir / name
            before = path.stat() if path.is_file() else None
            if before is None or path.read_text("utf-8") != text:
                after = site.write(name, text).stat()
                if self.quiet and before and name in posts and before.st_size == after.st_size:
                    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
                else:
                    touch(path)
        self.quiet = False

    def swap_files(self, folder: Path) -> None:
        """Have files of posts change places, if they are of one kind: each keeps its time."""
        for one, other in self.swaps:
            for suffix in (".md", ".rst"):
                first, second = (folder / f"{name}{suffix}" for name in (one, other))
                if first.is_file() and second.is_file():
                    aside = first.rename(folder / "aside")
                    second.rename(first)
                    aside.rename(second)
        self.swaps.clear()

    def lose_pages(self, outdir: Path) -> None:
        """Remove pages from an output folder, or all of it, as whoever cleans up does."""
        for docname in self.lost:
            if not docname:
                shutil.rmtree(outdir, ignore_errors=True)
            (outdir / f"{docname}.html").unlink(missing_ok=True)
            (outdir / docname / "index.html").unlink(missing_ok=True)


def touch(path: Path) -> None:
    """Give a file the time of now, finer than some file systems do."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def flipped(values: Iterable[str], value: str) -> list[str]:
    """A list with a value at its end, or without it if it was there; no two of the same key."""
    found = [other for other in values if key(other) != key(value)]
    return found if value in values else [*found, value]


names = st.sampled_from(NAMES)
put = st.tuples(st.just("put"), names, st.builds(Post, **VALUES))
#: One thing of a post, so that nothing else brings its pages up to date.
change = st.one_of(
    *(st.tuples(st.just("change"), names, st.just(name), v) for name, v in VALUES.items())
)
front = st.tuples(st.just("front"), names, st.sampled_from(FRONTS))
option = st.tuples(st.just("option"), st.sampled_from(OPTIONS))
edits = st.one_of(
    put,
    change,
    front,
    front,
    option,
    option,
    st.tuples(st.just("delete"), names),
    st.tuples(st.just("rename"), names, names),
    st.tuples(st.just("template"), st.sampled_from(TEMPLATES)),
    st.tuples(st.just("clock"), st.sampled_from(CLOCKS)),
    st.tuples(st.sampled_from(["index", "glob", "pics", "numbered", "guide"]), st.booleans()),
    st.tuples(st.just("swap"), names, names),
    st.just(("quiet", True)),
    st.tuples(st.just("lose"), st.sampled_from(["", "blog/index", "blog/2020-01-01-one"])),
    st.tuples(st.just("builder"), st.sampled_from(["html", "dirhtml"])),
    st.tuples(st.just("file"), st.sampled_from(list(FILES))),
)
#: How a site begins: with few or all of what pages can show, and some posts. A page that shows a
#: lot is written again for many reasons, so that one that is forgotten would not be missed.
starts = st.builds(
    lambda options, posts: options + posts,
    st.one_of(st.lists(option, max_size=3), st.just([("option", EVERYTHING)])),
    st.lists(put, max_size=5),
)
