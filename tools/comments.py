"""Check the script that loads comments, in a browser and in every theme, with a made-up provider.

``python tools/comments.py OUT [THEME …]`` says what is not as it should be, and takes pictures.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from looks import PAGES, THEMES, browser, build, tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from looks import Mode
    from playwright.sync_api import Browser, Page, Route

OPTIONS = {"provider": "giscus", "repo": "me/site", "repo_id": "R_1", "category_id": "DIC_1"}
#: Stands for the provider's script: it puts a frame behind itself, as that does.
CLIENT = """
const { theme, ...told } = document.currentScript.dataset;
window.told = { theme, ...told };
const frame = document.createElement("iframe");
frame.className = "giscus-frame";
frame.title = "Comments";
frame.style.cssText = "width: 100%; border: 1px dashed";
frame.src = "https://giscus.app/widget";
document.currentScript.after(frame);
"""
#: Stands for its frame: it shows, and sends back, what it is told.
WIDGET = """<!DOCTYPE html><html lang="en"><title>Widget</title><body>Comments<script>
addEventListener("message", ({ data }) => {
  document.body.append(" ", JSON.stringify(data));
  parent.postMessage(data, "*");
});
</script>"""
#: Colours may fade: so long in milliseconds.
PAUSE = 900
LISTEN = """window.heard = [];
addEventListener("message", ({ data, origin }) => {
  if (origin === "https://giscus.app") window.heard.push(data.giscus.setConfig.theme);
})"""
TOLD = {"repo": "me/site", "repoId": "R_1", "categoryId": "DIC_1", "mapping": "pathname",
        "lang": "en", "loading": "lazy"}  # fmt: skip
#: The themes that begin with what the system prefers; others are light.
FOLLOWING = {"furo", "pydata_sphinx_theme", "sphinx_book_theme", "shibuya"}
MADE_UP = """document.querySelector(".confblog-comments").style.cssText = mode;
document.body.className = mode;"""
#: How readers switch a theme, and what it calls its colour schemes.
SWITCHES = {
    "furo": ("document.body.dataset.theme = mode", "light", "dark"),
    "pydata_sphinx_theme": ("document.documentElement.dataset.theme = mode", "light", "dark"),
    "sphinx_book_theme": ("document.documentElement.dataset.theme = mode", "light", "dark"),
    "shibuya": ("setColorMode(mode)", "light", "dark"),
    "sphinx_immaterial": ("document.body.dataset.mdColorScheme = mode", "default", "slate"),
    # These know no dark: it is made up, and told by the colour of the text alone.
    "alabaster": (MADE_UP, "color: #222", "color: #eee"),
    "sphinx_rtd_theme": (MADE_UP, "color: #222", "color: #eee"),
}


def serve(page: Page) -> list[str]:
    """Answer for the provider; the addresses that are asked for, as they come."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        script = route.request.url.endswith(".js")
        kind = "text/javascript" if script else "text/html"
        headers = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=CLIENT if script else WIDGET, content_type=kind, headers=headers)

    page.route("https://giscus.app/**", answer)
    return asked


def faults(page: Page, site: Path, theme: str, mode: Mode) -> Iterator[str]:
    """What is wrong on a long post that is opened in a colour scheme of the system."""
    asked = serve(page)
    page.add_init_script(LISTEN)
    page.set_viewport_size({"width": 1280, "height": 200})
    page.goto((site / PAGES["long"]).resolve().as_uri())
    page.wait_for_timeout(300)
    if asked:
        yield f"asked for at once: {asked}"
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".confblog-comments").scroll_into_view_if_needed()
    page.wait_for_function("window.told")
    page.wait_for_timeout(PAUSE)
    expected = TOLD | {"theme": mode if theme in FOLLOWING else "light"}
    if (told := page.evaluate("window.told")) != expected:
        yield f"told {told}"
    switch, *names = SWITCHES[theme]
    for name, scheme in [*zip(names, ("light", "dark"), strict=True)] * 2:
        page.evaluate(f"(mode) => {{ {switch} }}", name)
        page.wait_for_timeout(PAUSE)
        if (last := page.evaluate("window.heard.at(-1)")) != scheme:
            yield f"switched to {scheme}, but told {last}"


def main() -> None:
    """Build and check; exit with an error if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("themes", nargs="*", metavar="theme")
    args = parser.parse_args()
    options = [f"-Dconfblog_comments.{name}={value}" for name, value in OPTIONS.items()]
    failed = False
    with browser() as chromium:
        for theme in args.themes or THEMES:
            found = checked(chromium, build(theme, args.out, *options), theme, args.out)
            print(f"{theme}: {'; '.join(found) or 'fine'}")
            failed = failed or bool(found)
    sys.exit(failed)


def checked(chromium: Browser, site: Path, theme: str, out: Path) -> list[str]:
    """What is wrong in each colour scheme; a picture of each."""
    found: list[str] = []
    modes: tuple[Mode, ...] = ("light", "dark")
    for mode in modes:
        with tab(chromium, mode) as page:
            found += [f"{mode}: {fault}" for fault in faults(page, site, theme, mode)]
            page.screenshot(path=out / f"comments-{theme}-{mode}.png")
    return found


if __name__ == "__main__":
    main()
