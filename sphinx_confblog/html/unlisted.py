"""Keeps unlisted posts out of search, indexes, inventory, sitemap and files for chatbots."""

from __future__ import annotations

import re
import zlib
from fnmatch import fnmatch
from glob import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder

from sphinx_confblog.discovery.markdown_suffix import with_markdown
from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.resolving.post_warnings import resolve_apart
from sphinx_confblog.util.builders import writes_assembled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: Lines before the compressed part of an inventory.
HEADER_LINES = 4


def hide_unlisted(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep unlisted posts from the search and from the general index (``env-updated``).

    Sphinx puts pages with a long title into the search index, no others. It has no method to take
    a document out of either (Sphinx 8.2, 9.0 and 9.2).
    """
    for docname in blogs_of(env).unlisted():
        env.longtitles.pop(docname, None)
        env.domains.index_domain.entries.pop(docname, None)


def filter_inventory(app: Sphinx, exception: Exception | None) -> None:
    """Take unlisted posts, and what they define, out of the inventory (``build-finished``)."""
    builder = app.builder
    if exception is not None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    path = Path(builder.outdir, INVENTORY_FILENAME)
    if (hidden := blogs_of(app.env).unlisted()) and path.is_file():
        addresses = {builder.get_target_uri(docname) for docname in hidden}
        path.write_bytes(without(path.read_bytes(), addresses))


def without(inventory: bytes, addresses: set[str]) -> bytes:
    """Return an inventory (version 2) less the objects on the pages of those addresses."""
    *header, body = inventory.split(b"\n", HEADER_LINES)
    lines = zlib.decompress(body).decode().splitlines(keepends=True)
    kept = "".join(line for line in lines if address_of(line) not in addresses)
    return b"\n".join([*header, zlib.compress(kept.encode(), 9)])


def address_of(line: str) -> str | None:
    """Return the address of the page in a line ``name domain:role priority address title``."""
    match = re.match(r".+?\s+\S+:\S+\s+-?\d+\s+?(#?[^\s#]*)", line)
    return match[1] if match else None


SITEMAP = "sphinx_sitemap"
#: The further pages of the index, and those of other lists, below the blog's folder.
FURTHER = ("page/[0-9]*", "*/page/[0-9]*")


def hide_from_sitemap(app: Sphinx, builder: Builder) -> None:
    """Exclude unlisted posts and further pages from the sitemap (``write-started``).

    The option takes patterns of links, and is looked at for each page that is written. What is
    added counts in this build alone.
    """
    if SITEMAP not in app.extensions or writes_assembled(builder):
        return
    blogs = blogs_of(app.env)
    patterns = [escape(name) for name in blogs.unlisted()]
    for blog in blogs.all:
        further = {page.docname for page in blog.pages.values() if page.number > 1}
        patterns += further_pages(further, app.env.found_docs, blog.config.below(""))
    suffix = ".html" if (given := app.config.html_file_suffix) is None else given
    links = [link for pattern in patterns for link in (pattern + suffix, f"{pattern}/")]
    app.config.sitemap_excludes = [*app.config.sitemap_excludes, *links]


def further_pages(further: set[str], docnames: Iterable[str], folder: str) -> Iterator[str]:
    """Return patterns that match the documents *further* and none else of *docnames*.

    A blog of many posts has many such pages. Two patterns do, as a rule.
    """
    if not further:
        return
    patterns = [escape(folder) + pattern for pattern in FURTHER]
    others = (name for name in docnames if "page/" in name and name not in further)
    if any(fnmatch(name, pattern) for name in others for pattern in patterns):
        yield from map(escape, sorted(further))
    else:
        yield from patterns


LLMS = "sphinx_llms_txt"


class LlmsOptions:
    """Excludes unlisted posts and generated pages from ``llms.txt`` and ``llms-full.txt``.

    Generated pages have no source, which the extension reads and links to. It finds sources by
    their suffix, so it gets those that only the blog reads. Its summary is the beginning of the
    front page as it is resolved, and documents outside toctrees come in the order in which they
    were read.
    """

    def __init__(self) -> None:
        self.excluded: list[str] = []
        self.suffixes: dict[str, str] = {}

    def begin(self, app: Sphinx, exception: Exception | None) -> None:
        """Set the options (``build-finished``, before the extension)."""
        if exception is None and LLMS in app.extensions:
            config, blogs = app.config, blogs_of(app.env)
            self.excluded, self.suffixes = config.llms_txt_exclude, config.source_suffix
            names = {*blogs.unlisted(), *blogs.pages}
            patterns = covering_patterns(names, app.env.found_docs)
            config.llms_txt_exclude = [*self.excluded, *patterns]
            config.source_suffix = with_markdown(self.suffixes)
            if blogs.exists:
                complete_llms(app)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Restore the options (``build-finished``, after the extension)."""
        if exception is None and LLMS in app.extensions:
            app.config.llms_txt_exclude = self.excluded
            app.config.source_suffix = self.suffixes


def complete_llms(app: Sphinx) -> None:
    """Give ``sphinx_llms_txt`` what a clean build gives it (sphinx_llms_txt 0.7)."""
    env, root = app.env, app.config.root_doc
    documents = sorted(env.all_docs.items())
    env.all_docs.clear()
    env.all_docs.update(documents)
    output = output_of(env)
    output.end_pages()
    if root not in output.written:
        resolve_apart(env, env.get_doctree(root), root)


def covering_patterns(names: Set[str], docnames: Set[str]) -> list[str]:
    """Return patterns that match *names* and none else of *docnames*.

    They are matched one by one with each document, so folders are matched as a whole.
    """
    shared = {folder for name in docnames - names for folder in folders(name)}
    whole = ([f for f in folders(name) if f not in shared] for name in names)
    pairs = zip(names, whole, strict=True)
    return sorted({f"{escape(f[0])}/*" if f else escape(name) for name, f in pairs})


def folders(docname: str) -> list[str]:
    """Return the folders that a document is in, from the top."""
    return [str(folder) for folder in PurePosixPath(docname).parents][-2::-1]
