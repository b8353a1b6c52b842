"""Collects what a build knows about a site's blogs before it reads files."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sphinx_confblog.config.options import TAXONOMIES
from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.model.post import Withheld
from sphinx_confblog.model.source_layout import own_folder
from sphinx_confblog.util.language_tags import USUAL, parse_tag
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sphinx.util.matching import Matcher

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.page_templates import Templates
    from sphinx_confblog.frontmatter.records import Problem
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.post import Post
    from sphinx_confblog.model.site_addresses import SiteFiles

    #: The path of a file, and what is wrong with it.
    FileProblem = tuple[Path, Problem]


#: The last second that has a date in every zone, since 1970.
LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


def build_clock() -> datetime:
    """Return the moment of the build, in UTC; ``SOURCE_DATE_EPOCH`` sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = min(int(epoch), LAST) if epoch.isdecimal() else time.time()
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BlogSetup:
    """What a build knows of a blog in one language before it looks at files."""

    #: The options as ``conf.py`` has them, and with titles in the blog's language.
    options: BlogConfig
    config: BlogConfig
    language: Language
    #: See :mod:`sphinx_confblog.config.blog_keys`.
    key: str
    #: The folder that patterns of addresses count from.
    folder: str
    #: How Sphinx reads the files.
    encoding: str
    #: Suffixes of sources with what they are.
    suffixes: tuple[tuple[str, str], ...]
    now: datetime
    templates: Templates

    @property
    def rules(self) -> ReadingRules:
        """How front matter is read."""
        names = dict.fromkeys((*self.config.taxonomies, *TAXONOMIES))
        listed = self.config.languages
        return ReadingRules(
            zone=self.config.timezone,
            taxonomies=tuple(names),
            languages=USUAL if listed is None else (*listed, self.tag),
            suffixes=self.suffixes,
            encoding=self.encoding,
            defaults=tuple(self.config.defaults.items()),
        )

    @property
    def tag(self) -> str:
        """The language tag, as in ``pt-BR``."""
        return parse_tag(self.language.name) or self.language.name

    def shows(self, reason: Withheld | None) -> bool:
        """Return whether a post is shown in spite of *reason*, as in a preview."""
        return (
            reason is None
            or (reason is Withheld.DRAFT and self.config.drafts)
            or (reason is Withheld.SCHEDULED and self.config.future)
        )

    def marks(self, post: Post) -> tuple[Withheld, ...]:
        """Return the marks of a previewed post."""
        reason = post.withheld(self.now)
        return (reason,) if reason is not None else ()

    def has_comments(self, post: Post) -> bool:
        """Return whether a post has comments; a previewed post must not start a thread."""
        wanted = self.config.comments_default if post.comments is None else post.comments
        return self.config.comments is not None and wanted and not self.marks(post)

    def is_archived(self, post: Post) -> bool:
        """Return whether a post is too old for the docs, by what it says or by its age."""
        if post.archived is not None:
            return post.archived
        days, last = self.config.archived_after, max(post.date, post.updated or post.date)
        return post.superseded_by is not None or bool(days and (self.now - last).days >= days)


class SiteSetup(NamedTuple):
    """What a build knows of a site's blogs before it looks at files."""

    srcdir: Path
    #: As ``conf.py`` has them; the site's first blog is the first.
    blogs: tuple[BlogSetup, ...]
    #: The patterns of each blog's posts, in the order in which blogs are checked for a file.
    matchers: tuple[tuple[BlogSetup, Matcher], ...]
    #: Language -> how it is spoken.
    language: Callable[[str], Language]
    #: What the output contains besides documents.
    site_files: SiteFiles
    #: The document that all others are below.
    root_doc: str
    #: Whether Markdown is read only because of the blog: then only posts are.
    markdown_is_ours: bool
    #: Whether files named ``.markdown`` are read only because of the blog: then only posts are.
    suffix_is_lent: bool

    @property
    def rules(self) -> str:
        """Return a key that changes if heads would be read differently."""
        rules = [(blog.key, blog.rules, blog.config.post_patterns) for blog in self.blogs]
        return repr(rules)

    def blog_for_file(self, docname: str, path: str) -> BlogSetup | None:
        """Return the blog whose patterns a file matches; the site's first one comes last."""
        for blog, matches in self.matchers:
            if matches(docname) or matches(path):
                return blog
        return None

    def own_folders(
        self, sources: Iterable[str], of: Callable[[str], str] = own_folder
    ) -> dict[str, str]:
        """Return the folders of those posts that have some -> docnames of the posts' files."""
        folders = {folder: name for name in sources if (folder := of(name))}
        paths = {blog.config.path for blog in self.blogs}
        return {folder: name for folder, name in folders.items() if folder not in paths}
