"""Loads a YAML file of the site: every scalar as the text typed, and no more than fits."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import CollectionNode, MappingNode, Node

#: Scalars, lists and mappings, counted as often as aliases repeat them.
MAX_VALUES = 250_000


class _Loader(yaml.SafeLoader):
    """Reads scalars as front matter does: ``3.10`` and ``no`` stay."""


_Loader.yaml_implicit_resolvers = {
    char: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":merge"))]
    for char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "null", "merge")}


def load_yaml(text: str) -> Any:
    """Load a document. Raises YAMLError or ValueError for one that is none.

    One whose aliases repeat themselves into more than :data:`MAX_VALUES` values, or hold
    themselves, is refused before anything is made of it.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _count(node, {})
        return loader.construct_document(node)
    except RecursionError:
        raise ConstructorError(None, None, "values are nested too deeply") from None
    finally:
        loader.dispose()


def _count(node: Node, known: dict[int, int | None]) -> int:
    """The number of values in a node; *known* are those of the nodes that have been counted."""
    if node.tag not in _TAGS:
        # PyYAML makes numbers, dates, bytes … of these, or falls over them.
        raise ConstructorError(None, None, f"found the tag {node.tag!r}", node.start_mark)
    if not isinstance(node, CollectionNode):
        return 1
    if id(node) in known:
        if (size := known[id(node)]) is None:
            raise ConstructorError(None, None, "an alias holds itself", node.start_mark)
        return size
    known[id(node)] = None
    pairs = isinstance(node, MappingNode)
    children = [child for pair in node.value for child in pair] if pairs else node.value
    size = 1 + sum(_count(child, known) for child in children)
    if size > MAX_VALUES:
        what = f"more than {MAX_VALUES:,} values"
        raise ConstructorError(None, None, what, node.start_mark)
    known[id(node)] = size
    return size
