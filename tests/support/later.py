"""Later builds, compared with clean ones."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Built, Site

#: Not compared: doctrees, and what Sphinx keeps of the options of HTML before they changed.
SKIPPED = (".doctrees", ".buildinfo.bak")


def outputs(built: Built, *besides: str) -> dict[str, bytes]:
    """Return what is compared of a build, less the files *besides*.

    Where a site becomes again what it was when it was built first, that build was a clean one.
    """
    return built.everything(skip=(*SKIPPED, *besides))


def assert_same(later: Built, clean: Built, *besides: str) -> None:
    """Compare all output files of two builds, less the files *besides*."""
    assert_outputs(later, outputs(clean, *besides), *besides)


def assert_outputs(later: Built, clean: dict[str, bytes], *besides: str) -> None:
    """Compare all output files of a build with those that a clean one left."""
    ours = outputs(later, *besides)
    assert sorted(ours) == sorted(clean)
    assert [name for name in ours if ours[name] != clean[name]] == []


def build_as_clean(
    site: Site, builder: str = "html", *, clean: bool = True, besides: tuple[str, ...] = ()
) -> Built:
    """Build a site again, compare the output with that of a clean build, and return it."""
    later = site.build(builder, clean=clean)
    shutil.rmtree(site.srcdir.parent / "clean", ignore_errors=True)
    assert_same(later, site.build(builder, out="clean", clean=False), *besides)
    return later
