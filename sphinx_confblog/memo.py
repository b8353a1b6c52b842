"""Remembers the results of functions during one build, by function and arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_confblog.written import Written

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


class BuildCache:
    """Results of functions; a build starts a new one when it discovers its documents."""

    def __init__(self) -> None:
        self._results: dict[Callable[..., object], dict[tuple[object, ...], object]] = {}

    def get(self, function: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
        """Return what a function returns for some arguments; it is called once for each of them."""
        results = self.results_of(function)
        if arguments not in results:
            results[arguments] = function(*arguments)
        return results[arguments]

    def results_of(self, function: Callable[..., Result]) -> dict[tuple[object, ...], Result]:
        """Return the results of a function so far, by its arguments or what stands for them."""
        return cast("dict[tuple[object, ...], Result]", self._results.setdefault(function, {}))


@dataclass(slots=True)
class SiteMemo:
    """What output folders hold before and after this build; forgotten with the cache."""

    #: What the output folder holds once this build is done; None if that has not changed.
    written: Written | None = None
    #: What it held when the build began, and what is noted while the build writes.
    before: Written | None = None
    begun: Written | None = None
    #: Documents that are to be written for the blog's sake, and those that have been.
    expected: set[str] = field(default_factory=set)
    resolved: set[str] = field(default_factory=set)
