"""What all generators share: turning files into posts."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from sphinx_confblog.importers.config_files import (
    python_literals,
    toml_mapping,
    yaml_mapping,
    zone_named,
)
from sphinx_confblog.importers.front_matter import Head, split_head
from sphinx_confblog.importers.html.to_markdown import markdown
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN, Tree, UnreadableError
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sphinx_confblog.frontmatter.records import Value


_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_](.+)")


class Moment(NamedTuple):
    """When and where an import happens."""

    now: datetime
    #: Zone of dates that name none, unless the old blog's configuration names one.
    zone: ZoneInfo


Reader: TypeAlias = "Callable[[Tree, Moment], OldBlog]"


def stem_of(path: str, suffixes: tuple[str, ...] = MARKDOWN) -> str:
    """Return a path without its suffix, which may be two: ``.html.md``."""
    for suffix in sorted(suffixes, key=len, reverse=True):
        if path.lower().endswith(suffix):
            return path[: -len(suffix)]
    return posixpath.splitext(path)[0]


def below(path: str, folder: str) -> str:
    """Return a path relative to a folder that it is in."""
    return path[len(folder) + 1 :] if folder else path


def bundled(name: str) -> tuple[str, bool]:
    """Return the name of a post, the folder's for ``folder/index``, and whether it is one."""
    folder, _, last = name.rpartition("/")
    return (folder, True) if folder and last == "index" else (name, False)


def undated(name: str) -> str:
    """Return the last part of a name without the date that it may begin with."""
    last = name.rpartition("/")[2]
    match = _DATED.fullmatch(last)
    return match[4] if match else last


def pattern_in(folder: str, suffixes: tuple[str, ...]) -> str:
    """Return a pattern such as ``content/posts/**/*.{md,html}``, for messages."""
    names = ",".join(suffix.lstrip(".") for suffix in suffixes)
    return f"{folder}/**/*.{{{names}}}".lstrip("/")


def add_article(
    tree: Tree, blog: OldBlog, path: str, name: str, split: Callable[[str], Head] = split_head,
    *, suffix: str = ".md", is_bundle: bool = False,
) -> Article | None:  # fmt: skip
    """Return the post in a file, and add it to the blog; None, and noted, if it cannot be read."""
    try:
        head = split(tree.text(path))
        html = path.lower().endswith((".html", ".htm"))
        body = markdown(head.body) if html else head.body
    except UnreadableError as error:
        blog.skip(path, f"line {error.line}: {error}", failed=True)
        return None
    article = Article(
        source=path, name=name, front=dict(head.front), body=body, first=head.first,
        key_lines=dict(head.lines), slug=slugify(undated(name)), suffix=suffix,
        notebook=head.notebook,
    )  # fmt: skip
    if html:
        article.converted = True
        article.note(article.first, "converted from HTML to Markdown; compare the two")
    if is_bundle:
        article.folder = path.rpartition("/")[0]
    head.tell(article)
    blog.articles.append(article)
    return article


def settings_of(tree: Tree, blog: OldBlog, *names: str) -> dict[str, Value]:
    """Return the settings in the first of these YAML, JSON or TOML files that is there."""
    read = {"toml": toml_mapping}
    return _read_settings(
        tree, blog, names, lambda name, text: read.get(name[-4:], yaml_mapping)(text)
    )


def python_settings(tree: Tree, blog: OldBlog, name: str) -> dict[str, Any]:
    """Return the literal values in a Python file, which is not run."""
    return _read_settings(tree, blog, (name,), lambda _, text: python_literals(text), ", not run")


def _read_settings(
    tree: Tree, blog: OldBlog, names: tuple[str, ...],
    read: Callable[[str, str], dict[str, Any]], how: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Return the settings in the first of some files; note that it was read, or why not."""
    file = tree.first_text(*names)
    if file is None:
        return {}
    name, content = file
    try:
        settings = read(name, content)
    except UnreadableError as error:
        blog.skip(name, f"line {error.line}: settings were not read: {error}")
        blog.notes.append(f"{name} could not be read: old URLs follow the defaults")
        return {}
    blog.skip(name, f"read for its settings{how}")
    return settings


def mapping_of(value: Value | None) -> Mapping[str, Value]:
    """Return a mapping; an empty one for any other value."""
    return value if isinstance(value, dict) else {}


def propose(blog: OldBlog, **values: object) -> None:
    """Propose options of ``conf.py``, those that have a value."""
    blog.proposals.update({f"confblog_{key}": value for key, value in values.items() if value})


def use_zone(blog: OldBlog, name: str) -> None:
    """Take over the time zone that the old blog's configuration names; note one that's unknown."""
    if zone := zone_named(name):
        blog.zone = zone
        propose(blog, timezone=zone.key)
    elif name:
        blog.notes.append(
            f'the time zone "{name}" is not known, so dates are read in {blog.zone}: '
            "set confblog_timezone, and import again"
        )
