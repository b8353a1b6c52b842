"""The keys of blogs: the name in `confblog_blogs` and, behind a slash, another language.

The site's first blog has no name: ``""``, ``"/fr"``, ``"news"`` and ``"news/fr"`` are keys.
"""

from __future__ import annotations


def key_in_language(key: str, tag: str) -> str:
    """Return the key of a blog in another language."""
    return f"{key}/{tag}"


def name_of(key: str) -> str:
    """Return the name that a blog has in all its languages; "" for the site's first one."""
    return key.partition("/")[0]


def language_of(key: str) -> str:
    """Return the language of a blog, if it is not the blog's own; else ""."""
    return key.partition("/")[2]


def typed(key: str) -> str:
    """Return what authors write for a blog: a language alone means that of the first blog."""
    return key.removeprefix("/")


def meant(text: str) -> tuple[str, str]:
    """Return the keys that authors may mean by a text; the first one that exists counts."""
    return text, f"/{text}"
