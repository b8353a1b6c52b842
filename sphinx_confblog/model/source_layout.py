"""What file names and folders say of a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.util.dates import date_from_name

if TYPE_CHECKING:
    from pathlib import PurePath


#: Name of the file of a bundle, which is a folder of a post with what belongs to it.
INDEX = "index"
#: Suffix that Middleman's files have before that of Markdown.
DOUBLE = ".html"
#: Folders by which Jekyll knows posts and drafts; Jekyll's rules hold in them.
POSTS, DRAFTS = "_posts", "_drafts"


def telling_name(path: PurePath) -> str:
    """Return the name that a file's date and slug are read from: a bundle's is that of its folder.

    What follows ``index`` stays, as in ``index.fr.md``.
    """
    bundled = path.name.startswith(f"{INDEX}.")
    return path.parent.name + path.name.removeprefix(INDEX) if bundled else path.name


def own_folder(docname: str) -> str:
    """Return the folder of a post, by the docname of its file; nothing if it has none.

    It is that of a bundle, or one that is named as a file with a date, as Middleman has it.
    """
    plain = docname.removesuffix(DOUBLE)
    folder, _, name = plain.rpartition("/")
    if name == INDEX:
        return folder
    return plain if date_from_name(name) else ""


def bundle_of(docname: str) -> str:
    """Return the folder of a bundle, by the docname of a post in it; nothing for other files."""
    folder, _, name = docname.rpartition("/")
    return folder if name.partition(".")[0] == INDEX else ""


def folders_of(docname: str) -> list[str]:
    """Return the folders around a document, from the outside in."""
    parts = docname.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]
