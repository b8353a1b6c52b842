"""Turns measured builds into a Markdown table: medians, and medians of ratios within a round."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from measure import Cost
    from sites import Site

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
    Row(label="two processes, s", scenario="parallel", value=lambda c: c.wall, form=".2f"),
    Row(label="no change, s", scenario="unchanged", value=lambda c: c.wall, form=".2f"),
    Row(label="no change, CPU s", scenario="unchanged", value=lambda c: c.cpu, form=".2f"),
    Row(label="no change, pages", scenario="unchanged", value=lambda c: c.pages, form=".0f"),
    Row(label="one post edited, s", scenario="edited", value=lambda c: c.wall, form=".2f"),
    Row(label="one post edited, CPU s", scenario="edited", value=lambda c: c.cpu, form=".2f"),
    Row(label="one post edited, pages", scenario="edited", value=lambda c: c.pages, form=".0f"),
    Row(label="environment, MiB", scenario="full", value=lambda c: c.environment / MIB, form=".2f"),
)


def table(samples: Sequence[Sample], sites: Sequence[Site]) -> str:
    """Return the Markdown table of all rows, one column a variant and one a ratio to its base."""
    names = [site.variant.name for site in sites]
    bases = {
        site.variant.name: site.variant.base
        for site in sites
        if site.variant.base != site.variant.name and site.variant.base in names
    }
    heads = ["", *names, *(f"{name} / {base}" for name, base in bases.items())]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    scenarios = {sample.scenario for sample in samples}
    for row in [row for row in ROWS if row.scenario in scenarios]:
        values = {name: _values(samples, row, name) for name in names}
        lines.append(
            [
                row.label,
                *(format(median(values[name]), row.form) for name in names),
                *(_ratio(values[name], values[base]) for name, base in bases.items()),
            ]
        )
        if row.scenario == "parallel":
            lines.append(_processes_row(samples, row, names, len(bases)))
    if bases:
        lines.append(_environment_row(samples, sites, bases))
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


def _processes_row(
    samples: Sequence[Sample], row: Row, names: Sequence[str], ratios: int
) -> list[str]:
    """Return the row that compares two processes with one."""
    ratio = [_ratio(_values(samples, row, name), _values(samples, ROWS[0], name)) for name in names]
    return ["two processes / one", *ratio, *["-"] * ratios]


def _environment_row(
    samples: Sequence[Sample], sites: Sequence[Site], bases: dict[str, str]
) -> list[str]:
    """Return the row that says how much each variant keeps in the environment for one post."""
    row = Row(label="", scenario="full", value=lambda c: c.environment / 1024, form=".2f")
    kept = {
        site.variant.name: median(_values(samples, row, site.variant.name)) / site.posts
        for site in sites
    }
    above = [
        format(kept[name] - kept[bases[name]], row.form) if name in bases else "-" for name in kept
    ]
    return ["environment above its base, KiB a post", *above, *["-"] * len(bases)]
