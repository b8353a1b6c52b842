"""What tests leave out of builds changes nothing of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from sparing import SPARED, USUAL, wasteful

if TYPE_CHECKING:
    from conftest import Built, Site

PAGE = """
# "Words" of all kinds

See {doc}`/index`, <https://example.org> and `code`.

```{note}
A note[^1], with *markup*.
```

```{code-block} python
print("text")
```

[^1]: At the foot.
"""
RST = """
Words
=====

:doc:`/index`, ``code`` and a |name|.

.. |name| replace:: word
.. list-table::

   * - One
     - Two
"""


def outcome(site: Site, builder: str) -> tuple[dict[str, bytes], str]:
    """Return all files of a new build, and what it warns of."""
    shutil.rmtree(site.srcdir.parent / "_build", ignore_errors=True)
    built: Built = site.build(builder, clean=False, html_baseurl="https://example.org/")
    return built.everything(skip=(".doctrees", ".buildinfo")), built.warnings


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "text"])
def test_builds_are_as_usual(site: Site, monkeypatch: pytest.MonkeyPatch, builder: str) -> None:
    """Files and warnings are the same in the first build, and in others of the same process."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    site.write("page.md", PAGE)
    site.write("other.rst", RST + "\n.. unknown::\n")
    site.post("2024-01-02-first", PAGE, tags="[a, b]", author="Ann")
    site.post("2024-02-02-second", "# Second\n\nText.\n", tags="[a]", category="News")
    first = outcome(site, builder)
    second = outcome(site, builder)
    with wasteful():
        usual = outcome(site, builder)
    assert first == second == usual
    assert "Unknown directive" in usual[1]


def test_a_changed_template_and_file_are_seen(site: Site) -> None:
    """Each build reads the templates and the files of its site."""
    site.write("_static/own.css", "a {}")
    site.write(
        "_templates/layout.html", '{% extends "!layout.html" %}{% block footer %}1{% endblock %}'
    )
    own: dict[str, Any] = {"templates_path": ["_templates"], "html_static_path": ["_static"]}
    before = site.build(html_css_files=["own.css"], **own).read("index.html")
    site.write("_static/own.css", "b {}")
    site.write(
        "_templates/layout.html", '{% extends "!layout.html" %}{% block footer %}2{% endblock %}'
    )
    after = site.build(html_css_files=["own.css"], fresh=True, **own).read("index.html")
    changed = {*after.splitlines()} - {*before.splitlines()}
    assert any("own.css?v=" in line for line in changed)
    assert len(changed) == 2


def test_settings_are_as_usual() -> None:
    """What is made for equal components is equal, and nobody's change is another one's."""
    first = get_default_settings(Parser)
    vars(first)["tab_width"] = 3
    second = vars(get_default_settings(Parser))
    with wasteful():
        usual = vars(get_default_settings(Parser))
    for settings in (second, usual):
        del settings["record_dependencies"]
    assert second == usual
    assert second["tab_width"] == 8


def test_all_of_it_can_be_left_out() -> None:
    """What is spared is in place in all tests, and none of it where builds are as usual."""
    assert all(getattr(place, name) is not usual for place, name, usual in USUAL)
    with wasteful():
        assert all(getattr(place, name) is usual for place, name, usual in USUAL)
    assert len(SPARED) == len(USUAL)
