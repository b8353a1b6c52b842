"""Build the demo site of ``tools/looks`` in every theme, and take pictures of its pages.

``python tools/looks.py OUT [THEME …]`` writes ``OUT/index.html``, which shows them all. It takes
the themes, Playwright, and a Chromium: that on the path, else the one that Playwright installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    Mode = Literal["light", "dark"]
    Medium = Literal["screen", "print"]

SOURCES = Path(__file__).parent / "looks"
#: Each theme with the script that switches it to dark; none if it knows no dark.
THEMES: dict[str, str | None] = {
    "alabaster": None,
    "furo": "document.body.dataset.theme = 'dark'",
    "pydata_sphinx_theme": "document.documentElement.dataset.theme = 'dark'",
    "sphinx_book_theme": "document.documentElement.dataset.theme = 'dark'",
    "sphinx_rtd_theme": None,
    "shibuya": "document.documentElement.className = 'dark'",
    "sphinx_immaterial": "document.body.dataset.mdColorScheme = 'slate'",
}
#: What is looked at. ``PLAIN`` show nothing of the blog: what they have, the theme has.
PAGES = {
    "index": "blog/index.html",
    "page": "blog/page/2.html",
    "post": "blog/2026-02-03-release-2-4.html",
    "long": "blog/2025-12-15-why-inotify-and-polling-are-both-wrong-sometimes.html",
    "tags": "blog/tags/index.html",
    "tag": "blog/tags/release.html",
    "author": "blog/authors/mira-oduya.html",
    "archive": "blog/archive.html",
    "lists": "lists.html",
    "sidebars": "sidebars.html",
}
PLAIN = {"plain": "index.html", "guide": "guide.html"}
#: Width in pixels and medium of each series of pictures.
SERIES: dict[str, tuple[int, Medium]] = {
    "wide": (1280, "screen"),
    "narrow": (320, "screen"),
    "print": (760, "print"),
}
#: When the demo site is built: February 15, 2026.
NOW = "1771156800"
STILL = "*, ::before, ::after { transition: none !important; animation: none !important }"


def build(theme: str, out: Path, *more: str, language: str = "en") -> Path:
    """Build the demo site with a theme, and *more* options; the folder of its pages."""
    source, site = out / "source" / language, out / f"{theme}-{language}"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(SOURCES, source)
    posts = SOURCES / ("posts.txt" if language == "en" else f"posts.{language}.txt")
    for part in posts.read_text(encoding="utf-8").split("==> ")[1:]:
        name, text = part.split("\n", 1)
        (source / "blog").mkdir(exist_ok=True)
        (source / "blog" / name).write_text(text, encoding="utf-8")
    shutil.copy(SOURCES / "lamp.svg", source / "blog")
    options = ["-q", "-E", "-b", "html", "-D", f"html_theme={theme}", "-D", f"language={language}"]
    # In a process of its own: one theme patches Sphinx itself. On a day of its own: what is
    # scheduled stays so.
    command = [sys.executable, "-m", "sphinx", *options, *more, source, site]
    subprocess.run(command, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": NOW})
    return site


def modes(theme: str) -> list[Mode]:
    """The colour schemes that a theme knows."""
    return ["light", "dark"] if THEMES[theme] else ["light"]


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that reaches files only: no name resolves, and tabs are offline."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-sync"]
    quiet += ["--host-resolver-rules=MAP * ~NOTFOUND"]
    quiet += ["--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=quiet)
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def tab(
    chromium: Browser,
    mode: Mode,
    width: int = 1280,
    medium: Medium = "screen",
    scale: float = 1,
) -> Iterator[Page]:
    """A tab of a width in pixels, in a colour scheme and a medium; *scale* is for sharp screens."""
    page = chromium.new_page(
        viewport={"width": width, "height": 800},
        color_scheme=mode,
        reduced_motion="reduce",
        offline=True,
        device_scale_factor=scale,
    )
    page.emulate_media(media=medium)
    yield page
    page.close()


def visit(page: Page, site: Path, path: str, theme: str, mode: Mode) -> None:
    """Open a page of the site in a colour scheme, at rest."""
    page.goto((site / path).resolve().as_uri())
    if (switch := THEMES[theme]) and mode == "dark":
        page.evaluate(switch)
    page.add_style_tag(content=STILL)


def pictures(chromium: Browser, site: Path, theme: str, out: Path) -> Iterator[Path]:
    """Take the pictures of a theme; say which pages are wider than a narrow screen."""
    for series, (width, medium) in SERIES.items():
        for mode in modes(theme)[: 1 if medium == "print" else None]:
            with tab(chromium, mode, width, medium) as page:
                spans = {}
                for name, path in (PLAIN | PAGES).items():
                    if not (site / path).is_file():
                        continue
                    visit(page, site, path, theme, mode)
                    spans[name] = page.evaluate("document.scrollingElement.scrollWidth")
                    picture = out / f"{site.name}-{mode}-{series}-{name}.png"
                    page.screenshot(path=picture, full_page=name not in PLAIN)
                    yield picture
            usual = max(spans[name] for name in PLAIN)
            for name in [name for name in spans if spans[name] > max(usual, width)]:
                print(f"{theme}, {mode}, {series}: {name} is {spans[name]} px wide, not {usual}")


def main() -> None:
    """Build, take the pictures, and write the page that shows them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("themes", nargs="*", metavar="theme")
    parser.add_argument("--language", default="en", help="en, ar or ja")
    args = parser.parse_args()
    shown: list[Path] = []
    with browser() as chromium:
        for theme in args.themes or THEMES:
            site = build(theme, args.out, language=args.language)
            shown += pictures(chromium, site, theme, args.out)
    figures = (f'<img src="{p.name}" title="{p.stem}" alt="" width="300">' for p in shown)
    html = f"<!DOCTYPE html><title>Looks</title>{''.join(figures)}"
    (args.out / "index.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main()
