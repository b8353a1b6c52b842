"""The options of ``conf.py``: each declared once, checked once, and frozen for the code below."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sphinx_confblog.terms import read_terms
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.terms import TermInfo

PREFIX = "confblog_"
SEPARATORS = ("READMORE", "<!-- more -->", "<!-- truncate -->", "<!-- TEASER_END -->")
TAXONOMIES = {
    "tags": "Tags",
    "authors": "Authors",
    "categories": "Categories",
    "series": "Series",
}


def option(default: Any, types: tuple[type, ...], check: Check, help: str) -> Any:  # noqa: A002
    """Declare one option: what it is without being set, its types, its check and its help."""
    return field(
        default_factory=lambda: default, metadata={"types": types, "check": check, "help": help}
    )


def text(value: Any) -> str:
    """Accept any text."""
    if not isinstance(value, str):
        raise ValueError("a text")
    return value


def folder(value: Any) -> str:
    """Accept a folder below the source folder, or the source folder itself."""
    path = text(value).strip("/")
    parts = path.split("/")
    if ".." in parts or "\\" in path:
        raise ValueError('a folder below the source folder, such as "blog"')
    return "/".join(part for part in parts if part not in {"", "."})


def texts(value: Any) -> tuple[str, ...]:
    """Accept a list of texts, or one text."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(i, str) and i for i in items):
        raise ValueError("a list of texts")
    return tuple(items)


def optional_texts(value: Any) -> tuple[str, ...] | None:
    """Accept a list of texts, or None."""
    return None if value is None else texts(value)


def separators(value: Any) -> tuple[str, ...]:
    """Accept a list of texts; None stands for the usual separators."""
    # Not the option's default: Sphinx writes those down, and a separator is to be seen nowhere.
    return SEPARATORS if value is None else texts(value)


def optional_text(value: Any) -> str | None:
    """Accept a text, or None."""
    return None if value is None or value == "" else text(value)


