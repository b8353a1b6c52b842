"""An extension is added to ``conf.py`` in the style of its list, or not at all."""

from __future__ import annotations

import pytest

from sphinx_confblog.cli.editing.conf_files import with_extension

#: Before -> after.
EDITS = {
    "extensions = []\n": 'extensions = ["x"]\n',
    "project = 'P'\nextensions = []\n": "project = 'P'\nextensions = ['x']\n",
    "extensions = [\n]\n": 'extensions = [\n    "x",\n]\n',
    "extensions = ['a']\n": "extensions = ['a', 'x']\n",
    'extensions = ["a", "b",]\n': 'extensions = ["a", "b", "x",]\n',
    'extensions = [ "a" ]  # why\n': 'extensions = [ "a", "x"]  # why\n',
    "extensions = ('a',)\n": "extensions = ('a', 'x',)\n",
    "extensions: list[str] = ['a']\n": "extensions: list[str] = ['a', 'x']\n",
    "extensions = [\n  'a',\n  'b',\n]\n": "extensions = [\n  'a',\n  'b',\n  'x',\n]\n",
    'extensions = [\n\t"a",\n\t"b"\n\t]\n': 'extensions = [\n\t"a",\n\t"b",\n\t"x"\n\t]\n',
    "extensions = [\n    'a',  # first\n    # 'b',\n]\n": (
        "extensions = [\n    'a',  # first\n    # 'b',\n    'x',\n]\n"
    ),
    "extensions = [\n    'a'  # first, last\n]\n": (
        "extensions = [\n    'a',  # first, last\n    'x'\n]\n"
    ),
    "extensions = ['a',\n              'b']\n": "extensions = ['a',\n              'b', 'x']\n",
    "extensions = ['a',\n  'b',\n]\n": "extensions = ['a',\n  'b',\n  'x',\n]\n",
    "t = '日本語'; extensions = ['日本']\n": "t = '日本語'; extensions = ['日本', 'x']\n",
    "extensions = [\r\n    'a',\r\n]\r\n": "extensions = [\r\n    'a',\r\n    'x',\r\n]\r\n",
    "extensions = ['a']\nextensions += ['b']\n": "extensions = ['a', 'x']\nextensions += ['b']\n",
    "extensions = ['a']\nif extensions:\n    pass\n": (
        "extensions = ['a', 'x']\nif extensions:\n    pass\n"
    ),
    "project = 'P'\n": "project = 'P'\n\nextensions = [\"x\"]\n",
    "project = 'P'": "project = 'P'\n\nextensions = [\"x\"]\n",
    "": '\nextensions = ["x"]\n',
    "extensions = [name]\n": 'extensions = [name, "x"]\n',
    "extensions = [*base, 'a']\n": "extensions = [*base, 'a', 'x']\n",
    "extensions = [\n  *base,\n]\n": 'extensions = [\n  *base,\n  "x",\n]\n',
    "extensions = [\n  'a', *base,\n]\n": "extensions = [\n  'a', *base,\n    'x',\n]\n",
    "extensions = a + b\n": 'extensions = a + b + ["x"]\n',
    "extensions = ['a'] + more\n": "extensions = ['a', 'x'] + more\n",
    "extensions = base.names + ['a'] + ['b']  # all\n": (
        "extensions = base.names + ['a'] + ['b', 'x']  # all\n"
    ),
    "extensions = (\n    a\n    + b\n)\n": 'extensions = (\n    a\n    + b + ["x"]\n)\n',
    "extensions = a + b\nextensions += ['c']\n": (
        "extensions = a + b + ['x']\nextensions += ['c']\n"
    ),
    "from base import *\nextensions += ['a']\n": "from base import *\nextensions += ['a', 'x']\n",
}
#: What is set in other ways, or in several places.
OTHERS = [
    "extensions = a - b\n",
    "extensions = (a + b) * 2\n",
    "extensions += more\n",
    "if fast:\n    extensions += ['a']\n",
    "extensions = list(base)\n",
    "extensions = 'a', 'b'\n",
    "extensions = 'a'\n",
    "extensions = other = []\n",
    "extensions = []\nextensions = ['a']\n",
    "if fast:\n    extensions = []\n",
    "if fast:\n    extensions = []\nelse:\n    extensions = ['a']\n",
    "def setup():\n    extensions = []\n",
    "extensions.append('a')\n",
    "from base import *\n",
    "from base import extensions\nextensions.append('a')\n",
    "extensions = ['a'\n",
]


@pytest.mark.parametrize(("before", "after"), EDITS.items())
def test_a_plain_list_is_edited_in_its_style(before: str, after: str) -> None:
    """Quotes, indentation, commas, remarks and line ends stay as they are."""
    assert with_extension(before, "x") == after


@pytest.mark.parametrize("before", OTHERS)
def test_anything_else_is_left_alone(before: str) -> None:
    """There is no edit where the list is made in another way."""
    assert with_extension(before, "x") is None


@pytest.mark.parametrize(("kind", "after"), [(tuple, 'extensions = a + b + ("x",)\n'), (str, None)])
def test_a_sum_stays_of_its_type(kind: type, after: str | None) -> None:
    """A list cannot be added to a tuple."""
    assert with_extension("extensions = a + b\n", "x", kind) == after


def test_a_byte_order_mark_stays() -> None:
    """Some editors begin a file with one."""
    assert with_extension("\ufeffextensions = ['a']\n", "x") == "\ufeffextensions = ['a', 'x']\n"
    assert with_extension("\ufeffextensions = f()\n", "x") is None
