"""Kill builds at every moment, and compare what the next one makes with a clean build.

``python tools/kills.py`` takes about ten minutes; ``--step 10`` tries each tenth moment. It prints
every moment after which something differs, and ends with 1 if there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from conftest import Site
from kills import Stage, edit, nothing, withdraw

STAGES = {"first": (nothing, nothing), "edit": (edit, nothing), "withdraw": (edit, withdraw)}


def tried(stage: Stage, moment: int, *, begin: bool) -> list[str]:
    """What differs after a kill; a build that fails counts too."""
    try:
        return stage.differences(moment, begin=begin)
    except Exception as error:  # noqa: BLE001  to go on with the next moment
        return [f"{type(error).__name__}: {error}"]


def main() -> int:
    """Try the moments of each stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1, help="try each so manieth moment")
    parser.add_argument("--start", type=int, default=1, help="the first moment")
    parser.add_argument("stages", nargs="*", help=f"of {', '.join(STAGES)}; without any, all")
    options = parser.parse_args()
    found = 0
    for name in options.stages or STAGES:
        began, wrong = time.monotonic(), 0
        with tempfile.TemporaryDirectory() as folder:
            stage = Stage(Site(Path(folder).resolve() / "site" / "source"), *STAGES[name])
            stage.prepare()
            moments = range(options.start, stage.count() + 1, options.step)
            for moment, begin in product(moments, (False, True)):
                if different := tried(stage, moment, begin=begin):
                    wrong += 1
                    print(f"{name} {moment}{' begun' * begin}: {different[:6]}", flush=True)
        seconds = time.monotonic() - began
        print(f"{name}: {2 * len(moments)} kills, {wrong} wrong, {seconds:.0f} s", flush=True)
        found += wrong
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
