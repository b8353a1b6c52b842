"""Writes redirect pages, and redirect lists for servers."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import jinja2
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from sphinx_confblog.discovery.page_templates import SHIPPED
from sphinx_confblog.discovery.project import blog_of, blogs_of, output_of
from sphinx_confblog.frontmatter.formats import line_of
from sphinx_confblog.html.redirects import (
    ALIASES,
    copied_feeds,
    copy_paths,
    output_files,
    output_paths,
    redirects_of,
)
from sphinx_confblog.model.old_addresses import IGNORED, INDEX, OutputFiles
from sphinx_confblog.model.site_addresses import folded
from sphinx_confblog.nodes import words
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.files import holds, put, remove
from sphinx_confblog.util.text import digest
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.old_addresses import Redirect


def netlify(redirects: Iterable[Redirect], prefix: str, new: Mapping[str, str]) -> str:
    """Return the text of ``_redirects``: a line for each, percent-encoded.

    Spaces separate the columns, and ``*`` and ``:`` are placeholders. *prefix* comes before all
    paths on the server, *new* is docname -> new address, quoted.
    """
    lines = (f"{prefix}{quote(r.address)} {new[r.docname]} 301\n" for r in redirects)
    return "".join(dict.fromkeys(lines))


def nginx(
    redirects: Iterable[Redirect], prefix: str, new: Mapping[str, str], pages: Iterable[str]
) -> str:
    """Return the text of ``redirects.map``, whose keys are paths as they are once decoded.

    A map does not tell case apart, and refuses to have a key twice: paths that differ in case
    alone from another, or from one of *pages*, are patterns. A folder answers without its slash
    too.
    """
    keys = {address: new[r.docname] for r in redirects for address in spellings(r)}
    counts = Counter(folded(path) for path in (*keys, *(f"/{page}" for page in pages)))
    lines = (
        f"{quoted(key(unquote(prefix) + address, counts[folded(address)]))} {target};\n"
        for address, target in keys.items()
    )
    return "".join(lines)


def key(path: str, count: int) -> str:
    """Return the key of a path that *count* paths are equal to but for their case."""
    return path if count == 1 else f"~^{re.escape(path)}$"


def spellings(redirect: Redirect) -> Iterator[str]:
    """Return the paths at which a redirect answers."""
    if redirect.path.endswith(f"/{INDEX}") and not redirect.address.endswith(INDEX):
        yield redirect.address.rstrip("/")
        yield redirect.address.rstrip("/") + "/"
    else:
        yield redirect.address


def quoted(word: str) -> str:
    """Return a word for nginx, in quotes where it needs them."""
    if re.fullmatch(r"[\w/.,@+=-]+", word):
        return word
    return '"{}"'.format(word.replace("\\", "\\\\").replace('"', '\\"'))


#: What our pages contain, and within how many bytes.
MARK, MARKED = b'<meta name="generator" content="sphinx_confblog redirect">', 200
#: Kind of list for servers -> its file.
LISTS = {"netlify": "_redirects", "nginx": "redirects.map"}


def write_redirects(app: Sphinx, exception: Exception | None) -> None:
    """Write what redirects, and remove what no longer does (``build-finished``).

    After everything else, other extensions' files too: it takes the place of no file of the site's.
    """
    builder, output = app.builder, output_of(app.env)
    if exception is not None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    stands = not output.is_changed or redirects_stand(builder)
    if stands and all_exist(builder.outdir, output.previous_state.redirects):
        return
    site = makes_site(builder)
    made = RedirectWriter(app, builder)
    redirects = made.redirects() if site else []
    copies = copied_feeds(builder) if site else {}
    plan = made.plan(redirects, copies)
    if made.is_current(plan):
        return
    made.clear({*(redirect.path for redirect in redirects), *copies, *made.list_names(redirects)})
    had = [redirect for redirect in redirects if made.write(redirect.path, made.page(redirect))]
    left = [r for r in redirects if r.path not in made.done and not made.is_own_page(r)]
    for redirect in left:
        warn_of_file(app.env, redirect)
    others = [(name, text, "feed") for name, text in copies.items()]
    others += [(name, text, "list") for name, text in made.lists(had).items()]
    blocked = [(name, kind) for name, text, kind in others if not made.write(name, text)]
    for name, kind in blocked:
        warn(Kind.ADDRESS, f"{name} is already a file of the site; the {kind} is not written", None)
    # What could not be written is reported by the next build, too.
    done = not left and not blocked
    output.note_redirects(made.done, plan if done else "")


def remove_old_redirects(app: Sphinx, builder: Builder) -> None:
    """Remove redirects that are gone, or in the way of something else (``write-started``).

    Before pages are written and files are copied: these may need the place of a folder.
    """
    env, output = app.env, output_of(app.env)
    if not output.is_changed or not isinstance(builder, StandaloneHTMLBuilder):
        return
    if redirects_stand(builder):
        return
    outdir = Path(builder.outdir)
    before = output.earlier_redirects
    wanted = wanted_files(builder) if makes_site(builder) else set()
    if blogs_of(env).exists and not any(state.shown for state in output.earlier_states):
        # Nothing is remembered: the doctrees have been deleted, or it is the first build.
        before |= dict.fromkeys(marked_files(outdir), "")
    for name in sorted(before.keys() - wanted):
        if is_ours(outdir / name, before[name]):
            remove(outdir / name, outdir)


def redirects_stand(builder: StandaloneHTMLBuilder) -> bool:
    """Return whether what redirects is as the build before had it, if its files are still there."""
    env = builder.env
    output = output_of(env)
    return (
        makes_site(builder)
        and bool(output.previous_state.plan)
        and output.is_settled
        # Copies of feeds change with these.
        and not copy_paths(env)
    )


def wanted_files(builder: Builder) -> set[str]:
    """Return the files that redirect, with lists and copies, where these do not block others."""
    kinds = blogs_of(builder.env).main.config.redirect_lists
    others = {*copy_paths(builder.env), *(LISTS[kind] for kind in kinds)}
    files = OutputFiles(output_paths(builder).taken) if others else None
    free = {name for name in others if files and files.in_the_way(name) is None}
    return free | {redirect.path for redirect in redirects_of(builder)[0]}


def marked_files(outdir: Path) -> Iterator[str]:
    """Return the pages in an output folder that say that they redirect."""
    for path in outdir.rglob("*.*htm*"):
        if has_mark(path):
            yield path.relative_to(outdir).as_posix()


def all_exist(outdir: str | os.PathLike[str], names: Iterable[str]) -> bool:
    """Return whether there are files of all *names* in an output folder."""
    return all(os.path.exists(f"{outdir}{os.sep}{name}") for name in names)  # noqa: PTH110  faster


def warn_of_file(env: BuildEnvironment, redirect: Redirect) -> None:
    """Warn that the site has a file at an old address, or that none can be written."""
    path = env.doc2path(redirect.docname)
    text = f"{redirect.alias!r} is already a file of the site, or cannot be a file; {IGNORED}"
    warn(Kind.ADDRESS, text, f"{path}:{line_of(path, ALIASES, blogs_of(env).main.suffixes)}")


def is_ours(path: Path, before: str | None) -> bool:
    """Return whether a file is one of ours; *before* is the digest of what we had there.

    It is empty if a build was killed while it wrote there. Where nothing is remembered, since the
    doctrees have been deleted, pages tell it themselves.
    """
    return before == "" or digest_of(path) == before or has_mark(path)


def has_mark(path: Path) -> bool:
    """Return whether a file says that it is a page that redirects, made by us."""
    try:
        with path.open("rb") as file:
            return MARK in file.read(MARKED)
    except OSError:
        return False


def digest_of(path: Path) -> str:
    """Return digest of a file's content; nothing if there is no file."""
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except OSError:
        return ""


