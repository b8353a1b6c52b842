"""Reads all documents of a site, and lists what posts refer to and what is missing."""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.config import CONFIG_FILENAME
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.inventory import InventoryFile

from sphinx_confblog.cli.common import CommandError
from sphinx_confblog.cli.site import shown_path
from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import NAME
from sphinx_confblog.model.mentions import nearest_name, possible_names
from sphinx_confblog.resolving.mentions.objects import all_objects
from sphinx_confblog.resolving.mentions.resolver import update_mentions
from sphinx_confblog.resolving.mentions.suggestions import suggestion
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.cli.site import Site
    from sphinx_confblog.model.mentions import PostMentions, Xref

#: Links of Markdown, as MyST and Sphinx call them in ``nitpick_ignore``.
LINK = "myst"


class DeadReference(NamedTuple):
    """A broken reference in a post."""

    path: str
    line: int | None
    #: Such as ``py:func``; ``myst`` for links in Markdown.
    role: str
    target: str
    suggestion: str | None
    #: Whether the post is archived: there, it does no harm.
    archived: bool


class GoneObject(NamedTuple):
    """An object that an inventory has, and the site has not."""

    domain: str
    type: str
    name: str
    #: Where it was, from the top of the site.
    url: str
    suggestion: str | None
    #: Where posts refer to it, such as ``blog/a.md:3``.
    posts: tuple[str, ...]


@contextlib.contextmanager
def all_read(site: Site, settings: Sequence[str]) -> Iterator[BuildEnvironment]:
    """Read all documents of a site, with the *settings* of ``-D``. Raises CommandError.

    Nothing is written but to a temporary folder.
    """
    overrides = dict(setting.partition("=")[::2] for setting in settings)
    with TemporaryDirectory() as name, patch_docutils(site.confdir), docutils_namespace():
        folder = Path(name)
        places = site.srcdir, site.confdir, folder / "out", folder / "doctrees"
        try:
            with contextlib.redirect_stdout(sys.stderr):
                app = Sphinx(*places, "dummy", overrides, status=None, warning=None)
                # A file that is no document: all are read, and none is resolved.
                app.build(filenames=[site.confdir / CONFIG_FILENAME])
        except SphinxError as error:
            raise CommandError(f"the site cannot be read: {error}") from error
        if NAME not in app.env.domains:
            raise CommandError("sphinx_confblog is not in extensions in conf.py")
        yield app.env


def dead_references(env: BuildEnvironment) -> list[DeadReference]:
    """Return the broken references in posts, by file and line."""
    archived = {name for blog in blogs_of(env).all for name in blog.archived()}
    dead = [
        DeadReference(
            path=path_of(env, docname),
            line=xref.line,
            role=role_of(xref),
            target=xref.target,
            suggestion=suggestion(env, docname, xref),
            archived=docname in archived,
        )
        for docname, mentions in update_mentions(env).items()
        for xref in mentions.missing
        if not is_ignored(env, xref)
    ]
    return sorted(dead, key=lambda each: (each.path, each.line or 0))


def path_of(env: BuildEnvironment, docname: str) -> str:
    """Return the path of a post's file, as one can open it from here."""
    return shown_path(Path(env.doc2path(docname)))


def role_of(xref: Xref) -> str:
    """Return the role of a reference, with its domain unless that is the standard one."""
    return f"{xref.domain}:{xref.type}" if xref.domain not in {"", "std"} else xref.type


def is_ignored(env: BuildEnvironment, xref: Xref) -> bool:
    """Return whether ``nitpick_ignore`` or ``nitpick_ignore_regex`` names a reference."""
    kinds = {role_of(xref), f"{xref.domain}:{xref.type}"}
    named = {tuple(pair) for pair in env.config.nitpick_ignore}
    return any((kind, xref.target) in named for kind in kinds) or any(
        re.fullmatch(pattern, kind) and re.fullmatch(target, xref.target)
        for pattern, target in env.config.nitpick_ignore_regex
        for kind in kinds
    )


def gone_objects(env: BuildEnvironment, inventory: Path) -> list[GoneObject]:
    """Return the objects of an older inventory that the site has no more. Raises CommandError."""
    known = {each[2:] for each in all_objects(env)}
    now = {(domain, name) for domain, _, name in known}
    mentions = update_mentions(env)
    gone = []
    for kind, objects in read_inventory(inventory).items():
        domain, _, type_ = kind.partition(":")
        names = [name for *each, name in known if each == [domain, type_]]
        for name, url in objects.items():
            if domain != NAME and (domain, name) not in now:
                near = nearest_name(name, names, cutoff=0.8)
                posts = tuple(citing(env, mentions, domain, name))
                gone.append(
                    GoneObject(
                        domain=domain, type=type_, name=name, url=url, suggestion=near, posts=posts
                    )
                )
    return sorted(gone, key=lambda each: (each.domain, each.type, each.name))


def read_inventory(path: Path) -> dict[str, dict[str, str]]:
    """Return domain and type -> name -> URL of the objects in a file. Raises CommandError."""
    try:
        with path.open("rb") as file:
            # The URLs are left as they are in the file.
            data = InventoryFile.load(file, "", lambda _, url: url)
    except (OSError, ValueError) as error:
        raise CommandError(f"--redirects: {path} is not an inventory: {error}") from error
    return {
        kind: {name: item.uri.removeprefix("/") for name, item in objects.items()}
        for kind, objects in data.items()
    }


def citing(
    env: BuildEnvironment, mentions: Mapping[str, PostMentions], domain: str, name: str
) -> Iterator[str]:
    """Yield where posts refer to an object that is gone."""
    for docname, known in mentions.items():
        for xref in known.missing:
            if xref.domain in {domain, ""} and name in possible_names(docname, xref, name):
                yield f"{path_of(env, docname)}:{xref.line or 1}"
