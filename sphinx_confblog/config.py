"""The options of ``conf.py``: each declared once, and frozen for the code below."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_confblog import checks

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from sphinx_confblog.settings import Comments
    from sphinx_confblog.terms import TermInfo

PREFIX = "confblog_"
TAXONOMIES = {
    "tags": "Tags",
    "authors": "Authors",
    "categories": "Categories",
    "series": "Series",
}


def option(
    default: Any, types: tuple[type, ...], check: Check, help: str, *, whole: bool = False  # noqa: A002
) -> Any:  # fmt: skip
    """Declare one option: what it is without being set, its types, its check and its help.

    The types are those that the docs name; the check decides. An option of the *whole* site
    cannot be another for one of its blogs.
    """
    metadata = {"types": types, "check": check, "help": help, "whole": whole}
    return field(default_factory=lambda: default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogConfig:
    """The blog's options, valid and frozen. ``conf.py`` names them with ``confblog_``."""

    path: str = option(
        "blog", (str,), checks.folder,
        "Folder where the blog lives: the start of the names of its generated pages, and of its "
        "posts by default.",
    )  # fmt: skip
    posts: tuple[str, ...] | None = option(
        None, (list, tuple, str, type(None)), checks.optional_texts,
        "Patterns of the documents that may be posts, as in Sphinx's `exclude_patterns`; "
        "without it, everything below `confblog_path`.",
    )  # fmt: skip
    permalink: str | None = option(
        None, (str, type(None)), checks.permalink,
        "Pattern of the posts' addresses below `confblog_path`, such as `{year}/{month}/{slug}`; "
        "without it, a post's address is that of its file.",
    )  # fmt: skip
    aliases: tuple[str, ...] = option(
        (), (list, tuple, str), checks.alias_patterns,
        "Patterns of old addresses that all posts had, from the top of the site, such as "
        "`{year}/{month}/{day}/{slug}.html`: pages that redirect stand there.",
    )  # fmt: skip
    redirect_lists: tuple[str, ...] = option(
        (), (list, tuple, str), checks.redirect_lists,
        "Lists of the redirects for servers: `netlify` writes `_redirects`, `nginx` writes "
        "`redirects.map`.", whole=True,
    )  # fmt: skip
    title: str = option("Blog", (str,), checks.text, "Title of the blog's index, and of its feeds.")
    description: str | None = option(
        None, (str, type(None)), checks.optional_text,
        "What the blog is about, in one or two sentences: the description of its index, and of "
        "its feeds.",
    )  # fmt: skip
    excerpt_separators: tuple[str, ...] = option(
        None, (list, tuple, str, type(None)), checks.separators,
        "What ends an excerpt: a line of its own, or an HTML comment (blanks inside do not "
        "matter). Without it: `READMORE`, `<!-- more -->`, `<!-- truncate -->` and "
        "`<!-- TEASER_END -->`.",
    )  # fmt: skip
    excerpt_paragraphs: int = option(
        1, (int,), checks.count,
        "How many paragraphs are the excerpt of a post without separator and `excerpt`; 0 = none.",
    )  # fmt: skip
    posts_per_page: int = option(
        10, (int,), checks.count, "How many posts a page of the index shows; 0 = all on one page."
    )
    term_posts_per_page: int = option(
        50, (int,), checks.count,
        "How many posts a page of a term or of an archive lists; 0 = all on one page.",
    )  # fmt: skip
    timezone: ZoneInfo = option(
        "UTC", (str,), checks.zone,
        "Zone of dates that name none, and of the days, months and years of the archives.",
    )  # fmt: skip
    date_format: str | None = option(
        None, (str, type(None)), checks.date_format,
        "How dates are shown: a Babel pattern, or one with `%` as in Sphinx's own options; "
        "without it, the language's long date.",
    )  # fmt: skip
    drafts: bool = option(
        False, (bool, int), checks.boolean, "Preview: also build drafts, marked as such."
    )
    future: bool = option(
        False, (bool, int), checks.boolean,
        "Preview: also build posts whose date is to come, marked as such.",
    )  # fmt: skip
    taxonomies: dict[str, str] = option(
        TAXONOMIES, (dict,), checks.taxonomies,
        "Front-matter keys whose values have pages, with the titles of their indexes.",
    )  # fmt: skip
    terms: dict[str, dict[str, TermInfo]] = option(
        {}, (dict, str), checks.unchecked,
        "What is known of terms: taxonomy -> id -> name, description, avatar, links, aliases …; a "
        "dict, or the path of a YAML file.",
    )  # fmt: skip
    unknown_terms: str = option(
        "ignore", (str,), checks.unknown_terms,
        'What to do with a term that `confblog_terms` does not list: "ignore" or "warn".',
    )  # fmt: skip
    archives: str | None = option(
        "year", (str, type(None)), checks.archives,
        'Which archive pages there are: "year", "month" (both) or None.',
    )  # fmt: skip
    terms_style: str = option(
        "list", (str,), checks.terms_style,
        'How the page of a taxonomy shows its terms: "list", with counts, or "cloud", in sizes.',
    )  # fmt: skip
    byline: tuple[str, ...] = option(
        checks.BYLINE, (list, tuple, str), checks.byline,
        "What stands below a post's title, in this order.",
    )  # fmt: skip
    reading_speed: int = option(
        200, (int,), checks.count,
        "Words a minute that the reading time of a post is reckoned with; 0 = none is shown.",
    )  # fmt: skip
    covers: tuple[str, ...] = option(
        checks.COVERS, (list, tuple, str), checks.covers,
        "Where the `image` of a post is shown: on its `page`, in `cards`.",
    )  # fmt: skip
    related_posts: int = option(
        3, (int,), checks.count, "How many related posts stand below a post; 0 = none."
    )
    metadata: bool = option(
        True, (bool, int), checks.boolean,
        "Whether pages carry Open Graph, Twitter card and JSON-LD, for timelines and search "
        "engines.",
    )  # fmt: skip
    feeds: tuple[str, ...] = option(
        # A list, so that the command line can set it too.
        ["atom"], (list, tuple, str), checks.feeds,
        "Which feeds there are, for the blog and for each term: `atom`, `rss`, `json`. They "
        "need `html_baseurl`.",
    )  # fmt: skip
    feed_length: int = option(
        20, (int,), checks.count, "How many posts a feed holds, the newest; 0 = all."
    )
    feed_content: str = option(
        "full", (str,), checks.feed_content,
        'What a feed holds of a post: "full", its whole text, or "excerpt".',
    )  # fmt: skip
    feed_discovery: str = option(
        "blog", (str,), checks.feed_discovery,
        'Which pages name the feeds to feed readers: those of the "blog", or all of the "site".',
        whole=True,
    )  # fmt: skip
    comments: Comments | None = option(
        {}, (dict,), checks.mapping,
        "Who keeps the comments: `provider` and its settings; without it, there are none.",
    )  # fmt: skip
    comments_default: bool = option(
        True, (bool, int), checks.boolean,
        "Whether posts that do not say `comments` have comments, where there is a provider.",
    )  # fmt: skip
    sidebar_posts: int = option(
        5, (int,), checks.count, "How many posts the sidebar of recent posts lists; 0 = all."
    )
    sidebar_terms: int = option(
        20, (int,), checks.count,
        "How many terms a sidebar shows, those with the most posts; 0 = all.",
    )  # fmt: skip

    languages: dict[str, dict[str, Any]] | None = option(
        None, (list, dict, type(None)), checks.languages,
        "Languages that have lists of their own, besides the blog's own; a dict gives options of "
        "each, such as `title`. Without it: those that posts name. An empty list: none.",
    )  # fmt: skip
    language: str | None = option(
        None, (str, type(None)), checks.language,
        "Language of the blog's words, and of posts that name none; without it, the site's.",
    )  # fmt: skip
    blogs: dict[str, dict[str, Any]] = option(
        {}, (dict,), checks.blogs,
        "More blogs: name -> options that are its own, such as `path` and `title`, without "
        "`confblog_`. Its others are those of the site's first blog.", whole=True,
    )  # fmt: skip

    @property
    def post_patterns(self) -> tuple[str, ...]:
        """Patterns of the documents that may be posts."""
        return self.posts if self.posts is not None else (self.below("**"),)

    def below(self, name: str) -> str:
        """The docname of the generated page *name*, such as ``tags/index``."""
        return f"{self.path}/{name}" if self.path else name


def default_of(declared: Field[Any]) -> Any:
    """What an option is when ``conf.py`` does not set it."""
    assert declared.default_factory is not MISSING
    return declared.default_factory()


if TYPE_CHECKING:
    Check = Callable[[Any], Any]
