"""Declares each `confblog_…` option once; a frozen BlogConfig contains their values."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sphinx_confblog.config import validators

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from sphinx_confblog.config.comments import Comments
    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.model.catalog import TermInfo

    Check = Callable[[Any], Any]


PREFIX = "confblog_"
TAXONOMIES = {
    "tags": "Tags",
    "authors": "Authors",
    "categories": "Categories",
    "series": "Series",
}


def option(
    default: Any, types: tuple[type, ...], check: Check, help: str, *, whole: bool = False,  # noqa: A002
    instead: Any = None,
) -> Any:  # fmt: skip
    """Declare one option: its default, types, check and help.

    The docs name the types; the check decides. An option of the *whole* site
    can't be set for a single blog. Use *instead* of a wrong value, if not the default.
    """
    metadata = {"types": types, "check": check, "help": help, "whole": whole, "instead": instead}
    return field(default_factory=lambda: default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlogConfig:
    """The blog's options, valid and frozen. ``conf.py`` names them with ``confblog_``."""

    path: str = option(
        "blog", (str,), validators.folder,
        "Folder of the blog. Generated pages are created in it and, by default, posts are read "
        "from it.",
    )  # fmt: skip
    posts: tuple[str, ...] | None = option(
        None, (list, tuple, str, type(None)), validators.optional_texts,
        "Patterns of the documents that may be posts, as in Sphinx's `exclude_patterns`. By "
        "default, everything below `confblog_path`.",
    )  # fmt: skip
    permalink: str | None = option(
        None, (str, type(None)), validators.permalink,
        "Pattern of the posts' URLs below `confblog_path`, such as `{year}/{month}/{slug}`. By "
        "default, a post's URL follows its file name.",
    )  # fmt: skip
    aliases: tuple[str, ...] = option(
        (), (list, tuple, str), validators.alias_patterns,
        "Patterns of the old URLs of all posts, relative to the top of the site, such as "
        "`{year}/{month}/{day}/{slug}.html`. Each gets a page that redirects to the post.",
    )  # fmt: skip
    redirects: dict[str, str] = option(
        {}, (dict,), validators.redirects,
        "Old URLs or docnames of pages and feeds, relative to the top of the site. Each maps to a "
        "document to redirect to, such as `blog/index`, or to a feed to copy, such as "
        "`blog/atom.xml`. `**/` means the folder of every feed.", whole=True,
    )  # fmt: skip
    home: str | None = option(
        None, (str, type(None)), validators.home,
        "URL of the build that contains the blog, such as `https://docs.example.org/en/latest/`. "
        "Builds with a different `html_baseurl` leave out the blog and link to this URL. By "
        "default, every build contains the blog.", whole=True,
    )  # fmt: skip
    redirect_lists: tuple[str, ...] = option(
        (), (list, tuple, str), validators.redirect_lists,
        "Redirect lists to write for servers: `netlify` writes `_redirects`, `nginx` writes "
        "`redirects.map`.", whole=True,
    )  # fmt: skip
    title: str = option("Blog", (str,), validators.text, "Title of the blog's index.")
    description: str | None = option(
        None, (str, type(None)), validators.optional_text,
        "Description of the blog's index and feeds, in one or two sentences.",
    )  # fmt: skip
    excerpt_separators: tuple[str, ...] = option(
        None, (list, tuple, str, type(None)), validators.separators,
        "What ends an excerpt: a line of its own, or an HTML comment (spaces inside it don't "
        "matter). By default: `READMORE`, `<!-- more -->`, `<!-- truncate -->` and "
        "`<!-- TEASER_END -->`.",
    )  # fmt: skip
    excerpt_paragraphs: int = option(
        1, (int,), validators.count,
        "Number of paragraphs in the excerpt of a post without a separator or an `excerpt` key; "
        "0 = no excerpt.",
    )  # fmt: skip
    posts_per_page: int = option(
        10, (int,), validators.count, "Number of posts on a page of the index; 0 = all on one page."
    )
    index_style: str = option(
        "cards", (str,), validators.posts_style,
        "How the index shows posts: `cards`, with excerpts, one below the other; `grid`, the same "
        "in boxes side by side; or `list`, with dates and titles.",
    )  # fmt: skip
    term_posts_per_page: int = option(
        50, (int,), validators.count,
        "Number of posts on a page of a term or an archive, and of releases or past events; "
        "0 = all on one page.",
    )  # fmt: skip
    term_style: str = option(
        "list", (str,), validators.posts_style,
        "How the page of a term shows its posts, as in `confblog_index_style`.",
    )  # fmt: skip
    archive_style: str = option(
        "list", (str,), validators.posts_style,
        "How the page of a year or a month shows its posts, as in `confblog_index_style`.",
    )  # fmt: skip
    ties: str = option(
        "name", (str,), validators.ties,
        "Order of posts with the same date: by `name` (their docname) or by `title`, in "
        "reverse: Z comes before A, and lower case before upper case.",
    )  # fmt: skip
    timezone: ZoneInfo | None = option(
        None, (str, type(None)), validators.zone,
        "Time zone of the site. Pages, archives and URLs use it, and so do dates that don't name a "
        "zone. By default, dates keep the zone that they name, and other dates are in UTC.",
    )  # fmt: skip
    date_format: str | None = option(
        None, (str, type(None)), validators.date_format,
        "Format of dates: a Babel pattern, or a `%` pattern as in Sphinx's own options. By "
        "default, the long date format of the language.",
    )  # fmt: skip
    drafts: bool = option(
        False,
        (bool, int),
        validators.boolean,
        "Preview: also build drafts, and mark them as drafts.",
    )
    future: bool = option(
        False, (bool, int), validators.boolean,
        "Preview: also build posts with a date in the future, and mark them as scheduled.",
    )  # fmt: skip
    defaults: dict[str, dict[str, Value]] = option(
        {}, (dict,), validators.defaults,
        "Front matter of posts that don't set it themselves, such as `author` or `draft`. The name "
        "of a key maps to its value, and a pattern of documents to the keys of these posts.",
        instead={"draft": True},
    )  # fmt: skip
    taxonomies: dict[str, str] = option(
        TAXONOMIES, (dict,), validators.taxonomies,
        "Front matter keys whose values get pages, with the titles of their index pages.",
    )  # fmt: skip
    terms: dict[str, dict[str, TermInfo]] = option(
        {}, (dict, str), validators.unchecked,
        "Details of terms: taxonomy -> id -> name, description, avatar, links, aliases and so "
        "on. A dict, or the path of a YAML file.",
    )  # fmt: skip
    term_titles: dict[str, str] = option(
        {}, (dict,), validators.term_titles,
        "Titles of the pages of terms: taxonomy -> pattern, such as `All about {term}`. By "
        "default, phrases in the blog's language, such as `Posts tagged “docker”`.",
    )  # fmt: skip
    term_heading: str = option(
        "title", (str,), validators.term_heading,
        "Heading of the page of a term: its full `title`, or only the term's `name`. Browsers, "
        "search results, feeds and social media show the title either way.",
    )  # fmt: skip
    unknown_terms: str = option(
        "ignore", (str,), validators.unknown_terms,
        "What to do about terms that `confblog_terms` doesn't list: `ignore` or `warn`.",
    )  # fmt: skip
    archives: str | None = option(
        "year", (str, type(None)), validators.archives,
        "Archive pages to generate: `year`, `month` (years and months) or `None`.",
    )  # fmt: skip
    page_paths: dict[str, str] = option(
        {}, (dict,), validators.page_paths,
        "Paths of generated pages below `confblog_path`: the folder of each taxonomy, the paths "
        "of `archive`, `releases` and `events`, and patterns for `year` and `month`.",
    )  # fmt: skip
    labels: bool = option(
        False, (bool, int), validators.boolean,
        "Whether `ref` can link to posts by file name, and to the blog's pages by labels such "
        "as `tag-docker` and `blog-tags`.", whole=True,
    )  # fmt: skip
    terms_style: str = option(
        "list", (str,), validators.terms_style,
        "How a taxonomy's index shows its terms: `list`, with counts, or `cloud`, in five sizes.",
    )  # fmt: skip
    byline: tuple[str, ...] = option(
        validators.BYLINE, (list, tuple, str), validators.byline,
        "Parts of the byline below a post's title, in this order: those of the default, and "
        "`comments` for a link to the comments.",
    )  # fmt: skip
    card_parts: tuple[str, ...] = option(
        list(validators.CARD), (list, tuple, str), validators.card_parts,
        "Parts of a card below its title, in this order: those of the default, `terms` for all "
        "taxonomies except authors, and single taxonomies, such as `tags`.",
    )  # fmt: skip
    featured_page: str | None = option(
        None, (str, type(None)), validators.optional_document,
        "Docname of the page that the label “Featured” links to, such as `blog/featured`. By "
        "default, the label isn't a link.",
    )  # fmt: skip
    reading_speed: int = option(
        200, (int,), validators.count,
        "Words per minute used to calculate the reading time; 0 = no reading time.",
    )  # fmt: skip
    covers: tuple[str, ...] = option(
        validators.COVERS, (list, tuple, str), validators.covers,
        "Where a post's `image` is shown: on its `page`, in `cards`, or both.",
    )  # fmt: skip
    image: str | None = option(
        None, (str, type(None)), validators.optional_text,
        "Image that social media show for posts without an `image`, and for indexes, archives and "
        "term pages: a URL, or a path from the source folder.",
    )  # fmt: skip
    breadcrumbs: bool | None = option(
        None, (bool, type(None)), validators.optional_boolean,
        "Whether pages of the blog have breadcrumbs above their title, such as “Blog › Tags”. By "
        "default, only in themes without breadcrumbs: alabaster, book, furo, immaterial, shibuya.",
    )  # fmt: skip
    related_posts: int = option(
        3, (int,), validators.count, "Number of related posts below a post; 0 = none."
    )
    mentions: str | None = option(
        None, (str, type(None)), validators.mentions,
        "Where pages outside the blog show the newest posts that link to them: at the end of the "
        "`page`, or below the descriptions of `objects`. By default, nowhere.", whole=True,
    )  # fmt: skip
    about_authors: bool = option(
        False, (bool, int), validators.boolean,
        "Whether posts end with the picture, description and links of each author, from "
        "`confblog_terms`.",
    )  # fmt: skip
    references: bool = option(
        False, (bool, int), validators.boolean,
        "Whether posts end with a list of the objects that they link to, in this project and in "
        "others.",
    )  # fmt: skip
    link_versions: bool = option(
        False, (bool, int), validators.boolean,
        "Whether “Added in version 2.4” and similar notes on documentation pages link to the post "
        "with `version: 2.4`.", whole=True,
    )  # fmt: skip
    announce: dict[str, str] | None = option(
        None, (dict, type(None)), validators.announce,
        "Options of `postlist`, such as `tags`, that select a post to announce, and the number of "
        "`days` to show it (14 by default). All pages show the newest matching post in the "
        "theme's announcement bar. By default, nothing is announced.", whole=True,
    )  # fmt: skip
    archived_after: int = option(
        0, (int,), validators.count,
        "Age in days after which posts show a notice that the docs may have changed; 0 = never.",
    )  # fmt: skip
    archived_notice: str | None = option(
        None, (str, type(None)), validators.archived_notice,
        "Text of the notice above archived posts. `{year}` and `{date}` are replaced with those of "
        "the post. By default, a phrase in the blog's language.",
    )  # fmt: skip
    calendars: bool | None = option(
        None, (bool, type(None)), validators.optional_boolean,
        "Whether to write calendar files (`.ics`) for events. By default, if icalendar is "
        "installed. With `True`, the build warns if it isn't.",
    )  # fmt: skip
    metadata: bool = option(
        True, (bool, int), validators.boolean,
        "Whether pages include Open Graph tags, Twitter cards and JSON-LD for social media and "
        "search engines.",
    )  # fmt: skip
    feeds: tuple[str, ...] = option(
        # A list, so that the command line can set it too.
        ["atom"], (list, tuple, str), validators.feeds,
        "Feed formats for the blog and for each term: `atom`, `rss`, `json`. Feeds require "
        "`html_baseurl`.",
    )  # fmt: skip
    feed_title: str | None = option(
        None, (str, type(None)), validators.optional_text,
        "Title of the blog's feeds. By default, the project's name and the blog's title, such as "
        "`Project: Blog`, or one of them if it contains the other.",
    )  # fmt: skip
    feed_length: int = option(
        20, (int,), validators.count, "Number of posts in a feed, newest first; 0 = all."
    )
    feed_content: str = option(
        "full", (str,), validators.feed_content,
        "Content of each post in a feed: its `full` text, or only its `excerpt`.",
    )  # fmt: skip
    feed_years: bool = option(
        False, (bool, int), validators.boolean, "Whether each year has a feed too."
    )
    feed_discovery: str = option(
        "blog", (str,), validators.feed_discovery,
        "Pages that announce the feeds to browsers and feed readers: those of the `blog`, or all "
        "pages of the `site`.", whole=True,
    )  # fmt: skip
    comments: Comments | None = option(
        {}, (dict,), validators.mapping,
        "Comments provider and its settings, starting with `provider`. By default, there are no "
        "comments.",
    )  # fmt: skip
    comments_default: bool = option(
        True, (bool, int), validators.boolean,
        "Whether posts without a `comments` key have comments, if there is a provider.",
    )  # fmt: skip
    sidebar_posts: int = option(
        5, (int,), validators.count, "Number of posts in the sidebar of recent posts; 0 = all."
    )
    sidebar_terms: int = option(
        20, (int,), validators.count,
        "Number of terms in a sidebar, starting with those that have the most posts; 0 = all.",
    )  # fmt: skip

    languages: dict[str, dict[str, Any]] | None = option(
        None, (list, dict, type(None)), validators.languages,
        "Languages with lists of their own, besides the blog's main language; a dict sets "
        "options for each, such as `title`. By default, every language that posts use. With an "
        "empty list, all posts are listed together.",
    )  # fmt: skip
    language: str | None = option(
        None, (str, type(None)), validators.language,
        "Language of the blog's interface text, and of posts that don't name one. By default, "
        "the site's.",
    )  # fmt: skip
    blogs: dict[str, dict[str, Any]] = option(
        {}, (dict,), validators.blogs,
        "More blogs: name -> options without `confblog_`, such as `path` and `title`. Options "
        "not set here are inherited from the site's first blog.", whole=True,
    )  # fmt: skip

    @property
    def zone(self) -> tzinfo:
        """Return the time zone of dates without one."""
        return self.timezone or UTC

    @property
    def post_patterns(self) -> tuple[str, ...]:
        """Return the patterns of the documents that may be posts."""
        return self.posts if self.posts is not None else (self.below("**"),)

    def below(self, name: str) -> str:
        """Return the docname of the generated page *name*, such as ``tags/index``."""
        return f"{self.path}/{name}" if self.path else name


def default_of(declared: Field[Any]) -> Any:
    """Return the default of an option."""
    assert declared.default_factory is not MISSING
    return declared.default_factory()
