"""Posts of all kinds for small sites, in Markdown and in reStructuredText."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

NAMES = [
    "2020-01-01-one", "2020-02-02-two", "2020-03-03-three", "2021-04-04-four", "2021-05-05-five",
    "2030-01-01-later", "sub/2020-02-02-two",
]  # fmt: skip
TAGS = ["red", "blue", "Green", "green", "C++"]
AUTHORS = ["Ann", "Ann, Bob", "bob", "Ann, Bob, Cy"]
FRONTS = [
    "series: Tour", "series: Tour", "image: /lamp.gif", "image_alt: A lamp", "pinned: true",
    "featured: true", "external: https://example.org/", "updated: 2021-05-05", "comments: no",
    "comments: yes", "description: Said of it.", "category: News", "language: fr",
    "language: de", "translation_key: same",
    "canonical: https://example.org/original", "aliases: old/place.html", "unlisted: true",
    "slug: named", "permalink: /own/place/", "excerpt_separator: More words.",
]  # fmt: skip
#: Links and a picture as old blogs have them: pages and files may be there or not.
OLD = (
    "[two](/2020/02/02/two.html#x) [tag](/tags/blue/) [own](/own/place) [feed](/feed.xml)\n"
    '<a href="/blog/2021-03-03-three.html">three</a> <img src="/pics/a.gif"> <img src="b.gif">\n'
)


@dataclass(frozen=True)
class Post:
    """A post as the test writes it."""

    title: str = "Title"
    tags: tuple[str, ...] = ("red",)
    author: str = "Ann"
    excerpt: str = "First words."
    body: str = "More words."
    draft: bool = False
    front: tuple[str, ...] = ()
    rst: bool = False

    def file(self, name: str) -> tuple[str, str]:
        """Name and text of the post's file."""
        # Sphinx takes one of two labels that are alike, by an order of its own.
        label = f"lab-{name.replace('/', '-')}"
        if self.rst:
            return f"blog/{name}.rst", self.fields().replace("(lab)=", f".. _{label}:\n")
        return f"blog/{name}.md", self.text().replace("(lab)=", f"({label})=")

    def head(self) -> list[str]:
        """The lines of its front matter."""
        lines = [f"title: {self.title}", f"tags: {', '.join(self.tags)}", f"author: {self.author}"]
        return [*lines, *["draft: true"] * self.draft, *self.front]

    def fields(self) -> str:
        """The source of the post in reStructuredText."""
        front = "".join(re.sub(r"^(\w+):", r":\1:", line) + "\n" for line in self.head())
        excerpt = re.sub(r"\[(.*)\]\((.*)\.md\)", r":doc:`\1 <\2>`", self.excerpt)
        body = re.sub(r"### (.*)", r"\1\n~~~~~~~~", self.body)
        return f"{front}\n{excerpt}\n\n.. readmore::\n\n{body}\n"

    def text(self) -> str:
        """The source of the post in Markdown."""
        front = "\n".join(self.head())
        return f"---\n{front}\n---\n\n{self.excerpt}\n\nREADMORE\n\n{self.body}\n"


def key(line: str) -> str:
    """The key of a line of front matter; an option is one of its own."""
    return line if "=" in line else line.partition(":")[0]


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["Title", "Other *title*", "Third"]),
    "tags": st.lists(st.sampled_from(TAGS), max_size=3).map(tuple),
    "author": st.sampled_from(AUTHORS),
    "excerpt": st.sampled_from(
        ["First words.", "Other first words.", "A [link](2020-02-02-two.md).", OLD]
    ),
    "body": st.sampled_from(["More words.", "Rare zebra.", "(lab)=\n### Label\n\nText.", OLD]),
    "draft": st.sampled_from([False, False, False, True]),
    "rst": st.booleans(),
    "front": st.lists(st.sampled_from(FRONTS), max_size=4, unique_by=key).map(tuple),
}
