"""Reports the problems of posts and terms, and how many posts were published or withheld."""

from __future__ import annotations

import contextlib
import logging as stdlib_logging
import os
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.config import CONFIG_FILENAME
from sphinx.util import logging

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.config.options import PREFIX
from sphinx_confblog.discovery.generated_pages import is_shipped
from sphinx_confblog.discovery.project import blogs_of, home_of, project_of
from sphinx_confblog.discovery.unread_files import has_date, head_of, may_be_stray, stray_problem
from sphinx_confblog.domain import BEHIND_BLOG, blog_domain, hint
from sphinx_confblog.frontmatter.formats import RST, known_format, line_of
from sphinx_confblog.frontmatter.keys import forms
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.model.catalog import short_names
from sphinx_confblog.model.post import ReadResult, Withheld
from sphinx_confblog.model.post_reader import undated
from sphinx_confblog.model.source_layout import INDEX, folders_of, misplaced_date, telling_name
from sphinx_confblog.util.builders import shared_files
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.discovery.project import BlogProject
    from sphinx_confblog.domain import Targets
    from sphinx_confblog.frontmatter.records import Problem
    from sphinx_confblog.model.catalog import Remark


logger = logging.getLogger(__name__)

#: The key that names the post that replaces another.
SUCCESSOR = "superseded_by"
#: The extension whose posts are others.
ABLOG = "ablog"


class TemplateLocations(stdlib_logging.Filter):
    """Names the user's template in warnings of a generated page that is made from it.

    The page has no file that could be mended.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__()
        self.env = env

    def filter(self, record: stdlib_logging.LogRecord) -> bool:
        """Keep all records; Sphinx has made their locations texts already."""
        location = getattr(record, "location", None)
        if isinstance(location, str):
            record.location = self.in_template(location)
        return True

    def in_template(self, location: str) -> str:
        """Return the line of the user's template for one of a generated page."""
        path, _, line = location.rpartition(":")
        docname = project_of(self.env).path2doc(path) if line.isdecimal() else None
        blogs = blogs_of(self.env)
        if docname is None or docname not in blogs.pages:
            return location
        page = blogs.rendered(docname)
        return location if page.is_shipped else f"{page.path}:{line}"


def name_templates(app: Sphinx) -> None:
    """Begin to name templates in warnings (``builder-inited``).

    Sphinx makes new handlers for each application.
    """
    for handler in stdlib_logging.getLogger(logging.NAMESPACE).handlers:
        handler.addFilter(TemplateLocations(app.env))


