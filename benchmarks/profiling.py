"""Runs one full build under cProfile and says where its time goes."""

from __future__ import annotations

import pstats
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sites import Site

TOP = 40
TOP_OTHERS = 20
# Frames that hold the whole build and so say nothing about it.
WHOLE = 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """One profiled function: where it is, its calls, and its seconds without and with callees."""

    place: str
    calls: int
    own: float
    cumulative: float


def profile(site: Site) -> str:
    """Build the site under cProfile and return a Markdown report; the profile file is kept."""
    shutil.rmtree(site.state, ignore_errors=True)
    path = site.root / "profile.pstats"
    measure.build(site, ["-m", "cProfile", "-o", str(path)])
    total, functions = _load(path)
    module = site.variant.module
    inside = [f for f in functions if f.place.startswith(f"{module}/")]
    outside = [f for f in functions if not f.place.startswith(f"{module}/")]
    outside_parts = [f for f in outside if f.cumulative < WHOLE * total]
    own = sum(f.own for f in inside)
    parts = [
        (
            f"{total:.2f} s in all under cProfile, {own:.2f} s of them ({own / total:.1%}) in the"
            f" own code of {module}. The profile: {path}"
        ),
        _section(f"{module}, by cumulative time", _by_cumulative(inside)[:TOP], total),
        _section(f"{module}, by own time", _by_own(inside)[:TOP], total),
        _section("others, by cumulative time", _by_cumulative(outside_parts)[:TOP_OTHERS], total),
        _section("others, by own time", _by_own(outside)[:TOP_OTHERS], total),
    ]
    return "\n\n".join(parts)


def _load(path: Path) -> tuple[float, list[Function]]:
    """Read a profile: the seconds in all, and its functions."""
    stats = pstats.Stats(str(path))
    entries = stats.stats.items()  # type: ignore[attr-defined]
    functions = [
        Function(place=_place(file, line, name), calls=calls, own=own, cumulative=cumulative)
        for (file, line, name), (_, calls, own, cumulative, _) in entries
    ]
    return stats.total_tt, functions  # type: ignore[attr-defined]


def _place(file: str, line: int, name: str) -> str:
    """Return ``package/module.py:12 name`` for a function, and just the name of a built-in."""
    if file == "~":
        return name
    path = Path(file).as_posix()
    path = re.sub(r"^.*/site-packages/|^.*/lib/python[\d.]+/", "", path)
    return f"{path.removeprefix(f'{measure.REPOSITORY.as_posix()}/')}:{line} {name}"


def _by_cumulative(functions: Iterable[Function]) -> list[Function]:
    return sorted(functions, key=lambda f: f.cumulative, reverse=True)


def _by_own(functions: Iterable[Function]) -> list[Function]:
    return sorted(functions, key=lambda f: f.own, reverse=True)


def _section(title: str, functions: Iterable[Function], total: float) -> str:
    """Return a titled Markdown table of functions, their times also as parts of the whole."""
    lines = [f"### {title}", "", "| calls | own s | cum. s | cum. % | function |"]
    lines.append("| ---: | ---: | ---: | ---: | --- |")
    lines += [
        f"| {f.calls} | {f.own:.3f} | {f.cumulative:.3f} | {f.cumulative / total:.1%} |"
        f" `{f.place}` |"
        for f in functions
    ]
    return "\n".join(lines)
