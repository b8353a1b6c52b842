"""Builds a site in a process of its own, and lists the posts that ABlog publishes in it."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_confblog.cli.ablog.comparison import BuiltSite, read_output
from sphinx_confblog.cli.ablog.records import OLD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_confblog.cli.site import Site


MODULE = "sphinx_confblog.cli.ablog.build"


class BuildError(Exception):
    """A build failed; the message is the last thing it said."""


def build_site(site: Site, settings: Sequence[str], folder: Path, builder: str) -> BuiltSite:
    """Build a site into a new folder, and return what is in it. Raises BuildError.

    *settings* are those of ``-D``. The process is a new one, since ABlog keeps the posts of the
    first site that it meets, and the site's ``conf.py`` has changed meanwhile.
    """
    out, posts = folder / "out", folder / "posts.json"
    arguments = [site.srcdir, site.confdir, out, folder / "doctrees", posts, builder, *settings]
    done = subprocess.run(  # noqa: S603  the user's own Python builds the user's own site
        [sys.executable, "-P", "-m", MODULE, *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        check=False, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise BuildError(said[-1] if said else f"exit code {done.returncode}")
    published, drafts = json.loads(posts.read_text("utf-8"))
    return replace(read_output(out, published), drafts=frozenset(drafts))


def main(
    srcdir: str, confdir: str, out: str, doctrees: str, posts: str, builder: str, *settings: str
) -> None:
    """Build a site, and write its posts to a file, as ABlog publishes them, with its drafts."""
    overrides = dict(setting.partition("=")[::2] for setting in settings)
    with patch_docutils(confdir), docutils_namespace():
        app = Sphinx(srcdir, confdir, out, doctrees, builder, overrides, status=None, warning=None)
        app.build()
        text = json.dumps(_old_posts(app))
    Path(posts).write_text(text, "utf-8")


def _old_posts(app: Sphinx) -> tuple[dict[str, str], list[str]]:
    """Return docname -> day of ABlog's posts, and the docnames of its drafts."""
    if OLD not in app.extensions:
        return {}, []
    blog = importlib.import_module("ablog.blog").Blog(app)
    days = {_name(post): post.date.date().isoformat() for post in blog.posts}
    return days, [post.docname for post in blog.drafts]


def _name(post: Any) -> str:
    """Return the docname of a post; further ones in a file have the section that they are in."""
    is_page = post.order == 1 or not post.section
    return str(post.docname if is_page else f"{post.docname}#{post.section}")


if __name__ == "__main__":
    main(*sys.argv[1:])
