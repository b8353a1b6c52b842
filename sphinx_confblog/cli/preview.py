"""`confblog preview`: serves the site, and builds it again after each change."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from argparse import ArgumentTypeError
from contextlib import suppress
from typing import TYPE_CHECKING

from sphinx_confblog.cli.common import CommandError, Exit, add_site_flags, described
from sphinx_confblog.cli.terminal import Terminal

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sphinx_confblog.cli.common import Subparsers


DESCRIPTION = """
Shows the site in your browser, with drafts and scheduled posts. It's built again each time you save
a file, and the browser reloads the page. Press Ctrl-C to stop.

The preview is built in the folder preview of the usual build folder, which is _build in the source
folder, or build next to a source folder called source, so you never publish it by mistake.

The command needs the extra preview, which installs sphinx-autobuild. Options of sphinx-autobuild
and sphinx-build can follow at the end, after two hyphens.
"""
EXAMPLES = """
confblog preview                      anywhere in your project
confblog preview --open --port 8080   open the browser, and use another port
confblog preview -- --watch src       also build after changes in the folder src
confblog preview -- -b dirhtml        use another builder
"""
HOST, PORT = "127.0.0.1", 8000
#: Files that builds and editors write in the source folder: changes to them mean nothing.
IGNORED = r"/__pycache__(/|$)|\.(mo|sw[a-z])$|~$"
#: The server shows it instead of its own text, which doesn't reload after the next build.
NOT_FOUND = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Not found</title></head>
<body>
<h1>There's no such page</h1>
<p>If you're editing a post, its front matter may have a mistake: the terminal shows the file, the
line and what to do. This page reloads after the next build.</p>
</body>
</html>
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "preview", DESCRIPTION, EXAMPLES)
    parser.add_argument(
        "more", nargs="*", metavar="-- OPTIONS",
        help="options to pass on to sphinx-autobuild and sphinx-build",
    )  # fmt: skip
    parser.add_argument("--open", action="store_true", help="open the site in the browser")
    parser.add_argument(
        "--no-drafts", dest="drafts", action="store_false",
        help="show drafts and scheduled posts only if conf.py does",
    )  # fmt: skip
    parser.add_argument(
        "--port", type=port_number, metavar="NUMBER",
        help=f"port to serve on; by default, {PORT}, or a free one if it's in use",
    )  # fmt: skip
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Serve the site until Ctrl-C."""
    if options.more and not options.more[0].startswith("-"):
        raise CommandError(
            f"{options.more[0]!r} is not an option; name the folder of conf.py with --conf"
        )
    try:
        from sphinx_autobuild.__main__ import main as autobuild  # noqa: PLC0415  optional
    except ImportError as error:
        raise CommandError(
            f'this needs sphinx-autobuild ({error}): pip install "sphinx-confblog[preview]"'
        ) from error
    # Help doesn't wait for Sphinx.
    from sphinx_confblog.cli.site import find_folders  # noqa: PLC0415

    confdir, srcdir = find_folders(options)
    out = output_folder(srcdir)
    options.port = free_port(options.port)
    url = f"http://{HOST}:{options.port}"
    terminal = Terminal(quiet=options.quiet)
    terminal.say(url)
    terminal.out.flush()
    terminal.note("Press Ctrl-C to stop.")
    prepare(out)
    if options.open:
        threading.Thread(target=open_browser, args=(options.port, url), daemon=True).start()
    with suppress(KeyboardInterrupt):
        autobuild(arguments_of(options, confdir, srcdir, out))
    return Exit.FINE


def arguments_of(options: argparse.Namespace, confdir: Path, srcdir: Path, out: Path) -> list[str]:
    """Return the arguments of sphinx-autobuild."""
    shown = ["confblog_drafts=1", "confblog_future=1"] if options.drafts else []
    return [
        str(srcdir), str(out), "-c", str(confdir),
        *(part for value in (*shown, *options.settings) for part in ("-D", value)),
        *(["-q"] if options.quiet else []),
        "--host", HOST, "--port", str(options.port),
        # Other builds write there.
        "--ignore", str(out.parent), "--re-ignore", IGNORED,
        *([] if confdir == srcdir else ["--watch", str(confdir)]),
        *options.more,
    ]  # fmt: skip


def output_folder(srcdir: Path) -> Path:
    """Return the folder of the preview, in the build folder that sphinx-quickstart suggests."""
    build = srcdir.parent / "build" if srcdir.name == "source" else srcdir / "_build"
    return build / "preview"


def prepare(out: Path) -> None:
    """Create the output folder, keep it out of Git, and give it an error page if it has none."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in ((".gitignore", "*\n"), ("404.html", NOT_FOUND)):
        if not (out / name).exists():
            (out / name).write_text(text, "utf-8")


def free_port(given: int | None) -> int:
    """Return the *given* port, or the usual one, or a free one. Raises CommandError."""
    for port in (PORT, 0) if given is None else (given,):
        with suppress(OSError), socket.create_server((HOST, port)) as server:
            found: int = server.getsockname()[1]
            return found
    raise CommandError(f"--port: {given} is in use, or reserved; choose another one, or 0 for any")


def open_browser(port: int, url: str) -> None:
    """Open the site in a browser once it is served."""
    while True:
        with suppress(OSError), socket.create_connection((HOST, port)):
            webbrowser.open(url)
            return
        time.sleep(0.2)


def port_number(text: str) -> int:
    """Return the number of a port; zero is any free one."""
    if not text.isdecimal() or int(text) > 0xFFFF:
        raise ArgumentTypeError(f"{text!r} is not a port: use a number up to 65535")
    return int(text)
