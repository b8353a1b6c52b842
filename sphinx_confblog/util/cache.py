"""Remembers results during one build, by function and arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, TypeVarTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable


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
        """Return the results of a function so far, by its arguments or their keys."""
        results = self._results.get(function)
        if results is None:
            results = self._results[function] = {}
        return cast("dict[tuple[object, ...], Result]", results)
