"""Runs an import: finds posts, rewrites and writes them, and reports."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.importers.addresses import is_draft, new_address, permalink
from sphinx_confblog.importers.detection import describe_format, describe_nothing
from sphinx_confblog.importers.front_matter import add_alias, normalise
from sphinx_confblog.importers.generators import (
    docusaurus,
    jekyll,
    middleman,
    mkdocs,
    nikola,
    pelican,
    wordpress,
)
from sphinx_confblog.importers.generators.hugo.posts import read as read_hugo
from sphinx_confblog.importers.links import NEEDS_ANCHORS, Links
from sphinx_confblog.importers.markdown import (
    extensions_in,
    map_fences,
    map_marks,
    map_schemes,
    note_leftovers,
    notebook_text,
)
from sphinx_confblog.importers.output import TAXONOMIES, copy, judge, write, yaml_head
from sphinx_confblog.importers.records import (
    NO_POST,
    UNSHOWN,
    UNUSED,
    Line,
    Outcome,
    Remark,
    Report,
)
from sphinx_confblog.importers.rst import RstLinks, adapt_directives, with_fields
from sphinx_confblog.importers.source_tree import Tree, UnreadableError, look_through
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import escape_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sphinx_confblog.importers.files import Moment, Reader
    from sphinx_confblog.importers.records import Article, OldBlog

    #: Passes posts on, and tells somebody how far it is: posts, their number, what is being done.
    Watch = Callable[[list[Article], int, str], Iterable[Article]]


READERS: dict[str, Reader] = {
    "docusaurus": docusaurus.read,
    "hugo": read_hugo,
    "jekyll": jekyll.read,
    "middleman": middleman.read,
    "mkdocs": mkdocs.read,
    "nikola": nikola.read,
    "pelican": pelican.read,
    "wordpress": wordpress.read,
}

NEEDS_RST = 'some posts are reStructuredText: if conf.py sets source_suffix, it needs ".rst"'
NEEDS_NOTEBOOKS = 'some posts are notebooks: install myst-nb, and add "myst_nb" to extensions'
NEEDS_LINKIFY = "some posts have bare URLs: to link them, install linkify-it-py"
IMAGES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico"])


class Job(NamedTuple):
    """What is to be imported, and how."""

    format: str
    source: Path
    target: Path
    #: Where the blog lives in the new site, as ``confblog_path``.
    path: str
    moment: Moment
    watch: Watch
    #: The only file to look at.
    only: str = ""
    force: bool = False
    dry: bool = False


def import_blog(job: Job) -> Report:
    """Import a blog and return the report; raises ToolMissingError for a missing library."""
    tree = look_through(job.source, job.target)
    if job.only:
        _look_at(tree, job.only)
    blog = READERS[job.format](tree, job.moment)
    report = Report(dry=job.dry, notes=blog.notes)
    _check_format(report, tree, blog, job)
    _name_apart(blog)
    if blog.plain_titles:
        _escape_titles(blog)
    for article in blog.articles:
        new = new_address(article.name, job.path)
        if olds := [address for address in article.addresses if address != new]:
            add_alias(article, *olds)
    pattern = permalink(blog)
    if pattern:
        blog.proposals["confblog_permalink"] = pattern
    links = Links(tree, blog)
    for article in job.watch(blog.articles, len(blog.articles), "importing"):
        report.lines.append(_one(article, blog, links, job))
    for source, name in sorted(links.copies.items()):
        report.lines.append(_copied(tree, source, name, job))
    if any(article.is_rst for article in blog.articles):
        report.notes.append(NEEDS_RST)
    if any(article.notebook for article in blog.articles):
        report.notes.append(NEEDS_NOTEBOOKS)
        blog.proposals["nb_execution_mode"] = "off"
    _propose_extensions(report, blog)
    report.proposals = blog.proposals
    _add_rest(report, tree, blog)
    return report


def _propose_extensions(report: Report, blog: OldBlog) -> None:
    """Propose the extensions and options of MyST that posts need."""
    used = {
        name for article in blog.articles
        for name in extensions_in(article, linkifies=blog.linkifies)
    }  # fmt: skip
    if used:
        blog.proposals["myst_enable_extensions"] = sorted(used)
    if any(NEEDS_ANCHORS in remark.text for line in report.lines for remark in line.remarks):
        blog.proposals["myst_heading_anchors"] = 6
    if "dollarmath" in used:
        # Kramdown has math in a line between two signs, too; prices are none.
        blog.proposals["myst_dmath_double_inline"] = True
        blog.proposals["myst_dmath_allow_space"] = blog.proposals["myst_dmath_allow_digits"] = False
    if "strikethrough" in used:
        # MyST warns of each one, since it has them in HTML alone.
        blog.proposals["suppress_warnings"] = ["myst.strikethrough"]
    if "linkify" in used:
        report.notes.append(NEEDS_LINKIFY)


def _check_format(report: Report, tree: Tree, blog: OldBlog, job: Job) -> None:
    """Say where posts may be if there is none, and whether the folder is another generator's."""
    if blog.articles:
        report.notes.extend(describe_format(tree, job.format, anywhere=False))
    elif not any(skipped.failed for skipped in blog.skipped):
        report.errors.extend(describe_nothing(tree, blog, job.format))