def count(value: Any) -> int:
    """Accept a whole number that is not negative."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number, 0 or more")
    return value


def boolean(value: Any) -> bool:
    """Accept true and false, and the numbers that stand for them."""
    if value not in {True, False}:
        raise ValueError("True or False")
    return bool(value)


def zone(value: Any) -> ZoneInfo:
    """Accept the name of a time zone."""
    try:
        return ZoneInfo(text(value))
    except (ValueError, OSError, KeyError) as error:
        raise ValueError('the name of a time zone, such as "Europe/Paris"') from error


def taxonomies(value: Any) -> dict[str, str]:
    """Accept front-matter keys with the titles of their pages."""
    if not isinstance(value, dict) or not all(
        isinstance(k, str) and k.isidentifier() and isinstance(v, str) for k, v in value.items()
    ):
        raise ValueError('a dict of front-matter keys and titles, such as {"tags": "Tags"}')
    return dict(value)


def archives(value: Any) -> str | None:
    """Accept the periods that have pages."""
    if value not in {"year", "month", None, ""}:
        raise ValueError('"year", "month" or None')
    return value or None


def unknown_terms(value: Any) -> str:
    """Accept what to do with a term that is not listed."""
    if value not in {"ignore", "warn"}:
        raise ValueError('"ignore" or "warn"')
    return str(value)


def unchecked(value: Any) -> Any:
    """Accept anything; it is checked where it is used."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogConfig:
    """The blog's options, valid and frozen. ``conf.py`` names them with ``confblog_``."""

    path: str = option(
        "blog", (str,), folder,
        "Folder where the blog lives: the start of the names of its generated pages, and of its "
        "posts by default.",
    )  # fmt: skip
    posts: tuple[str, ...] | None = option(
        None, (list, tuple, str, type(None)), optional_texts,
        "Patterns of the documents that may be posts, as in Sphinx's `exclude_patterns`; "
        "without it, everything below `confblog_path`.",
    )  # fmt: skip
    title: str = option("Blog", (str,), text, "Title of the blog's index.")
    excerpt_separators: tuple[str, ...] = option(
        None, (list, tuple, str, type(None)), separators,
        "What ends an excerpt: a line of its own, or an HTML comment (blanks inside do not "
        "matter). Without it: `READMORE`, `<!-- more -->`, `<!-- truncate -->` and "
        "`<!-- TEASER_END -->`.",
    )  # fmt: skip
    excerpt_paragraphs: int = option(
        1, (int,), count,
        "How many paragraphs are the excerpt of a post without separator and `excerpt`; 0 = none.",
    )  # fmt: skip
    posts_per_page: int = option(
        10, (int,), count, "How many posts a page of the index shows; 0 = all on one page."
    )
    term_posts_per_page: int = option(
        50, (int,), count,
        "How many posts a page of a term or of an archive lists; 0 = all on one page.",
    )  # fmt: skip
    timezone: ZoneInfo = option(
        "UTC", (str,), zone,
        "Zone of dates that name none, and of the days, months and years of the archives.",
    )  # fmt: skip
    date_format: str | None = option(
        None, (str, type(None)), optional_text,
        "How dates are shown: a Babel pattern, or one with `%` as in Sphinx's own options; "
        "without it, the language's long date.",
    )  # fmt: skip
    drafts: bool = option(
        False, (bool, int), boolean, "Preview: also build drafts, marked as such."
    )
    future: bool = option(
        False, (bool, int), boolean,
        "Preview: also build posts whose date is to come, marked as such.",
    )  # fmt: skip
    taxonomies: dict[str, str] = option(
        TAXONOMIES, (dict,), taxonomies,
        "Front-matter keys whose values have pages, with the titles of their indexes.",
    )  # fmt: skip
    terms: dict[str, dict[str, TermInfo]] = option(
        {}, (dict, str), unchecked,
        "What is known of terms: taxonomy -> id -> name, description, url, aliases …; a dict, or "
        "the path of a YAML file.",
    )  # fmt: skip
    unknown_terms: str = option(
        "ignore", (str,), unknown_terms,
        'What to do with a term that `confblog_terms` does not list: "ignore" or "warn".',
    )  # fmt: skip
    archives: str | None = option(
        "year", (str, type(None)), archives,
        'Which archive pages there are: "year", "month" (both) or None.',
    )  # fmt: skip

    @property
    def post_patterns(self) -> tuple[str, ...]:
        """Patterns of the documents that may be posts."""
        return self.posts if self.posts is not None else (self.below("**"),)

    def below(self, name: str) -> str:
        """The docname of the generated page *name*, such as ``tags/index``."""
        return f"{self.path}/{name}" if self.path else name


def register_options(app: Sphinx) -> None:
    """Tell Sphinx of every option; changes are found by comparing what is shown."""
    for declared in fields(BlogConfig):
        types = declared.metadata["types"]
        app.add_config_value(PREFIX + declared.name, default_of(declared), "", types)


def default_of(declared: Field[Any]) -> Any:
    """What an option is when ``conf.py`` does not set it."""
    assert declared.default_factory is not MISSING
    return declared.default_factory()


def read_config(config: Config, confdir: Path) -> BlogConfig:
    """Check all options; a value that is not accepted is reported and its default taken."""
    values = {f.name: checked(f, config) for f in fields(BlogConfig)}
    values["terms"] = read_terms(values["terms"], confdir, _report)
    return BlogConfig(**values)


def checked(declared: Field[Any], config: Config) -> Any:
    """The checked value of one option."""
    name = PREFIX + declared.name
    check: Check = declared.metadata["check"]
    try:
        return check(config[name])
    except ValueError as error:
        default = default_of(declared)
        _report(f"{name} is {config[name]!r}, but it takes {error}; {default!r} is used")
        return check(default)


def _report(message: str) -> None:
    warn(Kind.CONFIG, message, "conf.py")


if TYPE_CHECKING:
    Check = Callable[[Any], Any]
    Options = Mapping[str, Any]
