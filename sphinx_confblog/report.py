"""What the build says: the problems of posts and terms, and what was published and withheld."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import CONFIG_FILENAME
from sphinx.util import logging

from sphinx_confblog.addresses import makes_site
from sphinx_confblog.aliases import site_redirects
from sphinx_confblog.formats import line_of
from sphinx_confblog.keys import forms
from sphinx_confblog.oldpages import OPTION, old_pages, unmet
from sphinx_confblog.places import place_of
from sphinx_confblog.post import Withheld
from sphinx_confblog.project import blog_of
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.blog import Blog
    from sphinx_confblog.project import BlogProject

ALIASES = frozenset({"alias", "aliases"})
logger = logging.getLogger(__name__)


def report_problems(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of what is wrong, in every build until it is mended (``env-before-read-docs``)."""
    conf = Path(app.confdir, CONFIG_FILENAME)
    report_blog(cast("BlogProject", env.project), output_files(app.builder), conf)


def output_files(builder: Builder) -> dict[str, str]:
    """File below the output folder of a web site -> docname; nothing for other builders."""
    if not isinstance(builder, StandaloneHTMLBuilder) or not makes_site(builder):
        return {}
    outdir = Path(builder.outdir)
    return {
        Path(builder.get_outfilename(name)).relative_to(outdir).as_posix(): name
        for name in builder.env.found_docs
    }


def report_blog(project: BlogProject, pages: Mapping[str, str], conf: Path) -> None:
    """Warn of what is wrong with templates, files, terms and old addresses.

    *conf* is the site's ``conf.py``; *pages* is the file of each document of a web
    site -> its docname; old addresses are looked at where there are some.
    """
    blog = project.blog
    for docname in blog.pages:
        blog.rendered(docname)
    for path, problem in blog.problems:
        warn(Kind(problem.subtype), problem.text, f"{path}:{problem.line}")
    for docname, taxonomy, text in blog.remarks():
        path = project.doc2path(docname, absolute=True)
        keys = forms(taxonomy, blog.rules.taxonomies)
        warn(Kind.TERM, text, f"{path}:{line_of(path, keys, blog.suffixes)}")
    posts, patterns = blog.catalog.posts.values(), blog.config.aliases
    others = old_pages(blog, project.docnames, pages)
    found = site_redirects(posts, patterns, blog.rules.taxonomies, pages, others)
    of_option = list(unmet(blog, project.docnames, pages)) if pages else []
    for docname, text in found[1] if pages else ():
        if text not in of_option:
            path = project.doc2path(docname, absolute=True)
            warn(Kind.ADDRESS, text, f"{path}:{line_of(path, ALIASES, blog.suffixes)}")
    for text in of_option:
        warn(Kind.ADDRESS, f"{OPTION}: {text}", place_of(OPTION, conf))


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
