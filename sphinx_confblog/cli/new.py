"""`confblog new`: creates a post with its front matter."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.cli.common import CommandError, Exit, add_blog_flag, add_site_flags, described
from sphinx_confblog.cli.editing.changes import Change
from sphinx_confblog.cli.findings import gathering
from sphinx_confblog.cli.site import open_site, shown_path
from sphinx_confblog.cli.terminal import Terminal
from sphinx_confblog.discovery.blogs import called
from sphinx_confblog.frontmatter.formats import MARKDOWN, RST, format_of, known_format
from sphinx_confblog.frontmatter.writer import fields, front_matter, rst_title
from sphinx_confblog.model.source_layout import INDEX, folders_of, telling_name
from sphinx_confblog.util.dates import DateError, date_from_name, local_date
from sphinx_confblog.util.slugs import slugify
from sphinx_confblog.util.text import escape_characters, one_line

if TYPE_CHECKING:
    import argparse
    from datetime import date, datetime
    from pathlib import Path

    from sphinx_confblog.cli.common import Subparsers
    from sphinx_confblog.cli.site import Site
    from sphinx_confblog.frontmatter.formats import Format
    from sphinx_confblog.frontmatter.writer import Values


#: Folders named after the year of their posts, or after year and month.
_PERIODS = (("{0:%Y}", re.compile(r"\d{4}")), ("{0:%Y}/{0:%m}", re.compile(r"\d{4}/\d{2}")))


def draft(
    site: Site, day: date, values: Values, *, slug: str = "", folder: str | None = None,
    bundle: bool = False, form: Format = MARKDOWN, body: str = "",
) -> Change:  # fmt: skip
    """Return the change that writes a new post of a *day*, in the site's folder for posts.

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
    """Return the front matter or fields at the top of a post's file."""
    if form is not RST:
        return front_matter({**values, "title": escape_characters(str(values["title"]))})
    rest = fields({key: value for key, value in values.items() if key != "title"})
    return f"{rst_title(str(values['title']))}\n{rest}" if rest else rst_title(str(values["title"]))


def names_have_dates(site: Site) -> bool:
    """Return whether files of posts are named for their days: those of the newest post say so."""
    newest = next(iter(site.blog.catalog.posts), None)
    if newest is None:
        return True
    path = site.project.doc2path(newest, absolute=False)
    return date_from_name(telling_name(path).removesuffix(path.suffix)) is not None


def post_folder(site: Site, day: date) -> str:
    """Return the folder of new posts relative to the source folder: that of the newest post."""
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
    """Return the folder that contains all posts, according to the first pattern of posts."""
    first = next(iter(site.blog.config.post_patterns), "")
    folders = first.split("/")[:-1]
    return "/".join(takewhile(lambda name: not re.search(r"[*?\[]", name), folders))


def format_of_new(site: Site) -> Format:
    """Return the format of new posts: that of the newest one, except for notebooks."""
    newest = next(iter(site.blog.catalog.posts), None)
    if newest is None:
        return MARKDOWN
    path = site.project.doc2path(newest, absolute=False)
    return RST if format_of(path.name, site.blog.suffixes) is RST else MARKDOWN


def suffix_of(site: Site, form: Format) -> str:
    """Return the suffix of the site's files of a format: the usual one, if the site has it."""
    usual = ".rst" if form is RST else ".md"
    suffixes = site.blog.suffixes
    known = [suffix for suffix, _ in suffixes if known_format(f"x{suffix}", suffixes) is form]
    if not known and form is RST:
        raise CommandError(
            "the site does not read reStructuredText: add .rst to source_suffix in conf.py, or use "
            "--format markdown"
        )
    return usual if usual in known or not known else known[0]


def refuse_strange(site: Site, docname: str, suffix: str) -> None:
    """Refuse a place where the blog looks for no posts."""
    patterns = site.blog.config.post_patterns
    matches, excluded = Matcher(patterns), Matcher(site.config.exclude_patterns)
    if excluded(docname + suffix) or any(map(excluded, folders_of(docname))):
        raise CommandError(
            f"{docname}{suffix} would be ignored, because of exclude_patterns in conf.py. Choose "
            "another folder with --folder"
        )
    if ".." in docname.split("/") or not (matches(docname) or matches(docname + suffix)):
        accepted = ", ".join(patterns)
        raise CommandError(
            f"{docname}{suffix} would not be a post, because it does not match {accepted} "
            "(confblog_posts). Choose another folder with --folder"
        )
    holder = site.blogs.setup.blog_for_file(docname, docname + suffix)
    if holder is not None and holder.key != site.blog.key:
        raise CommandError(
            f"{docname}{suffix} would be a post of {called(holder)}, because it comes first. "
            "Choose another folder with --folder, or change the order in confblog_blogs"
        )


