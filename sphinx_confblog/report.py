"""What the build says: the problems of posts and terms, and what was published and withheld."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from sphinx_confblog.addresses import makes_site
from sphinx_confblog.aliases import site_redirects
from sphinx_confblog.frontmatter import line_of
from sphinx_confblog.keys import forms
from sphinx_confblog.post import Withheld
from sphinx_confblog.project import blog_of
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.blog import Blog
    from sphinx_confblog.post import Post
    from sphinx_confblog.project import BlogProject

ALIASES = frozenset({"alias", "aliases"})
logger = logging.getLogger(__name__)


def report_problems(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of what is wrong, in every build until it is mended (``env-before-read-docs``)."""
    report_blog(cast("BlogProject", env.project), output_files(app.builder))


def output_files(builder: Builder) -> dict[str, str]:
    """File below the output folder of a web site -> docname; nothing for other builders."""
    if not isinstance(builder, StandaloneHTMLBuilder) or not makes_site(builder):
        return {}
    outdir = Path(builder.outdir)
    return {
        Path(builder.get_outfilename(name)).relative_to(outdir).as_posix(): name
        for name in builder.env.found_docs
    }


def report_blog(project: BlogProject, pages: Mapping[str, str]) -> None:
    """Warn of what is wrong with templates, files, terms and old addresses.

    *pages* is the file of each document of a web site -> its docname; old addresses are looked
    at where there are some.
    """
    blog = project.blog
    for docname in blog.pages:
        blog.rendered(docname)
    for path, problem in blog.problems:
        warn(Kind(problem.subtype), problem.text, f"{path}:{problem.line}")
    for docname, taxonomy, text in blog.remarks():
        path = project.doc2path(docname, absolute=True)
        keys = forms(taxonomy, blog.rules.taxonomies)
        warn(Kind.TERM, text, f"{path}:{line_of(path, keys)}")
    for docname, text in site_redirects(*asked(project, pages))[1] if pages else ():
        path = project.doc2path(docname, absolute=True)
        warn(Kind.ADDRESS, text, f"{path}:{line_of(path, ALIASES)}")


def asked(
    project: BlogProject, pages: Mapping[str, str]
) -> tuple[Iterable[Post], tuple[str, ...], tuple[str, ...], dict[str, str], str]:
    """What the redirects of a site follow from; *pages* as in :func:`report_blog`."""
    blog = project.blog
    others = {f"{name}.html": name for name in blog.reserved}
    base = str(project.env.config.html_baseurl or "")
    posts = blog.catalog.posts.values()
    return posts, blog.config.aliases, blog.rules.taxonomies, others | dict(pages), base


def summarize(app: Sphinx, exception: Exception | None) -> None:
    """Say how many posts were published and withheld, and why (``build-finished``)."""
    blog = blog_of(app.env)
    if exception is None and blog.exists:
        logger.info("%s", summary(blog))


def summary(blog: Blog) -> str:
    """One line on what became of the posts."""
    published = counted(len(blog.catalog.posts), "post") + " published"
    previewed = Counter(mark for post in blog.catalog.posts.values() for mark in blog.marks(post))
    if previewed:
        kinds = ", ".join(f"{previewed[mark]} {mark.value}" for mark in Withheld if previewed[mark])
        published += f" (of which {kinds})"
    if not blog.withheld:
        return f"blog: {published}"
    return f"blog: {published}; withheld: {', '.join(reasons(blog))}"


def reasons(blog: Blog) -> Iterator[str]:
    """How many posts are withheld for each reason."""
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
    """A number with its word."""
    return f"{count} {word}{'' if count == 1 else 's'}"
