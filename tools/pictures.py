"""Take the pictures that the docs show: of the demo site and of the docs, in light and dark.

``python tools/pictures.py OUT [NAME …]`` builds sites below ``OUT``, and writes the pictures to
``docs/_static``. It takes what ``looks.py`` takes, and Pillow.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from looks import NOW, THEMES, browser, build, modes, tab, visit
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from looks import Mode
    from playwright.sync_api import Browser, Page

DOCS = Path(__file__).parent.parent / "docs"
TARGET = DOCS / "_static"
#: The sites of the tutorials and guides, by folder.
SITES = Path(__file__).parent / "sites"
#: Pixels of a picture for one of the page: of parts, and of what is shown smaller than it is.
SHARP, SMALLER = 2, 1.5
#: The most colours that a picture has.
COLOURS = 48
#: What is left around a part that is cut out, and between pictures side by side, in pixels.
EDGE, GAP = 16, 24
#: What is behind pictures side by side: the page of furo.
GROUNDS = {"light": "#ffffff", "dark": "#131416"}
#: Gives the box around all that a selector finds.
BOX = """selector => {
  const boxes = [...document.querySelectorAll(selector)].map(e => e.getBoundingClientRect());
  const x = Math.min(...boxes.map(b => b.left)), y = Math.min(...boxes.map(b => b.top));
  return [x, y + scrollY, Math.max(...boxes.map(b => b.right)) - x,
          Math.max(...boxes.map(b => b.bottom)) - y];
}"""
#: The sidebars that stand for all of them.
SHOWN = [f".confblog-sidebar-{name}" for name in ("recent", "tagcloud", "archive", "feeds")]
HIDE = ".confblog-sidebar:not({}) {{ display: none }}"
#: The site with links both ways, and what makes a build of it that of an older version.
LINKED, OLD = "linked", ["-D", "html_baseurl=https://docs.anvil.example/1.2/", "-D", "release=1.2"]
RELEASE, EVENT = "2026-02-12-anvil-2-4", "2026-01-30-smithcon"
CRACK, OLDEST = "2026-01-22-why-archives-crack", "2023-05-09-a-first-archive"
POST, LONG = "2026-02-03-release-2-4", "2025-12-15-why-inotify-and-polling-are-both-wrong-sometimes"


class Shot(NamedTuple):
    """One picture: a page, and what of it is cut out."""

    path: str
    #: A selector of CSS; nothing takes the window as it is.
    part: str = ""
    width: int = 800
    #: Height in pixels of the window, and of what is cut out, at most.
    height: int = 760
    scale: float = SHARP
    #: The language of the demo site, "docs" for the docs, or a folder in ``SITES``, with
    #: "-old" for an older version of it.
    site: str = "en"


SHOTS = {
    "screenshot": Shot("blog/index.html", width=1280, height=800, scale=SMALLER, site="docs"),
    "post": Shot(f"blog/{POST}.html", "h1, .confblog-byline, .confblog-cover, .confblog-cover + p"),
    "around": Shot(f"blog/{LONG}.html", ".confblog-footer"),
    "comments": Shot(f"blog/{POST}.html", ".confblog-comments"),
    "tags": Shot("blog/tags/index.html", "h1, .confblog-terms"),
    "cloud": Shot("lists.html", ".confblog-cloud"),
    "author": Shot("blog/authors/mira-oduya.html", "h1, .confblog-about, .confblog-posts"),
    "archive": Shot("blog/archive.html", "h1, .confblog-posts"),
    "preview": Shot("blog/index.html", ".confblog-is-scheduled, .confblog-is-draft"),
    "tutorial": Shot("blog/index.html", width=1280, height=520, scale=SMALLER, site="first"),
    "tutorial-post": Shot(
        "blog/2026-01-15-anvil-2-is-out.html", "h1, .confblog-post > :last-child", site="first"
    ),
    "published": Shot("blog/index.html", width=1280, height=680, scale=SMALLER, site="published"),
    "published-author": Shot(
        "blog/authors/ada.html", "h1, .confblog-about, .confblog-posts", site="published"
    ),
    "write-a-post": Shot(
        "blog/2026-02-10-anvil-2-1/index.html",
        "h1, .confblog-byline, #measurements",
        height=1200,
        site="published",
    ),
    "mentions": Shot("api.html", "h1, h1 + dl", site=LINKED),
    "references": Shot(f"blog/{CRACK}.html", "h1, .confblog-references", site=LINKED),
    "changes": Shot(f"blog/{RELEASE}.html", "h1, .confblog-changes", site=LINKED),
    "announcement": Shot("api.html", width=1100, height=330, scale=SMALLER, site=LINKED),
    "archived": Shot(f"blog/{OLDEST}.html", "h1, .confblog-post > p", site=LINKED),
    "event": Shot(f"blog/{EVENT}.html", "h1, .confblog-byline + p", site=LINKED),
    "events": Shot("blog/events.html", "h1, .confblog-foot", site=LINKED),
    "arabic": Shot(f"blog/{LONG}.html", "h1, .confblog-byline, .confblog-footer", site="ar"),
}
#: Pictures side by side, each with an edge.
PAIRS = {
    "both-ways": (
        Shot("api.html", "h1, h1 + dl, h1 ~ dl:nth-of-type(2)", 560, 590, SMALLER, LINKED),
        Shot(f"blog/{RELEASE}.html", "h1, .confblog-changes", 560, 590, SMALLER, LINKED),
    ),
    "versions": (
        Shot("index.html", "", 560, 620, SMALLER, f"{LINKED}-old"),
        Shot("index.html", "", 560, 620, SMALLER, LINKED),
    ),
}


def sites(out: Path, wanted: Iterable[str]) -> dict[str, Path]:
    """Build the sites that are asked for, in furo."""
    built = {}
    for name in wanted:
        folder, *old = name.split("-")
        if folder == "docs":
            built[name] = sphinx(DOCS, out / name)
        elif (source := SITES / folder).is_dir():
            # On a day of its own, as the demo site.
            built[name] = sphinx(source, out / name, *(OLD if old else []), now=NOW)
        else:
            built[name] = build("furo", out, language=name)
    return built


def sphinx(source: Path, out: Path, *options: str, now: str | None = None) -> Path:
    """Build a site in a process of its own, on a day of its own if *now* is one."""
    day = {"SOURCE_DATE_EPOCH": now} if now else {}
    command = [sys.executable, "-m", "sphinx", "-q", "-E", *options, source, out]
    subprocess.run(command, check=True, env=os.environ | day)
    return out


def cut(page: Page, part: str, height: int) -> Image.Image:
    """A picture of a part of a page, or of its window."""
    if not part:
        return Image.open(io.BytesIO(page.screenshot()))
    x, y, wide, tall = page.evaluate(BOX, part)
    left, top = max(x - EDGE, 0), max(y - EDGE, 0)
    clip = {"x": left, "y": top, "width": x + wide + EDGE - left,
            "height": min(y + tall + EDGE - top, height)}  # fmt: skip
    return Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True)))


def take(chromium: Browser, site: Path, shot: Shot, mode: Mode) -> Image.Image:
    """Take a picture."""
    with tab(chromium, mode, shot.width, scale=shot.scale) as page:
        page.set_viewport_size({"width": shot.width, "height": shot.height})
        visit(page, site, shot.path, "furo", mode)
        return cut(page, shot.part, shot.height)


def pair(
    chromium: Browser, built: dict[str, Path], shots: Iterable[Shot], mode: Mode
) -> Image.Image:
    """Take pictures that are shown side by side."""
    pictures = [take(chromium, built[shot.site], shot, mode).convert("RGB") for shot in shots]
    return beside([ImageOps.expand(picture, 1, "grey") for picture in pictures], mode)


def sidebars(chromium: Browser, out: Path, mode: Mode) -> Image.Image:
    """The sidebars in three themes, side by side."""
    found = []
    for theme in ("furo", "pydata_sphinx_theme", "shibuya"):
        with tab(chromium, mode, 1400, scale=SMALLER) as page:
            # So high that none of them scrolls.
            page.set_viewport_size({"width": 1400, "height": 2400})
            visit(page, out / f"{theme}-en", "sidebars.html", theme, mode)
            page.add_style_tag(content=HIDE.format(f":is({', '.join(SHOWN)})"))
            found.append(cut(page, ", ".join(SHOWN), 600))
    return beside(found, mode)


def themes(chromium: Browser, out: Path, mode: Mode) -> Image.Image:
    """The head of a post in each theme, three in a row."""
    found = []
    for theme in [theme for theme in THEMES if mode in modes(theme)]:
        with tab(chromium, mode, 1100) as page:
            page.set_viewport_size({"width": 1100, "height": 700})
            visit(page, out / f"{theme}-en", f"blog/{POST}.html", theme, mode)
            small = cut(page, "", 0).resize((480, 305), Image.Resampling.LANCZOS)
            found.append(ImageOps.expand(small.convert("RGB"), 1, "grey"))
    rows = [beside(found[start : start + 3], mode) for start in range(0, len(found), 3)]
    tall = sum(row.height + GAP for row in rows) - GAP
    sheet = Image.new("RGB", (rows[0].width, tall), GROUNDS[mode])
    for number, row in enumerate(rows):
        sheet.paste(row, (0, number * (row.height + GAP)))
    return sheet


def beside(pictures: Sequence[Image.Image], mode: Mode) -> Image.Image:
    """Pictures in a row."""
    wide = sum(picture.width + GAP for picture in pictures) - GAP
    tall = max(picture.height for picture in pictures)
    row = Image.new("RGB", (wide, tall), GROUNDS[mode])
    x = 0
    for picture in pictures:
        row.paste(picture, (x, 0))
        x += picture.width + GAP
    return row


def save(picture: Image.Image, name: str, mode: Mode) -> None:
    """Write a picture with few colours, and say how large it is."""
    path = TARGET / f"{name}{'-dark' if mode == 'dark' else ''}.png"
    # Colours of small parts count as well: the green edge of what is new in a version.
    few = picture.convert("RGB").quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(f"{path.name}: {few.width} x {few.height}, {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Build, take the pictures and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", metavar="name")
    args = parser.parse_args()
    sheets = {"sidebars": sidebars, "themes": themes}
    names = args.names or [*SHOTS, *PAIRS, *sheets]
    shots = {name: SHOTS[name] for name in names if name in SHOTS}
    pairs = {name: PAIRS[name] for name in names if name in PAIRS}
    if sheets.keys() & set(names):
        for theme in THEMES:
            build(theme, args.out)
    built = sites(args.out, {shot.site for shot in chain(shots.values(), *pairs.values())})
    with browser() as chromium:
        for mode in modes("furo"):
            for name, shot in shots.items():
                save(take(chromium, built[shot.site], shot, mode), name, mode)
            for name, both in pairs.items():
                save(pair(chromium, built, both, mode), name, mode)
            for name in sheets.keys() & set(names):
                save(sheets[name](chromium, args.out, mode), name, mode)


if __name__ == "__main__":
    main()
