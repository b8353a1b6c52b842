"""Writes the sites that are compared: the same posts, and what each extension needs around them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import api
import prose
import rich

if TYPE_CHECKING:
    from collections.abc import Callable
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
class Sizes:
    """How much of everything a site has."""

    #: Posts of a site that is a blog, and of one that has a blog.
    posts: int
    #: Modules that autodoc describes.
    modules: int
    #: Objects described by hand, and the pages that describe them.
    objects: int
    pages: int


def sizes(posts: int) -> Sizes:
    """Return the sizes of everything if blogs have so many posts."""
    return Sizes(
        posts=posts,
        modules=max(posts // 2, 1),
        objects=2 * posts,
        pages=max(3 * posts // 10, 1),
    )


def as_is(number: int, text: str, of: Sizes) -> str:
    """Return the text of a post."""
    return text


def add_nothing(source: Path, of: Sizes) -> None:
    """Add no files to the source folder."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """One way to build the posts: the module it needs, its configuration and its own pages."""

    name: str
    module: str
    conf: str
    pages: dict[str, str]
    #: The variant that it is compared with.
    base: str = "plain"
    #: Turns the text of a post, of which it also gets the number, into the variant's.
    change_post: Callable[[int, str, Sizes], str] = as_is
    #: Writes more files into the source folder.
    add_files: Callable[[Path, Sizes], None] = add_nothing
    #: One of so many posts is built.
    posts_divisor: int = 1
    #: Whether posts have had other addresses.
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
    change_post=lambda number, text, _: rich.enriched(number, text, moved=False),
    add_files=lambda source, _: rich.write_images(source / BLOG),
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
    change_post=lambda number, text, _: rich.enriched(number, text, moved=True),
    add_files=READERS.add_files,
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

# A documented package with a few posts, which is what most sites are that get a blog.
AUTODOC = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "library"))
"""

HOST_PLAIN = Variant(
    name="host-plain",
    module="myst_parser",
    conf=f"""{AUTODOC}extensions = ["sphinx.ext.autodoc", "myst_parser"]\n{QUIET}""",
    pages={"index.md": "# Benchmark\n\n```{toctree}\napi/index\n```\n"},
    base="host-plain",
    add_files=lambda source, of: api.write_documented(source, modules=of.modules),
    posts_divisor=25,
)

HOST = Variant(
    name="host",
    module="sphinx_confblog",
    conf=f"""{AUTODOC}extensions = ["sphinx.ext.autodoc", "sphinx_confblog"]\n""",
    pages={"index.md": f"# Benchmark\n\n```{{toctree}}\napi/index\n{BLOG}/index\n```\n"},
    base=HOST_PLAIN.name,
    add_files=HOST_PLAIN.add_files,
    posts_divisor=HOST_PLAIN.posts_divisor,
)


def add_references(number: int, text: str, of: Sizes) -> str:
    """Return the text of a post with references to the API."""
    return api.referring(number, text, pages=of.pages, objects=of.objects)


def add_changes(number: int, text: str, of: Sizes) -> str:
    """Return the text of a post with references to the API, or a release post with them."""
    text = api.releasing(number, text, posts=of.posts)
    return add_references(number, text, of)


# Posts that refer to an API, and the same with all that the blog makes of that.
REFERENCES = Variant(
    name="references",
    module="sphinx_confblog",
    conf=OURS.conf,
    pages=HOST.pages,
    base="references",
    change_post=add_references,
    add_files=lambda source, of: api.write_described(source, pages=of.pages, objects=of.objects),
)

MENTIONS = Variant(
    name="mentions",
    module="sphinx_confblog",
    conf=REFERENCES.conf
    + """\
confblog_mentions = "page"
confblog_references = True
confblog_link_versions = True
confblog_announce = {"days": 36500}
confblog_archived_after = 730
""",
    pages=REFERENCES.pages,
    base=REFERENCES.name,
    change_post=add_changes,
    add_files=REFERENCES.add_files,
)

USUAL = (PLAIN, OURS, READERS, EVERYTHING, ABLOG)
VARIANTS = {variant.name: variant for variant in (*USUAL, HOST_PLAIN, HOST, REFERENCES, MENTIONS)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A site on disk: its folder, its builder, and the post that gets edited."""

    variant: Variant
    root: Path
    builder: str
    #: How many posts it has.
    posts: int
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
    posts = max(options.posts // variant.posts_divisor, 1)
    site = Site(
        variant=variant,
        root=root,
        builder=options.builder,
        posts=posts,
        edited=prose.post_name(posts // 2),
    )
    folder = site.source / BLOG
    folder.mkdir(parents=True)
    (site.source / "conf.py").write_text(configuration(variant, options), encoding="utf-8")
    for name, text in variant.pages.items():
        (site.source / name).write_text(text, encoding="utf-8")
    for number in range(posts):
        post = prose.post(number, options.words)
        text = variant.change_post(number, post.text, sizes(options.posts))
        (folder / f"{post.name}.md").write_text(text, encoding="utf-8")
    variant.add_files(site.source, sizes(options.posts))
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
