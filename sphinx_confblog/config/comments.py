"""Comment providers and their settings, each declared once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_confblog.config.validators import boolean, count
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    #: Returns the value of a setting, or raises ValueError with what completes "but should be …".
    Check = Callable[[Any], Any]


#: The provider whose comments come from a template of the site.
TEMPLATE = "template"
#: What a thread in a repository can be found by.
MAPPINGS = ("pathname", "url", "title", "og:title", "specific")

_REPOSITORY = r"(?a)[\w.-]+/[\w.-]+"
_SHORT_NAME = r"(?a)[\w-]+"
_ORIGIN = r"https?://[^\s/?#\"'<>\\@]+/?"
_URL = _ORIGIN + r"[^\s?#\"'<>\\]*"
_SERVER = rf"{_URL}|/[^\s?#\"'<>\\]*"


class Setting(NamedTuple):
    """One setting of a provider."""

    check: Check
    #: What it means, for the docs and messages.
    help: str
    required: bool = False


class Provider(NamedTuple):
    """What a provider is called, and what can be set."""

    title: str
    settings: Mapping[str, Setting]
    #: Whether it takes other settings as well.
    open: bool = False


def quoted(words: Iterable[str]) -> str:
    """Return words as a list in quotes."""
    return ", ".join(f'"{word}"' for word in words)


def text(value: Any) -> str:
    """Accept a string that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a string")
    return value


def one_of(*words: str) -> Check:
    """Make a check that accepts some words."""

    def check(value: Any) -> str:
        if value not in words:
            raise ValueError("one of " + quoted(words))
        return str(value)

    return check


