"""Later builds, compared with clean ones."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Built, Site

#: Not compared: doctrees, and what Sphinx keeps of the options of HTML before they changed.
SKIPPED = (".doctrees", ".buildinfo.bak")


def assert_same(later: Built, clean: Built, *besides: str) -> None:
    """Compare all output files of two builds, less the files *besides*."""
    skip = (*SKIPPED, *besides)
    ours, theirs = later.everything(skip=skip), clean.everything(skip=skip)
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def build_as_clean(
    site: Site, builder: str = "html", *, clean: bool = True, besides: tuple[str, ...] = ()
) -> Built:
    """Build a site again, compare the output with that of a clean build, and return it."""
    later = site.build(builder, clean=clean)
    shutil.rmtree(site.srcdir.parent / "clean", ignore_errors=True)
    assert_same(later, site.build(builder, out="clean", clean=False), *besides)
    return later
