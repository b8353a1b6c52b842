"""What a post is about, as plain text: for descriptions, feeds and timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of, cached
from sphinx_confblog.reading.excerpts import excerpt_text
from sphinx_confblog.reading.post_fields import in_language

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: Letters of a description that search engines and timelines show at most, more or less.
LONGEST = 200


@cached
def summary(env: BuildEnvironment, docname: str) -> str:
    """The description of a post, else its excerpt as text in one line; it may be empty."""
    post = in_language(env, blogs_of(env).posts[docname])
    text = post.description or excerpt_text(env, docname)
    return " ".join(text.split())


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text of at most *longest* letters, cut between two words."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut[: cut.rindex(" ")] if " " in cut else cut).rstrip(" ,;:.") + "…"
