"""Which pages show which of the blog's sidebars: found in the options of the site and its theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.matching import patmatch

from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from sphinx.builders import Builder

#: The names of our templates begin and end so; the end may be missing.
PREFIX, SUFFIX = "confblog/", ".html"
#: For themes that have no sidebars of their own: shows all those of the page.
ALL = "sidebars"
#: An option of pydata's theme and those that derive from it, which may be a dict of patterns.
BY_PATTERN = "secondary_sidebar_items"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where sidebars stand; they go by the names of their templates, such as ``recent``."""

    #: Pattern of ``html_sidebars`` -> the sidebars of pages that match.
    patterns: Mapping[str, tuple[str, ...]]
    #: The sidebars of pages that match no pattern.
    usual: tuple[str, ...] = ()
    #: Patterns of a theme's option, of which the last one counts.
    secondary: Mapping[str, tuple[str, ...]] | None = None
    #: The sidebars of every page.
    everywhere: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All sidebars that some page may show."""
        groups = (*self.patterns.values(), *(self.secondary or {}).values())
        return unique(self.usual, self.everywhere, *groups)

    def on(self, pagename: str) -> tuple[str, ...]:
        """The sidebars of a page."""
        pattern = matching(pagename, self.patterns)
        own = self.usual if pattern is None else self.patterns[pattern]
        last = [names for key, names in (self.secondary or {}).items() if patmatch(pagename, key)]
        return unique(own, self.everywhere, *last[-1:])


def matching(pagename: str, patterns: Iterable[str]) -> str | None:
    """The pattern of ``html_sidebars`` that counts for a page.

    As in Sphinx, which says it to none but itself: the first one, unless one without
    wildcards matches.
    """
    found = None
    for pattern in patterns:
        if patmatch(pagename, pattern) and not (found and any(sign in pattern for sign in "*?[")):
            found = pattern
    return found


def placement_for(builder: Builder) -> Placement:
    """Find where sidebars stand; nowhere, unless a builder makes web pages."""
    if not makes_site(builder) or not isinstance(builder, StandaloneHTMLBuilder):
        return Placement({})
    options: dict[str, Any] = {**builder.theme.get_options(), **builder.theme_options}
    chosen = options.pop(BY_PATTERN, None) if isinstance(options.get(BY_PATTERN), dict) else None
    sidebars = builder.get_builder_config("sidebars", "html")
    found = Placement(
        {pattern: names_in(value) for pattern, value in sidebars.items()},
        names_in(builder.theme.sidebar_templates),
        {pattern: names_in(value) for pattern, value in chosen.items()} if chosen else None,
        names_in(options),
    )
    return found if found.names else Placement({})


def names_in(value: object) -> tuple[str, ...]:
    """The sidebars that a value of an option names, however deep."""
    if isinstance(value, str):
        # Themes take lists as texts with commas.
        names = (name_of(part.strip()) for part in value.split(","))
        return unique(name for name in names if name)
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, Iterable):
        return unique(*map(names_in, value))
    return ()


def name_of(template: str) -> str | None:
    """The name of a sidebar by that of its template; None if it is no sidebar of the blog's."""
    name = template.removeprefix(PREFIX).removesuffix(SUFFIX)
    return name if template.startswith(PREFIX) and name != ALL else None


def unique(*groups: Iterable[str]) -> tuple[str, ...]:
    """The members of some groups, each once."""
    return tuple(dict.fromkeys(name for group in groups for name in group))
