"""Warns of problems of files, terms, templates and options."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.config.options import PREFIX
from sphinx_confblog.discovery.page_templates import is_shipped
from sphinx_confblog.discovery.project import home_of, project_of
from sphinx_confblog.domain import BEHIND_BLOG, blog_domain, hint
from sphinx_confblog.frontmatter.formats import line_of
from sphinx_confblog.frontmatter.keys import forms
from sphinx_confblog.model.catalog import short_names
from sphinx_confblog.util.builders import shared_files
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.discovery.project import BlogProject
    from sphinx_confblog.domain import Targets
    from sphinx_confblog.frontmatter.records import Problem
    from sphinx_confblog.model.catalog import Remark
    from sphinx_confblog.model.post import Withheld


#: The key that names the post that replaces another.
SUCCESSOR = "superseded_by"


def report_problems(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of every problem, in each build until it is fixed (``env-before-read-docs``)."""
    report_blog(cast("BlogProject", env.project), Path(app.confdir, CONFIG_FILENAME))


def report_successors(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of posts in ``superseded_by`` that do not exist (``env-before-read-docs``)."""
    if home_of(env) is None:
        report_missing_successors(project_of(env), blog_domain(env))


def report_missing_successors(project: BlogProject, targets: Targets) -> None:
    """Warn of posts in ``superseded_by`` that do not exist."""
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
            stop = "" if text.endswith("?") else "."
            what = f"{SUCCESSOR}: {text}{stop} The link to a newer post is left out."
            warn(Kind.KEY, what, f"{path}:{line}")


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
    rendered = (blogs.rendered(name) for name, path in blog.sources.items() if path in own)
    problems = ((page.place, page.problem) for page in rendered)
    return dict.fromkeys((path, problem) for path, problem in problems if path and problem)
