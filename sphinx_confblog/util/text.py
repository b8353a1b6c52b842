"""Text helpers: digests, lengths, shortening, line ends, bidi controls and "did you mean"."""

from __future__ import annotations

import difflib
import hashlib
import re
from html import unescape
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


#: Embeddings and overrides: isolates do what they are for, and do it within bounds.
_TURNING = "[\u202a-\u202e]"
#: Isolates, which are closed by U+2069.
_OPENING, _CLOSING = frozenset("\u2066\u2067\u2068"), "\u2069"


def without_turns(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without unclosed bidi controls, and the names of what was dropped.

    The characters are named as in ``U+202E``, each once, in their order.
    """
    if text.isascii():
        return text, ()
    dropped = {match.start() for match in re.finditer(_TURNING, text)}
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


def digest(text: str) -> bytes:
    """Eight bytes that tell a text from others."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


#: Scripts that are written without spaces between words: Han, Hiragana and Katakana. Python takes
#: longer to compile this than all other patterns, and most sites have no such text.
_SIGNS = (
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
_WORDS = re.compile(r"\w(?:[\w'’.-]*\w)?")
#: How many of these characters are read in the time of one word.
SIGNS_PER_WORD = 2.5


class Length(NamedTuple):
    """The length of a text."""

    words: int
    #: Characters of scripts without spaces between words.
    signs: int = 0


class Condition(NamedTuple):
    """What decides whether a build shows a part of a text: a kind of node, and its expression."""

    kind: str
    expression: str = ""


class PartLength(NamedTuple):
    """The length of what a build shows of a text under all of some conditions."""

    length: Length
    conditions: tuple[Condition, ...] = ()


def measure(text: str) -> Length:
    """Count words and characters."""
    if text.isascii():
        return Length(len(_WORDS.findall(text)))
    rest, signs = re.subn(_SIGNS, " ", text)  # which keeps what it has compiled
    return Length(len(_WORDS.findall(rest)), signs)


def minutes(length: Length, speed: int) -> int:
    """Return the minutes that reading takes at *speed* words a minute; 0 if there is no text."""
    if not any(length):
        return 0
    return max(1, round((length.words + length.signs / SIGNS_PER_WORD) / speed))


def shorten(text: str) -> str:
    """Make *text* fit for a message: one line, at most 40 printable characters."""
    text = " ".join(text[:200].split())
    text = "".join(char if char.isprintable() else "?" for char in text)
    return text if len(text) <= 40 else text[:39] + "…"


#: Control characters, for patterns; the second leaves out tabs and line feeds.
CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
HIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_CONTROLS = f"[{CONTROLS}]"
_BETWEEN_PARAGRAPHS = r"\n[ \t]*\n"


def one_line(text: str) -> str:
    """Return a text without control characters, with one space between words."""
    return " ".join(re.sub(_CONTROLS, " ", text).split())


def counted(count: int, word: str) -> str:
    """Return a number with its noun, such as ``2 posts``."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, each in one line."""
    lines = (" ".join(part.split()) for part in re.split(_BETWEEN_PARAGRAPHS, text))
    return [line for line in lines if line]


#: Words that are longer are not compared with others: that would take time and memory.
LONGEST_WORD = 100


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that is most like another, or None if none is like it.

    Two swapped letters are the most common typo, and count as the nearest. Words that have only
    digits and signs in common, such as those of dates, are not alike.
    """
    if len(word) > LONGEST_WORD:
        return None
    words = list(known)
    swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}
    if near := next((each for each in words if each in swapped and each != word), None):
        return near
    close = difflib.get_close_matches(word, words, n=max(len(words), 1), cutoff=cutoff)
    return next((each for each in close if letters_alike(word, each, cutoff)), None)


def letters_alike(word: str, other: str, cutoff: float) -> bool:
    """Return whether words are alike without folders, digits and signs, if the first has more."""
    names = (text.rpartition("/")[2] for text in (word, other))
    one, two = ("".join(filter(str.isalpha, name)) for name in names)
    if not one:
        return not two or word in other
    return difflib.SequenceMatcher(None, one, two).ratio() >= cutoff or one_edit(word, other)


def one_edit(one: str, other: str) -> bool:
    """Return whether texts differ in one letter, or in two that changed places."""
    for _ in range(2):  # from the start, then from the end
        pairs = zip(one, other, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        one, other = one[same:][::-1], other[same:][::-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown word, with the known word that is like it."""
    return may_mean(nearest(word, known)) or "."


def may_mean(near: str | None) -> str:
    """Return the end of a sentence about an unknown word, if there is a known one like it."""
    return f"; did you mean {str(near)!r}?" if near else ""


_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def unix(text: str) -> str:
    r"""Make every line end ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lines_of(text: str) -> list[str]:
    """Return the lines of a text with their ends: only newlines and carriage returns end one."""
    return _LINE.findall(text)


#: A character of HTML by its name or number, as in ``A &mdash; B``.
_CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def with_characters(text: str) -> str:
    """Return a text with the characters that it names as HTML does; unknown names stay."""
    return _CHARACTER.sub(lambda match: unescape(match[0]), text)


def escape_characters(text: str) -> str:
    """Return a text from which :func:`with_characters` makes *text* again."""
    return _CHARACTER.sub(lambda match: f"&amp;{match[0][1:]}", text)
