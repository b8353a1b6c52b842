"""Lists of old addresses as servers read them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sphinx_confblog.model.old_addresses import INDEX, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_confblog.model.old_addresses import Redirect


def netlify(found: Iterable[Redirect], prefix: str, new: Mapping[str, str]) -> str:
    """The text of ``_redirects``: a line for each, with signs of percent.

    Blanks part the columns, ``*`` and ``:`` would stand for anything. *prefix* is what stands
    before all paths on the server, *new* is docname -> new address, quoted.
    """
    lines = (f"{prefix}{quote(r.address)} {new[r.docname]} 301\n" for r in found)
    return "".join(dict.fromkeys(lines))


def nginx(
    found: Iterable[Redirect], prefix: str, new: Mapping[str, str], pages: Iterable[str]
) -> str:
    """The text of ``redirects.map``, whose keys are paths as they are once decoded.

    A map does not tell case apart, and refuses to have a key twice: paths that differ in case
    alone from another, or from one of *pages*, are patterns. A folder answers without its slash
    too.
    """
    keys = {address: new[r.docname] for r in found for address in spellings(r)}
    counts = Counter(folded(path) for path in (*keys, *(f"/{page}" for page in pages)))
    lines = (
        f"{quoted(key(unquote(prefix) + address, counts[folded(address)]))} {target};\n"
        for address, target in keys.items()
    )
    return "".join(lines)


def key(path: str, count: int) -> str:
    """The key of a path that *count* paths are equal to but for their case."""
    return path if count == 1 else f"~^{re.escape(path)}$"


def spellings(redirect: Redirect) -> Iterator[str]:
    """The paths at which a redirect answers."""
    if redirect.path.endswith(f"/{INDEX}") and not redirect.address.endswith(INDEX):
        yield redirect.address.rstrip("/")
        yield redirect.address.rstrip("/") + "/"
    else:
        yield redirect.address


def quoted(word: str) -> str:
    """A word for nginx, in quotes where it needs them."""
    if re.fullmatch(r"[\w/.,@+=-]+", word):
        return word
    return '"{}"'.format(word.replace("\\", "\\\\").replace('"', '\\"'))
