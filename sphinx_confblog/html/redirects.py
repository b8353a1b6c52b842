"""The redirects of a site: old URLs of posts and pages, and their targets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.project import blogs_of, cached, project_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.events.calendars import calendar_paths
from sphinx_confblog.feeds.plan import feed_plan, planned_files
from sphinx_confblog.frontmatter.formats import line_of
from sphinx_confblog.model.old_addresses import (
    IGNORED,
    alias_path,
    has_old_addresses,
    plain_path,
    redirects,
    site_redirects,
)
from sphinx_confblog.model.site_addresses import FEED_FILES
from sphinx_confblog.util.builders import address_forms, makes_site
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import digest
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.project import BlogProject
    from sphinx_confblog.model.old_addresses import Redirect, RejectedAddress
    from sphinx_confblog.model.site_addresses import SiteFiles


OPTION = "confblog_redirects"
#: Stands for the folder of every feed.
EVERY = "**/"


def is_feed(target: str) -> bool:
    """Return whether a target is a feed, which there may be or not."""
    return target.rpartition("/")[2] in FEED_FILES


def old_pages(blog: Blog, documents: Container[str], pages: Mapping[str, str]) -> dict[str, str]:
    """Return old address -> the document that it leads to; *pages* is the file of each document."""
    end = ending(pages)
    return {
        old if has_address(old) else file_of(old, end): new
        for old, new in blog.config.redirects.items()
        if new in documents
    }


def file_of(docname: str, end: str) -> str:
    """Return the file of a document that is gone; *end* is what :func:`ending` returns."""
    is_index = docname.rpartition("/")[2] == "index"
    return docname + (end.removeprefix("/index") if is_index else end)


def has_address(old: str) -> bool:
    """Return whether something is an address; else it is the name that a document had."""
    last = old.rpartition("/")[2]
    return not last or "." in last


def ending(pages: Mapping[str, str]) -> str:
    """Return the suffix of the builder's files, with the folder it makes, as ``/index.html``."""
    ends = (path[len(name) :] for path, name in pages.items() if path.startswith(name))
    return next((end for end in ends if end != ".html"), ".html")


def copied_feeds(builder: Builder) -> dict[str, str]:
    """Return old path of a feed -> its text: feed readers follow no page that redirects."""
    env, outdir, copies = builder.env, Path(builder.outdir), {}
    blogs = blogs_of(env)
    folders = [feed.folder for plan in feed_plan(env).written.values() for feed in plan.feeds]
    for old, target in beside(blogs.main.config.redirects, folders):
        if is_feed(target) and is_path(old) and (path := outdir / target).is_file():
            copies[plain_path(old)] = path.read_text("utf-8")
    return copies


def copy_paths(env: BuildEnvironment) -> set[str]:
    """Return the paths at which there may be copies of feeds."""
    folders = [feed.folder for plan in feed_plan(env).written.values() for feed in plan.feeds]
    olds = beside(blogs_of(env).main.config.redirects, folders)
    return {plain_path(old) for old, target in olds if is_feed(target) and is_path(old)}


def beside(redirects: Mapping[str, str], folders: list[str]) -> Iterator[tuple[str, str]]:
    """Return old and new addresses, with those of every feed for those that begin with ``**/``."""
    for old, new in redirects.items():
        if old.startswith(EVERY) and new.startswith(EVERY):
            for folder in folders:
                base = f"{folder}/" if folder else ""
                yield base + old.removeprefix(EVERY), base + new.removeprefix(EVERY)
        else:
            yield old, new


def is_path(address: str) -> bool:
    """Return whether a file can have a URL that isn't a page."""
    try:
        path = plain_path(address)
    except ValueError:
        return False
    return bool(path) and not path.endswith("/") and alias_path(address) != path


def unmet(blog: Blog, documents: Container[str], files: OutputPaths) -> Iterator[str]:
    """Return the problems of the option."""
    for old, target in blog.config.redirects.items():
        if is_feed(target):
            if not is_path(old):
                yield f"{old!r} is not a URL that a feed can have; {IGNORED}"
        elif target not in documents:
            yield f"{target!r} is neither a document nor a feed; {IGNORED}"
    olds = ((new, [old]) for old, new in old_pages(blog, documents, files.documents).items())
    for refusal in redirects(olds, files.taken)[1]:
        yield refusal.text


