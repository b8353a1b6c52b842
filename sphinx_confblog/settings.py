"""Checks what ``confblog_comments`` sets against what its provider takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_confblog.providers import PROVIDERS, plain, quoted
from sphinx_confblog.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_confblog.providers import Provider

OPTION = "confblog_comments"


@dataclass(frozen=True, slots=True)
class Comments:
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
        report(f"{OPTION} {no_provider(value)}; no comments are shown")
        return None
    given = {key: value[key] for key in value if key != "provider"}
    problems = [*missing(provider, given), *unknown(provider, given), *wrong(provider, given)]
    for problem in problems:
        report(f"{OPTION}{problem}; no comments are shown")
    if problems:
        return None
    return Comments(name, {key: checked(provider, key, given[key]) for key in given})


def no_provider(value: Mapping[str, Any]) -> str:
    """What is wrong with the name of the provider."""
    takes = "it takes one of " + quoted(PROVIDERS)
    if "provider" not in value:
        return f'has no "provider", but {takes}'
    found = value["provider"]
    hint = did_you_mean(str(found).casefold(), PROVIDERS)
    return f"names the provider {found!r}{hint}, but {takes}"


def missing(provider: Provider, given: Mapping[str, Any]) -> list[str]:
    """The settings that a provider cannot do without."""
    return [
        f"[{key!r}] is missing, but {provider.title} needs it: {setting.help}"
        for key, setting in provider.settings.items()
        if setting.required and key not in given
    ]


def unknown(provider: Provider, given: Mapping[str, Any]) -> list[str]:
    """The settings that a provider does not have."""
    return [
        f"[{key!r}] is no setting of {provider.title}{did_you_mean(key, provider.settings)}, "
        f"but it takes {quoted(provider.settings)}"
        for key in given
        if key not in provider.settings and not provider.open
    ]


def wrong(provider: Provider, given: Mapping[str, Any]) -> list[str]:
    """The settings that have values of the wrong form."""
    found = []
    for key, value in given.items():
        try:
            checked(provider, key, value)
        except ValueError as error:
            found.append(f"[{key!r}] is {value!r}, but it takes {error}")
    return found


def checked(provider: Provider, key: str, value: Any) -> Any:
    """The checked value of a setting. Raises ValueError with what it takes."""
    setting = provider.settings.get(key)
    return setting.check(value) if setting else plain(value)
