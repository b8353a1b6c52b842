"""Finds characters in a text that turn the direction of what stands around it.

Such a text may look like another one, and the page around it runs the wrong way. The terms are
those of Unicode Standard Annex #9, section 2.
"""

from __future__ import annotations

import re

#: Embeddings and overrides: isolates do what they are for, and do it within bounds.
_TURNING = re.compile("[\u202a-\u202e]")
#: Isolates, which are closed by U+2069.
_OPENING, _CLOSING = frozenset("\u2066\u2067\u2068"), "\u2069"


def without_turns(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without embeddings, overrides and isolates that are not closed, and what was dropped.

    The characters are named as in ``U+202E``, each once, in their order.
    """
    if text.isascii():
        return text, ()
    dropped = {match.start() for match in _TURNING.finditer(text)}
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign in _OPENING:
            opened.append(place)
        elif sign == _CLOSING:
            if opened:
                opened.pop()
            else:
                dropped.add(place)
    dropped.update(opened)
    if not dropped:
        return text, ()
    kept = "".join(sign for place, sign in enumerate(text) if place not in dropped)
    names = dict.fromkeys(f"U+{ord(text[place]):04X}" for place in sorted(dropped))
    return kept, tuple(names)
