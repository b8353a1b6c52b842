"""Warns of pages that may be meant as posts: without a date, or in no folder of posts."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.config.validators import ALL
from sphinx_confblog.discovery.project import blogs_of, project_of
from sphinx_confblog.discovery.scanner import defaults_of
from sphinx_confblog.discovery.unread_files import (
    head_of,
    markdown_problem,
    may_be_stray,
    stray_problem,
)
from sphinx_confblog.frontmatter.formats import RST, known_format
from sphinx_confblog.frontmatter.records import FrontMatter, FrontMatterError
from sphinx_confblog.frontmatter.values import FrontMatterValues
from sphinx_confblog.model.post import ReadResult
from sphinx_confblog.model.post_reader import undated
from sphinx_confblog.model.source_layout import INDEX, folders_of, misplaced_date, telling_name
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import PurePath

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.discovery.project import BlogProject
    from sphinx_confblog.discovery.setup import SiteSetup
    from sphinx_confblog.frontmatter.records import Problem


#: The extension whose posts are others.
ABLOG = "ablog"


def report_undated(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of files among the posts that have no date and are in no toctree (``env-updated``).

    They are those of Sphinx's own warning that a document isn't in a toctree.
    """
    listed = set(env.files_to_rebuild).union({env.config.root_doc}, *env.included.values())
    orphans = {name for name, metadata in env.metadata.items() if "orphan" in metadata}
    for docname, path in undated_files(blogs_of(env)).items():
        if docname not in listed | orphans and docname in env.all_docs:
            warn_undated(blogs_of(env), docname, path)


def warn_undated(blogs: Blogs, docname: str, path: Path) -> None:
    """Warn that a file isn't a post, because it has no date."""
    warn(Kind.DATE, f"this file {undated_text(blogs, docname, path)}.", f"{path}:1")


def report_strays(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pages that are meant as posts, but are in no folder of posts (``env-updated``).

    Sphinx's stored metadata shows which files to open: hardly any.
    """
    owners, setup = blogs_of(env).owners, project_of(env).setup
    others = ((name, data) for name, data in env.metadata.items() if name not in owners)
    names = (
        name
        for name, data in others
        if may_be_stray(name, data)
        or is_default_draft(setup, name, Path(env.doc2path(name, base=False)))
    )
    warn_strays(stray_posts(project_of(env), app.config.extensions, sorted(names)))


def report_unread_markdown(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of Markdown files that use the blog and are not read (``env-updated``).

    Those that a page includes are read.
    """
    files = project_of(env).markdown
    used = {
        os.path.normpath(env.srcdir / path)
        for paths in (env.dependencies.values() if files else ())
        for path in paths
    }
    for path in sorted(files.values()):
        problem = markdown_problem(path) if os.path.normpath(path) not in used else None
        if problem is not None:
            warn_strays([(path, problem)])


def warn_strays(strays: Iterable[tuple[Path, Problem]]) -> None:
    """Warn of some files."""
    for path, problem in strays:
        warn(Kind(problem.subtype), problem.text, f"{path}:{problem.line}")


def stray_posts(
    project: BlogProject, extensions: Container[str], docnames: Iterable[str]
) -> Iterator[tuple[Path, Problem]]:
    """Yield those of some documents that are meant as posts, and are in no folder of posts.

    With ABlog, they are its own.
    """
    setup = project.setup
    patterns = dict.fromkeys(p for blog in setup.blogs for p in blog.config.post_patterns)
    for docname in docnames if ABLOG not in extensions else ():
        if docname in project.blogs.posts or project.is_generated(docname):
            continue
        path = project.doc2path(docname, absolute=False)
        form = known_format(path.name, project.blogs.main.suffixes)
        if form is None or setup.blog_for_file(docname, path.as_posix()) is not None:
            continue
        source = Path(project.srcdir, path)
        with contextlib.suppress(OSError, FrontMatterError):
            head = form.read(source) or FrontMatter({})
            draft = is_default_draft(setup, docname, path)
            problem = stray_problem(docname, head, patterns, draft=draft)
            if problem is not None:
                yield source, problem


def is_default_draft(setup: SiteSetup, docname: str, path: PurePath) -> bool:
    """Return whether ``confblog_defaults`` withholds the posts of a folder that a file is in."""
    for rules in (blog.rules for blog in setup.blogs):
        folders = tuple(each for each in rules.defaults if each[0] != ALL)
        given = defaults_of(docname, path.as_posix(), rules._replace(defaults=folders))
        if FrontMatterValues(FrontMatter({}), rules, defaults=given).draft():
            return True
    return False


def undated_text(blogs: Blogs, docname: str, path: Path) -> str:
    """Return the message about a file without a date."""
    text = undated(docname, telling_name(path), blogs.main.rules, blogs.main.now)
    if (line := misplaced_date(head_of(path))) is None:
        return text
    is_rst = known_format(path.name, blogs.main.suffixes) is RST
    where = (
        "at the top, or right below a title with a complete underline" if is_rst else "at the top"
    )
    return f"{text}. The date in line {line} is not read: front matter is {where}"


def undated_files(blogs: Blogs) -> dict[str, Path]:
    """Return the files among the posts, by docname, that are pages only for want of a date.

    That leaves out the user's own version of a generated page, the pages in a post's folder, and
    files with another problem, which says what became of them.
    """
    own = {name for blog in blogs.all for name in (*blog.listings, blog.config.below(INDEX))}
    sources = (post.source_docname for post in blogs.posts.values())
    folders = blogs.setup.own_folders(sources).keys()
    return {
        name: path
        for name, path in blogs.files.items()
        if blogs.heads[name].result == ReadResult()
        and name not in own
        and name not in blogs.attached
        and folders.isdisjoint(folders_of(name))
    }