def refuse_taken(folder: Path, name: str) -> None:
    """Refuse the name of a file or folder that exists, with any suffix."""
    try:
        taken = [path for path in folder.iterdir() if path.name.partition(".")[0] == name]
    except OSError:
        return
    if taken:
        raise CommandError(
            f"{shown_path(taken[0])} already exists. Choose another title, --slug or --date",
            Exit.FOUND,
        )


#: What posts can be written in, by the name that one asks for it.
FORMATS = {"markdown": MARKDOWN, "rst": RST}
DESCRIPTION = """
Creates the file of a new post, such as blog/2026-06-12-title.md, with the title in its front
matter, and prints its path. It follows the conventions of your newest post: a folder per year, no
date in the file name, or reStructuredText. Existing files are never overwritten.

The date is in the file name; a time of day or a time zone is in the front matter. A date in the
future schedules the post: builds leave it out until then.
"""
EXAMPLES = """
confblog new "Anvil 2 is out" --tags "release, speed" --author Ada
confblog new "Anvil 3" --date "2027-03-01 09:00" --draft
confblog new "Anvil in brief" --format rst     a post in reStructuredText
confblog new "A walk in pictures" --bundle     a folder with room for images
$EDITOR "$(confblog new -q 'First thoughts')"   open the new file in your editor
"""


BODY = """\
Write the excerpt here: lists show the text above the next line.

{separator}

Write the rest here: only the page of the post shows it.
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "new", DESCRIPTION, EXAMPLES)
    parser.add_argument("title", metavar="TITLE", help="title of the post")
    parser.add_argument("--tags", metavar="NAMES", help="comma-separated tags")
    parser.add_argument("--author", metavar="NAMES", help="comma-separated authors")
    parser.add_argument(
        "--date", metavar="DATE",
        help='date, such as 2026-06-12 or "2026-06-12 13:30 CEST"; by default, today',
    )  # fmt: skip
    parser.add_argument(
        "--draft",
        action="store_true",
        help="make it a draft, until you delete the line draft: true",
    )
    parser.add_argument(
        "--bundle", action="store_true",
        help="create a folder with index.md, for a post with images or other files",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=FORMATS,
        help="format of the file; by default, that of the newest post, or markdown",
    )  # fmt: skip
    parser.add_argument(
        "--slug", metavar="NAME", help="name in the URL; by default, made from the title"
    )
    parser.add_argument(
        "--folder",
        metavar="FOLDER",
        help="folder for the post, relative to the source folder, such as blog/news",
    )
    add_blog_flag(parser, "create the post in this blog")
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Write the file and print its name."""
    terminal = Terminal(quiet=options.quiet)
    title = text_of(options.title, "the title")
    if not title:
        raise CommandError('the title is empty. Pass one, such as confblog new "Hello"')
    with gathering():
        site = open_site(options)
    moment = moment_of(options.date, site)
    form = FORMATS[options.format] if options.format else format_of_new(site)
    made = draft(
        site, moment.date(), values_of(options, title), slug=options.slug or "",
        folder=options.folder, bundle=options.bundle,
        form=form, body=body_of_new(site, form),
    )  # fmt: skip
    made.make()
    terminal.say(shown_path(made.path))
    if moment > site.blog.now and not site.blog.config.future:
        terminal.note(
            f"The post is scheduled: builds leave it out until {moment:%Y-%m-%d %H:%M %Z}."
        )
    if site.lack:
        terminal.note(f"{site.lack}.")
    return Exit.FINE


def body_of_new(site: Site, form: Format) -> str:
    """Return a text that shows where the excerpt of a post ends."""
    separators = site.blog.config.excerpt_separators
    if form is RST:
        # Comments of HTML are none in reStructuredText.
        lines = [text for text in separators if not text.startswith("<!--")]
        separator = next(iter(lines), ".. readmore::")
    else:
        separator = next(iter(separators), "```{readmore}\n```")
    return BODY.format(separator=separator)


def values_of(options: argparse.Namespace, title: str) -> dict[str, str | bool]:
    """Return the keys of the front matter."""
    values: dict[str, str | bool] = {"title": title}
    if options.date and not re.fullmatch(r"[\d-]+", options.date.strip()):
        values["date"] = one_line(options.date)
    for key, given in (("author", options.author), ("tags", options.tags)):
        names = filter(None, map(one_line, text_of(given or "", key).split(",")))
        if text := ", ".join(names):
            values[key] = text
    if options.draft:
        values["draft"] = True
    return values


def text_of(text: str, what: str) -> str:
    """Return a text in one line. Raises CommandError if it is not valid Unicode."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CommandError(f"{what} is not UTF-8") from error
    return one_line(text)


def moment_of(text: str | None, site: Site) -> datetime:
    """Return the date of the post, in the site's zone if it has none; by default, now."""
    if not text:
        return site.blog.now.astimezone(site.blog.config.zone)
    try:
        return local_date(text, site.blog.config.timezone)
    except DateError as error:
        raise CommandError(f"--date: {error}") from error
