"""Converts ABlog's posts: their heads and excerpts."""

from __future__ import annotations

import re
from itertools import accumulate
from textwrap import dedent
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.lists import POSTLIST, opened
from sphinx_confblog.cli.ablog.pages import (
    block_end,
    body_start,
    images,
    text_blocks,
    whole_block,
    with_front_matter,
)
from sphinx_confblog.cli.ablog.post_head import (
    UNUSED,
    has_docinfo,
    head_of_page,
    open_line,
    write_head,
)
from sphinx_confblog.cli.ablog.post_options import KEYS, OPTIONS, as_value, number, old_post
from sphinx_confblog.cli.ablog.records import TAXONOMIES
from sphinx_confblog.cli.ablog.updates import UPDATE, move_updates
from sphinx_confblog.cli.editing.page_sources import indentation
from sphinx_confblog.frontmatter.markdown import parse_head

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sphinx_confblog.cli.ablog.records import OldPost, Page, Settings
    from sphinx_confblog.cli.editing.page_sources import Directive
    from sphinx_confblog.frontmatter.records import Value


#: Keys that ABlog ignores, and that change here where a post is, or where links to it lead.
IGNORED = frozenset({
    "alias", "aliases", "canonical", "external", "lang", "permalink", "redirect_from", "slug",
    "translation_key",
})  # fmt: skip
#: An image that the code of a notebook has made.
_OUTPUT = re.compile(r"\"image/(?:png|jpeg|svg\+xml)\"")
POST = "post"
#: Directives that are converted, in posts and elsewhere.
CONVERTED = frozenset([POST, POSTLIST, UPDATE])
#: Ends an excerpt, in Markdown and in reStructuredText.
MARKS = {True: "<!-- more -->", False: "READMORE"}


def move_post(
    page: Page, directives: list[Directive], settings: Settings, now: datetime, *, matched: bool,
    filled_in: bool,
) -> OldPost | None:  # fmt: skip
    """Rewrite a page if it is a post, and return it.

    *matched* tells whether ``blog_post_pattern`` names it, *filled_in* whether the site's own code
    fills in what its head leaves open.
    """
    blocks = [directive for directive in directives if directive.name == POST]
    if filled_in and (line := open_line(page, blocks)):
        if blocks or matched or "blogpost" in page.whole:
            what = "the site's own code fills in this variable: replace it with its value"
            page.note(line, what, by_hand=True)
            page.is_left = True
        else:
            _move_page(page, {}, directives, settings)
        return None
    fields = with_front_matter(page)
    if fields is not None and (matched or "blogpost" in parse_head(fields).entries):
        page.text = fields
    head = head_of_page(page)
    if head is None:
        return None
    has_keys = "blogpost" in head or (matched and has_docinfo(page, head))
    if not blocks and not has_keys:
        _move_page(page, head, directives, settings)
        return None
    return _move_post(page, head, directives, settings, now, has_keys=has_keys)


def _move_post(
    page: Page, head: dict[str, tuple[Value, int]], directives: list[Directive],
    settings: Settings, now: datetime, *, has_keys: bool,
) -> OldPost:  # fmt: skip
    """Rewrite a post; *has_keys* tells whether its head makes one of it, beside a directive."""
    blocks = [directive for directive in directives if directive.name == POST]
    keys = {key: value for key, (value, _) in head.items()}
    options = _options(blocks[0]) if blocks else keys
    line = blocks[0].line if blocks else head.get("blogpost", ("", 1))[1]
    post = old_post(page, line, options, settings, now)
    if not blocks and not head.keys() & (OPTIONS | TAXONOMIES.keys()):
        what = "only blog_post_pattern makes a draft of it: if it is a page, remove draft: true"
        page.note(line, what, by_hand=True)
    if page.metadata is not None and keys.keys() - page.metadata.keys() and not blocks:
        what = "ABlog does not read front matter in a cell; here it makes a post of the notebook"
        page.note(line, what)
    if blocks:
        others = (each for each in directives if each.name in CONVERTED)
        _take_out(post, blocks[0], options, others)
    has_both = bool(blocks and has_keys and "date" in head)
    if has_both:
        _take_over(post, old_post(page, head["date"][1], keys, settings, now))
    for further in blocks[1:]:
        _merge(post, further, settings, now)
    if updated := move_updates(page, directives, settings):
        post.front["updated"] = updated
    if not (blocks and blocks[0].body):
        count = number(options.get("excerpt"))
        # A description would be the excerpt here.
        usual = None if "description" in head else settings.excerpt
        _cut(post, settings.excerpt if count is None else count, usual)
    if "image" not in options or number(options["image"]) is not None:
        _name_cover(post, number(options.get("image")) or settings.image)
    _write(post, head, directive=bool(blocks) and not has_both, moved=settings.has_moved)
    return post


def _take_over(post: OldPost, second: OldPost) -> None:
    """Add the front matter of a post that a directive has made.

    ABlog has two posts then, with the terms of each, and shows the second one.
    """
    _join(post, second)
    own = KEYS.values()
    post.front |= {key: value for key, value in second.front.items() if key not in own}
    post.public = second.public


def _move_page(
    page: Page, head: dict[str, tuple[Value, int]], directives: list[Directive], settings: Settings
) -> None:
    """Convert the updates on a page that is not a post, or has become one of ours by now."""
    updated = move_updates(page, directives, settings)
    if updated and settings.has_moved and "date" in head:
        known = _same(head["updated"][0]) if "updated" in head else ""
        write_head(page, {"updated": max(updated, known)}, ())


def _options(directive: Directive) -> dict[str, Value]:
    """Return the options of a ``post`` directive as front matter."""
    options: dict[str, Value] = {**directive.options}
    return options | {"date": directive.argument} if directive.argument else options


