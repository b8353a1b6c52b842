"""Invents an API: pages that describe objects by hand, a package for autodoc, and references."""

from __future__ import annotations

import compileall
import random
from typing import TYPE_CHECKING

import prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

PACKAGE = "anvil"
#: Pages of the API that one page of its table of contents lists.
GROUP = 20
#: Versions that objects were added or changed in, each with a release post.
VERSIONS = tuple(f"1.{number}" for number in range(1, 11))
#: References to the API in each post, one of them a Markdown link.
REFERENCES = 5
#: How often an object says in which version it was added, and in which it was changed.
ADDED, CHANGED = 7, 9
FIELDS = ("param size", "param name", "returns")


def object_name(number: int, objects: int, pages: int) -> str:
    """Return the full name of object ``number`` (from 0), which its page's module is a part of."""
    return f"{module_name(number * pages // objects)}.{_names()[number % 100]}_{number}"


def module_name(number: int) -> str:
    """Return the full name of module ``number`` (from 0)."""
    return f"{PACKAGE}.part_{number:04}"


def _names() -> Sequence[str]:
    """Return the words that functions and classes are named for."""
    return prose.vocabulary(prose.SEED).words[100:200]


# Objects described by hand, and posts that refer to them.


def write_described(source: Path, *, pages: int, objects: int) -> None:
    """Write pages of Python functions with the versions that they are from."""
    numbers: dict[int, list[int]] = {page: [] for page in range(pages)}
    for number in range(objects):
        numbers[number * pages // objects].append(number)
    texts = {}
    for page, members in numbers.items():
        writer = _writer(f"page:{page}")
        lines = [*heading(module_name(page)), f".. py:module:: {module_name(page)}", ""]
        lines += [f"{writer.words(12).capitalize()}.", ""]
        for number in members:
            lines += _described(object_name(number, objects, pages), number, writer)
        texts[f"part_{page:04}"] = "\n".join(lines)
    write_pages(source / "api", texts)


def _described(name: str, number: int, writer: prose.Writer) -> list[str]:
    """Return the description of one function, indented as its directive wants it."""
    fields = [f":{field}: {writer.words(6)}" for field in FIELDS]
    parts = [f"{writer.words(15).capitalize()}.", "\n".join(fields)]
    version = VERSIONS[number % len(VERSIONS)]
    if number % ADDED == 0:
        parts.append(f".. versionadded:: {version}")
    if number % CHANGED == 0:
        parts.append(f".. versionchanged:: {version}\n   {writer.words(8).capitalize()}.")
    body = "\n\n".join(parts)
    name = name.rpartition(".")[2]
    lines = [f".. py:function:: {name}(size: int, name: str = 'x') -> str", ""]
    return [*lines, *(f"   {line}" if line else "" for line in body.split("\n")), ""]


def referring(number: int, text: str, *, pages: int, objects: int) -> str:
    """Return the text of post ``number`` with references to some objects below it."""
    rng = random.Random(f"{prose.SEED}:{number}:references")
    chosen = rng.choices(range(objects), cum_weights=prose.zipf(objects), k=REFERENCES)
    # The popular ones are anywhere, not all on the first page.
    names = [object_name(each * 7 % objects, objects, pages) for each in chosen]
    roles = ", ".join(f"{{py:func}}`{name}`" for name in names[1:])
    return f"{text}\nThis is about {roles} and [one more](#{names[0]}).\n"


def releasing(number: int, text: str, *, posts: int) -> str:
    """Return the text of post ``number``, some of them made release posts."""
    step = max(posts // len(VERSIONS), 1)
    version, place = divmod(number, step)
    if place != step - 1 or version >= len(VERSIONS):
        return text
    text = text.replace(prose.END, f"version: '{VERSIONS[version]}'\n{prose.END}", 1)
    return f"{text}\n```{{blog:changes}}\n```\n"


# A package that autodoc reads.


def write_documented(source: Path, *, modules: int) -> None:
    """Write a package of documented modules next to the source folder, and a page for each."""
    package = source.parent / "library" / PACKAGE
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""Everything."""\n', encoding="utf-8")
    texts = {}
    for number in range(modules):
        name = module_name(number)
        stem = name.rpartition(".")[2]
        text = _module(_writer(f"module:{number}"))
        (package / f"{stem}.py").write_text(text, encoding="utf-8")
        lines = [*heading(name), f".. automodule:: {name}", "   :members:", ""]
        texts[stem] = "\n".join(lines)
    # The first build of all would pay for it otherwise.
    compileall.compile_dir(package, quiet=1)
    write_pages(source / "api", texts)


def _module(writer: prose.Writer) -> str:
    """Return a module of three functions and two classes with three methods each."""
    names = iter(f"{word}_{number}" for number, word in enumerate(writer.words(20).split()))
    parts = [f'"""{writer.words(6).capitalize()}."""']
    parts += [_function(next(names), "size: int", writer) for _ in range(3)]
    for _ in range(2):
        parts.append(f'class {next(names).title()}:\n    """{writer.words(12).capitalize()}."""')
        methods = [_function(next(names), "self, size: int", writer) for _ in range(3)]
        parts += [
            "\n".join(f"    {line}" if line else "" for line in m.split("\n")) for m in methods
        ]
    return "\n\n".join(parts) + "\n"


def _function(name: str, first: str, writer: prose.Writer) -> str:
    """Return a function with a docstring."""
    fields = "\n    ".join(f":{field}: {writer.words(6)}" for field in FIELDS)
    return f'''def {name}({first}, name: str = "x") -> str:
    """{writer.words(8).capitalize()}.

    {writer.words(15).capitalize()}.

    {fields}
    """
    return name * size'''


# What both have.


def write_pages(folder: Path, texts: dict[str, str]) -> None:
    """Write pages into a folder, and a table of contents of two levels."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.rst").write_text(text, encoding="utf-8")
    names = list(texts)
    groups = {
        f"group_{start // GROUP:04}": names[start : start + GROUP]
        for start in range(0, len(names), GROUP)
    }
    for group, members in groups.items():
        (folder / f"{group}.rst").write_text(_contents(group, members), encoding="utf-8")
    (folder / "index.rst").write_text(_contents("API", groups), encoding="utf-8")


def _contents(title: str, names: Iterable[str]) -> str:
    """Return a page that lists others."""
    lines = [".. toctree::", "   :maxdepth: 1", "", *(f"   {name}" for name in names), ""]
    return "\n".join([*heading(title), *lines])


def heading(title: str) -> list[str]:
    """Return the lines of a page's title."""
    return [title, "=" * len(title), ""]


def _writer(purpose: str) -> prose.Writer:
    """Return a writer who writes the same for the same purpose."""
    return prose.Writer(
        random.Random(f"{prose.SEED}:api:{purpose}"), prose.vocabulary(prose.SEED).words
    )
