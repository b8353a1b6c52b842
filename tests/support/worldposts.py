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
    "version: 1.0", "version: 1.0.0", "version: 0.10",
    # Some are over before one of the clocks and not before another; one is in a zone.
    "event: 2020-06-11", "event: 2021-12-20 19:00 Europe/Paris",
    "event: {start: 2024-01-01, location: Lyon, url: 'https://e.example/', status: cancelled}",
    "archived: true", "archived: false", "superseded_by: two",
    "slug: named", "permalink: /own/place/", "excerpt_separator: More words.",
]  # fmt: skip
#: Links and a picture as old blogs have them: pages and files may be there or not.
OLD = (
    "[two](/2020/02/02/two.html#x) [tag](/tags/blue/) [own](/own/place) [feed](/feed.xml)\n"
    '<a href="/blog/2021-03-03-three.html">three</a> <img src="/pics/a.gif"> <img src="b.gif">\n'
)
#: What other pages refer to, under names that end as the file's does.
DEFINED = """$$a = b$$ (eq-NAME)

```{py:function} mod.f_NAME()
:no-index-entry:
```

```{cpp:function} void outer::g_NAME(int x)
:no-index-entry:
```
"""
DEFINED_IN_RST = """.. math:: a = b
   :label: eq-NAME

.. py:function:: mod.f_NAME()
   :no-index-entry:

.. [C_NAME] Somebody.
"""
#: Refers to all of it, and leaves out what the names begin with.
REFERRING = """
.. py:currentmodule:: mod
.. cpp:namespace:: outer

:eq:`eq-NAME` :py:func:`f_NAME` :cpp:func:`g_NAME` [C_NAME]_
"""
#: Names a change of a version, and lists those that others name.
CHANGES = """```{versionchanged} 1.0
See {doc}`/guide`.
```

```{blog:changes} 1.0
No changes.
```
"""
CHANGES_IN_RST = """.. versionchanged:: 1.0
   See :doc:`/guide`.

.. blog:changes:: 1.0

   No changes.
"""
#: An object that may be there or not, and a term that is not.
CITED = "See {py:func}`anvil.forge` and [more](#anvil.forge) of {term}`slag`."
#: A picture that may be missing, and the title of an ordinary page.
PICTURE, LINK = "Seen.\n\n![A](/pics/a.gif)", "Read the {doc}`/guide`."


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
            text = self.fields().replace("(lab)=", f".. _{label}:\n")
            return f"blog/{name}.rst", named(text, name)
        return f"blog/{name}.md", named(self.text().replace("(lab)=", f"({label})="), name)

    def head(self) -> list[str]:
        """The lines of its front matter."""
        lines = [f"title: {self.title}", f"tags: {', '.join(self.tags)}", f"author: {self.author}"]
        # As long as the other, so that an edit may keep the size of the file.
        return [*lines, "draft: yes" if self.draft else "draft: no ", *self.front]

    def fields(self) -> str:
        """The source of the post in reStructuredText."""
        front = "".join(re.sub(r"^(\w+):", r":\1:", line) + "\n" for line in self.head())
        excerpt = re.sub(r"\[(.*)\]\((.*)\.md\)", r":doc:`\1 <\2>`", self.excerpt)
        excerpt = re.sub(r"!\[.*\]\((.*)\)", r".. image:: \1", excerpt)
        excerpt = excerpt.replace("{doc}", ":doc:")
        body = {DEFINED: DEFINED_IN_RST, CHANGES: CHANGES_IN_RST}.get(self.body, self.body)
        body = re.sub(r"### (.*)", r"\1\n~~~~~~~~", body)
        return f"{front}\n{excerpt}\n\n.. readmore::\n\n{body}\n"

    def text(self) -> str:
        """The source of the post in Markdown."""
        front = "\n".join(self.head())
        return f"---\n{front}\n---\n\n{self.excerpt}\n\nREADMORE\n\n{self.body}\n"


def named(text: str, name: str) -> str:
    """A text with the name of a post in the names of what it defines, or refers to."""
    return text.replace("NAME", re.sub(r"\W", "_", name))


def key(line: str) -> str:
    """The key of a line of front matter; an option is one of its own."""
    return line if "=" in line else line.partition(":")[0]


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["Title", "Other *title*", "Third"]),
    "tags": st.lists(st.sampled_from(TAGS), max_size=3).map(tuple),
    "author": st.sampled_from(AUTHORS),
    "excerpt": st.sampled_from(
        [
            "First words.",
            "Other first words.",
            "A [link](2020-02-02-two.md).",
            OLD,
            PICTURE,
            LINK,
            CITED,
        ]
    ),
    "body": st.sampled_from(
        ["More words.", "Rare zebra.", "(lab)=\n### Label\n\nText.", OLD, DEFINED, CHANGES]
    ),
    "draft": st.sampled_from([False, False, False, True]),
    "rst": st.booleans(),
    "front": st.lists(st.sampled_from(FRONTS), max_size=4, unique_by=key).map(tuple),
}
