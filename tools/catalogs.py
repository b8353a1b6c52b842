"""Keep the catalogs of the package's words: extract, update and compile them.

``python tools/catalogs.py`` brings the template and all catalogs up to date with the sources,
and says what is still to be translated. ``--check`` writes nothing and says what would change;
either way the exit code is 1 if something is left to do. ``--add LANGUAGE`` begins a catalog.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "sphinx_confblog"
PACKAGE = Path(__file__).parent.parent / NAME
#: Files that have words -> how they are found.
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
#: What stands before a comment for translators.
MARK = "Translators:"
PLACEHOLDER = re.compile(r"\{\w*\}")
Words = dict[str, tuple[str, list[str]]]
"""Message -> its translation, and the comments for translators."""


def extract(package: Path) -> Words:
    """The words in the sources, not translated."""
    found = extract_from_dir(package, METHODS, keywords={"_": None}, comment_tags=[MARK])
    words: Words = {}
    for _file, _line, message, comments, _context in found:
        words.setdefault(str(message), ("", []))[1].extend(comments)
    return dict(sorted(words.items()))


def read(path: Path) -> dict[str, str]:
    """Message -> translation, as a catalog has them."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


def update(words: Words, known: dict[str, str]) -> Words:
    """The words with the translations that are known; what is no longer used goes."""
    return {name: (known.get(name, ""), comments) for name, (_, comments) in words.items()}


class Stable(Catalog):
    """A catalog that looks the same whenever it is written: it names no date and no program."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head of the file."""
        language = [("Language", str(self.locale_identifier))] if self.locale_identifier else []
        kind = ("Content-Type", "text/plain; charset=utf-8")
        coding = ("Content-Transfer-Encoding", "8bit")
        return [("Project-Id-Version", NAME), *language, ("MIME-Version", "1.0"), kind, coding]


def catalog(words: Words, language: str | None) -> Catalog:
    """The words as Babel's catalog."""
    made = Stable(locale=language, fuzzy=False, header_comment=f"# The words of {NAME}.")
    for name, (translation, comments) in words.items():
        message = made.add(name, translation, auto_comments=comments)
        # Some releases of Babel recognize more kinds of placeholder than others.
        message.flags.clear()
    return made


def po(words: Words, language: str | None = None) -> bytes:
    """A catalog as text: sorted, with neither dates nor lines, so that little changes in it."""
    file = io.BytesIO()
    write_po(file, catalog(words, language), width=0, no_location=True, sort_output=True)
    return file.getvalue()


def mo(words: Words, language: str) -> bytes:
    """A catalog as programs read it."""
    file = io.BytesIO()
    write_mo(file, catalog(words, language))
    return file.getvalue()


def files(package: Path, words: Words, added: str | None = None) -> Iterator[tuple[Path, bytes]]:
    """All files, with what they should hold."""
    folder = package / "locale"
    yield folder / f"{NAME}.pot", po(words)
    for language in sorted({*languages(package), *([added] if added else [])}):
        path = folder / language / "LC_MESSAGES" / f"{NAME}.po"
        updated = update(words, read(path))
        yield path, po(updated, language)
        yield path.with_suffix(".mo"), mo(updated, language)


def languages(package: Path) -> list[str]:
    """The languages that have a catalog."""
    return sorted(path.parent.parent.name for path in package.glob(f"locale/*/*/{NAME}.po"))


def faults(package: Path, words: Words) -> Iterator[str]:
    """What is wrong with translations."""
    for language in languages(package):
        known = read(package / "locale" / language / "LC_MESSAGES" / f"{NAME}.po")
        for name in words:
            if not (translation := known.get(name, "")):
                yield f"{language}: {name!r} is not translated"
            elif sorted(PLACEHOLDER.findall(name)) != sorted(PLACEHOLDER.findall(translation)):
                yield f"{language}: {translation!r} has other placeholders than {name!r}"


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a catalog, such as sv or pt_PT")
    args = parser.parse_args()
    left, words = False, extract(PACKAGE)
    for path, content in list(files(PACKAGE, words, args.add)):
        if path.is_file() and path.read_bytes() == content:
            continue
        left = left or args.check
        print(f"{path.relative_to(PACKAGE)} {'is not up to date' if args.check else 'is written'}")
        if not args.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    found = list(faults(PACKAGE, words))
    print(*found, sep="\n", end="\n" if found else "")
    return int(left or bool(found))


if __name__ == "__main__":
    sys.exit(main())
