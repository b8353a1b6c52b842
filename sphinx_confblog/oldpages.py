"""Old addresses of pages that are no posts, and of feeds, which cannot redirect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.feeds.plan import FORMATS, feed_plan
from sphinx_confblog.model.old_addresses import IGNORED, alias_path, plain_path, redirects

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from sphinx.builders import Builder

    from sphinx_confblog.discovery.blog import Blog

OPTION = "confblog_redirects"
#: Stands for the folder of every feed.
EVERY = "**/"
#: Names of the files that feeds are.
FEEDS = {form.filename for form in FORMATS.values()}


def is_feed(target: str) -> bool:
    """Whether a target is a feed, which there may be or not."""
    return target.rpartition("/")[2] in FEEDS


def old_pages(blog: Blog, documents: Container[str], pages: Mapping[str, str]) -> dict[str, str]:
    """Old address -> the document that it leads to; *pages* is the file of each document."""
    end = ending(pages)
    return {
        old if has_address(old) else old + end: new
        for old, new in blog.config.redirects.items()
        if new in documents
    }


def has_address(old: str) -> bool:
    """Whether something is an address; else it is the name that a document had."""
    last = old.rpartition("/")[2]
    return not last or "." in last


def ending(pages: Mapping[str, str]) -> str:
    """What the builder puts behind the name of a document to have that of its file."""
    ends = (path[len(name) :] for path, name in pages.items() if path.startswith(name))
    return next((end for end in ends if end != ".html"), ".html")


def copied_feeds(builder: Builder) -> dict[str, str]:
    """Old path of a feed below the output folder -> its text: feed readers follow no page."""
    env, outdir, found = builder.env, Path(builder.outdir), {}
    blogs = blogs_of(env)
    folders = [feed.folder for found in feed_plan(env).written.values() for feed in found.feeds]
    for old, target in beside(blogs.main.config.redirects, folders):
        if is_feed(target) and is_path(old) and (path := outdir / target).is_file():
            found[plain_path(old)] = path.read_text("utf-8")
    return found


def beside(redirects: Mapping[str, str], folders: list[str]) -> Iterator[tuple[str, str]]:
    """Old and new addresses, with those of every feed for those that begin with ``**/``."""
    for old, new in redirects.items():
        if old.startswith(EVERY) and new.startswith(EVERY):
            for folder in folders:
                base = f"{folder}/" if folder else ""
                yield base + old.removeprefix(EVERY), base + new.removeprefix(EVERY)
        else:
            yield old, new


def is_path(address: str) -> bool:
    """Whether a file can be at an address that is no page."""
    try:
        path = plain_path(address)
    except ValueError:
        return False
    return bool(path) and not path.endswith("/") and alias_path(address) != path


def unmet(blog: Blog, documents: Container[str], pages: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the option; *pages* is the output file of each document -> its name."""
    for old, target in blog.config.redirects.items():
        if is_feed(target):
            if not is_path(old):
                yield f"{old!r} is no address that a feed can have; {IGNORED}"
        elif target not in documents:
            yield f"{target!r} is neither a document nor a feed; {IGNORED}"
    olds = ((new, [old]) for old, new in old_pages(blog, documents, pages).items())
    for refusal in redirects(olds, pages)[1]:
        yield refusal.text
