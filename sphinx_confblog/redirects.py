"""The redirects of a site: from which old addresses, and what is wrong with the others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.project import blogs_of, cached
from sphinx_confblog.frontmatter.formats import line_of
from sphinx_confblog.model.old_addresses import has_old_addresses, site_redirects
from sphinx_confblog.oldpages import OPTION, old_pages, unmet
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.project import BlogProject
    from sphinx_confblog.model.old_addresses import Redirect, RejectedAddress

ALIASES = frozenset({"alias", "aliases", "redirect_from"})


def report_redirects(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of old addresses, in every build until they are mended (``env-before-read-docs``)."""
    if pages := output_files(app.builder):
        rejected = redirects_of(app.builder)[1]
        conf = Path(app.confdir, CONFIG_FILENAME)
        report_addresses(cast("BlogProject", env.project), pages, rejected, conf)


@cached
def output_files(builder: Builder) -> dict[str, str]:
    """File below the output folder of a web site -> docname; nothing for other builders.

    Nothing, too, where nothing has an old address: to make so many paths takes a while.
    """
    blogs = blogs_of(builder.env)
    some = blogs.main.config.redirects or any(
        has_old_addresses(blog.former()) for blog in blogs.all
    )
    if not makes_site(builder) or not some:
        return {}
    assert isinstance(builder, StandaloneHTMLBuilder)
    if type(builder) is StandaloneHTMLBuilder:
        # No paths are made, as there are many.
        return {f"{name}{builder.out_suffix}": name for name in builder.env.found_docs}
    folder = f"{Path(builder.outdir)}{os.sep}"
    files = {str(builder.get_outfilename(name)): name for name in builder.env.found_docs}
    return {path.removeprefix(folder).replace(os.sep, "/"): name for path, name in files.items()}


def report_addresses(
    project: BlogProject, pages: Mapping[str, str], rejected: Iterable[RejectedAddress], conf: Path
) -> None:
    """Warn of old addresses that cannot redirect.

    *pages* is the output file of each document of a web site -> its docname; *rejected* are the
    addresses, *conf* is ``conf.py``.
    """
    blogs = project.blogs
    of_option = list(unmet(blogs.main, project.docnames, pages))
    for docname, text in rejected:
        if text not in of_option:
            path = project.doc2path(docname, absolute=True)
            warn(Kind.ADDRESS, text, f"{path}:{line_of(path, ALIASES, blogs.main.suffixes)}")
    for text in of_option:
        warn(Kind.ADDRESS, f"{OPTION}: {text}", place_of(OPTION, conf))


@cached
def redirects_of(builder: Builder) -> tuple[list[Redirect], list[RejectedAddress]]:
    """Return the redirects of a build, and the old addresses that cannot redirect."""
    base = str(builder.config.html_baseurl or "")
    return find_redirects(cast("BlogProject", builder.env.project), output_files(builder), base)


def find_redirects(
    project: BlogProject, pages: Mapping[str, str], base: str
) -> tuple[list[Redirect], list[RejectedAddress]]:
    """Return the redirects of a site, and the old addresses that cannot redirect.

    *pages* as in :func:`report_addresses`; *base* is the URL of the site.
    """
    blogs = project.blogs
    reserved = {f"{name}.html": name for name in blogs.setup.reserved}
    others = old_pages(blogs.main, project.docnames, pages)
    formers = (blog.former() for blog in blogs.all)
    return site_redirects(formers, reserved | dict(pages), others, base)
