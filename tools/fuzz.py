"""Fuzz the package with many cases: ``python tools/fuzz.py --cases 100000``.

The cases are shared among the targets of ``tests/support/fuzzing.py``; ``bodies`` builds sites of
posts (``tests/support/fuzzsites.py``), and costs more than all the others. ``--coverage heads``
has Atheris look for inputs that reach new code, if it is installed. Prints the number of cases,
the seconds and what was found for each target, and ends with 1 if anything was.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from hypothesis import HealthCheck, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fuzzing import Target

BODIES = "bodies"
#: Posts in one site.
POSTS = 250


def fuzz(target: Target[Any], cases: int, start: int) -> tuple[int, str]:
    """Try a target with so many cases; return how many were tried, and what was found."""
    tried = 0

    @seed(start)
    @settings(
        max_examples=cases, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(target.cases)
    def attempt(case: Any) -> None:
        nonlocal tried
        tried += 1
        target.check(case)

    try:
        attempt()
    except Exception as error:  # noqa: BLE001  whatever is found is printed
        notes = "\n".join(getattr(error, "__notes__", ()))
        return tried, f"{type(error).__name__}: {error}\n{notes}"
    return tried, ""


def fuzz_bodies(cases: int, start: int) -> tuple[int, str]:
    """Build sites with so many posts in all."""
    from conftest import INDEX, Site  # noqa: PLC0415  not for the other targets
    from fuzzsites import look, post, smallest  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as top:

        def new() -> Site:
            site = Site(Path(tempfile.mkdtemp(dir=Path(top).resolve())) / "source")
            site.write("index.md", INDEX)
            site.write("blog/pic.png", b"")
            return site

        for tried in range(0, cases, POSTS):
            chance = random.Random(start + tried)  # noqa: S311
            contents = [post(chance) for _ in range(min(POSTS, cases - tried))]
            if faults := look(new(), contents):
                found = smallest(new, contents)
                return tried + len(contents), f"{faults[:3]}\n{found[:3]!r}"
    return cases, ""


def load(*, coverage: bool) -> Sequence[Target[Any]]:
    """The targets, and what they test: with counters for Atheris, or without."""
    if coverage:
        import atheris  # noqa: PLC0415  optional

        with atheris.instrument_imports(include=["sphinx_confblog", "html", "yaml"]):
            import fuzzing  # noqa: PLC0415
    else:
        import fuzzing  # noqa: PLC0415
    return fuzzing.TARGETS


def cover(target: Target[Any], runs: int) -> None:
    """Let Atheris drive Hypothesis; it does not come back."""
    import atheris  # noqa: PLC0415  optional

    attempt = settings(suppress_health_check=list(HealthCheck), deadline=None)(
        given(target.cases)(target.check)
    )
    atheris.Setup([sys.argv[0], f"-runs={runs}"], attempt.hypothesis.fuzz_one_input)
    atheris.Fuzz()


def main() -> int:
    """Fuzz the targets that are asked for."""
    found = load(coverage="--coverage" in sys.argv)
    names = [target.name for target in found]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="how many cases in all")
    parser.add_argument("--bodies", type=int, default=1_000, help="how many posts in sites")
    parser.add_argument("--seed", type=int, default=0, help="another one makes other cases")
    parser.add_argument("--coverage", action="store_true", help="use Atheris, with one target")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join([*names, BODIES])}")
    options = parser.parse_args()
    chosen = [target for target in found if target.name in (options.targets or names)]
    if options.coverage:
        cover(chosen[0], options.cases)
    jobs = [
        (t.name, lambda t=t: fuzz(t, options.cases // len(chosen), options.seed)) for t in chosen
    ]
    if not options.targets or BODIES in options.targets:
        jobs.append((BODIES, lambda: fuzz_bodies(options.bodies, options.seed)))
    total = failed = 0
    for name, job in jobs:
        began = time.monotonic()
        tried, what = job()
        seconds = time.monotonic() - began
        print(f"{name:12} {tried:8,} cases {seconds:7.1f} s  {what or 'nothing'}", flush=True)
        total, failed = total + tried, failed + bool(what)
    print(f"{total:,} cases, {failed} targets with findings")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
