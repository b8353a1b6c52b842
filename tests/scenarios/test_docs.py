"""The docs: what they must name, they name."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from sphinx_confblog.config.options import BlogConfig

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.skipif(not DOCS.is_dir(), reason="the docs are not at hand")
def test_each_option_has_an_example_and_a_guide() -> None:
    """The page of options shows each of them once."""
    page = (DOCS / "reference" / "options.md").read_text("utf-8")
    shown = re.findall(r"```\{confblog-option\} (\w+)\n:guide: \S+\n\nconfblog_(\w+) = ", page)
    assert sorted(shown) == sorted((field.name, field.name) for field in fields(BlogConfig))
