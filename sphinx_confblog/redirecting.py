"""Pages at old addresses of posts, which lead to the new ones, and lists of them for servers."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urlsplit

import jinja2
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from sphinx_confblog.addresses import Addresses, makes_site
from sphinx_confblog.aliases import IGNORED, site_redirects
from sphinx_confblog.formats import line_of
from sphinx_confblog.project import blog_of, blogs_of
from sphinx_confblog.redirectlists import netlify, nginx
from sphinx_confblog.rendering import SHIPPED
from sphinx_confblog.report import ALIASES, asked, output_files
from sphinx_confblog.stale import remove
from sphinx_confblog.warnings import Kind, warn
from sphinx_confblog.written import load_written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.aliases import Redirect
    from sphinx_confblog.project import BlogProject

#: Kind of list for servers -> its file.
LISTS = {"netlify": "_redirects", "nginx": "redirects.map"}


def write_redirects(app: Sphinx, exception: Exception | None) -> None:
    """Write what redirects, and remove what no longer does (``build-finished``).

    After everything else, so that it takes the place of no file of the site's.
    """
    builder = app.builder
    written = blogs_of(app.env).memo.written
    if exception is not None or written is None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    outdir, before = Path(builder.outdir), load_written(app).redirects
    asked_for = asked(cast("BlogProject", app.env.project), output_files(builder))
    found = site_redirects(*asked_for)[0] if makes_site(builder) else []
    for name in sorted(before.keys() - {redirect.path for redirect in found}):
        if digest_of(outdir / name) == before[name]:
            remove(outdir / name, outdir)
    made = Redirections(builder)
    done: dict[str, str] = {}
    had = []
    for redirect in found:
        path = outdir / redirect.path
        free = is_free(path, before.get(redirect.path))
        if free and put(path, made.page(redirect)):
            done[redirect.path] = digest_of(path)
            had.append(redirect)
        else:
            warn_of_file(app.env, redirect)
    for name, text in made.lists(had).items():
        if is_free(outdir / name, before.get(name)) and put(outdir / name, text):
            done[name] = digest_of(outdir / name)
        else:
            warn(Kind.ADDRESS, f"{name} is a file of the site; no list is written there", None)
    written.redirects = done


def warn_of_file(env: BuildEnvironment, redirect: Redirect) -> None:
    """Say that a file of the site's stands at an old address, or that none can be written."""
    path = env.doc2path(redirect.docname)
    text = f"{redirect.alias!r} is a file of the site, or no file can be there; {IGNORED}"
    warn(Kind.ADDRESS, text, f"{path}:{line_of(path, ALIASES, blogs_of(env).main.suffixes)}")


def is_free(path: Path, before: str | None) -> bool:
    """Whether no file but ours stands at a path; *before* is the digest of what we had there."""
    return digest_of(path) in {"", before}


def digest_of(path: Path) -> str:
    """Digest of a file's content; nothing if there is no file."""
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except OSError:
        return ""


class Redirections:
    """Makes the texts of one build."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        self.addresses = Addresses(builder)
        #: What stands before every path on the server.
        self.prefix = urlsplit(self.addresses.base).path.rstrip("/")
        # Not autoescaped by suffix alone: everything that goes in comes from posts.
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(SHIPPED), autoescape=True, keep_trailing_newline=True
        )
        self.template = environment.get_template("redirect.html")

    def page(self, redirect: Redirect) -> str:
        """The page that stands at an old address."""
        new = self.builder.get_target_uri(redirect.docname)
        address = relative_uri(quote(redirect.path), new) or "./"
        return self.template.render(
            address=address,
            canonical=self.addresses.of(new) or address,
            language=blog_of(self.builder.env, redirect.docname).tag,
            title=self.builder.env.titles[redirect.docname].astext(),
        )

    def lists(self, found: list[Redirect]) -> dict[str, str]:
        """The lists that the site asks for: file -> its text."""
        kinds = blogs_of(self.builder.env).main.config.redirect_lists if found else ()
        new = {
            redirect.docname: f"{self.prefix}/{self.builder.get_target_uri(redirect.docname)}"
            for redirect in found
        }
        pages = output_files(self.builder)
        texts = {
            "netlify": lambda: netlify(found, self.prefix, new),
            "nginx": lambda: nginx(found, self.prefix, new, pages),
        }
        return {LISTS[kind]: texts[kind]() for kind in kinds}


def put(path: Path, text: str) -> bool:
    """Write a file if it holds something else; whether that is possible."""
    content = text.encode()
    try:
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError:
        return False
    return True
