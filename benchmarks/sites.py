"""Writes the sites that are compared: the same posts, and what each extension needs around them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import prose
import rich

if TYPE_CHECKING:
    from pathlib import Path

BLOG = "blog"
BASE_URL = "https://blog.example/"

# Every site: its name, the theme, and an address, without which neither extension writes feeds.
COMMON = """\
project = "Benchmark"
language = "en"
html_theme = {theme!r}
html_baseurl = {base_url!r}
"""

# Posts jump from their title to `###` and stand in no toctree: plain Sphinx warns of both.
QUIET = """\
suppress_warnings = ["myst.header", "toc.not_included"]
myst_title_to_header = True
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """One way to build the posts: the module it needs, its configuration and its own pages."""

    name: str
    module: str
    conf: str
    pages: dict[str, str]
    #: Whether posts have more in their front matter, and whether they have had other addresses.
    rich: bool = False
    moved: bool = False


PLAIN = Variant(
    name="plain",
    module="myst_parser",
    conf=f'extensions = ["myst_parser"]\n{QUIET}',
    pages={"index.md": "# Benchmark\n\nPosts without a blog.\n"},
)

OURS = Variant(
    name="ours",
    module="sphinx_confblog",
    conf='extensions = ["sphinx_confblog"]\n',
    pages={"index.md": f"# Benchmark\n\n```{{toctree}}\n{BLOG}/index\n```\n"},
)

# Whatever readers meet, on every page; see also `rich.py`.
READERS = Variant(
    name="readers",
    module="sphinx_confblog",
    conf="""\
extensions = ["sphinx_confblog"]
confblog_description = "Posts that nobody wrote."
confblog_feeds = ["atom", "rss", "json"]
confblog_feed_discovery = "site"
confblog_terms_style = "cloud"
confblog_archives = "month"
confblog_comments = {
    "provider": "giscus",
    "repo": "example/blog",
    "repo_id": "R_1",
    "category": "Comments",
    "category_id": "DIC_1",
}
html_sidebars = {
    "**": [
        "about.html",
        "searchfield.html",
        "navigation.html",
        "confblog/details.html",
        "confblog/recent.html",
        "confblog/tagcloud.html",
        "confblog/categories.html",
        "confblog/series.html",
        "confblog/authors.html",
        "confblog/archive.html",
        "confblog/feeds.html",
    ]
}
"""
    + rich.PEOPLE,
    pages=OURS.pages,
    rich=True,
)

# The same, and two old addresses for each post, which is somewhere else now.
EVERYTHING = Variant(
    name="everything",
    module="sphinx_confblog",
    conf=READERS.conf
    + """\
confblog_permalink = "{year}/{slug}"
confblog_aliases = ["{year}/{month}/{day}/{slug}.html"]
confblog_redirect_lists = ["netlify", "nginx"]
""",
    pages=OURS.pages,
    rich=True,
    moved=True,
)

# An excerpt of two paragraphs is what READMORE gives in ours. ABlog's feed holds every post unless
# it is told a length, and its list page every post unless it is told how many.
ABLOG = Variant(
    name="ablog",
    module="ablog",
    conf=f"""\
extensions = ["myst_parser", "ablog"]
{QUIET}
blog_path = {BLOG!r}
blog_post_pattern = "{BLOG}/*.md"
blog_baseurl = {BASE_URL!r}
blog_title = "Blog"
blog_feed_length = 20
post_auto_excerpt = 2
""",
    pages={
        "index.md": "# Benchmark\n\n```{toctree}\nposts\n```\n",
        "posts.md": "# Posts\n\n```{postlist} 10\n:excerpts:\n:expand: Read more\n```\n",
    },
)

VARIANTS = {variant.name: variant for variant in (PLAIN, OURS, READERS, EVERYTHING, ABLOG)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A site on disk: its folder, its builder, and the post that gets edited."""

    variant: Variant
    root: Path
    builder: str
    #: The name of the post that gets edited.
    edited: str

    @property
    def source(self) -> Path:
        """The source folder; Sphinx builds from scratch if it moves, so that it never does."""
        return self.root / "source"

    @property
    def state(self) -> Path:
        """All that a build leaves behind: the output, the doctrees, the environment, the log."""
        return self.root / "state"

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.state / "output"

    @property
    def doctrees(self) -> Path:
        """The folder of pickled doctrees and of the environment."""
        return self.state / "doctrees"

    @property
    def environment(self) -> Path:
        """The pickled environment."""
        return self.doctrees / "environment.pickle"

    @property
    def log(self) -> Path:
        """What the build wrote to its standard output and error: its warnings, as it is quiet."""
        return self.state / "log.txt"

    @property
    def snapshot(self) -> Path:
        """A copy of the state after a full build, from which each incremental build starts."""
        return self.root / "snapshot"

    @property
    def edited_source(self) -> Path:
        """The Markdown file of the post that gets edited."""
        return self.source / BLOG / f"{self.edited}.md"

    @property
    def edited_doctree(self) -> Path:
        """The pickled doctree of the post that gets edited."""
        name = rich.address(self.edited) if self.variant.moved else self.edited
        return self.doctrees / BLOG / f"{name}.doctree"


def write_site(variant: Variant, root: Path, *, posts: int, theme: str, builder: str) -> Site:
    """Write a site of ``posts`` posts into ``root``, which is emptied first."""
    shutil.rmtree(root, ignore_errors=True)
    site = Site(
        variant=variant,
        root=root,
        builder=builder,
        edited=prose.post_name(posts // 2),
    )
    folder = site.source / BLOG
    folder.mkdir(parents=True)
    conf = COMMON.format(theme=theme, base_url=BASE_URL) + variant.conf
    (site.source / "conf.py").write_text(conf, encoding="utf-8")
    for name, text in variant.pages.items():
        (site.source / name).write_text(text, encoding="utf-8")
    for number in range(posts):
        post = prose.post(number)
        text = rich.enriched(number, post.text, moved=variant.moved) if variant.rich else post.text
        (folder / f"{post.name}.md").write_text(text, encoding="utf-8")
    if variant.rich:
        rich.write_images(folder)
    return site