class OutputPaths(NamedTuple):
    """The files of a web site, below its output folder."""

    #: File of each document -> its docname.
    documents: Mapping[str, str]
    #: Each file -> the docname, or what else is there.
    taken: Mapping[str, str]


def paths_of(documents: Mapping[str, str], site: SiteFiles, more: Iterable[str]) -> OutputPaths:
    """Return the files of a web site: of documents, of the site itself, and *more* of the blog."""
    others = {path: path for path in (*more, *site.paths)}
    pages = {f"{name}.html": name for name in site.pages}
    return OutputPaths(documents, others | pages | dict(documents))


@cached
def output_paths(builder: Builder) -> OutputPaths:
    """Return the files of the web site that a build makes."""
    site = blogs_of(builder.env).setup.site_files
    planned = (*planned_files(builder.env), *calendar_paths(builder.env))
    return paths_of(output_files(builder), site, planned)


ALIASES = frozenset({"alias", "aliases", "redirect_from"})


def report_redirects(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of old addresses, in every build until they are fixed (``env-before-read-docs``)."""
    builder, project, data = app.builder, project_of(env), blog_domain(env).data
    if not makes_site(builder):
        # This build may save changed front matter without a warning: the next one checks again.
        data["addresses"] = data["addresses"] if project.posts_stand else ""
        return
    if addresses_stand(builder):
        return
    is_right = True
    if output_files(builder):
        conf = Path(app.confdir, CONFIG_FILENAME)
        rejected = redirects_of(builder)[1]
        is_right = not report_addresses(project, output_paths(builder), rejected, conf)
    data["addresses"] = basis_of(builder) if is_right else ""


@cached
def addresses_stand(builder: Builder) -> bool:
    """Return whether old addresses are unchanged, and the last build had no warning about one."""
    env = builder.env
    noted = blog_domain(env).data["addresses"]
    return bool(noted) and project_of(env).posts_stand and noted == basis_of(builder)


@cached
def basis_of(builder: Builder) -> str:
    """Return a hex digest of what decides about old addresses, without front matter of posts.

    Front matter of previewed posts is included, because it isn't kept for the next build.
    """
    env, blogs = builder.env, blogs_of(builder.env)
    others = blogs.setup.site_files
    files = sorted(env.found_docs), sorted(others.pages), sorted(others.paths), others.suffixes
    options = [(blog.key, blog.tag, blog.folder, blog.config) for blog in blogs.all]
    previewed = [p for blog in blogs.all for p in blog.catalog.posts.values() if blog.marks(p)]
    site = address_forms(builder), builder.config.html_baseurl, files, calendar_paths(env)
    return digest(repr((site, options, previewed))).hex()


@cached
def output_files(builder: Builder) -> dict[str, str]:
    """Return output file of a web site -> docname; nothing for other builders.

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
    project: BlogProject, files: OutputPaths, rejected: Sequence[RejectedAddress], conf: Path
) -> bool:
    """Warn of old addresses, *rejected*, that cannot redirect; *conf* is ``conf.py``.

    Returns whether there are any.
    """
    blogs = project.blogs
    of_option = list(unmet(blogs.main, project.docnames, files))
    for docname, text in rejected:
        if text not in of_option:
            path = project.doc2path(docname, absolute=True)
            warn(Kind.ADDRESS, text, f"{path}:{line_of(path, ALIASES, blogs.main.suffixes)}")
    for text in of_option:
        warn(Kind.ADDRESS, f"{OPTION}: {text}", place_of(OPTION, conf))
    return bool(rejected or of_option)


@cached
def redirects_of(builder: Builder) -> tuple[list[Redirect], list[RejectedAddress]]:
    """Return the redirects of a build, and the old addresses that cannot redirect."""
    base = str(builder.config.html_baseurl or "")
    return find_redirects(cast("BlogProject", builder.env.project), output_paths(builder), base)


def find_redirects(
    project: BlogProject, files: OutputPaths, base: str
) -> tuple[list[Redirect], list[RejectedAddress]]:
    """Return the redirects of a site, and the old addresses that cannot redirect.

    *base* is the URL of the site.
    """
    blogs = project.blogs
    others = old_pages(blogs.main, project.docnames, files.documents)
    formers = (blog.former() for blog in blogs.all)
    return site_redirects(formers, files.taken, others, base)
