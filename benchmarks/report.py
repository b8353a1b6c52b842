"""Turns measured builds into a Markdown table: medians, and medians of ratios within a round."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from measure import Cost

BASE = "plain"
MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One measured build: in which round, of which variant, in which scenario."""

    round: int
    variant: str
    scenario: str
    cost: Cost


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table: the scenario it is of, and how its value is taken and shown."""

    label: str
    scenario: str
    value: Callable[[Cost], float]
    form: str


ROWS = (
    Row(label="full build, s", scenario="full", value=lambda c: c.wall, form=".2f"),
    Row(label="full build, CPU s", scenario="full", value=lambda c: c.cpu, form=".2f"),
    Row(label="full build, peak MiB", scenario="full", value=lambda c: c.memory / MIB, form=".0f"),
    Row(label="full build, pages", scenario="full", value=lambda c: c.pages, form=".0f"),
    Row(label="no change, s", scenario="unchanged", value=lambda c: c.wall, form=".2f"),
    Row(label="no change, CPU s", scenario="unchanged", value=lambda c: c.cpu, form=".2f"),
    Row(label="no change, pages", scenario="unchanged", value=lambda c: c.pages, form=".0f"),
    Row(label="one post edited, s", scenario="edited", value=lambda c: c.wall, form=".2f"),
    Row(label="one post edited, CPU s", scenario="edited", value=lambda c: c.cpu, form=".2f"),
    Row(label="one post edited, pages", scenario="edited", value=lambda c: c.pages, form=".0f"),
    Row(label="environment, MiB", scenario="full", value=lambda c: c.environment / MIB, form=".2f"),
)


def table(samples: Sequence[Sample], variants: Sequence[str], posts: int) -> str:
    """Return the Markdown table of all rows, one column a variant and one a ratio to plain."""
    compared = [name for name in variants if name != BASE] if BASE in variants else []
    heads = ["", *variants, *(f"{name} / {BASE}" for name in compared)]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for row in ROWS:
        values = {name: _values(samples, row, name) for name in variants}
        lines.append(
            [
                row.label,
                *(format(median(values[name]), row.form) for name in variants),
                *(_ratio(values[name], values[BASE]) for name in compared),
            ]
        )
    if compared:
        lines.append(_environment_row(samples, variants, posts, len(compared)))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def warnings(samples: Sequence[Sample]) -> dict[str, int]:
    """Return how many lines of warnings each variant's worst build wrote, for those that did."""
    most: dict[str, int] = {}
    for sample in samples:
        most[sample.variant] = max(most.get(sample.variant, 0), sample.cost.warnings)
    return {name: count for name, count in most.items() if count}


def _values(samples: Sequence[Sample], row: Row, variant: str) -> list[float]:
    """Return the row's values of one variant, in the order of the rounds."""
    return [
        row.value(sample.cost)
        for sample in samples
        if (sample.variant, sample.scenario) == (variant, row.scenario)
    ]


def _ratio(values: Sequence[float], base: Sequence[float]) -> str:
    """Return the median of the rounds' ratios; a base of nothing has none."""
    if not all(base):
        return "-"
    return format(median(a / b for a, b in zip(values, base, strict=True)), ".2f")


def _environment_row(
    samples: Sequence[Sample], variants: Sequence[str], posts: int, ratios: int
) -> list[str]:
    """Return the row that says how much each variant keeps in the environment for one post."""
    row = Row(label="", scenario="full", value=lambda c: c.environment / 1024 / posts, form=".2f")
    kept = {name: median(_values(samples, row, name)) for name in variants}
    above = [format(kept[name] - kept[BASE], row.form) for name in variants]
    return ["environment above plain, KiB a post", *above, *["-"] * ratios]
