"""A later build's output is that of a clean one, byte for byte, whatever was edited."""

from __future__ import annotations

import os
import re
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from conftest import CONF, Site
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

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

{blog:post}`2020-01-01-one` and {blog:tag}`red`
"""
NAMES = [
    "2020-01-01-one", "2020-02-02-two", "2021-03-03-three", "2030-01-01-later",
    "sub/2020-02-02-two",
]  # fmt: skip
TAGS = ["red", "blue", "Green", "green", "C++"]
PEOPLE = """
confblog_terms = {
    "authors": {"ann": {"bio": "Writes.", "avatar": "ann.svg", "links": ["https://ann.org"]}},
}
confblog_terms_style = "cloud"
"""
SIDEBARS = """confblog_sidebar_posts = 2
html_sidebars = {
    "**": ["confblog/recent.html", "confblog/tagcloud.html"],
    "other": ["confblog/details.html", "confblog/archive.html", "confblog/authors.html"],
    "index": ["confblog/tags.html"],
}
"""
CONFIGS = [
    "", "confblog_title = 'Journal'\n", "confblog_posts_per_page = 1\n",
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
    "confblog_feeds = ['atom', 'rss', 'json']\n", "confblog_feeds = []\n",
    "confblog_feed_length = 1\n", "confblog_feed_content = 'excerpt'\n",
    "confblog_feed_discovery = 'site'\n", "html_baseurl = ''\n",
    "confblog_comments = {'provider': 'utterances', 'repo': 'a/b'}\n",
    "confblog_comments = {'provider': 'template', 'template': 'talk.html'}\n",
    SIDEBARS,
]  # fmt: skip
FRONTS = [
    "", "", "series: Tour", "series: Tour\nimage: /lamp.gif", "pinned: true", "featured: true",
    "external: https://example.org/", "updated: 2021-05-05", "comments: no",
]  # fmt: skip
BASE = "templates_path = ['_templates']\nhtml_baseurl = 'https://site.example/docs/'\n"
TEMPLATES = ["", "# {{ title }}!\n\nMine.\n\n```{blog:listing}\n:style: titles\n```\n"]
CLOCKS = ["1600000000", "1640000000", "1900000000"]


@dataclass
class Post:
    """A post as the test writes it."""

    title: str = "Title"
    tags: tuple[str, ...] = ("red",)
    excerpt: str = "First words."
    body: str = "More words."
    draft: bool = False
    front: str = ""
    extra: str = ""
    rst: bool = False

    def file(self, name: str) -> tuple[str, str]:
        """Name and text of the post's file."""
        # Sphinx takes one of two labels that are alike, by an order of its own.
        label = f"lab-{name.replace('/', '-')}"
        if self.rst:
            return f"blog/{name}.rst", self.fields().replace("(lab)=", f".. _{label}:\n")
        return f"blog/{name}.md", self.text().replace("(lab)=", f"({label})=")

    def fields(self) -> str:
        """The source of the post in reStructuredText."""
        lines = [f"title: {self.title}", f"tags: {', '.join(self.tags)}", "author: Ann"]
        lines += ["draft: true"] * self.draft + self.front.splitlines()
        front = "".join(re.sub(r"^(\w+):", r":\1:", line) + "\n" for line in lines)
        excerpt = re.sub(r"\[(.*)\]\((.*)\.md\)", r":doc:`\1 <\2>`", self.excerpt)
        body = re.sub(r"### (.*)", r"\1\n~~~~~~~~", self.body)
        return f"{front}\n{excerpt}\n\n.. readmore::\n\n{body}\n{self.extra}\n"

    def text(self) -> str:
        """The source of the post."""
        lines = [f"title: {self.title}", f"tags: {', '.join(self.tags)}"]
        lines += ["author: Ann"] + ["draft: true"] * self.draft + [self.front]
        front = "\n".join(lines)
        return f"---\n{front}\n---\n\n{self.excerpt}\n\nREADMORE\n\n{self.body}\n{self.extra}\n"


