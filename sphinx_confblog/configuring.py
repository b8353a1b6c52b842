"""Reading the options: each is checked, and a wrong value is reported where it is set."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.config import PREFIX, TAXONOMIES, BlogConfig, default_of
from sphinx_confblog.places import place_of
from sphinx_confblog.settings import read_comments
from sphinx_confblog.terms import read_terms
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from dataclasses import Field
    from pathlib import Path
    from typing import Literal

    from sphinx.application import Sphinx
    from sphinx.config import Config

    #: Takes the name of an option, its default, what a change makes anew, and its types.
    Add = Callable[[str, Any, Literal[""], type], None]


def register_options(app: Sphinx) -> None:
    """Tell Sphinx of every option; changes are found by comparing what is shown."""
    declare_options(app.add_config_value)


def declare_options(add: Add) -> None:
    """Declare every option, without types.

    Sphinx then checks none, else a wrong value would be reported twice.
    """
    for declared in fields(BlogConfig):
        add(PREFIX + declared.name, default_of(declared), "", cast("type", Any))


def read_config(config: Config, confdir: Path, srcdir: Path) -> BlogConfig:
    """Check all options; a value that is not accepted is reported and its default taken."""
    values = {f.name: checked(f, config, confdir) for f in fields(BlogConfig)}

    def report(message: str, place: str | None = None) -> None:
        warn(Kind.CONFIG, message, place or location("terms", config, confdir))

    taxonomies = (*values["taxonomies"], *TAXONOMIES)
    values["terms"] = read_terms(values["terms"], taxonomies, confdir, srcdir, report)
    for problem in wrong_paths(values["page_paths"], values["taxonomies"]):
        warn(Kind.CONFIG, problem, location("page_paths", config, confdir))
    place = location("comments", config, confdir)
    values["comments"] = read_comments(
        values["comments"], lambda message: warn(Kind.CONFIG, message, place)
    )
    return BlogConfig(**values)


def wrong_paths(paths: dict[str, str], taxonomies: Iterable[str]) -> Iterator[str]:
    """Describe what cannot be in ``confblog_page_paths``, and take it out."""
    usual = dict.fromkeys((*taxonomies, "archive"))
    known = dict.fromkeys((*usual, "year", "month", *TAXONOMIES))
    for name in [name for name in paths if name not in known]:
        accepted = ", ".join(known)
        del paths[name]
        yield f"confblog_page_paths names {name!r}, which is none of {accepted}; ignored"
    for name in list(paths):
        others = {paths.get(key, key).casefold() for key in usual if key != name}
        if paths[name].casefold() in others:
            yield f"confblog_page_paths[{name!r}] is the place of other pages, too; ignored"
            del paths[name]


def checked(declared: Field[Any], config: Config, confdir: Path) -> Any:
    """The checked value of one option."""
    name = PREFIX + declared.name
    check: Callable[[Any], Any] = declared.metadata["check"]
    try:
        return check(config[name])
    except ValueError as error:
        default = default_of(declared)
        message = f"{name} is {config[name]!r}, but it takes {error}; {default!r} is used"
        warn(Kind.CONFIG, message, location(declared.name, config, confdir))
        return check(default)


def location(name: str, config: Config, confdir: Path) -> str | None:
    """Where an option is set; None if the command line sets it."""
    option = PREFIX + name
    return None if option in config.overrides else place_of(option, confdir / CONFIG_FILENAME)
