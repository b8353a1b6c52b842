"""The names by which posts may be called, and what a file's name says of its post."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sphinx_confblog.util.dates import date_from_name

if TYPE_CHECKING:
    from pathlib import PurePath

    from sphinx_confblog.catalog import Catalog
    from sphinx_confblog.post import Post

#: Name of the file of a bundle, which is a folder of a post with what belongs to it.
INDEX = "index"
#: Suffix that Middleman's files have before that of Markdown.
DOUBLE = ".html"
#: Folders by which Jekyll knows posts and drafts; Jekyll's rules hold in them.
POSTS, DRAFTS = "_posts", "_drafts"


def telling_name(path: PurePath) -> str:
    """The name that a file's date and slug are read from: a bundle's is that of its folder.

    What follows ``index`` stays, as in ``index.fr.md``.
    """
    bundled = path.name.startswith(f"{INDEX}.")
    return path.parent.name + path.name.removeprefix(INDEX) if bundled else path.name


def own_folder(docname: str) -> str:
    """The folder of what belongs to a post by the docname of its file; nothing if it has none.

    It is that of a bundle, or one that is named as a file with a date, as Middleman has it.
    """
    plain = docname.removesuffix(DOUBLE)
    folder, _, name = plain.rpartition("/")
    if name == INDEX:
        return folder
    return plain if date_from_name(name) else ""


def bundle_of(docname: str) -> str:
    """The folder of a bundle by one of its posts, in whatever language; nothing for other files."""
    folder, _, name = docname.rpartition("/")
    return folder if name.partition(".")[0] == INDEX else ""


def folders_of(docname: str) -> list[str]:
    """The folders around a document, from the outside in."""
    parts = docname.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def post_names(catalog: Catalog, path: str) -> dict[str, str]:
    """Names by which posts may be called -> docnames.

    These are the docname below the blog's folder and, where no two posts share them, the
    file name and the slug.
    """
    names = {name.removeprefix(f"{path}/"): name for name in catalog.posts}
    for name, post in catalog.posts.items():
        if post.source is not None:
            names.setdefault(post.source, name)
            names.setdefault(post.source.removeprefix(f"{path}/"), name)
    short = Counter[str]()
    for post in catalog.posts.values():
        short.update(set(short_names(post)))
    for name, post in catalog.posts.items():
        for alias in short_names(post):
            if short[alias] == 1:
                names.setdefault(alias, name)
    return names


def short_names(post: Post) -> list[str]:
    """The last parts of a post's names; several posts may share them. A bundle is its folder."""
    docnames = [post.docname, post.source or post.docname]
    parts = (name.removesuffix(f"/{INDEX}").rpartition("/")[2] for name in docnames)
    return list(dict.fromkeys([*parts, post.slug]))
