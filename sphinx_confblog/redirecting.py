"""Pages at old addresses of posts, which lead to the new ones, and lists of them for servers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import jinja2
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from sphinx_confblog.addresses import Addresses, makes_site
from sphinx_confblog.aliases import site_redirects
from sphinx_confblog.oldpages import copied_feeds, old_pages
from sphinx_confblog.project import blog_of, blogs_of
from sphinx_confblog.rendering import SHIPPED
from sphinx_confblog.report import former, output_files
from sphinx_confblog.stale import remove
from sphinx_confblog.unfinished import before as stood
from sphinx_confblog.unfinished import begin_writing
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_confblog.aliases import Redirect

#: Kind of list for servers -> its file, and the form of a line.
LISTS = {
    "netlify": ("_redirects", "{old} {new} 301\n"),
    "nginx": ("redirects.map", "{old} {new};\n"),
}


def write_redirects(app: Sphinx, exception: Exception | None) -> None:
    """Write what redirects, and remove what no longer does (``build-finished``).

    After everything else, so that it takes the place of no file of the site's.
    """
    builder = app.builder
    written = blogs_of(app.env).memo.written
    if exception is not None or written is None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    outdir, before = Path(builder.outdir), set(stood(app).redirects)
    texts = wanted(builder) if makes_site(builder) else {}
    own = {path for path in texts if path in before or not (outdir / path).exists()}
    for path in sorted(texts.keys() - own):
        warn(Kind.ADDRESS, f"{path} is a file of the site; no redirect is written there", None)
    begin_writing(app, redirects=own)
    for path in sorted(own):
        put(outdir / path, texts[path].encode())
    for path in sorted(before - own):
        remove(outdir / path, outdir)
    written.redirects = sorted(own)


def wanted(builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Path below the output folder -> the text of the file."""
    blogs, pages = blogs_of(builder.env), output_files(builder)
    others = old_pages(blogs.main, builder.env.found_docs, pages)
    found, _ = site_redirects(map(former, blogs.all), pages, others)
    made = Redirections(builder)
    texts = {redirect.path: made.page(redirect) for redirect in found}
    texts |= copied_feeds(builder)
    for kind in blogs.main.config.redirect_lists if found else ():
        path, form = LISTS[kind]
        lines = (form.format(old=made.path(r.alias), new=made.new(r)) for r in found)
        texts[path] = "".join(lines)
    return texts


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

    def path(self, alias: str) -> str:
        """An old address as servers see it."""
        return f"{self.prefix}/{urlsplit(alias).path.lstrip('/')}"

    def new(self, redirect: Redirect) -> str:
        """The new address as servers see it."""
        return f"{self.prefix}/{self.builder.get_target_uri(redirect.docname)}"


def put(path: Path, content: bytes) -> None:
    """Write a file if it holds something else."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
