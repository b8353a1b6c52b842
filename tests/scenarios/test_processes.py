"""Several sites in one process: none of them leaves a trace in what all of them share."""

from __future__ import annotations

import gc
import logging
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.locale import translators
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Sphinx says that its own parts are there already (``app.add_node``), so these are suppressed.
CONF = 'suppress_warnings = ["app"]\nhtml_theme = "basic"\n'

#: A post whose headings do not begin at ``#``, and whose address is another than its file's.
HEAD = "---\ndate: 2020-01-02\npermalink: /blog/moved\ntitle: Post\n---\n"
POST = f"{HEAD}\nText.\n\nREADMORE\n\n### Deep\n"
#: A blog, with a toctree that names the post by its file.
BLOG = {
    "conf.py": f'{CONF}extensions = ["sphinx_confblog"]\nconfblog_archives = None\n',
    "index.md": "# Blog\n\n```{toctree}\nblog/index\nblog/post\n```\n",
    "blog/post.md": POST,
    "blog/2020-01-01-other.markdown": "# Other\n\nText.\n",
}
#: A site without a blog, and with files that it does not read.
PLAIN = {
    "conf.py": CONF,
    "index.rst": "Site\n====\n\n.. toctree::\n\n   page\n",
    "page.rst": "Page\n====\n\nText.\n",
    "notes.md": "# Notes\n",
    "more.markdown": "# More\n",
}
BOOM = """
def boom(*arguments):
    raise {error}

def setup(app):
    app.connect("{event}", boom, {priority})
"""


class Sites:
    """Makes sites as programs do that build several of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, name: str, files: dict[str, str], **conf: Any) -> Sphinx:
        """Write the files of a site, and make the application that builds it."""
        for path, text in files.items():
            file = self.folder / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        source, out = self.folder / name, self.folder / "out" / name
        return Sphinx(
            source, source, out, out / ".doctrees", "html", confoverrides=conf, status=None,
            warning=StringIO(),
        )  # fmt: skip


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sites]:
    """Sites of one process, which is as if it had just begun, and is so again for other tests."""
    suffixes = Config.config_values["source_suffix"].default
    for suffix in set(suffixes) - {".rst"}:
        monkeypatch.delitem(suffixes, suffix)
    threshold = gc.get_threshold()
    with docutils_namespace():
        yield Sites(tmp_path)
    # Sphinx's own words, and what the collector spares when nothing is left to end the build.
    translators.clear()
    gc.unfreeze()
    gc.set_threshold(*threshold)


def shared() -> dict[str, object]:
    """Return what all sites of the process share, as far as a build might change it."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("sphinx")]
    filters = {name: list(logging.getLogger(name).filters) for name in names}
    return {
        "filters": {name: found for name, found in filters.items() if found},
        "suffixes": dict(Config.config_values["source_suffix"].default),
        "toctree": directives._directives.get("toctree"),  # type: ignore[attr-defined]
    }


def said(app: Sphinx) -> str:
    """Return what a build warned of."""
    assert isinstance(app._warning, StringIO)
    return strip_colors(app._warning.getvalue())


def check_blog(app: Sphinx) -> None:
    """Check that a blog came out as it does alone."""
    assert said(app) == ""
    assert app.env.toctree_includes["index"] == ["blog/index", "blog/moved"]
    assert {"blog/moved", "blog/2020-01-01-other"} <= app.env.found_docs


def check_plain(app: Sphinx) -> None:
    """Check that a site without a blog came out as it does alone."""
    assert said(app) == ""
    assert app.env.found_docs == {"index", "page"}
    assert app.env.toctree_includes == {"index": ["page"]}


@pytest.mark.parametrize("order", ["blog plain", "plain blog"])
def test_one_site_after_the_other(sites: Sites, order: str) -> None:
    """In either order, both come out as they do alone."""
    before = None
    for name in order.split():
        app = sites.make(name, BLOG if name == "blog" else PLAIN)
        before = before or shared()
        app.build()
        (check_blog if name == "blog" else check_plain)(app)
        assert shared() == before


@pytest.mark.parametrize("made", ["blog plain", "plain blog"])
@pytest.mark.parametrize("built", ["blog plain", "plain blog", "plain blog plain"])
def test_sites_that_are_made_before_either_is_built(sites: Sites, made: str, built: str) -> None:
    """Whichever is made first and whichever is built first."""
    apps = {name: sites.make(name, BLOG if name == "blog" else PLAIN) for name in made.split()}
    before = shared()
    for name in built.split():
        apps[name].build(force_all=True)
        assert shared() == before
    check_blog(apps["blog"])
    check_plain(apps["plain"])


@pytest.mark.parametrize("built", ["de fr", "fr de"])
def test_blogs_in_two_languages(sites: Sites, built: str) -> None:
    """Each has its own words, whichever is made last."""
    apps = {name: sites.make(name, BLOG, language=name) for name in ("de", "fr")}
    for name in built.split():
        apps[name].build()
    for name, words in {"de": "Weiterlesen", "fr": "Lire la suite"}.items():
        assert words in (apps[name].outdir / "blog/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("event", "priority", "error"),
    [
        ("config-inited", 0, "ValueError"), ("config-inited", 999, "ValueError"),
        ("builder-inited", 999, "ValueError"), ("env-before-read-docs", 999, "ValueError"),
        ("source-read", 999, "KeyboardInterrupt"), ("doctree-read", 0, "KeyboardInterrupt"),
        ("doctree-read", 999, "ValueError"), ("env-updated", 0, "ValueError"),
        ("html-page-context", 999, "KeyboardInterrupt"), ("build-finished", 0, "ValueError"),
        ("build-finished", 999, "KeyboardInterrupt"),
    ],
)  # fmt: skip
def test_a_build_that_ends_in_the_middle(
    sites: Sites, event: str, priority: int, error: str
) -> None:
    """The next site of the process is built as if there had been none."""
    sites.make("first", PLAIN).build()
    before = shared()
    conf = BLOG["conf.py"] + BOOM.format(event=event, priority=priority, error=error)
    with pytest.raises((ExtensionError, KeyboardInterrupt)):
        sites.make("blog", {**BLOG, "conf.py": conf}).build()
    assert shared() == before
    app = sites.make("plain", PLAIN)
    app.build()
    check_plain(app)
    assert shared() == before


def test_a_directive_that_fails_in_a_post(sites: Sites) -> None:
    """While a post is parsed, warnings about its headings are dropped, and no longer."""
    sites.make("first", PLAIN)
    before = shared()
    conf = BLOG["conf.py"] + (
        "from docutils.parsers.rst import Directive\n"
        "class Stop(Directive):\n"
        "    def run(self):\n"
        "        raise KeyboardInterrupt\n"
        "def setup(app):\n"
        '    app.add_directive("stop", Stop)\n'
    )
    files = {**BLOG, "conf.py": conf, "blog/post.md": f"{POST}\n```{{stop}}\n```\n"}
    app = sites.make("blog", files)
    with pytest.raises(KeyboardInterrupt):
        app.build()
    assert shared() == before
