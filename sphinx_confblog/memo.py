"""What one build makes once and uses often: of each blog, and of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.util.matching import Matcher

    from sphinx_confblog.aliases import Redirect, Refusal
    from sphinx_confblog.blog import Blog
    from sphinx_confblog.boxes import Box
    from sphinx_confblog.entry import Entry, Facts
    from sphinx_confblog.feedplan import Plan
    from sphinx_confblog.feeds import FeedLink
    from sphinx_confblog.oldlinks import OldPages
    from sphinx_confblog.panels import Panel
    from sphinx_confblog.shelves import Placed
    from sphinx_confblog.written import Written


@dataclass(slots=True)
class Memo:
    """Records of one blog by docname; forgotten when documents are discovered anew."""

    #: The rendered source of generated pages.
    sources: dict[str, str] = field(default_factory=dict)
    #: What lists show of posts, in no language and in the site's.
    facts: dict[str, Facts] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    #: Digests of what lists show of posts.
    keys: dict[str, bytes] = field(default_factory=dict)
    #: What posts are about, as plain text.
    summaries: dict[str, str] = field(default_factory=dict)
    #: Docname -> related posts.
    related: dict[str, tuple[str, ...]] | None = None
    #: Key of a series -> its posts with their places.
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    #: Titles with their markup, for comparing.
    titles: dict[str, str] = field(default_factory=dict)
    #: Titles of the pages that lead to the blog.
    leading: list[str] | None = None
    #: The pages that links of an old blog may lead to.
    old_pages: OldPages | None = None
    #: The feeds that are written, and how pages name each, by its folder.
    feeds: Plan | None = None
    feed_links: dict[str, list[FeedLink]] = field(default_factory=dict)
    #: What each sidebar shows; and digests of that, by their names.
    panels: dict[str, Panel | None] = field(default_factory=dict)
    sidebars: dict[tuple[str, ...], str] = field(default_factory=dict)
    #: Where sidebars lead, by name; and their boxes by name and place of the page.
    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    boxes: dict[tuple[str, str, bool], Box] = field(default_factory=dict)


@dataclass(slots=True)
class SiteMemo:
    """What is of no single blog; forgotten likewise."""

    #: The patterns of the files of each blog.
    matchers: list[tuple[Blog, Matcher]] = field(default_factory=list)
    #: Titles as HTML.
    html_titles: dict[str, str] = field(default_factory=dict)
    #: Docname -> the section with the comments of a post.
    comments: dict[str, str] | None = None
    #: The output file of each document, and who redirects from where.
    files: dict[str, str] | None = None
    redirects: tuple[list[Redirect], list[Refusal]] | None = None
    #: Which pages show which sidebars.
    placed: Placed | None = None
    #: What the output folder holds once this build is done; None if that has not changed.
    written: Written | None = None
    #: What it held when the build began, and what is noted while the build writes.
    before: Written | None = None
    begun: Written | None = None
    #: Documents that are to be written for the blog's sake, and those that have been.
    expected: set[str] = field(default_factory=set)
    resolved: set[str] = field(default_factory=set)
