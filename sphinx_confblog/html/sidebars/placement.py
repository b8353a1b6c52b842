"""Which pages show which sidebar templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import CONFIG_FILENAME
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader
from sphinx.util.matching import patmatch

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import digest
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: The names of our templates begin and end so; the end may be missing.
PREFIX, SUFFIX = "confblog/", ".html"
#: For themes that have no sidebars of their own: shows all those of the page.
ALL = "sidebars"
#: An option of pydata's theme and those that derive from it, which may be a dict of patterns.
BY_PATTERN = "secondary_sidebar_items"


class Placement(NamedTuple):
    """Which pages show which sidebars, by the names of templates, such as ``recent``."""

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
        """Return all sidebars that some page may show."""
        groups = (*self.patterns.values(), *(self.secondary or {}).values())
        return unique(self.usual, self.everywhere, *groups)

    def on(self, pagename: str) -> tuple[str, ...]:
        """Return the sidebars of a page."""
        pattern = matching(pagename, self.patterns)
        own = self.usual if pattern is None else self.patterns[pattern]
        last = [names for key, names in (self.secondary or {}).items() if patmatch(pagename, key)]
        return unique(own, self.everywhere, *last[-1:])


def matching(pagename: str, patterns: Iterable[str]) -> str | None:
    """Return the pattern of ``html_sidebars`` that applies to a page.

    As in Sphinx, which has no public function for it: the first one that matches, unless one
    without wildcards matches.
    """
    chosen = None
    for pattern in patterns:
        if patmatch(pagename, pattern) and not (chosen and any(sign in pattern for sign in "*?[")):
            chosen = pattern
    return chosen


def placement_for(builder: Builder) -> Placement:
    """Find where sidebars are placed; nowhere, unless a builder makes web pages."""
    if not makes_site(builder) or not isinstance(builder, StandaloneHTMLBuilder):
        return Placement({})
    options: dict[str, Any] = {**builder.theme.get_options(), **builder.theme_options}
    chosen = options.pop(BY_PATTERN, None) if isinstance(options.get(BY_PATTERN), dict) else None
    sidebars = builder.get_builder_config("sidebars", "html")
    placement = Placement(
        {pattern: names_in(value) for pattern, value in sidebars.items()},
        names_in(builder.theme.sidebar_templates),
        {pattern: names_in(value) for pattern, value in chosen.items()} if chosen else None,
        names_in(options),
    )
    return placement if placement.names else Placement({})


def names_in(value: object) -> tuple[str, ...]:
    """Return the sidebars that the value of an option names, however deeply nested."""
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
    """Return a sidebar's name from its template's; None if it is not one of the blog's."""
    name = template.removeprefix(PREFIX).removesuffix(SUFFIX)
    return name if template.startswith(PREFIX) and name not in {ALL, *NO_SIDEBARS} else None


def unique(*groups: Iterable[str]) -> tuple[str, ...]:
    """Return the members of some groups without duplicates."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


FOLDER = Path(__file__).parents[2] / "templates" / "sidebars"
#: Templates beside those of sidebars, for an announced post.
NO_SIDEBARS = ("announced", "announcement")
#: The templates that the package ships; a taxonomy needs none.
SHIPPED = tuple(
    sorted({path.stem for path in Path(FOLDER, PREFIX).glob(f"*{SUFFIX}")} - {*NO_SIDEBARS})
)
#: Shows the terms of a taxonomy; not put into ``html_sidebars`` itself.
TERMS = "terms"


class SidebarLoader(SphinxFileSystemLoader):
    """Finds the package's templates, after those of the site and of its theme."""

    #: Those with a sidebar of their own.
    taxonomies: Iterable[str] = ()

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template: a file, a taxonomy's, or empty for an unknown name."""
        name = name_of(template)
        if template in {f"{PREFIX}{name}{SUFFIX}" for name in NO_SIDEBARS}:
            return super().get_source(environment, template)
        if name is None and template != PREFIX + ALL + SUFFIX:
            raise TemplateNotFound(template)
        if not template.endswith(SUFFIX):
            text = f'{{% include "{template}{SUFFIX}" %}}'
        elif name is None or name in SHIPPED:
            return super().get_source(environment, template)
        elif name in self.taxonomies:
            text = f'{{% set taxonomy = "{name}" %}}{{% include "{PREFIX}{TERMS}{SUFFIX}" %}}\n'
        else:
            text = ""
        return text, template, lambda: True


class SidebarTemplates(NamedTuple):
    """Which pages show which sidebars, and with which templates."""

    placement: Placement
    #: The sidebars with templates of the site's: they may show anything of the blog.
    own: frozenset[str] = frozenset()
    #: The sidebars that there are no templates for.
    unknown: tuple[str, ...] = ()
    #: Digest of the templates' texts.
    sources: str = ""


def add_loader(app: Sphinx) -> None:
    """Make Sphinx find the templates of sidebars (``builder-inited``).

    Behind all other folders, and not by ``templates_path``: that would put the place of the
    package into what a site remembers of its options. Sphinx's bridge to Jinja has a list of its
    loaders, and no method to add one (Sphinx 8.2, 9.0 and 9.2).
    """
    bridge = getattr(app.builder, "templates", None)
    if isinstance(bridge, BuiltinTemplateLoader):
        loader = SidebarLoader(FOLDER)
        loader.taxonomies = all_taxonomies(app.env)
        bridge.loaders.append(loader)


def all_taxonomies(env: BuildEnvironment) -> tuple[str, ...]:
    """Return the taxonomies of all blogs."""
    blogs = blogs_of(env).configured
    return tuple(dict.fromkeys(name for blog in blogs for name in blog.config.taxonomies))


@cached
def placed_in(env: BuildEnvironment) -> SidebarTemplates:
    """Return where the site shows sidebars; looked up once a build."""
    placement = placement_for(builder_of(env))
    return with_templates(env, placement) if placement.names else SidebarTemplates(placement)


def with_templates(env: BuildEnvironment, placement: Placement) -> SidebarTemplates:
    """Return a placement with what its templates are: ours, the site's or unknown."""
    bridge = getattr(builder_of(env), "templates", None)
    if not isinstance(bridge, BuiltinTemplateLoader):
        # What the site finds templates with instead is not known.
        return SidebarTemplates(placement, frozenset(placement.names))
    loader = next(one for one in bridge.loaders if isinstance(one, SidebarLoader))
    texts, own, unknown = [], set(), []
    for name in dict.fromkeys((*SHIPPED, *placement.names)):
        template = PREFIX + name + SUFFIX
        texts.append(bridge.get_source(bridge.environment, template)[0])
        if texts[-1] != loader.get_source(bridge.environment, template)[0]:
            own.add(name)
        elif not texts[-1]:
            unknown.append(name)
    if TERMS in own:
        own.update(loader.taxonomies)
    return SidebarTemplates(placement, frozenset(own), tuple(unknown), digest(repr(texts)).hex())


def report_sidebars(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of sidebars without a template (``env-before-read-docs``)."""
    for name in placed_in(env).unknown:
        known = sorted({*SHIPPED, *all_taxonomies(env)} - {ALL, TERMS})
        accepted = ", ".join(f"{PREFIX}{name}{SUFFIX}" for name in known)
        message = (
            f'there is no sidebar template "{PREFIX}{name}{SUFFIX}"; choose one of: {accepted}, '
            "or create it in templates_path. Nothing is shown"
        )
        named = name in names_in(app.config.html_sidebars)
        option = "html_sidebars" if named else "html_theme_options"
        warn(Kind.CONFIG, message, place_of(option, Path(app.confdir, CONFIG_FILENAME)))
