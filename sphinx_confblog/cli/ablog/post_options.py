"""Maps the options of ABlog's ``post`` directive to front matter."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.records import TAXONOMIES, OldPost
from sphinx_confblog.importers.front_matter import moment, names, normal_date

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
#: Flags that are not set say nothing.
OFF = {"false", "no", "none"}


def read_date(text: str, form: str) -> str:
    """A date in the site's form, or one of the usual ones, as ISO; else as it is."""
    text = " ".join(text.split())
    if not any(year in form for year in YEARS):
        # Python would take a year of its own.
        return normal_date(text)
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007  the blog's zone is meant
    except ValueError:
        return normal_date(text)
    plain = (found.hour, found.minute, found.second) == (0, 0, 0)
    return found.date().isoformat() if plain else found.isoformat(" ")


def is_public(date: str, now: datetime) -> bool:
    """Whether ABlog lists a post of this date: until the end of today."""
    found = moment(date) if date else None
    if found is None:
        return False
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return found.replace(tzinfo=None) < tomorrow + timedelta(days=1)


def old_post(
    page: Page, line: int, options: Mapping[str, Value], settings: Settings, now: datetime
) -> OldPost:
    """The post with our keys; *now* is the moment in the blog's zone."""
    post = OldPost(page=page, line=line)
    given = {key: value for key, value in options.items() if key in OPTIONS or key in TAXONOMIES}
    _take_date(post, _text(given.get("date")), settings, now)
    for option, taxonomy in TAXONOMIES.items():
        labels = labels_of(given.get(option)) or settings.default(option)
        if labels:
            post.front[KEYS[option]] = as_value(labels)
            post.terms[taxonomy] = labels
    if title := _text(given.get("title")):
        post.front["title"] = title
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
    """Take the date; a post without one is a draft, whatever its file is called."""
    if not text:
        post.front["draft"] = "true"
        post.public = False
        what = "no date: ABlog builds such a draft, here it is withheld"
        post.page.note(post.line, what)
        return
    date = read_date(text, settings.date_format)
    post.front["date"] = date
    if moment(date) is None:
        what = f"the date {text!r} is not understood; write it as 2026-01-15"
        post.page.note(post.line, what, by_hand=True)
    post.public = is_public(date, now)
    if post.public:
        post.years.add(date[:4])
    elif moment(date) is not None:
        what = "a date to come: ABlog builds such a draft, here it is withheld until then"
        post.page.note(post.line, what)


def as_value(labels: list[str]) -> Value:
    """Labels as a value: a text with commas, or a list of labels that have some."""
    return [*labels] if any("," in label for label in labels) else ", ".join(labels)


def labels_of(value: Value | None) -> list[str]:
    """The labels in a list, or in a text with commas, which may be a list in YAML."""
    if isinstance(value, str) and (match := re.fullmatch(r"\[(.*)\]", value.strip(), re.DOTALL)):
        value = [item.strip().strip("'\"") for item in match[1].split(",")]
    return list(dict.fromkeys(names(value)))


def _text(value: Value | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def number(value: Value | None) -> int | None:
    """A number of paragraphs, or of an image."""
    text = _text(value)
    return int(text) if text.isascii() and text.isdecimal() else None
