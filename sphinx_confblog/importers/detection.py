"""Suggests where posts are, and which generator made them, if an import finds none."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from typing import TYPE_CHECKING

from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.model.source_layout import FOREIGN, looks_like_post
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_confblog.importers.records import OldBlog
    from sphinx_confblog.importers.source_tree import Tree


#: Generator -> its files, as patterns of names, and a pattern of their content.
SIGNS: dict[str, tuple[tuple[str, ...], str]] = {
    "docusaurus": (("docusaurus.config.*",), ""),
    "hugo": (("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml"), ""),
    "jekyll": (("_config.yml", "_config.yaml", "_config.toml"), ""),
    "middleman": (("config.rb",), r"\bactivate\b"),
    "mkdocs": (("mkdocs.yml", "mkdocs.yaml"), ""),
    "nikola": (("conf.py",), r"\bNIKOLA|\bnikola\b|\bBLOG_TITLE\b"),
    "pelican": (("pelicanconf.py",), ""),
    "wordpress": (("*.xml",), r"wordpress\.org/export/"),
    "ablog": (("conf.py",), r"\bablog\b"),
}
LABELS = {"docusaurus": "Docusaurus", "hugo": "Hugo", "jekyll": "Jekyll", "mkdocs": "MkDocs",
          "middleman": "Middleman", "nikola": "Nikola", "pelican": "Pelican", "ablog": "ABlog",
          "wordpress": "WordPress"}  # fmt: skip
#: Suffixes of files that posts are written in.
TEXTS = (*MARKDOWN, ".rst", ".txt", ".ipynb", *FOREIGN)
_HEAD = 4096
_FOLDERS = 5


class Sign(NamedTuple):
    """A file that only one generator has."""

    generator: str
    path: str

    @property
    def folder(self) -> str:
        """The folder of the file; nothing for the one that is imported."""
        return self.path.rpartition("/")[0]


def signs(tree: Tree) -> Iterator[Sign]:
    """Yield the files that tell a generator, those with the shortest paths first."""
    for path in sorted(tree.paths, key=lambda path: (path.count("/"), path)):
        name = path.rpartition("/")[2]
        for generator, (patterns, words) in SIGNS.items():
            if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns) and (
                not words or re.search(words, head_of(tree, path))
            ):
                yield Sign(generator, path)


def head_of(tree: Tree, path: str) -> str:
    """Return the first lines of a file; nothing if it cannot be read."""
    try:
        return tree.text(path)[:_HEAD]
    except UnreadableError:
        return ""


def is_likely(tree: Tree, path: str) -> bool:
    """Return whether a file looks like a post: its name begins with a date, or its head has one."""
    if not path.lower().endswith(TEXTS):
        return False
    return looks_like_post(path.rpartition("/")[2], head_of(tree, path))


def describe_nothing(tree: Tree, blog: OldBlog, generator: str) -> Iterator[str]:
    """Yield messages about an import that found no post: where it looked, and where some may be."""
    yield f"no posts found; searched for {', '.join(blog.searched)}"
    counts = Counter(path.rpartition("/")[0] or "." for path in tree.paths if is_likely(tree, path))
    if counts:
        folders = [f"{folder} ({count})" for folder, count in counts.most_common(_FOLDERS)]
        more = f" and {len(counts) - _FOLDERS} more folders" if len(counts) > _FOLDERS else ""
        yield f"files that look like posts are in {', '.join(folders)}{more}"
    yield from describe_format(tree, generator, anywhere=True)


def describe_format(tree: Tree, generator: str, *, anywhere: bool) -> Iterator[str]:
    """Yield what to say if a folder is another generator's or, *anywhere*, a folder in it is."""
    everything = [sign for sign in signs(tree) if anywhere or not sign.folder]
    own = [sign for sign in everything if sign.generator == generator]
    sign = next(iter(own or everything), None)
    if sign is None or (sign.generator == generator and not sign.folder):
        return
    there = f" in the folder {sign.folder}" if sign.folder else ""
    command = "move ablog" if sign.generator == "ablog" else f"import {sign.generator}"
    yield (f"{sign.path} belongs to {LABELS[sign.generator]}: use 'confblog {command}'{there}")
