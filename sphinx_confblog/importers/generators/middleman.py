"""Reads blogs made with Middleman: its articles, and strings in ``config.rb``."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx_confblog.importers.addresses import as_address, set_addresses
from sphinx_confblog.importers.config_files import ruby_line, ruby_literal
from sphinx_confblog.importers.events import map_event
from sphinx_confblog.importers.files import Moment, add_article, bundled, stem_of, undated, use_zone
from sphinx_confblog.importers.front_matter import date_of, flag, normalise, rename, text
from sphinx_confblog.importers.records import OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import slugify, typed_slugs
from sphinx_confblog.util.urls import as_segment

if TYPE_CHECKING:
    from sphinx_confblog.importers.source_tree import Tree


SUFFIXES = tuple(
    f"{first}{suffix}{last}"
    for suffix in MARKDOWN
    for first in (".html", "")
    for last in ("", ".erb")
)
#: Suffixes of articles in markup languages that cannot be imported.
OTHERS = (".erb", ".haml", ".slim", ".textile")
SOURCES = "{year}-{month}-{day}-{title}.html"
PERMALINK = "/{year}/{month}/{day}/{title}.html"
KEYS = {"change_frequency": "changefreq"}
_PARTS = {"year": r"\d{4}", "month": r"\d{1,2}", "day": r"\d{1,2}", "lang": "[a-z]{2}"}
_ACTIVATED = re.compile(
    r"^[ \t]*activate\b[ \t(]*:(\w+)(?:[^|\n]*\|[ \t]*(\w+)[ \t]*\|)?", re.MULTILINE
)

#: Lines that end in a comma go on.
_STATEMENT = re.compile(r"(?:[^\n]*,[ \t]*\n)*[^\n]*")


class Options(NamedTuple):
    """The options of one blog in ``config.rb``: patterns with names in braces."""

    #: What the names of articles look like, below the source folder.
    sources: str
    permalink: str
    separator: str


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the articles of a site made with Middleman."""
    file = tree.first_text("config.rb")
    config = file[1] if file else ""
    top = (ruby_literal(config, ":source") or "source").strip("/")
    top = top if any(tree.below(top)) else ""
    blog = OldBlog(zone=moment.zone, roots=(top,), kinds=("erb", "attributes"))
    blog.images = (ruby_literal(config, ":images_dir") or blog.images).strip("/")
    if file:
        blog.skip("config.rb", "read for its settings, as text")
    use_zone(blog, ruby_literal(config, "Time.zone") or ruby_literal(config, ":time_zone") or "")
    options = all_options(config, blog)
    blog.marks = tuple(dict.fromkeys(o.separator for o in options if o.separator))
    places = [(source_pattern(_joined(top, o.sources)), o.permalink) for o in options]
    blog.searched = [f"{_joined(top, o.sources)}.*" for o in options]
    for path in tree.paths:
        for place, pattern in places:
            if match := place.fullmatch(stem_of(path, SUFFIXES)):
                _take(tree, blog, path, match, pattern)
                break
    return blog


def all_options(config: str, blog: OldBlog) -> list[Options]:
    """Return the options of each blog that a ``config.rb`` activates; else those of one."""
    starts = list(_ACTIVATED.finditer(config))
    ends = [*(match.start() for match in starts[1:]), len(config)]
    parts = [
        (match[2] or "blog", config[match.start() : end], match.start())
        for match, end in zip(starts, ends, strict=False)
        if match[1] == "blog"
    ]
    in_folders = any(match[1] == "directory_indexes" for match in starts)
    return [
        _options(config, part, blog, in_folders=in_folders)
        for part in parts or [("blog", config, 0)]
    ]


