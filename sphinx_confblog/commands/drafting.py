"""Where a new post goes, and what stands in its file."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.commands.changes import Change
from sphinx_confblog.commands.failures import CommandError, Exit
from sphinx_confblog.commands.site import shown_path
from sphinx_confblog.discovery.blogs import called
from sphinx_confblog.frontmatter.formats import MARKDOWN, RST, format_of, known_format
from sphinx_confblog.frontmatter.writer import fields, front_matter, rst_title
from sphinx_confblog.model.source_layout import INDEX, folders_of, telling_name
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sphinx_confblog.commands.site import Site
    from sphinx_confblog.frontmatter.formats import Format
    from sphinx_confblog.frontmatter.writer import Values

#: Folders named after the year of their posts, or after year and month.
_PERIODS = (("{0:%Y}", re.compile(r"\d{4}")), ("{0:%Y}/{0:%m}", re.compile(r"\d{4}/\d{2}")))


def draft(
    site: Site, day: date, values: Values, *, slug: str = "", folder: str | None = None,
    bundle: bool = False, form: Format = MARKDOWN, body: str = "",
) -> Change:  # fmt: skip
    """A post of a *day* with some front matter, at the site's place for posts.

    Raises CommandError for a place where there is something, or where no post can be.
    """
    name = slugify(slug or str(values["title"]))
    if names_have_dates(site):
        name = f"{day.isoformat()}-{name}"
    else:
        values = {"title": values["title"], "date": day.isoformat(), **values}
    below = post_folder(site, day) if folder is None else folder.replace("\\", "/").strip("/")
    suffix = suffix_of(site, form)
    stem = "/".join(filter(None, (below, name, INDEX if bundle else "")))
    path = site.srcdir / f"{stem}{suffix}"
    refuse_strange(site, stem, suffix)
    refuse_taken(site.srcdir / below, name)
    return Change(path, None, f"{head(values, form)}\n{body}")


def head(values: Values, form: Format) -> str:
    """What stands at the top of a post's file."""
    if form is not RST:
        return front_matter(values)
    rest = fields({key: value for key, value in values.items() if key != "title"})
    return f"{rst_title(str(values['title']))}\n{rest}" if rest else rst_title(str(values["title"]))


def names_have_dates(site: Site) -> bool:
    """Whether files of posts are named for their days: those of the newest post say so."""
    newest = next(iter(site.blog.catalog.posts), None)
    if newest is None:
        return True
    path = site.project.doc2path(newest, absolute=False)
    return date_from_name(telling_name(path).removesuffix(path.suffix)) is not None


def post_folder(site: Site, day: date) -> str:
    """The folder of new posts, below the source folder: where the newest post is."""
    base = base_folder(site)
    newest = next(iter(site.blog.catalog.posts), None)
    if newest is not None:
        path = site.project.doc2path(newest, absolute=False)
        folder = path.parent.parent if path.stem == INDEX else path.parent
        inner = folder.as_posix().removeprefix(base).strip("/")
        for pattern, form in _PERIODS:
            if form.fullmatch(inner):
                return f"{base}/{pattern.format(day)}".strip("/")
    return base


def base_folder(site: Site) -> str:
    """The folder that all posts are below, as the first pattern of posts says."""
    first = next(iter(site.blog.config.post_patterns), "")
    folders = first.split("/")[:-1]
    return "/".join(takewhile(lambda name: not re.search(r"[*?\[]", name), folders))


def format_of_new(site: Site) -> Format:
    """The format of new posts: that of the newest one, but no notebook."""
    newest = next(iter(site.blog.catalog.posts), None)
    if newest is None:
        return MARKDOWN
    path = site.project.doc2path(newest, absolute=False)
    return RST if format_of(path.name, site.blog.suffixes) is RST else MARKDOWN


def suffix_of(site: Site, form: Format) -> str:
    """The suffix of the site's files of a format: the usual one, if it is among them."""
    usual = ".rst" if form is RST else ".md"
    suffixes = site.blog.suffixes
    found = [suffix for suffix, _ in suffixes if known_format(f"x{suffix}", suffixes) is form]
    if not found and form is RST:
        raise CommandError("the site reads no reStructuredText: source_suffix in conf.py has none")
    return usual if usual in found or not found else found[0]


def refuse_strange(site: Site, docname: str, suffix: str) -> None:
    """Refuse a place where the blog looks for no posts."""
    patterns = site.blog.config.post_patterns
    matches, excluded = Matcher(patterns), Matcher(site.config.exclude_patterns)
    if excluded(docname + suffix) or any(map(excluded, folders_of(docname))):
        raise CommandError(
            f"{docname}{suffix} would be no post: exclude_patterns in conf.py leaves it out; "
            "choose another folder with --folder"
        )
    if ".." in docname.split("/") or not (matches(docname) or matches(docname + suffix)):
        accepted = ", ".join(patterns)
        raise CommandError(
            f"{docname}{suffix} would be no post: posts are what matches {accepted} "
            "(confblog_posts); choose another folder with --folder"
        )
    holder = site.blogs.setup.blog_for_file(docname, docname + suffix)
    if holder is not None and holder.key != site.blog.key:
        raise CommandError(
            f"{docname}{suffix} would be a post of {called(holder)}, which is asked first; choose "
            "another folder with --folder, or another order in confblog_blogs"
        )


def refuse_taken(folder: Path, name: str) -> None:
    """Refuse the name of a file or folder that is there, with whatever suffix."""
    try:
        taken = [path for path in folder.iterdir() if path.name.partition(".")[0] == name]
    except OSError:
        return
    if taken:
        raise CommandError(
            f"{shown_path(taken[0])} is there already; choose another title, --slug or --date",
            Exit.FOUND,
        )
