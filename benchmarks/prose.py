"""Invents blog posts: the same seed and number always give the same Markdown.

The words are made of syllables, so nothing is copied from anywhere. They follow Zipf's law, as
words of real texts do: the search index and its stemmer see a few words often and most seldom.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

SEED = 20150612
WORDS = 6000
# Which of them the bodies of posts are made of: all, or 70 that are as long on average.
PROSE_WORDS = {"many": slice(WORDS), "few": slice(0, 1050, 15)}
TAGS = 120
AUTHORS = 12
TAGS_PER_POST = 5
FIRST_DAY = datetime(2013, 1, 1)  # noqa: DTZ001 - ABlog fails on dates that name a zone
DAYS = 12 * 365
#: The end of the front matter of every post.
END = "published: true\n---\n"
ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "qu",
    "r",
    "s",
    "sh",
    "sl",
    "sp",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "io", "ou"]
CODAS = ["", "", "", "", "l", "m", "n", "nd", "r", "rt", "s", "st", "t", "x"]
# Endings that an English stemmer acts on, as it does on real texts.
ENDINGS = ["", "", "", "s", "ed", "ing", "er", "ly", "tion", "ness", "able", "ment"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """One post: the name of its file, without suffix, and its whole Markdown text."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """What posts are written with; each list has its most frequent entry first."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    tag_weights: tuple[float, ...]
    authors: tuple[str, ...]


@cache
def vocabulary(seed: int) -> Vocabulary:
    """Return the words, tags and authors of every site made with ``seed``."""
    rng = random.Random(seed)
    # Frequent words are short, as in any language; rare ones have up to four syllables.
    lengths = [1] * 150 + [2] * (WORDS // 2) + [3] * (WORDS // 3) + [4] * WORDS
    words: dict[str, None] = {}
    for syllables in lengths:
        if len(words) == WORDS:
            break
        words[_word(rng, syllables)] = None
    pool = list(words)
    tags = rng.sample(pool[300:3000], TAGS)
    names = rng.sample(pool[300:3000], 2 * AUTHORS)
    authors = [f"{a} {b}".title() for a, b in zip(names[::2], names[1::2], strict=True)]
    return Vocabulary(
        words=tuple(pool),
        tags=tuple(tags),
        tag_weights=zipf(TAGS),
        authors=tuple(authors),
    )


def _word(rng: random.Random, syllables: int) -> str:
    stem = "".join(
        rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables)
    )
    return stem + (rng.choice(ENDINGS) if syllables > 1 else "")


@cache
def zipf(length: int) -> tuple[float, ...]:
    """Return cumulative weights by Zipf's law as Mandelbrot refined it: 1 / (rank + 2.7)."""
    return tuple(itertools.accumulate(1 / (rank + 2.7) for rank in range(1, length + 1)))


def post_name(number: int, seed: int = SEED) -> str:
    """Return the file name, without suffix, of post ``number``: its date, two words, its number."""
    return _Head(number, seed).name


def post(number: int, words: str = "many", seed: int = SEED) -> Post:
    """Return post ``number`` (from 0), the same whatever the number of posts of its site.

    :param words: how many different words its body has, a key of :data:`PROSE_WORDS`
    """
    head = _Head(number, seed)
    rng = random.Random(f"{seed}:{number}:body")
    target = post_name(rng.randrange(number), seed) if number else None
    body = Writer(rng, vocabulary(seed).words[PROSE_WORDS[words]]).markdown(target)
    return Post(name=head.name, text=f"{head.front_matter()}\n{body}")


class _Head:
    """The front matter of one post, which other posts need to know to link to it."""

    def __init__(self, number: int, seed: int) -> None:
        rng = random.Random(f"{seed}:{number}:head")
        known = vocabulary(seed)
        words = rng.choices(known.words[100:], k=rng.randint(4, 7))
        self.title = " ".join(words).capitalize()
        self.author = rng.choice(known.authors)
        self.tags: dict[str, None] = {}
        while len(self.tags) < TAGS_PER_POST:
            self.tags[rng.choices(known.tags, cum_weights=known.tag_weights)[0]] = None
        self.date = FIRST_DAY + timedelta(minutes=rng.randrange(DAYS * 24 * 60))
        self.name = f"{self.date:%Y-%m-%d}-{words[0]}-{words[1]}-{number}"

    def front_matter(self) -> str:
        """Return the front matter that every one of the compared extensions understands."""
        return (
            f"---\ntitle: {self.title}\nauthor: {self.author}\ntags: {', '.join(self.tags)}\n"
            f"date: '{self.date:%Y-%m-%d %H:%M:%S}'\n{END}"
        )


class Writer:
    """Writes the Markdown below the front matter: 600 to 900 words with links, lists and code."""

    def __init__(self, rng: random.Random, known: tuple[str, ...]) -> None:
        self.rng = rng
        self.known = known
        self.weights = zipf(len(known))

    def markdown(self, target: str | None) -> str:
        """Return a whole body, with a link to the post named ``target`` if there is one."""
        rng = self.rng
        intro = rng.randint(100, 160)
        sections = rng.randint(4, 6)
        # Headings, links, a list and a code block come on top: together some 150 words.
        each = (rng.randint(480, 720) - intro) // sections
        blocks = [self.paragraph(intro // 2), self.paragraph(intro // 2), "READMORE"]
        with_list, with_code = rng.sample(range(sections), 2)
        for section in range(sections):
            blocks.append(f"### {self.words(rng.randint(2, 5)).capitalize()}")
            blocks += [self.paragraph(each // 2), self.paragraph(each // 2)]
            if section == with_list:
                blocks.append(self.bullets())
            if section == with_code:
                blocks.append(self.code())
        if target is not None:
            blocks.append(f"See also [{self.words(3)}]({target}.md).")
        return "\n\n".join(blocks) + "\n"

    def words(self, count: int) -> str:
        """Return ``count`` words in a row."""
        return " ".join(self.rng.choices(self.known, cum_weights=self.weights, k=count))

    def paragraph(self, count: int) -> str:
        """Return sentences of ``count`` words in all, about every other paragraph with a link."""
        sentences = []
        while count > 0:
            length = min(count, self.rng.randint(8, 22))
            sentences.append(f"{self.words(length).capitalize()}.")
            count -= length
        if self.rng.random() < 0.5:
            path = self.words(2).replace(" ", "/")
            sentences.append(f"The [{self.words(2)}](https://example.org/{path}) {self.words(4)}.")
        if self.rng.random() < 0.3:
            sentences.append(f"A *{self.words(1)}* and `{self.words(1)}` {self.words(5)}.")
        return " ".join(sentences)

    def bullets(self) -> str:
        """Return a list of some items."""
        items = self.rng.randint(4, 6)
        return "\n".join(f"- {self.words(self.rng.randint(5, 12))}" for _ in range(items))

    def code(self) -> str:
        """Return a fenced block of Python for Pygments to colour."""
        names = [f"{word}_" for word in self.words(4).split()]
        lines = [
            f"def {names[0]}({names[1]}: int, {names[2]}: str = 'x') -> str:",
            f'    """{self.words(6).capitalize()}."""',
            f"    {names[3]} = []",
            f"    for item in range({names[1]}):",
            f"        if item % {self.rng.randint(2, 9)} == 0:",
            f"            {names[3]}.append({names[2]} * item)  # {self.words(4)}",
            f"    return ', '.join({names[3]})",
        ]
        return "\n".join(["```python", *lines, "```"])
