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


# PyStemmer makes stemming much cheaper, so that it must be on all sides or on none. None has it
# unless it is asked for: the stemmer of Sphinx then imports as if it were not installed.
NO_STEMMER = """\
import sys

sys.modules["Stemmer"] = None
"""

# The sidebars of the blog, and what themes have around them. A theme that is not named here gets
# Sphinx's own search field, which all themes can show.
BLOG_SIDEBARS = (
    "confblog/details.html",
    "confblog/recent.html",
    "confblog/tagcloud.html",
    "confblog/categories.html",
    "confblog/series.html",
    "confblog/authors.html",
    "confblog/archive.html",
    "confblog/feeds.html",
)
SIDEBARS_BEFORE = {
    "alabaster": ("about.html", "searchfield.html", "navigation.html"),
    "furo": (
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
    ),
}
SIDEBARS_AFTER = {"furo": ("sidebar/scroll-end.html", "sidebar/variant-selector.html")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What all sites of one run have in common."""

    posts: int
    theme: str
    builder: str
    #: How many different words posts have: a key of ``prose.PROSE_WORDS``.
    words: str
    #: Whether words are stemmed by PyStemmer.
    stemmer: bool


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
    #: Whether every page has the sidebars of the blog.
    sidebars: bool = False


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
"""
    + rich.PEOPLE,
    pages=OURS.pages,
    rich=True,
    sidebars=True,
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
    sidebars=True,
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


def write_site(variant: Variant, root: Path, options: Options) -> Site:
    """Write the site of a variant into ``root``, which is emptied first."""
    shutil.rmtree(root, ignore_errors=True)
    site = Site(
        variant=variant,
        root=root,
        builder=options.builder,
        edited=prose.post_name(options.posts // 2),
    )
    folder = site.source / BLOG
    folder.mkdir(parents=True)
    (site.source / "conf.py").write_text(configuration(variant, options), encoding="utf-8")
    for name, text in variant.pages.items():
        (site.source / name).write_text(text, encoding="utf-8")
    for number in range(options.posts):
        post = prose.post(number, options.words)
        text = rich.enriched(number, post.text, moved=variant.moved) if variant.rich else post.text
        (folder / f"{post.name}.md").write_text(text, encoding="utf-8")
    if variant.rich:
        rich.write_images(folder)
    return site


def configuration(variant: Variant, options: Options) -> str:
    """Return the ``conf.py`` of a variant."""
    parts = [
        "" if options.stemmer else NO_STEMMER,
        COMMON.format(theme=options.theme, base_url=BASE_URL),
        variant.conf,
        f"html_sidebars = {sidebars(options.theme)!r}\n" if variant.sidebars else "",
    ]
    return "".join(parts)


def sidebars(theme: str) -> dict[str, list[str]]:
    """Return the sidebars of every page: those of the blog among those of the theme."""
    before = SIDEBARS_BEFORE.get(theme, ("searchbox.html",))
    return {"**": [*before, *BLOG_SIDEBARS, *SIDEBARS_AFTER.get(theme, ())]}
