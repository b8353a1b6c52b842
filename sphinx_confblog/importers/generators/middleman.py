"""Reads blogs made with Middleman: its articles, and strings in ``config.rb``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.importers.addresses import as_address
from sphinx_confblog.importers.config_files import ruby_literal, zone_of
from sphinx_confblog.importers.files import Moment, add_article, bundled, propose, stem_of, undated
from sphinx_confblog.importers.front_matter import date_of, flag, normalise, rename, text
from sphinx_confblog.importers.records import OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from sphinx_confblog.importers.source_tree import Tree


SUFFIXES = tuple(
    f"{first}{suffix}{last}"
    for suffix in MARKDOWN
    for first in (".html", "")
    for last in ("", ".erb")
)
SOURCES = "{year}-{month}-{day}-{title}.html"
PERMALINK = "/{year}/{month}/{day}/{title}.html"
KEYS = {"change_frequency": "changefreq"}
_PARTS = {"year": r"\d{4}", "month": r"\d{1,2}", "day": r"\d{1,2}", "lang": "[a-z]{2}"}


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the articles of a site made with Middleman."""
    top = "source" if any(tree.below("source")) else ""
    blog = OldBlog(zone=moment.zone, roots=(top,) if top else ("",), kinds=("erb", "attributes"))
    file = tree.first_text("config.rb")
    config = file[1] if file else ""
    if file:
        blog.skip("config.rb", "read for its settings, as text")
    named = ruby_literal(config, "Time.zone") or ""
    blog.zone = zone_of(named, moment.zone)
    mark = ruby_literal(config, "blog.summary_separator")
    blog.marks = (mark,) if mark else ()
    propose(blog, timezone=named if blog.zone is not moment.zone else "")
    prefix = (ruby_literal(config, "blog.prefix") or "").strip("/")
    sources = _joined(prefix, ruby_literal(config, "blog.sources") or SOURCES)
    pattern = _joined(prefix, ruby_literal(config, "blog.permalink") or PERMALINK)
    if re.search(r"^\s*activate\s*\(?\s*:directory_indexes", config, re.MULTILINE):
        pattern = re.sub(r"\.html$", "/", pattern)
    place = source_pattern(_joined(top, sources))
    for path in tree.paths:
        match = place.fullmatch(stem_of(path, SUFFIXES))
        if match and path.lower().endswith(SUFFIXES):
            _article(tree, blog, path, match, pattern)
        elif match and path.lower().endswith((".erb", ".haml", ".slim", ".textile")):
            blog.skip(path, "an article in a language that is not read here", failed=True)
    return blog


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
    known |= {"title": slugify(slug)}
    article.address = address(pattern, known)
    if article.address is None:
        article.note(1, f"the old address is not known: the permalink pattern is {pattern}")


def address(pattern: str, known: dict[str, str]) -> str | None:
    """Return the old address of an article; None for a pattern that asks for something unknown."""
    parts = re.split(r"\{(\w+)\}", pattern)
    if any(key not in known for key in parts[1::2]):
        return None
    values = (slugify(known[p]) if n % 2 else p for n, p in enumerate(parts))
    return as_address("".join(values))