@dataclass
class World:
    """The state of a small site's sources."""

    posts: dict[str, Post] = field(default_factory=lambda: {n: Post(n) for n in NAMES[:2]})
    config: str = ""
    template: str = ""
    clock: str = CLOCKS[1]
    index: bool = False

    def write(self, site: Site, tick: Callable[[Path], None]) -> None:
        """Bring the sources on disk to this state; files that stay the same are not touched."""
        files = dict(post.file(name) for name, post in self.posts.items())
        files["conf.py"] = CONF + BASE + self.config
        files["news-page.md"] = PAGE
        files["ann.svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        files["lamp.gif"] = "GIF89a"
        files["index.md"] = (
            "# Site\n\n```{toctree}\nnews-page\nblog/index\n```\n\n"
            "```{toctree}\n:glob:\nblog/2020*\n```\n"
        )
        files["other.md"] = (
            "---\norphan: true\n---\n# Other\n\n"
            "{doc}`blog/2020-01-01-one`, {ref}`lab-2020-01-01-one`\n"
        )
        files["_templates/talk.html"] = "{{ title }} {{ identifier }}\n"
        if self.template:
            files["_templates/confblog/term.md"] = self.template
        if self.index:
            files["blog/index.md"] = "# My index\n\n```{postlist}\n```\n"
        (site.srcdir / "_templates").mkdir(exist_ok=True)
        for path in site.srcdir.rglob("*"):
            name = path.relative_to(site.srcdir).as_posix()
            if path.is_file() and not name.startswith("_build") and name not in files:
                path.unlink()
        for name, text in files.items():
            path = site.srcdir / name
            if not path.is_file() or path.read_text("utf-8") != text:
                tick(site.write(name, text))


names = st.sampled_from(NAMES)
posts = st.builds(
    Post,
    title=st.sampled_from(["Title", "Other *title*", "Third"]),
    tags=st.lists(st.sampled_from(TAGS), max_size=3).map(tuple),
    excerpt=st.sampled_from(["First words.", "Other first words.", "A [link](2020-02-02-two.md)."]),
    body=st.sampled_from(["More words.", "Rare zebra.", "(lab)=\n### Label\n\nText."]),
    draft=st.booleans(),
    front=st.sampled_from(FRONTS),
    rst=st.booleans(),
)
configs, templates, clocks = map(st.sampled_from, (CONFIGS, TEMPLATES, CLOCKS))
edits = st.one_of(
    st.tuples(st.just("put"), names, posts),
    st.tuples(st.just("put"), names, posts),
    st.tuples(st.just("delete"), names),
    st.tuples(st.just("rename"), names, names),
    st.tuples(st.just("config"), configs),
    st.tuples(st.just("template"), templates),
    st.tuples(st.just("clock"), clocks),
    st.tuples(st.just("index"), st.booleans()),
)


def apply(world: World, edit: tuple[object, ...]) -> None:
    """Change the state of the sources."""
    match edit:
        case ("put", str() as name, Post() as post):
            world.posts[name] = post
        case ("delete", str() as name):
            world.posts.pop(name, None)
        case ("rename", str() as old, str() as new):
            if old in world.posts:
                world.posts[new] = world.posts.pop(old)
        case (str() as attribute, value):
            setattr(world, attribute, value)


def touch(path: Path) -> None:
    """Give a file the time of now, finer than some file systems do."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def build(site: Site, out: str, world: World, jobs: int) -> Built:
    """Build the site at the moment of its clock."""
    os.environ["SOURCE_DATE_EPOCH"] = world.clock
    try:
        return site.build(out=out, clean=False, jobs=jobs)
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


def assert_same(later: Built, clean: Built) -> None:
    """Compare all output files of two builds."""
    # Sphinx keeps what it knew of the options of HTML before they changed.
    skip = (".doctrees", ".buildinfo.bak")
    ours, theirs = later.everything(skip=skip), clean.everything(skip=skip)
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def run(folder: Path, steps: list[list[tuple[object, ...]]], jobs: int) -> None:
    """Build after each step, and compare with a clean build."""
    site = Site(folder / "source")
    site.srcdir.mkdir(parents=True)
    world = World()
    world.write(site, touch)
    build(site, "later", world, jobs)
    for step in steps:
        for edit in step:
            apply(world, edit)
        world.write(site, touch)
        later = build(site, "later", world, jobs)
        shutil.rmtree(folder / "clean", ignore_errors=True)
        assert_same(later, build(site, "clean", world, 0))


@pytest.mark.parametrize("jobs", [0, 2])
@settings(
    max_examples=int(os.environ.get("CONFBLOG_EXAMPLES", "6")), deadline=None, database=None,
    # Shrinking would take hundreds of builds; the steps are few as it is.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=4))
def test_later_builds_equal_clean_ones(
    jobs: int, steps: list[list[tuple[object, ...]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is edited, the output is that of a clean, serial build."""
    run(tmp_path_factory.mktemp("world"), steps, jobs)
