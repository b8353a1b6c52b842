"""The title of a post that its front matter does not give: its first heading."""

from __future__ import annotations

import re

from sphinx_confblog.fences import fence_end, unix

#: Longer ones are no titles; to look for pairs of signs in them would take too long.
LONGEST = 500
_ATX = re.compile(r" {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MARKUP = re.compile(r"(`+|\*+)(\S(?:.*?\S)?)\1")


def first_heading(source: str) -> str | None:
    """The text of the first heading of the first level in a Markdown file; None without one."""
    text = unix(source)
    before, fence = "", ""
    for line in text[fence_end(text) or 0 :].split("\n"):
        if match := _FENCE.match(line):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence):
                fence = ""
        elif fence:
            continue
        elif (match := _ATX.fullmatch(line)) and match[1]:
            return plain(match[1])
        elif before and _UNDERLINE.fullmatch(line):
            return plain(before)
        before = line.strip()
    return None


def plain(text: str) -> str:
    """A heading without the signs of code and emphasis; one that is too long for one as it is."""
    if len(text) > LONGEST:
        return text.strip()
    return _MARKUP.sub(r"\2", text).strip()
