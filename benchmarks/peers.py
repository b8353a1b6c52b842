"""Builds the same posts with several blog engines, and prints a Markdown table of what it took."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import measure
import peer_sites
import prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peer_sites import Peer

DESCRIPTION = """\
Build the same invented posts with this extension, plain Sphinx, ABlog, Material for MkDocs,
Pelican and Hugo, each in a virtual environment of its own, and print a Markdown table.
"""
WARM_UP_POSTS = 3
#: A column of the table -> the build that it is about.
SCENARIOS = {"full build": "full", "no change": "unchanged", "one post edited": "edited"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The folders of one peer."""

    peer: Peer
    root: Path
    programs: Path

    @property
    def output(self) -> Path:
        """The folder that the pages are written to, which is deleted before a full build."""
        return self.root / "state"

    def write(self, posts: int) -> None:
        """Write a site of so many posts."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        self.peer.write(self.root, [prose.post(number) for number in range(posts)])

    def build(self) -> measure.Usage:
        """Build the site."""
        self.output.mkdir(exist_ok=True)
        program, *arguments = self.peer.command
        command = [str(self.programs / program), *arguments]
        variables = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        # This extension as it is now, not as it was when the environment was made.
        variables["PYTHONPATH"] = str(measure.REPOSITORY)
        return measure.run(command, self.root / "log.txt", self.root, variables)

    def pages(self) -> list[Path]:
        """Return the pages that there are."""
        return [path for path in self.output.rglob("*.html") if "_static" not in path.parts]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 1 if a build failed."""
    options = _parser().parse_args(arguments)
    peers = [peer for peer in peer_sites.PEERS if peer.name in options.only]
    try:
        places = [prepare(peer, options.work.resolve(), options.posts) for peer in peers]
        usages: dict[tuple[str, str], list[measure.Usage]] = {}
        for number in range(1, options.rounds + 1):
            for place in places:
                for scenario, usage in build_all(place, prose.post_name(options.posts // 2)):
                    usages.setdefault((place.peer.name, scenario), []).append(usage)
                    _progress(f"{number} {place.peer.name}, {scenario}: {usage.cpu:.2f} s")
    except measure.BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"{options.posts} posts, medians of {options.rounds}, CPU seconds."
        f" Python {platform.python_version()}; {os.cpu_count()} CPUs, {platform.platform()}.\n"
    )
    print(table(places, usages))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=DESCRIPTION)
    names = [peer.name for peer in peer_sites.PEERS]
    add = parser.add_argument
    add("--posts", type=int, default=1000, metavar="N", help="posts on each site (1000)")
    add("--rounds", type=int, default=3, metavar="N", help="rounds; odd is best for medians (3)")
    add("--only", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    add(
        "--work",
        type=Path,
        default=Path(__file__).resolve().parent / "_work" / "peers",
        metavar="DIR",
        help="where sites and virtual environments go (benchmarks/_work/peers)",
    )
    return parser


def prepare(peer: Peer, work: Path, posts: int) -> Place:
    """Install a peer and write its site."""
    folder = work / "environments" / peer.environment
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    installed = folder / "requirements.txt"
    wanted = "\n".join(peer.requirements)
    if not installed.is_file() or installed.read_text(encoding="utf-8") != wanted:
        _progress(f"{peer.name}: installing {', '.join(peer.requirements)}")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(programs / "python"), "-m", "pip", "install", "-q"]
        subprocess.run([*pip, *peer.requirements], check=True)
        installed.write_text(wanted, encoding="utf-8")
    place = Place(peer=peer, root=work / peer.name, programs=programs)
    # The first import of anything compiles it.
    place.write(WARM_UP_POSTS)
    place.build()
    place.write(posts)
    return place


def build_all(place: Place, edited: str) -> list[tuple[str, measure.Usage]]:
    """Build from nothing, again without a change, and again with a word more in one post."""
    shutil.rmtree(place.output, ignore_errors=True)
    usages = [("full", place.build()), ("unchanged", place.build())]
    path = next(place.root.rglob(f"{edited}.md"))
    text = path.read_text(encoding="utf-8")
    # Some compare the times of files, in seconds.
    time.sleep(1.1)
    path.write_text(f"{text.rstrip()} {measure.ADDED_WORD}\n", encoding="utf-8")
    try:
        usages.append(("edited", place.build()))
        if not any(measure.ADDED_WORD in p.read_text(encoding="utf-8") for p in place.pages()):
            msg = f"{place.peer.name}: the edited post was not built"
            raise measure.BuildError(msg)
    finally:
        path.write_text(text, encoding="utf-8")
    return usages


def table(places: Sequence[Place], usages: dict[tuple[str, str], list[measure.Usage]]) -> str:
    """Return the Markdown table, one row a peer."""
    lines = [["", *SCENARIOS, "peak MiB", "pages"], ["---", *["---:"] * (len(SCENARIOS) + 2)]]
    for place in places:
        name = place.peer.name
        seconds = [median(u.cpu for u in usages[name, each]) for each in SCENARIOS.values()]
        memory = median(u.memory for u in usages[name, "full"]) / 1024 / 1024
        cells = [place.peer.title, *(f"{each:.2f}" for each in seconds), f"{memory:.0f}"]
        lines.append([*cells, str(len(place.pages()))])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
