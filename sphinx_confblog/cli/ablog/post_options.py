"""Maps the options of ABlog's ``post`` directive to front matter."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.records import TAXONOMIES, OldPost
from sphinx_confblog.importers.front_matter import moment, names, normal_date
from sphinx_confblog.util.text import escape_characters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.cli.ablog.records import Page, Settings
    from sphinx_confblog.frontmatter.records import Value


#: What ABlog reads of a post, besides taxonomies.
OPTIONS = frozenset({
    "date", "title", "image", "excerpt", "exclude", "nocomments", "redirect", "blogpost",
    "canonical_link", "external_link",
})  # fmt: skip
RENAMED = {"canonical_link": "canonical", "external_link": "external"}
#: Our keys for the taxonomies of ABlog.
KEYS = {option: option for option in TAXONOMIES} | {"language": "languages"}
#: What a form of dates has for the year.
YEARS = ("%Y", "%y", "%G", "%c", "%x", "%D")
_QUOTED = re.compile(r"^([\"'])(.*)\1$")
#: Flags that are not set say nothing.
OFF = {"false", "no", "none"}


def read_date(text: str, form: str) -> str:
    """Return a date in ISO form, read in the site's format or a usual one; else unchanged."""
    text = " ".join(text.split())
    if not any(year in form for year in YEARS):
        # Python would take a year of its own.
        return normal_date(text)
    try:
        date = datetime.strptime(text, form)  # noqa: DTZ007  the blog's zone is meant
    except ValueError:
        return normal_date(text)
    plain = (date.hour, date.minute, date.second) == (0, 0, 0)
    return date.date().isoformat() if plain else date.isoformat(" ")


def is_public(date: str, now: datetime) -> bool:
    """Tell whether ABlog lists a post with this date: not later than today."""
    day = moment(date) if date else None
    if day is None:
        return False
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return day.replace(tzinfo=None) < tomorrow + timedelta(days=1)


def old_post(
    page: Page, line: int, options: Mapping[str, Value], settings: Settings, now: datetime
) -> OldPost:
    """Return the post with our keys; *now* is in the blog's time zone."""
    post = OldPost(page=page, line=line)
    given = {key: value for key, value in options.items() if key in OPTIONS or key in TAXONOMIES}
    _take_date(post, _text(given.get("date")), settings, now)
    for option, taxonomy in TAXONOMIES.items():
        labels = labels_of(given.get(option)) or settings.default(option)
        if labels:
            post.terms[taxonomy] = labels
        # An empty key would keep the post from having the default.
        if labels and option in given:
            post.front[KEYS[option]] = as_value(labels)
    if title := _text(given.get("title")):
        post.front["title"] = escape_characters(title)
    for old, new in RENAMED.items():
        if text := _text(given.get(old)):
            post.front[new] = text
    if "nocomments" in given and _text(given["nocomments"]).lower() not in OFF:
        post.front["comments"] = "false"
    if olds := labels_of(given.get("redirect")):
        aliases = [f"/{old.strip('/')}{settings.ending}" for old in olds]
        post.front["aliases"] = [*aliases] if len(aliases) > 1 else aliases[0]
    return post


def _take_date(post: OldPost, text: str, settings: Settings, now: datetime) -> None:
    """Set the date; a post without one becomes a draft, even if its file name has a date."""
    if not text:
        post.front["draft"] = "true"
        post.public = False
        what = "no date: ABlog builds such drafts; here they are withheld"
        post.page.note(post.line, what)
        return
    date = read_date(text, settings.date_format)
    post.front["date"] = date
    if moment(date) is None:
        what = f"the date {text!r} cannot be read; write it like 2026-01-15"
        post.page.note(post.line, what, by_hand=True)
    post.public = is_public(date, now)
    if post.public:
        post.years.add(date[:4])
    elif moment(date) is not None:
        what = "a date in the future: ABlog builds such posts; here they are withheld until then"
        post.page.note(post.line, what)


def as_value(labels: list[str]) -> Value:
    """Return labels as a comma-separated string, or as a list if one contains a comma."""
    return [*labels] if any("," in label for label in labels) else ", ".join(labels)


def labels_of(value: Value | None) -> list[str]:
    """Return the labels in a list, or in a comma-separated string; with or without quotes."""
    if isinstance(value, str):
        match = re.fullmatch(r"\[(.*)\]", value.strip(), re.DOTALL)
        items = (match[1] if match else value).split(",")
        value = [_QUOTED.sub(r"\2", item.strip()) for item in items]
    return list(dict.fromkeys(names(value)))


def _text(value: Value | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def number(value: Value | None) -> int | None:
    """Return a count of paragraphs, or the number of an image; None if it is neither."""
    text = _text(value)
    return int(text) if text.isascii() and text.isdecimal() else None