def _options(
    config: str, part: tuple[str, str, int], blog: OldBlog, *, in_folders: bool
) -> Options:
    """Return the options of one blog; note those that are computed."""
    variable, block, start = part
    statement = match[0] if (match := _STATEMENT.match(block)) else ""
    first = config.count("\n", 0, start)

    def value(option: str) -> str:
        """Return the text of an option, in any of the ways to set it."""
        places = (
            (block, f"{variable}.{option}", first),
            (statement, f"{option}:", first),
            (config, f":blog_{option}", 0),
        )
        for ruby, name, above in places:
            if (literal := ruby_literal(ruby, name)) is not None:
                return literal
            if line := ruby_line(ruby, name):
                text = (
                    f"config.rb:{line + above}: {option} is not a plain string, so it was not read"
                )
                blog.notes.append(text)
        return ""

    prefix = value("prefix").strip("/")
    pattern = _joined(prefix, braced(value("permalink") or PERMALINK))
    if in_folders and posixpath.splitext(pattern)[1] in {"", ".html"}:
        pattern = pattern.removesuffix(".html").rstrip("/") + "/"
    sources = _joined(prefix, braced(value("sources") or SOURCES))
    return Options(sources=sources, permalink=pattern, separator=value("summary_separator"))


def braced(pattern: str) -> str:
    """Return a pattern with names in braces: ``:year/:title.html`` is ``{year}/{title}.html``."""
    return re.sub(r":([A-Za-z0-9]+)", r"{\1}", pattern)


def source_pattern(sources: str) -> re.Pattern[str]:
    """Return a pattern for the names of articles, without suffix."""
    parts = re.split(r"\{(\w+)\}", re.sub(r"\.html$", "", sources))
    made, seen = "", set()
    for number, part in enumerate(parts):
        if number % 2 and part not in seen:
            seen.add(part)
            made += f"(?P<{part}>{_PARTS.get(part, '[^/]+')})"
        elif number % 2:
            made += f"(?P={part})"
        else:
            made += re.escape(part)
    return re.compile(made + r"(?:/index)?")


def _joined(start: str, end: str) -> str:
    return f"{start}/{end.lstrip('/')}" if start else end.lstrip("/")


def _take(tree: Tree, blog: OldBlog, path: str, match: re.Match[str], pattern: str) -> None:
    """Read an article, or note why it is not read."""
    if path.lower().endswith(SUFFIXES):
        _article(tree, blog, path, match, pattern)
    elif path.lower().endswith(OTHERS):
        blog.skip(path, "an article in a markup language that cannot be imported", failed=True)


def _article(tree: Tree, blog: OldBlog, path: str, match: re.Match[str], pattern: str) -> None:
    stem, _ = bundled(stem_of(path, SUFFIXES))
    parts = match.groupdict()
    name = stem.rpartition("/")[2]
    if {"year", "month", "day", "title"} <= parts.keys():
        name = "{year}-{month}-{day}-{title}".format(**parts)
    if parts.get("lang"):
        name = f"{parts['lang']}/{name}"
    article = add_article(tree, blog, path, name)
    if article is None:
        return
    article.folder = stem
    rename(article, KEYS)
    map_event(article)
    normalise(article)
    if parts.get("lang"):
        article.front.setdefault("language", parts["lang"])
    withheld = flag(article.front.get("published")) is False
    date = date_of(article, blog.zone)
    if date is None or withheld:
        return
    slug = text(article, "slug") or parts.get("title") or undated(name)
    article.slug = slugify(slug)
    known = {key: value for key, value in article.front.items() if isinstance(value, str)}
    known |= {key: value for key, value in parts.items() if value}
    known |= {"year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}"}
    # Before middleman-blog 4.0.2, the name stayed as it was typed.
    spelled = (article.slug, *typed_slugs(slug, article.slug))
    set_addresses(article, *(address(pattern, known, name) for name in spelled))
    if article.address is None:
        article.note(1, f"the old URL is not known: the permalink pattern is {pattern}")


def address(pattern: str, known: dict[str, str], title: str) -> str | None:
    """Return the old address of an article; None for a pattern that asks for something unknown."""
    parts = re.split(r"\{(\w+)\}", pattern)
    if any(key not in known and key != "title" for key in parts[1::2]):
        return None
    names = {key: slugify(text) for key, text in known.items()} | {"title": as_segment(title)}
    return as_address("".join(names[p] if n % 2 else p for n, p in enumerate(parts)))