def _look_at(tree: Tree, name: str) -> None:
    """Limit the tree to one export file and the uploads beside it."""
    tree.paths = [path for path in tree.paths if path == name or path.startswith("wp-content/")]
    tree.skipped.clear()


def _name_apart(blog: OldBlog) -> None:
    """Give each post a file name of its own, also where file systems ignore case."""
    taken: set[str] = set()
    for article in blog.articles:
        name, number = article.name, 1
        while article.name.casefold() in taken:
            number += 1
            article.name = f"{name}-{number}"
        if number > 1:
            article.note(1, f"another post has the file name {name}, too")
        taken.add(article.name.casefold())


def _escape_titles(blog: OldBlog) -> None:
    """Escape the character references in titles, which a build would read as HTML."""
    for article in blog.articles:
        title = article.front.get("title")
        if isinstance(title, str):
            article.front["title"] = escape_characters(title)


def _one(article: Article, blog: OldBlog, links: Links, job: Job) -> Line:
    """Rewrite and write a post, and return its line of the report."""
    map_marks(article, blog.marks)
    if not article.is_rst:
        map_schemes(article)
        map_fences(article)
    links.rewrite(article)
    if article.is_rst:
        RstLinks(links, article).rewrite()
    normalise(article)
    rules = ReadingRules(zone=blog.zone, taxonomies=TAXONOMIES)
    try:
        reading = judge(article, rules, job.moment.now)
        if reading.post and article.slug and reading.post.slug != article.slug:
            # Its old address had another name than its file.
            article.front["slug"] = article.slug
            judge(article, rules, job.moment.now)
    except UnreadableError as error:
        return Line(article.source, Outcome.FAILED, why=f"line {error.line}: {error}")
    normalise(article)
    note_leftovers(article, blog.kinds)
    if article.is_rst:
        adapt_directives(article)
    content, first = new_text(article)
    remarks = [in_new_file(remark, first) for remark in article.remarks]
    outcome, why = _safely(
        lambda path: write(path, content.encode(), force=job.force, dry=job.dry),
        job.target / article.file,
    )
    return Line(
        article.source, outcome, article.file, why, tuple(sorted(remarks)),
        draft=is_draft(article),
    )  # fmt: skip


def new_text(article: Article) -> tuple[str, int]:
    """Return the text of the new file, and the line in it that line 0 of the body would have."""
    if article.is_rst:
        return with_fields(article.front, article.body), 1
    if article.notebook is not None:
        return notebook_text(article.notebook, yaml_head(article.front), article.body), 1
    head, body = f"{yaml_head(article.front)}\n", article.body.lstrip("\n")
    return head + body, head.count("\n") + 1 - (len(article.body) - len(body))


def in_new_file(remark: Remark, first: int) -> Remark:
    """Return a remark with its line in the new file, whose body begins in line *first*."""
    return Remark(remark.line + first, remark.text, new=True) if remark.new else remark


def _copied(tree: Tree, source: str, name: str, job: Job) -> Line:
    """Copy a file that belongs to a post, and return its line of the report."""
    old = tree.root / source
    outcome, why = _safely(
        lambda path: copy(old, path, force=job.force, dry=job.dry), job.target / name
    )
    return Line(source, outcome, name, why)


def _safely(put: Callable[[Path], tuple[Outcome, str]], path: Path) -> tuple[Outcome, str]:
    """Write a file, and return the outcome; if that fails, with the system's message."""
    try:
        return put(path)
    except OSError as error:
        return Outcome.FAILED, f"{error.strerror or error}"


def _add_rest(report: Report, tree: Tree, blog: OldBlog) -> None:
    """Add a line to the report for every other file, with the reason why it was left out."""
    told = {line.source for line in report.lines}
    for skipped in (*blog.skipped, *tree.skipped):
        if skipped.path not in told:
            told.add(skipped.path)
            outcome = Outcome.FAILED if skipped.failed else Outcome.SKIPPED
            report.lines.append(Line(skipped.path, outcome, why=skipped.why))
    read = {source.partition("#")[0] for source in told if "#" in source}
    for path in tree.paths:
        if path not in told:
            why = "read; its posts are listed one by one" if path in read else _why_not(path)
            report.lines.append(Line(path, Outcome.SKIPPED, why=why))


def _why_not(path: str) -> str:
    """Return why a file that nothing asked for was left out."""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in {".md", ".markdown", ".mdx", ".rst", ".txt", ".html", ".htm"}:
        return NO_POST
    return UNSHOWN if suffix in IMAGES else UNUSED
