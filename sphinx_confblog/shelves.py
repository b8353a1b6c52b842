"""Where Sphinx finds the templates of sidebars, and which of them are the site's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound
from sphinx.config import CONFIG_FILENAME
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.placement import (
    ALL,
    PREFIX,
    SUFFIX,
    Placement,
    name_of,
    names_in,
    placement_for,
)
from sphinx_confblog.util.text import digest
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOLDER = Path(__file__).parent / "sidebars"
#: The templates that the package ships; a taxonomy needs none.
SHIPPED = tuple(sorted(path.stem for path in Path(FOLDER, PREFIX).glob(f"*{SUFFIX}")))
#: Shows the terms of a taxonomy; not put into ``html_sidebars`` itself.
TERMS = "terms"


class SidebarLoader(SphinxFileSystemLoader):
    """Finds the package's templates, after those of the site and of its theme."""

    #: Those with a sidebar of their own.
    taxonomies: Iterable[str] = ()

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template: a file, that of a taxonomy, or nothing for an unknown name."""
        name = name_of(template)
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


@dataclass(frozen=True, slots=True)
class Placed:
    """Which pages show which sidebars, and with which templates."""

    placement: Placement
    #: The sidebars with templates of the site's: they may show anything of the blog.
    own: frozenset[str] = frozenset()
    #: The sidebars that there are no templates for.
    unknown: tuple[str, ...] = ()
    #: Digest of the templates' texts.
    sources: str = ""


def add_loader(app: Sphinx) -> None:
    """Have Sphinx find the templates of sidebars (``builder-inited``).

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
    """The taxonomies of all blogs."""
    blogs = blogs_of(env).configured
    return tuple(dict.fromkeys(name for blog in blogs for name in blog.config.taxonomies))


@cached
def placed_in(env: BuildEnvironment) -> Placed:
    """Where the site shows sidebars; found once a build."""
    placement = placement_for(builder_of(env))
    return with_templates(env, placement) if placement.names else Placed(placement)


def with_templates(env: BuildEnvironment, placement: Placement) -> Placed:
    """Look at the templates of sidebars."""
    bridge = getattr(builder_of(env), "templates", None)
    if not isinstance(bridge, BuiltinTemplateLoader):
        # What the site finds templates with instead is not known.
        return Placed(placement, frozenset(placement.names))
    loader = next(found for found in bridge.loaders if isinstance(found, SidebarLoader))
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
    return Placed(placement, frozenset(own), tuple(unknown), digest(repr(texts)).hex())


def report_sidebars(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of sidebars that there are not (``env-before-read-docs``)."""
    for name in placed_in(env).unknown:
        known = sorted({*SHIPPED, *all_taxonomies(env)} - {ALL, TERMS})
        accepted = ", ".join(f"{PREFIX}{name}{SUFFIX}" for name in known)
        message = (
            f'there is no template "{PREFIX}{name}{SUFFIX}" for a sidebar; there are {accepted}, '
            "and those of that folder in templates_path; nothing is shown"
        )
        named = name in names_in(app.config.html_sidebars)
        option = "html_sidebars" if named else "html_theme_options"
        warn(Kind.CONFIG, message, place_of(option, Path(app.confdir, CONFIG_FILENAME)))
