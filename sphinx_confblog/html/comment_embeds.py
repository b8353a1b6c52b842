"""The HTML that each comment provider needs on a page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Set

    from sphinx_confblog.config.comments import Comments


#: The languages that giscus has; it answers others with an error.
GISCUS_LANGUAGES = frozenset({
    "ar", "be", "bg", "ca", "cs", "da", "de", "en", "eo", "es", "eu", "fa", "fr", "gr", "hbs",
    "he", "hu", "id", "it", "ja", "kh", "ko", "nl", "pl", "pt", "ro", "ru", "th", "tr", "uk",
    "uz", "vi", "zh-CN", "zh-HK", "zh-TW",
})  # fmt: skip
#: Those that Remark42 has.
REMARK42_LANGUAGES = frozenset({
    "be", "bg", "bp", "de", "en", "es", "fi", "fr", "ja", "ko", "pl", "ru", "tr", "ua", "vi", "zh",
})  # fmt: skip
#: What they call languages that go by another name elsewhere.
GISCUS_NAMES = {"bs": "hbs", "el": "gr", "hr": "hbs", "km": "kh", "sr": "hbs", "zh": "zh-CN"}
REMARK42_NAMES = {"pt-BR": "bp", "uk": "ua"}


class Subject(NamedTuple):
    """The post that the comments are about."""

    docname: str
    title: str
    #: Absolute, where that is known.
    url: str | None
    #: Language of the site, as Sphinx calls it.
    language: str


class Words(NamedTuple):
    """The visible words of a comments section."""

    heading: str
    #: Where scripts are turned off.
    no_script: str
    #: If the provider's script can't be loaded.
    failed: str


class Embed(NamedTuple):
    """The settings our script needs to load the comments."""

    #: URL of the provider's script.
    src: str
    #: The provider's own settings, by the names of data attributes without ``data-``.
    data: dict[str, Any]
    #: The id by which the provider knows the place, if it asks for one.
    id: str = ""
    #: What the provider calls its themes for light and dark pages.
    themes: tuple[str, str] = ("", "")


def section(comments: Comments, subject: Subject, words: Words) -> str:
    """Return the section that the script fills with comments."""
    embed = EMBEDS[comments.provider](comments.settings, subject)
    light, dark = embed.themes
    own = {"provider": comments.provider, "src": embed.src, "light": light, "dark": dark,
           "failed": words.failed}  # fmt: skip
    data = {f"confblog-{name}": value for name, value in own.items()} | embed.data
    attributes = {"class": "confblog-thread", "id": embed.id}
    attributes |= {f"data-{name}": texted(value) for name, value in data.items()}
    return (
        '\n<section class="confblog-comments headerlink" id="confblog-comments"'
        ' aria-labelledby="confblog-comments-heading">\n'
        f'<h2 id="confblog-comments-heading">{escape(words.heading)}</h2>\n'
        f"<div{written(attributes)}></div>\n"
        f"<noscript><p>{escape(words.no_script)}</p></noscript>\n"
        "</section>\n"
    )


def written(attributes: Mapping[str, str]) -> str:
    """Return attributes as HTML; empty ones are left out."""
    return "".join(f' {name}="{escape(text)}"' for name, text in attributes.items() if text)


def texted(value: Any) -> str:
    """Return a value as the text of an attribute, empty for None."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def giscus(settings: Mapping[str, Any], subject: Subject) -> Embed:
    """Return the embed of giscus: comments in GitHub Discussions."""
    data = {
        "repo": settings["repo"],
        "repo-id": settings["repo_id"],
        "category": settings.get("category"),
        "category-id": settings["category_id"],
        "mapping": (mapping := settings.get("mapping", "pathname")),
        "term": subject.docname if mapping == "specific" else None,
        "strict": digit(settings.get("strict")),
        "reactions-enabled": digit(settings.get("reactions_enabled")),
        "input-position": settings.get("input_position"),
        "lang": settings.get("lang") or spoken(subject.language, GISCUS_LANGUAGES, GISCUS_NAMES),
        "loading": "lazy",
    }
    src = settings.get("host", "https://giscus.app") + "/client.js"
    return Embed(src, data, themes=themes(settings, "light", "dark"))


def utterances(settings: Mapping[str, Any], subject: Subject) -> Embed:
    """Return the embed of utterances: comments in GitHub issues."""
    term = settings.get("issue_term", "pathname")
    data = {
        "repo": settings["repo"],
        "issue-term": subject.docname if term == "specific" else term,
        "label": settings.get("label"),
    }
    named = themes(settings, "github-light", "github-dark")
    return Embed("https://utteranc.es/client.js", data, themes=named)


def disqus(settings: Mapping[str, Any], subject: Subject) -> Embed:
    """Return the embed of Disqus, which chooses its theme by the page's colours."""
    data = {
        "identifier": subject.docname,
        "url": subject.url,
        "title": subject.title,
        "category-id": settings.get("category_id"),
        "language": settings.get("language"),
    }
    src = f"https://{settings['shortname']}.disqus.com/embed.js"
    return Embed(src, data, "disqus_thread")


def isso(settings: Mapping[str, Any], subject: Subject) -> Embed:
    """Return the embed of Isso, on the user's server. It has no dark theme."""
    names = (
        "css", "avatar", "vote", "sorting", "max_comments_top", "max_comments_nested",
        "reveal_on_click",
    )  # fmt: skip
    data = {
        "isso": settings["host"] + "/",
        # Isso writes to its readers with links made of this.
        "isso-id": urlsplit(subject.url).path if subject.url else None,
        "title": subject.title,
        "isso-lang": settings.get("lang") or tag(subject.language),
        **{"isso-" + name.replace("_", "-"): settings.get(name) for name in names},
    }
    return Embed(settings["host"] + "/js/embed.min.js", data, "isso-thread")


def remark42(settings: Mapping[str, Any], subject: Subject) -> Embed:
    """Return the embed of Remark42, on the user's server."""
    names = ("max_shown_comments", "simple_view", "show_email_subscription")
    data = {
        "host": settings["host"],
        "site-id": settings["site_id"],
        "url": subject.url,
        "page-title": subject.title,
        "locale": settings.get("locale")
        or spoken(subject.language, REMARK42_LANGUAGES, REMARK42_NAMES),
        **{name.replace("_", "-"): settings.get(name) for name in names},
    }
    return Embed(settings["host"] + "/web/embed.js", data, "remark42", ("light", "dark"))


def digit(value: bool | None) -> str | None:
    """Return a boolean as giscus writes it, ``1`` or ``0``."""
    return None if value is None else str(int(value))


def themes(settings: Mapping[str, Any], light: str, dark: str) -> tuple[str, str]:
    """Return the provider's names of its light and dark themes."""
    return settings.get("theme_light", light), settings.get("theme_dark", dark)


def tag(language: str) -> str:
    """Return a language as a tag, such as ``pt-BR``."""
    return language.replace("_", "-")


def spoken(language: str, known: Set[str], names: Mapping[str, str]) -> str | None:
    """Return the provider's name of a language, or None if it doesn't have it."""
    full = tag(language)
    codes = (names.get(code, code) for code in (full, full.partition("-")[0]))
    return next((code for code in codes if code in known), None)


EMBEDS: dict[str, Callable[[Mapping[str, Any], Subject], Embed]] = {
    "giscus": giscus,
    "utterances": utterances,
    "disqus": disqus,
    "isso": isso,
    "remark42": remark42,
}