def matching(pattern: str, words: str) -> Check:
    """Make a check that accepts strings of a form; a slash at the end is removed."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError(words)
        return value.rstrip("/")

    return check


def file_name(value: Any) -> str:
    """Accept the path of a file below a folder."""
    if ".." in (parts := text(value).split("/")) or "" in parts or "\\" in value:
        raise ValueError(
            'the name of a file in a folder of templates_path, such as "comments.html"'
        )
    return text(value)


def plain(value: Any) -> Any:
    """Accept strings, numbers, booleans and None, and lists and dicts of these."""
    items = [*value, *value.values()] if isinstance(value, dict) else value
    if isinstance(items, list | tuple):
        for item in items:
            plain(item)
    elif not isinstance(items, str | int | float | None):
        raise ValueError("made of strings, numbers, booleans, lists and dicts")
    return value


repository = matching(_REPOSITORY, 'a repository, such as "owner/name"')
short_name = matching(_SHORT_NAME, "the short name of a site, made of letters, digits, - and _")
origin = matching(
    _ORIGIN, 'the URL of a server without a path, such as "https://comments.example.org"'
)
url = matching(_URL, 'the URL of a server, such as "https://comments.example.org"')
server = matching(_SERVER, 'the URL of a server, or its path on the site, such as "/isso"')

_FOUND_BY = "by `pathname` (the default), `url`, `title`, `og:title`, or `specific` (its docname)"
PROVIDERS = {
    "giscus": Provider("giscus", {
        "repo": Setting(repository, "Repository on GitHub, as `owner/name`", required=True),
        "repo_id": Setting(text, "ID of the repository, from giscus.app", required=True),
        "category": Setting(text, "Category of the discussions; only this one is searched"),
        "category_id": Setting(text, "ID of the category, from giscus.app", required=True),
        "mapping": Setting(one_of(*MAPPINGS), f"How to find a post's discussion: {_FOUND_BY}"),
        "strict": Setting(boolean, "Whether titles must match exactly"),
        "reactions_enabled": Setting(boolean, "Whether readers can react to the post itself"),
        "input_position": Setting(
            one_of("top", "bottom"), "Where the comment box is: `top` or `bottom`"),
        "lang": Setting(text, "Language, as giscus names it; by default, the site's"),
        "theme_light": Setting(text, "Theme on light pages; by default, `light`"),
        "theme_dark": Setting(text, "Theme on dark pages; by default, `dark`"),
        "host": Setting(origin, "URL of your own giscus server, if you run one"),
    }),
    "utterances": Provider("utterances", {
        "repo": Setting(repository, "Repository on GitHub, as `owner/name`", required=True),
        "issue_term": Setting(one_of(*MAPPINGS), f"How to find a post's issue: {_FOUND_BY}"),
        "label": Setting(text, "Label of new issues"),
        "theme_light": Setting(text, "Theme on light pages; by default, `github-light`"),
        "theme_dark": Setting(text, "Theme on dark pages; by default, `github-dark`"),
    }),
    "disqus": Provider("Disqus", {
        "shortname": Setting(short_name, "Short name of your site at Disqus", required=True),
        "category_id": Setting(text, "ID of the category for new threads"),
        "language": Setting(text, "Language, as Disqus names it"),
    }),
    "isso": Provider("Isso", {
        "host": Setting(server, "URL of your server, or its path on your site", required=True),
        "lang": Setting(text, "Language; by default, the site's"),
        "css": Setting(boolean, "Whether to load Isso's own stylesheet"),
        "avatar": Setting(boolean, "Whether to show a picture for each author"),
        "vote": Setting(boolean, "Whether readers can vote"),
        "sorting": Setting(
            one_of("newest", "oldest", "upvotes"),
            "Which comments come first: `newest`, `oldest` or `upvotes`"),
        "max_comments_top": Setting(count, "Number of comments shown at first"),
        "max_comments_nested": Setting(count, "Number of replies shown at first"),
        "reveal_on_click": Setting(count, "Number of comments that each click adds"),
    }),
    "remark42": Provider("Remark42", {
        "host": Setting(url, "URL of your server", required=True),
        "site_id": Setting(text, "ID of the site on the server", required=True),
        "locale": Setting(text, "Language, as Remark42 names it; by default, the site's"),
        "max_shown_comments": Setting(count, "Number of comments shown at first"),
        "simple_view": Setting(boolean, "Whether to use the simplified interface"),
        "show_email_subscription": Setting(
            boolean, "Whether readers can subscribe to replies by email"),
    }),
    TEMPLATE: Provider("a template", {
        "template": Setting(
            file_name, "Name of a file in a folder of `templates_path`", required=True),
    }, open=True),
}  # fmt: skip

OPTION = "confblog_comments"
NO_COMMENTS = "No comments are shown."


class Comments(NamedTuple):
    """Who keeps the comments of a site, with all that was set."""

    provider: str
    settings: Mapping[str, Any]


def read_comments(value: Mapping[str, Any], report: Callable[[str], None]) -> Comments | None:
    """Check what is set of comments. Any problem is reported, and there are none then.

    With a part of the settings, comments would end up in other threads than they should.
    """
    if not value:
        return None
    name = str(value.get("provider", "")).casefold()
    provider = PROVIDERS.get(name)
    if provider is None:
        report(f"{OPTION} {no_provider(value)} {NO_COMMENTS}")
        return None
    given = {key: value[key] for key in value if key != "provider"}
    problems = [*missing(provider, given), *unknown(provider, given), *wrong(provider, given)]
    for problem in problems:
        report(f"{OPTION}{problem} {NO_COMMENTS}")
    if problems:
        return None
    return Comments(name, {key: checked(provider, key, given[key]) for key in given})


def no_provider(value: Mapping[str, Any]) -> str:
    """Return what is wrong with the name of the provider."""
    choose = f"Choose one of: {quoted(PROVIDERS)}."
    if "provider" not in value:
        return f'has no "provider". {choose}'
    name = value["provider"]
    hint = did_you_mean(str(name).casefold(), PROVIDERS)
    return f"names the provider {name!r}, which does not exist{hint} {choose}"


def missing(provider: Provider, given: Mapping[str, Any]) -> list[str]:
    """Return a message for each required setting that is missing."""
    return [
        f"[{key!r}] is missing, but {provider.title} requires it: {setting.help}."
        for key, setting in provider.settings.items()
        if setting.required and key not in given
    ]


def unknown(provider: Provider, given: Mapping[str, Any]) -> list[str]:
    """Return a message for each unknown setting."""
    return [
        f"[{key!r}] is not a setting of {provider.title}{did_you_mean(key, provider.settings)} "
        f"Settings: {quoted(provider.settings)}."
        for key in given
        if key not in provider.settings and not provider.open
    ]


def wrong(provider: Provider, given: Mapping[str, Any]) -> list[str]:
    """Return a message for each setting with an invalid value."""
    messages = []
    for key, value in given.items():
        try:
            checked(provider, key, value)
        except ValueError as error:
            messages.append(f"[{key!r}] is {value!r}, but should be {error}.")
    return messages


def checked(provider: Provider, key: str, value: Any) -> Any:
    """Return the checked value of a setting. Raises ValueError with what it takes."""
    setting = provider.settings.get(key)
    return setting.check(value) if setting else plain(value)
