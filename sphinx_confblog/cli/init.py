"""`confblog init`: adds a blog to an existing docs site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.cli.common import (
    CommandError,
    Exit,
    add_change_flags,
    add_site_flags,
    described,
)
from sphinx_confblog.cli.editing.changes import Change, agreed, show
from sphinx_confblog.cli.editing.conf_files import OPTION, with_extension
from sphinx_confblog.cli.editing.page_sources import directives_in, is_markdown
from sphinx_confblog.cli.editing.toctrees import listed_documents, targets, with_entry
from sphinx_confblog.cli.findings import gathering
from sphinx_confblog.cli.new import draft
from sphinx_confblog.cli.site import EXTENSION, open_site, shown_path
from sphinx_confblog.cli.terminal import Terminal
from sphinx_confblog.util.text import counted

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sphinx_confblog.cli.common import Subparsers
    from sphinx_confblog.cli.site import Site


def enter_index(site: Site) -> Change | str | None:
    """Put the blog's index into a toctree of the front page, unless some page lists it."""
    index, root = site.blog.config.below("index"), site.config.root_doc
    if index == root or listed_documents(site, {index}):
        return None
    by_hand = f"add {index} to a toctree, for example on the front page, {root}"
    if root not in site.project.docnames:
        return by_hand
    path = site.project.doc2path(root, absolute=True)
    try:
        before = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return by_hand
    markdown = is_markdown(site, path)
    if not markdown and path.suffix == ".ipynb":
        return by_hand
    entry = index if "/" not in root else f"/{index}"
    directives = directives_in(site, path, before)
    after = with_entry(before, directives, entry, markdown=markdown)
    listed = targets(root, directives_in(site, path, after))
    return Change(path, before, after) if index in listed else by_hand


DESCRIPTION = """
Adds a blog to a Sphinx site: adds the extension to conf.py, writes a first post dated today, and
adds the blog's index to a toctree of the front page. It shows the changes and asks before it makes
them. Running it again changes nothing.

If a file can't be edited safely, the command tells you what to add yourself, and exits with code 1.
"""
EXAMPLES = """
confblog init                 anywhere in your project
confblog init --dry-run       show the changes without making them
confblog init --conf manual   for the site in the folder manual
"""
FIRST_POST = """\
This site has a blog now. Its index lists the newest posts, and each tag has a page of its own.

{separator}

Lists show the text above the separator: the *excerpt*. The rest is shown on this page only. Edit
this post, or delete it and write your own:

```console
$ confblog new "A title"
```
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "init", DESCRIPTION, EXAMPLES)
    add_change_flags(parser)
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Show the changes, ask, and make them."""
    terminal = Terminal(quiet=options.quiet)
    with gathering():
        site = open_site(options)
    changes, by_hand = plan(site)
    show(changes, terminal)
    for text in by_hand:
        terminal.say(f"By hand: {text}")
    code = Exit.FOUND if by_hand else Exit.FINE
    if options.dry_run:
        return code
    question = f"Make {counted(len(changes), 'change')}?"
    if changes and not agreed(changes, terminal, options, question):
        return Exit.FOUND
    terminal.note(next_step(site, changes, by_hand))
    return code


def next_step(site: Site, changes: list[Change], by_hand: list[str]) -> str:
    """Return what to do next."""
    if by_hand:
        steps = counted(len(by_hand), "step")
        return f"{steps} left to do by hand: see above. Then run confblog init again."
    if not changes:
        return "Nothing to do: the blog is set up."
    source, output = shown_path(site.srcdir), shown_path(output_folder(site.srcdir) / "html")
    return f"Done. To build the site, run: sphinx-build -b html {source} {output}"


def output_folder(srcdir: Path) -> Path:
    """Return the output folder as sphinx-quickstart has it: beside ``source``, or else inside."""
    return srcdir.parent / "build" if srcdir.name == "source" else srcdir / "_build"


def plan(site: Site) -> tuple[list[Change], list[str]]:
    """Return the changes that set up a blog, and what is left to do by hand."""
    changes: list[Change] = []
    by_hand: list[str] = []
    for step in (extend_conf, add_post, enter_index):
        result = step(site)
        if isinstance(result, Change):
            changes.append(result)
        elif result is not None:
            by_hand.append(result)
    return changes, by_hand


def extend_conf(site: Site) -> Change | str | None:
    """Add the extension to ``conf.py``."""
    if site.has_extension:
        return None
    path = site.confdir / CONFIG_FILENAME
    by_hand = f'add "{EXTENSION}" to {OPTION} in {shown_path(path)}'
    try:
        before = path.read_bytes().decode()
    except UnicodeDecodeError:
        return by_hand
    after = with_extension(before, EXTENSION, type(site.values.get(OPTION, [])))
    return by_hand if after is None else Change(path, before, after)


def add_post(site: Site) -> Change | str | None:
    """Write a first post, where there is none."""
    if site.blog.exists:
        return None
    config = site.blog.config
    today = site.blog.now.astimezone(config.zone).date()
    separator = next(iter(config.excerpt_separators), "")
    values: dict[str, str | bool] = {"title": "The blog is open", "tags": "news"}
    try:
        return draft(site, today, values, body=FIRST_POST.format(separator=separator))
    except CommandError as error:
        return f"write a first post ({error})"