def report_problems(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of every problem, in each build until it is fixed (``env-before-read-docs``)."""
    report_blog(cast("BlogProject", env.project), Path(app.confdir, CONFIG_FILENAME))


def report_successors(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of posts that are said to replace others and do not exist (``env-before-read-docs``)."""
    if home_of(env) is None:
        report_missing_successors(project_of(env), blog_domain(env))


def report_missing_successors(project: BlogProject, targets: Targets) -> None:
    """Warn of posts that are said to replace others and do not exist."""
    blogs = project.blogs
    for docname, post in sorted(blogs.posts.items()):
        target = post.superseded_by
        found = targets.post(target, docname) if target else None
        if target and found in {None, docname} and withheld_reason(blogs, target) is None:
            path = Path(project.doc2path(docname, absolute=True))
            line = line_of(path, (SUCCESSOR,), blogs.of(docname).suffixes)
            text = f"no post is called {target!r}{hint(targets, 'post', target, docname)}"
            if found:
                text = f"{target!r} is this post itself; name the post that replaces it"
            warn(Kind.KEY, f"{SUCCESSOR}: {text}", f"{path}:{line}")


def withheld_reason(blogs: Blogs, target: str) -> Withheld | None:
    """Return why a post that may be meant is withheld; it is linked to once it is public."""
    name = target.rpartition("/")[2].rpartition(BEHIND_BLOG)[2]
    for blog in blogs.all:
        for docname, reason in blog.withheld.items():
            head = blogs.heads.get(docname)
            post = head.result.post if head else None
            if head and name in (short_names(post) if post else docname.split("/")):
                return reason
    return None


def report_shared_files(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of documents that a builder writes to one file (``env-before-read-docs``)."""
    for name, index in shared_files(app.builder, env.found_docs):
        text = f"{name!r} and {index!r} are the same page with {app.builder.name}; rename one"
        warn(Kind.ADDRESS, text, f"{env.doc2path(name)}:1")


def report_blog(project: BlogProject, conf: Path) -> None:
    """Warn of the problems of templates, files and terms; *conf* is ``conf.py``."""
    blogs = project.blogs
    own = [each for blog in blogs.all for each in (*blog.problems, *of_templates(blogs, blog))]
    for path, problem in (*own, *blogs.conflicts):
        warn(Kind(problem.subtype), problem.text, f"{path}:{problem.line}")
    for option, text in blogs.path_conflicts:
        name = PREFIX + option
        warn(Kind.CONFIG, f"{name}: {text}", place_of(name, conf))
    pages = {blog.config.featured_page or "" for blog in blogs.all if blog.exists}
    for page in sorted(pages - {"", *project.docnames}):
        name = f"{PREFIX}featured_page"
        text = f"{name}: {page!r} is not a document. The label “Featured” is not a link."
        warn(Kind.CONFIG, text, place_of(name, conf))
    for place, remark in of_terms(project):
        warn(Kind.TERM, remark.text, str(project.srcdir / place))


def of_terms(project: BlogProject) -> Iterator[tuple[str, Remark]]:
    """Yield the remarks on terms, with file and line below the source folder."""
    for blog in project.blogs.all:
        named_at = partial(place_of_terms, project, blog)
        for remark in blog.remarks(named_at):
            yield named_at(remark.docname, remark.taxonomy), remark


def place_of_terms(project: BlogProject, blog: Blog, docname: str, taxonomy: str) -> str:
    """Return the file and the line where a post names its terms, such as ``blog/a.md:3``."""
    keys = forms(taxonomy, blog.rules.taxonomies)
    line = line_of(project.doc2path(docname, absolute=True), keys, blog.suffixes)
    return f"{project.doc2path(docname, absolute=False).as_posix()}:{line}"


def of_templates(blogs: Blogs, blog: Blog) -> Iterable[tuple[Path, Problem]]:
    """Return the problems of templates that pages of *blog* cannot be rendered from."""
    own = {path for path in set(blog.sources.values()) if not is_shipped(path)}
    rendered = (
        (path, blogs.rendered(name).problem) for name, path in blog.sources.items() if path in own
    )
    return dict.fromkeys((path, problem) for path, problem in rendered if problem)


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
    """Warn that a file is no post, because it has no date."""
    warn(Kind.DATE, f"this file {undated_text(blogs, docname, path)}.", f"{path}:1")


def report_strays(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pages that are meant as posts, but are in no folder of posts (``env-updated``).

    What Sphinx has kept of front matter tells which files to open: hardly any.
    """
    owners = blogs_of(env).owners
    names = (
        name
        for name, data in env.metadata.items()
        if name not in owners and may_be_stray(name, data)
    )
    warn_strays(stray_posts(project_of(env), app.config.extensions, sorted(names)))


def warn_strays(strays: Iterable[tuple[Path, Problem]]) -> None:
    """Warn of pages that are meant as posts."""
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
            head = form.read(source)
            problem = stray_problem(docname, head, patterns) if head else None
            if problem is not None:
                yield source, problem


def undated_text(blogs: Blogs, docname: str, path: Path) -> str:
    """Return what to say of a file without a date."""
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


def summarize(app: Sphinx, exception: Exception | None) -> None:
    """Print how many posts were published and withheld, and why (``build-finished``)."""
    if exception is not None:
        return
    home = home_of(app.env)
    away = [f"blog: not in this build; its posts are at {home.url} (confblog_home)"] if home else []
    for line in away or summaries(blogs_of(app.env)):
        logger.info("%s", line)


def summaries(blogs: Blogs) -> list[str]:
    """Return a line for each blog; the site's first may have no posts if others do."""
    used = [blog for blog in blogs.configured if blog.key or blog.exists] or [blogs.main]
    return [summary(blogs, blog, blogs.languages_of(blog)) for blog in used]


def summary(blogs: Blogs, blog: Blog, languages: Iterable[Blog] = ()) -> str:
    """Return a line with the numbers of published and withheld posts, in all *languages*."""
    posts = [post for each in (blog, *languages) for post in each.catalog.posts.values()]
    name = f"blog {blog.key}" if blog.key else "blog"
    if not blog.exists:
        return f"{name}: {no_posts(blogs, blog)}"
    published = counted(len(posts), "post") + " published"
    previewed = Counter(mark for post in posts for mark in blog.marks(post))
    if previewed:
        kinds = ", ".join(f"{previewed[mark]} {mark.value}" for mark in Withheld if previewed[mark])
        published += f" (of which {kinds})"
    if not blog.withheld:
        return f"{name}: {published}"
    return f"{name}: {published}; withheld: {', '.join(reasons(blog))}{overdue(blog)}"


def no_posts(blogs: Blogs, blog: Blog) -> str:
    """Return what to say of a blog without posts."""
    folder = f"in {blog.config.path}/" if blog.config.path else "in the source folder"
    where = folder if blog.config.posts is None else f"match {', '.join(blog.config.posts)}"
    if (path := left_out(blogs, blog)) is not None:
        return f"no posts {where}; {path} is left out, for example by exclude_patterns"
    return f'no posts {where} (create one with confblog new "Title")'


def left_out(blogs: Blogs, blog: Blog) -> str | None:
    """Return a file in the folder of a blog without posts that would be one, or None."""
    srcdir, setup = blogs.setup.srcdir, blogs.setup
    for path in sorted((srcdir / blog.config.path).rglob("*")) if blog.config.path else ():
        name = path.relative_to(srcdir).as_posix()
        form, stem = known_format(path.name, blog.suffixes), name.removesuffix(path.suffix)
        owner = setup.blog_for_file(stem, name) if form and stem not in blogs.files else None
        if owner is not None and owner.key == blog.key and has_date(stem):
            return name
    return None


def overdue(blog: Blog) -> str:
    """Return the reason why a post whose date has passed is still scheduled, if there is one.

    An environment that sets the moment of builds to that of a commit holds it back for ever.
    """
    if not any(date.timestamp() <= time.time() for date in blog.scheduled):
        return ""
    return f"; SOURCE_DATE_EPOCH sets the current date to {blog.now.date().isoformat()}"


def reasons(blog: Blog) -> Iterator[str]:
    """Return the number of withheld posts for each reason."""
    counts = Counter(blog.withheld.values())
    for reason in Withheld:
        if count := counts[reason]:
            draft = reason is Withheld.DRAFT
            name = counted(count, "draft") if draft else f"{count} {reason.value}"
            if reason is Withheld.SCHEDULED:
                first = min(blog.scheduled).date().isoformat()
                name += f" for {first}" if count == 1 else f", the first for {first}"
            yield name


def counted(count: int, word: str) -> str:
    """Return a number with its noun, such as ``2 posts``."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def report_published_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pages that include, show or offer files of withheld posts (``env-updated``).

    In every build until it is mended, as the page need not be read again.
    """
    blogs = blogs_of(env)
    if not blogs.withheld:
        return
    sources = {os.path.normpath(blogs.files[name]): name for name in blogs.withheld}
    folders = {
        os.path.normpath(env.srcdir / name): of for name, of in blogs.private_folders.items()
    }
    for docname, path in sorted(set(used_files(env))):
        above = (folders[str(folder)] for folder in Path(path).parents if str(folder) in folders)
        if (post := sources.get(path) or next(above, None)) is not None:
            name = os.path.relpath(path, env.srcdir).replace(os.sep, "/")
            text = f"{name!r} belongs to {post!r}, which is withheld; this page makes it public"
            source = env.doc2path(docname)
            warn(Kind.WITHHELD, text, f"{source}:{line_naming(source, Path(path).name)}")


def used_files(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Return the documents with the files that they include, show or offer."""
    awaited = blog_domain(env).awaited
    for docname, paths in env.dependencies.items():
        links = awaited.get(docname, ())
        for path in paths:
            if (name := os.path.normpath(env.srcdir / path)) not in links:
                yield docname, name
    for files in (env.images, env.dlfiles):
        for uri, (docnames, _) in files.items():
            yield from ((name, os.path.normpath(env.srcdir / uri)) for name in docnames)
    for docname, cover in blog_domain(env).covers.items():
        if "://" not in cover:
            yield docname, os.path.normpath(env.srcdir / cover)


def line_naming(path: Path, name: str) -> int:
    """Return the first line of a file that names another one; the first of all if none does."""
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return 1
    return next((number for number, line in enumerate(lines, 1) if name in line), 1)
