"""Has the extension's own reader read what will be written, so that nothing is misread later."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_confblog.fences import MAX_BYTES
from sphinx_confblog.frontmatter import FrontMatterError, parse_head
from sphinx_confblog.importing.article import KEPT
from sphinx_confblog.importing.tree import UnreadableError
from sphinx_confblog.keys import GATES, ReadingRules
from sphinx_confblog.post import Withheld
from sphinx_confblog.reading import read_post

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx_confblog.frontmatter import Value
    from sphinx_confblog.importing.article import Article
    from sphinx_confblog.post import ReadResult

TAXONOMIES = ("tags", "authors", "categories", "series")
_WIDTH = 10**9


class _Dumper(
    yaml.emitter.Emitter,
    yaml.serializer.Serializer,
    yaml.representer.SafeRepresenter,
    yaml.resolver.BaseResolver,
):
    """Writes texts without quotes wherever the project's reader takes them for what they are."""

    def __init__(self, stream: Any) -> None:
        yaml.emitter.Emitter.__init__(self, stream, allow_unicode=True, width=_WIDTH)
        yaml.serializer.Serializer.__init__(self)
        yaml.representer.SafeRepresenter.__init__(self, default_flow_style=False, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)

    def ignore_aliases(self, data: object) -> bool:
        """Write a value that stands twice two times."""
        return True


def _represent(dumper: _Dumper, text: str) -> yaml.Node:
    style = None
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]", text) or text.endswith("\n\n"):
        style = '"'
    elif text in {"~", "null", "Null", "NULL", "", "<<", "="}:
        style = "'"
    elif "\n" in text:
        style = "|" if not re.search(r"^\s|[ \t]\n|\t", text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent)


def head_of(front: dict[str, Value]) -> str:
    """Front matter with its fences."""
    if not front:
        return "---\n---\n"
    stream = io.StringIO()
    dumper = _Dumper(stream)
    dumper.open()
    dumper.represent(front)
    dumper.close()
    return f"---\n{stream.getvalue()}---\n"


def judge(article: Article, rules: ReadingRules, now: datetime) -> ReadResult:
    """Read a post as a build will, and move what is not understood below ``imported``.

    A post that is not understood well enough to know that it may be public becomes a draft.
    Raises UnreadableError for front matter that cannot be written.
    """
    while True:
        reading = _read(article, rules, now)
        if reading.post is None and reading.withheld is None:
            article.withhold(1, "no date was found")
        elif reading.problems:
            _set_aside(article, reading)
        else:
            return reading


def _set_aside(article: Article, reading: ReadResult) -> None:
    """Move the key that the first problem is about below ``imported``."""
    head = parse_head(head_of(article.front))
    problem = reading.problems[0]
    key = next((k for k, e in head.entries.items() if e.line == problem.line), "")
    line = article.key_lines.get(key, 1)
    if key not in article.front or key == KEPT:
        raise UnreadableError(f"front matter: {problem.text}")
    said = problem.text.partition(";")[0]
    article.keep(key)
    if key in GATES or reading.withheld in {Withheld.UNREADABLE, Withheld.EXPIRED}:
        article.withhold(line, said)
    else:
        article.note(line, f'{said}; it is kept below "{KEPT}"')


def _read(article: Article, rules: ReadingRules, now: datetime) -> ReadResult:
    text = head_of(article.front)
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise UnreadableError(f"front matter is larger than {MAX_BYTES // 1024} KiB")
    try:
        head = parse_head(text)
    except FrontMatterError as error:
        raise UnreadableError(f"front matter: {error}") from None
    written = {key: entry.value for key, entry in head.entries.items()}
    if written != article.front:
        raise UnreadableError("front matter that cannot be written as YAML and read again")
    name = f"{article.name.rpartition('/')[2]}.md"
    return read_post(docname=article.name, filename=name, head=head, rules=rules, now=now)
