"""The cache of a build: each function is called once for its arguments, until documents change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.blog import rendered_page
from sphinx_confblog.util.cache import BuildCache

if TYPE_CHECKING:
    from conftest import Site


def test_a_function_is_called_once_for_its_arguments() -> None:
    """Arguments are compared by value, and a result of None is remembered, too."""
    called = []

    def half(number: int) -> int | None:
        called.append(number)
        return None if number % 2 else number // 2

    cache = BuildCache()
    assert [cache.get(half, number) for number in (4, 3, 4, 3)] == [2, None, 2, None]
    assert called == [4, 3]


def test_functions_have_results_of_their_own() -> None:
    """Two functions with the same arguments do not share a result."""
    cache = BuildCache()
    assert (cache.get(str, 1), cache.get(repr, "1"), cache.get(str, 1)) == ("1", "'1'", "1")
    assert cache.results_of(str) == {(1,): "1"}


def test_results_last_until_documents_are_discovered(site: Site) -> None:
    """A discovery starts with an empty cache: nothing of the last one is shown."""
    site.post("a", date="2020-01-01", tags="one")
    project = site.build().app.project
    assert project.blogs.cache.results_of(rendered_page)  # type: ignore[attr-defined]
    project.discover()
    assert not project.blogs.cache.results_of(rendered_page)  # type: ignore[attr-defined]
