"""Maps old URLs of imported posts to new ones, and suggests a permalink that keeps them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from sphinx_confblog.importers.front_matter import date_of, flag, names
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from sphinx_confblog.importers.records import Article, OldBlog


_PYTHON_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def fill(pattern: str, token: re.Pattern[str], value: Callable[[str], str | None]) -> str | None:
    """Put values in the place of tokens, whose name is the first group; None without a value."""
    parts, end = [], 0
    for match in token.finditer(pattern):
        text = value(match[1])
        if text is None:
            return None
        parts += [pattern[end : match.start()], text]
        end = match.end()
    return as_address("".join([*parts, pattern[end:]]))


def fill_python(pattern: str, date: datetime | None, names: Mapping[str, str | None]) -> str | None:
    """Fill a pattern such as ``{date:%Y}/{slug}.html``; None if it asks for something else."""
    parts, end = [], 0
    for match in _PYTHON_FIELD.finditer(pattern):
        name, form = match.groups()
        if name == "date" and date is not None:
            text: str | None = in_form(date, form or "%Y-%m-%d")
        else:
            text = None if form else names.get(name)
        if text is None:
            return None
        parts += [pattern[end : match.start()], text]
        end = match.end()
    rest = pattern[end:]
    return None if "{" in rest else as_address("".join([*parts, rest]))


def in_form(date: datetime, form: str) -> str | None:
    """Return a date by the commonest codes of strftime, on any system; None for others."""
    codes = {
        "Y": f"{date.year:04}", "m": f"{date.month:02}", "d": f"{date.day:02}",
        "y": f"{date.year % 100:02}", "j": f"{date.timetuple().tm_yday:03}", "H": f"{date.hour:02}",
        "M": f"{date.minute:02}", "S": f"{date.second:02}", "b": _MONTHS[date.month - 1][:3],
        "B": _MONTHS[date.month - 1], "-m": str(date.month), "-d": str(date.day), "%": "%",
    }  # fmt: skip
    parts = re.split(r"%(-?.)", form)
    if any(code not in codes for code in parts[1::2]):
        return None
    return "".join(codes[part] if number % 2 else part for number, part in enumerate(parts))


def as_address(path: str) -> str:
    """Return a path as one from the site's root: one slash at the start, none doubled."""
    return "/" + re.sub(r"/{2,}", "/", path.removesuffix("index.html")).lstrip("/")


def set_addresses(article: Article, first: str | None, *others: str | None) -> None:
    """Give a post its old address, and the same address in other spellings."""
    article.address = first
    spelled = dict.fromkeys(other for other in others if other and other != first)
    article.spellings = tuple(spelled) if first else ()


def cut_site(address: str, site: str) -> str | None:
    """Return the address below the old site's root; None for one that is elsewhere."""
    parts, own = urlsplit(address), urlsplit(site)
    if parts.netloc and parts.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
        return None
    path = parts.path
    base = own.path.rstrip("/")
    if base and (path == base or path.startswith(f"{base}/")):
        path = path[len(base) :]
    elif base and parts.netloc:
        return None
    return as_address(path)


def normal(address: str) -> str:
    """Return an address without suffix and slash at its end, for comparing links."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    for suffix in ("index.html", ".html", ".htm"):
        path = path.removesuffix(suffix)
    return path.rstrip("/") or "/"


def new_address(name: str, path: str) -> str:
    """Return the address of a post without a permalink pattern."""
    return as_address(f"{path}/{quote(name)}.html")


def permalink(blog: OldBlog) -> str | None:
    """Return one pattern for ``confblog_permalink`` under which every post keeps its address.

    It begins with a slash, for the site's root, and ends with one if the addresses do.
    """
    public = [a for a in blog.articles if not is_draft(a)]
    posts = [
        ([normal(address) for address in a.addresses], v)
        for a in public
        if (v := values(a, blog)) is not None and a.addresses
    ]
    if not posts or len(posts) < len(public):
        return None
    candidates = dict.fromkeys(c for paths, v in posts for path in paths for c in patterns(path, v))
    for pattern in candidates:
        if all(f"/{pattern.format_map(v)}" in paths for paths, v in posts):
            end = "/" if all(str(a.address).endswith("/") for a in public) else ""
            return f"/{pattern}{end}"
    return None


def is_draft(article: Article) -> bool:
    """Return whether a post is kept from readers, and so had no address."""
    front = article.front
    return flag(front.get("draft")) is True or flag(front.get("published")) is False


def values(article: Article, blog: OldBlog) -> dict[str, str] | None:
    """Return a post's values for the names in a pattern; None without a date."""
    date = date_of(article, blog.zone)
    if date is None or not article.slug:
        return None
    if "confblog_timezone" in blog.proposals:
        # The build puts all dates in it.
        date = date.astimezone(blog.zone)
    held = {
        "year": f"{date.year:04}", "month": f"{date.month:02}", "day": f"{date.day:02}",
        "slug": article.slug,
    }  # fmt: skip
    categories = names(article.front.get("categories") or article.front.get("category"))
    return held | {"category": slugify(categories[0]) if categories else ""}


def patterns(path: str, held: Mapping[str, str]) -> Iterator[str]:
    """Yield the patterns that an address may come from."""
    if "{" in path or "}" in path:
        return
    start, slug, end = path.lstrip("/").rpartition(held["slug"])
    if not slug:
        return
    # A folder that all posts share is more likely to be fixed than to be their category.
    for first in ((), ("category",)):
        for dated in (("year", "month", "day"), ("year", "month"), ("year",), ()):
            pattern = _with(start, held, (*first, *dated))
            if pattern is not None:
                yield f"{pattern}{{slug}}{end}"


def _with(start: str, held: Mapping[str, str], keys: Iterable[str]) -> str | None:
    """Return the start of a path with names in the place of values, from left to right."""
    done = ""
    for key in keys:
        if not (value := held.get(key)):
            return None
        before, separator, start = start.partition(value)
        if not separator:
            return None
        done += f"{before}{{{key}}}"
    return done + start
