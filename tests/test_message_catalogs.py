"""The catalogs of the package's words are whole, and up to date with its sources."""

from __future__ import annotations

import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

import sphinx_confblog
from sphinx_confblog.config.options import TAXONOMIES

ROOT = Path(__file__).parent.parent
LANGUAGES = ["ar", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt_BR", "ru", "uk", "zh_CN"]


@pytest.fixture(scope="module")
def tool() -> Any:
    """The tool that keeps the catalogs."""
    spec = spec_from_file_location("catalogs", ROOT / "tools" / "catalogs.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def words(tool: Any) -> Any:
    """The words in the sources of the package."""
    return tool.extract(tool.PACKAGE)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a word and two catalogs."""
    (tmp_path / "words.py").write_text('_("Hello, {name}")\n')
    for language in ("de", "fr"):
        shutil.copytree(
            ROOT / "sphinx_confblog" / "locale" / language, tmp_path / "locale" / language
        )
    return tmp_path


def write(tool: Any, package: Path, added: str | None = None) -> None:
    """Bring the catalogs up to date."""
    for path, content in list(tool.files(package, tool.extract(package), added)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_the_languages(tool: Any) -> None:
    """Those that the docs name."""
    assert tool.languages(tool.PACKAGE) == LANGUAGES
    listed = (ROOT / "docs" / "how-to" / "languages.md").read_text("utf-8")
    assert all(f"`{language}`" in listed for language in LANGUAGES)


@pytest.mark.slow
def test_the_files_are_up_to_date(tool: Any, words: Any) -> None:
    """The template has the words of the sources; each compiled catalog is what its text says."""
    for path, content in tool.files(tool.PACKAGE, words):
        assert path.read_bytes() == content, f"{path} is not up to date: run tools/catalogs.py"


@pytest.mark.slow
def test_every_word_is_translated(tool: Any, words: Any) -> None:
    """In every language, with the placeholders of the original."""
    assert list(tool.faults(tool.PACKAGE, words)) == []


def test_what_is_installed_has_the_catalogs() -> None:
    """The wheel has the compiled ones."""
    folder = Path(sphinx_confblog.__file__).parent / "locale"
    assert sorted(path.parent.parent.name for path in folder.rglob("*.mo")) == LANGUAGES


@pytest.mark.slow
def test_titles_of_taxonomies_are_words(words: Any) -> None:
    """The default of the option is in the catalogs."""
    assert set(TAXONOMIES.values()) <= words.keys()


def test_new_words_are_missed(tool: Any, package: Path) -> None:
    """A word that no catalog has; what is not used any more goes."""
    write(tool, package)
    assert list(tool.faults(package, tool.extract(package))) == [
        "de: 'Hello, {name}' is not translated",
        "fr: 'Hello, {name}' is not translated",
    ]
    assert "Archiv" not in (package / "locale/de/LC_MESSAGES/sphinx_confblog.po").read_text("utf-8")


def test_placeholders_agree(tool: Any, package: Path) -> None:
    """A translation without one of them, or with another one, is a fault."""
    write(tool, package)
    for language, text in (("de", "Hallo, {name}"), ("fr", "Bonjour, {nom}")):
        path = package / f"locale/{language}/LC_MESSAGES/sphinx_confblog.po"
        path.write_bytes(tool.po({"Hello, {name}": (text, [])}, language))
    found = "fr: 'Bonjour, {nom}' has other placeholders than 'Hello, {name}'"
    assert list(tool.faults(package, tool.extract(package))) == [found]


def test_words_of_templates(tool: Any, package: Path) -> None:
    """HTML templates have words too."""
    (package / "sidebars").mkdir()
    (package / "sidebars" / "tags.html").write_text("<h3>{{ _('Tags') }}</h3>\n")
    assert list(tool.extract(package)) == ["Hello, {name}", "Tags"]


def test_a_new_language(tool: Any, package: Path) -> None:
    """Its catalog begins with all words, none of them translated."""
    write(tool, package, added="sv")
    assert tool.languages(package) == ["de", "fr", "sv"]
    assert "sv: 'Hello, {name}' is not translated" in list(
        tool.faults(package, tool.extract(package))
    )
