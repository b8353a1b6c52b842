"""Check the demo site's pages with axe-core and the Nu HTML checker, in every theme.

``python tools/markup.py OUT --axe axe.min.js --vnu vnu.jar [THEME …]`` names what is wrong with
pages of the blog and with none of the theme's own. npm has both tools: ``axe-core``, ``vnu-jar``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from looks import PAGES, PLAIN, THEMES, browser, build, modes, tab, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

AXE = "async () => (await axe.run({resultTypes: ['violations']})).violations"


class Finding(NamedTuple):
    """What a tool says of a page: ``kind`` is the same wherever the same is wrong."""

    page: str
    kind: str
    detail: str


def axe_findings(chromium: Browser, site: Path, theme: str, axe: Path) -> Iterator[Finding]:
    """What axe-core finds, in each colour scheme, wide and narrow."""
    for mode in modes(theme):
        for width in (1280, 320):
            with tab(chromium, mode, width) as page:
                for name, path in (PLAIN | PAGES).items():
                    visit(page, site, path, theme, mode)
                    page.add_script_tag(path=axe)
                    for violation in page.evaluate(AXE):
                        for node in violation["nodes"]:
                            kind = f"axe, {mode}, {width} px: {violation['id']}{colours(node)}"
                            detail = f"{node['html'][:120]} {node['failureSummary'][:240]}"
                            yield Finding(name, kind, " ".join(detail.split()))


def colours(node: dict[str, Any]) -> str:
    """Which colours of text have too little contrast: the theme's own may, and ours must not."""
    found = [check["data"]["fgColor"] for check in node["any"] if check["id"] == "color-contrast"]
    return "".join(f" {colour}" for colour in found)


def vnu_findings(site: Path, vnu: Path) -> Iterator[Finding]:
    """What the Nu HTML checker finds; what it quotes from the page is no part of the kind."""
    names = {str((site / path).resolve()): name for name, path in (PLAIN | PAGES).items()}
    command = ["java", "-jar", str(vnu), "--format", "json", "--exit-zero-always", *names]
    report = subprocess.run(command, capture_output=True, check=True, text=True).stderr
    for message in json.loads(report)["messages"]:
        text = message["message"]
        kind = f"vnu: {message.get('subType', message['type'])}: {re.sub('“[^”]*”', '…', text)}"
        detail = f"line {message.get('lastLine')}: {text} {message.get('extract', '')}"
        yield Finding(names[message["url"].removeprefix("file:")], kind, " ".join(detail.split()))


def new(findings: list[Finding]) -> list[Finding]:
    """The findings of a kind that the theme's own pages do not have."""
    usual = {f.kind for f in findings if f.page in PLAIN}
    return [f for f in findings if f.kind not in usual]


def main() -> None:
    """Build and check; exit with an error if anything new was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("themes", nargs="*", metavar="theme")
    parser.add_argument("--axe", type=Path, required=True)
    parser.add_argument("--vnu", type=Path, required=True)
    args = parser.parse_intermixed_args()
    failed = False
    with browser() as chromium:
        for theme in args.themes or THEMES:
            site = build(theme, args.out)
            findings = [*axe_findings(chromium, site, theme, args.axe)]
            findings += vnu_findings(site, args.vnu)
            found = new(findings)
            print(f"{theme}: {len(found)} new of {len(findings)} findings")
            for finding in found:
                print(f"  {finding.page}: {finding.kind}\n    {finding.detail}")
            failed = failed or bool(found)
    sys.exit(failed)


if __name__ == "__main__":
    main()
