"""A document is added to the toctree that readers see, in the style of its entries."""

from __future__ import annotations

import pytest

from sphinx_confblog.cli.editing.page_sources import (
    directives_in_markdown,
    directives_in_rst,
    numbered,
)
from sphinx_confblog.cli.editing.toctrees import entries, with_entry

RST = {
    "Site\n====\n": "Site\n====\n\n.. toctree::\n\n   blog/index\n",
    "Site": "Site\n\n.. toctree::\n\n   blog/index\n",
    ".. toctree::\n   :maxdepth: 2\n\n   one\n   two\n\nEnd.\n": (
        ".. toctree::\n   :maxdepth: 2\n\n   one\n   two\n   blog/index\n\nEnd.\n"
    ),
    ".. toctree::\n   :caption: Contents:\n\n\nEnd.\n": (
        ".. toctree::\n   :caption: Contents:\n\n   blog/index\n\n\nEnd.\n"
    ),
    ".. toctree::\n\nEnd.\n": ".. toctree::\n\n   blog/index\n\nEnd.\n",
    ".. toctree::\n\n   one": ".. toctree::\n\n   one\n   blog/index\n",
    ".. toctree::\r\n\r\n   one\r\n": ".. toctree::\r\n\r\n   one\r\n   blog/index\r\n",
    ".. note::\n\n   .. toctree::\n\n      one\n": (
        ".. note::\n\n   .. toctree::\n\n      one\n      blog/index\n"
    ),
    ".. toctree::\n\n   one\n\n.. toctree::\n   :hidden:\n\n   two\n": (
        ".. toctree::\n\n   one\n   blog/index\n\n.. toctree::\n   :hidden:\n\n   two\n"
    ),
    "..\n   .. toctree::\n\n      old\n\nText.\n": (
        "..\n   .. toctree::\n\n      old\n\nText.\n\n.. toctree::\n\n   blog/index\n"
    ),
}
MARKDOWN = {
    "# Site\n": "# Site\n\n```{toctree}\nblog/index\n```\n",
    "```{toctree}\n:maxdepth: 1\n\none\ntwo\n```\nEnd.\n": (
        "```{toctree}\n:maxdepth: 1\n\none\ntwo\nblog/index\n```\nEnd.\n"
    ),
    "```{toctree}\n:maxdepth: 1\n```\n": "```{toctree}\n:maxdepth: 1\nblog/index\n```\n",
    "```{toctree}\n```\n": "```{toctree}\nblog/index\n```\n",
    "```{toctree}\n:hidden:\none\n```\n": "```{toctree}\n:hidden:\none\nblog/index\n```\n",
    "- Item\n\n  ```{toctree}\n  one\n  ```\n": (
        "- Item\n\n  ```{toctree}\n  one\n  blog/index\n  ```\n"
    ),
    "````markdown\n```{toctree}\nold\n```\n````\n": (
        "````markdown\n```{toctree}\nold\n```\n````\n\n```{toctree}\nblog/index\n```\n"
    ),
    "# Site\r\n": "# Site\r\n\r\n```{toctree}\r\nblog/index\r\n```\r\n",
}


@pytest.mark.parametrize(("before", "after"), RST.items())
def test_restructuredtext(before: str, after: str) -> None:
    """The last visible toctree gets the entry, else the last one; a page without one gets one."""
    found = directives_in_rst(numbered(before))
    assert with_entry(before, found, "blog/index", markdown=False) == after


@pytest.mark.parametrize(("before", "after"), MARKDOWN.items())
def test_markdown(before: str, after: str) -> None:
    """The same in Markdown."""
    found = directives_in_markdown(numbered(before))
    assert with_entry(before, found, "blog/index", markdown=True) == after


def test_entries_are_names() -> None:
    """Titles and blank lines do not count."""
    (found,) = directives_in_rst(numbered(".. toctree::\n\n   one\n\n   Two <two>\n   *\n"))
    assert entries(found) == ["one", "two", "*"]