class RedirectWriter:
    """Makes and writes the files of one build."""

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
        self.app, self.builder = app, builder
        self.outdir = Path(builder.outdir)
        #: Our files there, before from any builder, and now: path -> digest.
        self.output = output_of(app.env)
        self.before = self.output.earlier_redirects
        self.done: dict[str, str] = {}
        self.addresses = Addresses(builder)
        #: The prefix of every path on the server.
        self.prefix = urlsplit(self.addresses.base).path.rstrip("/")
        # Not autoescaped by suffix alone: everything that goes in comes from posts.
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(SHIPPED), autoescape=True, keep_trailing_newline=True
        )
        self.template = environment.get_template("redirect.html")

    def redirects(self) -> list[Redirect]:
        """Return the redirects of the build."""
        return redirects_of(self.builder)[0]

    def plan(self, redirects: list[Redirect], copies: Mapping[str, str]) -> str:
        """Return digest of what all texts follow from."""
        env, builder = self.builder.env, self.builder
        pages = [
            (
                *redirect,
                builder.get_target_uri(redirect.docname),
                words(env.titles[redirect.docname]),
                blog_of(env, redirect.docname).tag,
            )
            for redirect in redirects
        ]
        lists = self.list_names(redirects) and (
            self.list_names(redirects),
            sorted(output_files(builder)),
        )
        return digest(repr((self.addresses.base, pages, lists, copies))).hex()

    def is_current(self, plan: str) -> bool:
        """Return whether all files are there, unchanged and as they should be."""
        return plan == self.output.previous_state.plan and all_exist(self.outdir, self.before)

    def clear(self, wanted: set[str]) -> None:
        """Remove what is not *wanted* any more, and note what is about to be written."""
        for name in sorted(self.before.keys() - wanted):
            if is_ours(self.outdir / name, self.before[name]):
                remove(self.outdir / name, self.outdir)
        self.output.begin(redirects=filter(self.is_free, wanted))

    def is_free(self, name: str) -> bool:
        """Return whether there is no file at a path, or one of ours."""
        path = self.outdir / name
        return not path.exists() or is_ours(path, self.before.get(name))

    def write(self, name: str, text: str) -> bool:
        """Write a file, unless the site has one there; return whether it was written."""
        path = self.outdir / name
        if not holds(path, text.encode()) and not (self.is_free(name) and put(path, text)):
            return False
        self.done[name] = digest_of(self.outdir / name)
        return True

    def is_own_page(self, redirect: Redirect) -> bool:
        """Return whether systems that don't tell case apart have the post's page at its path."""
        page = self.builder.get_outfilename(redirect.docname)
        return folded(str(self.outdir / redirect.path)) == folded(str(page))

    def page(self, redirect: Redirect) -> str:
        """Return the page for an old address."""
        new = self.builder.get_target_uri(redirect.docname)
        address = relative_uri(quote(redirect.path), new) or "./"
        return self.template.render(
            address=address,
            canonical=self.addresses.of(new) or address,
            language=blog_of(self.builder.env, redirect.docname).tag,
            title=words(self.builder.env.titles[redirect.docname]),
        )

    def list_names(self, redirects: list[Redirect]) -> list[str]:
        """Return the files of the lists that the site asks for."""
        kinds = blogs_of(self.builder.env).main.config.redirect_lists if redirects else ()
        return [LISTS[kind] for kind in kinds]

    def lists(self, redirects: list[Redirect]) -> dict[str, str]:
        """Return the lists that the site asks for: file -> its text."""
        kinds = blogs_of(self.builder.env).main.config.redirect_lists if redirects else ()
        new = {
            redirect.docname: f"{self.prefix}/{self.builder.get_target_uri(redirect.docname)}"
            for redirect in redirects
        }
        pages = output_files(self.builder)
        texts = {
            "netlify": lambda: netlify(redirects, self.prefix, new),
            "nginx": lambda: nginx(redirects, self.prefix, new, pages),
        }
        return {LISTS[kind]: texts[kind]() for kind in kinds}
