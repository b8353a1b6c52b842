"""Gives posts more in their front matter: categories, series, covers, and what else there is."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import prose

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = 12
SIDE = 64
#: What the site knows of its authors, as a part of its configuration.
PEOPLE = (
    "confblog_terms = "
    + repr(
        {
            "authors": {
                name: {"description": f"{name} writes.", "url": f"https://{number}.example/"}
                for number, name in enumerate(prose.vocabulary(prose.SEED).authors)
            }
        }
    )
    + "\n"
)


def address(name: str) -> str:
    """The address of a post below the blog's: year and slug, instead of its file's name."""
    return f"{name[:4]}/{name[11:]}"


def enriched(number: int, text: str, *, moved: bool) -> str:
    """The text of post *number* with more in its front matter."""
    head, end, body = text.partition(prose.END)
    lines = "".join(f"{line}\n" for line in more(number, moved=moved))
    return f"{head}{lines}{end}{body}"


def more(number: int, *, moved: bool) -> list[str]:
    """Lines of front matter: some keys in every post, some in every so many."""
    lines = [f"category: category {number % 8}", f"description: What post {number} is about."]
    if moved:
        lines.append(f"aliases: [/old/{number}/]")
    if number % 2:
        lines += [f"image: images/{number % IMAGES}.png", f"image_alt: Picture of post {number}"]
    if number % 4 == 0:
        lines.append("updated: '2026-01-02 03:04:05'")
    if number % 5 == 0:
        lines.append(f"series: series {number // 50}")
    if number % 50 == 1:
        lines.append("featured: true")
    if number % 400 == 1:
        lines.append("pinned: true")
    return lines


def write_images(folder: Path) -> None:
    """Write the covers, small squares of one colour each, below the posts' folder."""
    images = folder / "images"
    images.mkdir()
    for number in range(IMAGES):
        (images / f"{number}.png").write_bytes(square(number * 255 // IMAGES))


def square(shade: int) -> bytes:
    """A grey PNG."""
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * SIDE) * SIDE
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