def _write(
    post: OldPost, head: dict[str, tuple[Value, int]], *, directive: bool, moved: bool
) -> None:
    """Write our keys, remove ABlog's, and rename those that it ignored, unless a site has moved."""
    front: dict[str, Value | None] = {}
    if "blogpost" in head:
        front["blogpost"] = None
    if not directive:
        gone = (OPTIONS | TAXONOMIES.keys()) - KEYS.keys() - {"date", "title"}
        front |= dict.fromkeys(sorted((gone | {"language"}) & head.keys()))
    for key, value in post.front.items():
        old = None if key in IGNORED and not moved else head.get(key)
        if old is None or _same(old[0]) != _same(value):
            front[key] = value
    unused = [] if moved else sorted(IGNORED & head.keys())
    for key in unused:
        what = f"{key}: ABlog ignored it; it is renamed to {UNUSED}{key} to keep the URL"
        post.page.note(head[key][1], what)
    write_head(post.page, front, unused)


def _same(value: Value) -> str:
    """Return the text that two equal values share."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).strip()


def _take_out(
    post: OldPost, directive: Directive, options: dict[str, Value], others: Iterable[Directive]
) -> None:
    """Remove the ``post`` directive; its content ends at a separator, or is an ``excerpt``.

    The latter if it has *others* in it, which are converted where they are.
    """
    page, lines = post.page, post.page.lines
    start, stop = whole_block(page, directive)
    text = dedent("\n".join(text for _, text in directive.body)).strip("\n")
    first = next((block.start for block in text_blocks(page)), stop)
    is_embedded = page.markdown and not directive.is_fence
    has_others = any(directive.line < other.line <= stop for other in others)
    if text and ("exclude" in options or first < start or is_embedded or has_others):
        _rename(page, directive, shown="exclude" not in options)
        return
    new = [*text.split("\n"), "", MARKS[page.markdown]] if text else []
    if not new and (not start or not lines[start - 1].strip()):
        # One blank line is enough.
        while stop < len(lines) and not lines[stop].strip():
            stop += 1
    page.replace(start, stop, new)


def _rename(page: Page, directive: Directive, *, shown: bool) -> None:
    """Make a ``post`` directive the ``excerpt`` that its content is, *shown* on the page or not."""
    opening, indent = opened(page, directive)
    if not directive.is_fence:
        indent = " " * indentation(page.lines[directive.body[0][0] - 1].expandtabs(8))
    options = [f"{indent}:show:"] if shown else []
    stop = directive.body[0][0] - 1 if directive.is_fence and not shown else directive.end
    page.replace(directive.line - 1, stop, [f"{opening}{directive.written('excerpt')}", *options])


def _merge(post: OldPost, directive: Directive, settings: Settings, now: datetime) -> None:
    """Turn a further post in the file into a comment, and add its terms to the first one."""
    page = post.page
    _join(post, old_post(page, directive.line, _options(directive), settings, now))
    start, stop = directive.line - 1, block_end(page, directive)
    line = page.lines[start]
    if directive.is_fence:
        opening = opened(page, directive)[1]
        page.replace(start, start + 1, [f"{opening}<!-- post {directive.argument}"])
        page.replace(stop - 1, stop, [f"{opening}-->"])
    else:
        page.replace(start, start + 1, [line.replace("post::", "post", 1)])
    what = "another post in the same file: it is commented out, and the page gets its terms"
    page.note(directive.line, f"{what}; give it a file of its own", by_hand=True)


def _join(post: OldPost, further: OldPost) -> None:
    """Add the terms and years of a further post on the same page."""
    for taxonomy, labels in further.terms.items():
        known = post.terms.setdefault(taxonomy, [])
        known += [label for label in labels if label not in known]
        key = next(KEYS[option] for option, name in TAXONOMIES.items() if name == taxonomy)
        post.front[key] = as_value(known)
    post.years |= further.years


def _cut(post: OldPost, count: int, usual: int | None) -> None:
    """Insert a separator after *count* paragraphs, unless these are the *usual* excerpt here."""
    if count == usual:
        return
    page = post.page
    blocks = [block for block in text_blocks(page) if not page.is_edited(block.start)]
    totals = accumulate(block.paragraphs for block in blocks)
    ends = (block.stop for block, total in zip(blocks, totals, strict=True) if total >= count)
    place = next(ends, None)
    if count == 0:
        place = blocks[0].start if blocks else body_start(page)
        page.replace(place, place, [MARKS[page.markdown], ""])
    elif place is None and page.metadata is not None:
        what = f"excerpt: {count} paragraphs, which are not all in the first cell with text"
        page.note(post.line, f"{what}: put <!-- more --> below the last of them", by_hand=True)
    else:
        # Where the post has fewer paragraphs, all of it is the excerpt.
        place = place or _end(page)
        page.replace(place, place, ["", MARKS[page.markdown]])


def _end(page: Page) -> int:
    """Return the index of the line after the text of a page."""
    lines = page.lines
    texts = (n for n in reversed(range(len(lines))) if lines[n].strip() and not page.is_edited(n))
    return max(next(texts, 0) + 1, body_start(page))


def _name_cover(post: OldPost, count: int) -> None:
    """Set ``image`` to the path of the image with a number, from 1."""
    page = post.page
    paths = images(page)
    if 0 < count <= len(paths):
        post.front["image"] = paths[count - 1]
    elif count and page.metadata is not None and _OUTPUT.search(page.whole):
        what = "ABlog showed an image that the notebook's code makes; lists do not show it here"
        page.note(post.line, f"{what}, unless you save it and set image to its path")
