"""``confblog init``: a docs site gets a blog by changes that are shown before they are made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from conftest import Site

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Caller

POST = "blog/2026-06-12-the-blog-is-open.md"


@pytest.fixture(autouse=True)
def today(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock stands still; the site is made before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781265600")


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("front", "theme", "toctree"),
    [
        ("index.rst", "alabaster", True), ("index.md", "alabaster", False),
        ("index.rst", "furo", False), ("index.md", "furo", True),
        pytest.param("index.rst", "alabaster", False, marks=pytest.mark.slow),
        pytest.param("index.md", "alabaster", True, marks=pytest.mark.slow),
        pytest.param("index.rst", "furo", True, marks=pytest.mark.slow),
        pytest.param("index.md", "furo", False, marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_the_site_has_a_blog_afterwards(
    site: Site, confblog: Caller, front: str, theme: str, toctree: bool
) -> None:
    """It builds without a warning, and its front page leads to the blog."""
    if theme != "alabaster":
        pytest.importorskip(theme)
    (site.srcdir / "index.md").unlink()
    markdown = front.endswith(".md")
    extensions = "['myst_parser']" if markdown else "[\n]"
    site.write("conf.py", f"project = 'Site'\nextensions = {extensions}\nhtml_theme = '{theme}'\n")
    if markdown:
        text = "# Site\n\n" + "```{toctree}\n:caption: More\n\npage\n```\n" * toctree
    else:
        text = "Site\n====\n\n" + ".. toctree::\n   :caption: More\n\n   page\n" * toctree
    site.write(front, text)
    if toctree:
        site.write(f"page{front[5:]}", "# Page\n" if markdown else "Page\n====\n")
    confblog("init", "--yes")
    built = site.build()
    assert 'href="blog/index.html"' in built.read("index.html")
    assert "The blog is open" in built.read("blog/index.html")
    assert "READMORE" not in built.read(f"{POST[:-3]}.html")


def test_changes_are_shown_before_they_are_made(site: Site, confblog: Caller) -> None:
    """A dry run, and a call that nobody answers, change nothing."""
    site.write("conf.py", "project = 'Site'\nextensions = []\n")
    before = files(site.srcdir)
    said = confblog("init", "--dry-run")
    assert "-extensions = []\n+extensions = ['sphinx_confblog']\n" in said.out
    assert f"--- /dev/null\n+++ {POST}\n" in said.out
    assert "+```{toctree}\n+blog/index\n+```\n" in said.out
    unanswered = confblog("init", code=1)
    assert unanswered.out == said.out
    assert "--yes" in unanswered.err
    assert files(site.srcdir) == before


def test_the_second_call_changes_nothing(site: Site, confblog: Caller) -> None:
    """Whatever is there already stays as it is."""
    site.write("conf.py", "extensions = ['myst_parser']\n")
    confblog("init", "-y")
    before = files(site.srcdir)
    said = confblog("init", "-y")
    assert (said.out, said.err) == ("", "Nothing to do: the blog is set up.\n")
    assert files(site.srcdir) == before


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("yes\n", 0), ("n\n", 1), ("\n", 1), ("", 1)]
)
def test_a_terminal_is_asked(
    site: Site, confblog: Caller, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    """Only a yes is a yes."""
    import io

    terminal = io.StringIO(answer)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    assert "Make 2 changes? [y/N]" in confblog("init", code=code).err
    assert (site.srcdir / POST).exists() is (code == 0)


def test_what_is_not_understood_is_left_to_the_user(site: Site, confblog: Caller) -> None:
    """The rest is done; the message says what to add where."""
    conf = "base = ['myst_parser']\nextensions = list(base)\n"
    site.write("conf.py", conf)
    said = confblog("init", "--yes", code=1)
    assert 'By hand: add "sphinx_confblog" to extensions in conf.py\n' in said.out
    assert (site.srcdir / "conf.py").read_text("utf-8") == conf
    assert (site.srcdir / POST).exists()
    assert "sphinx-build" not in said.err
    assert "1 step left to do by hand" in said.err
    for flag in ("--yes", "--dry-run"):
        assert confblog("init", flag, code=1).out.startswith("By hand: ")


def test_a_sum_of_lists_is_understood(site: Site, confblog: Caller) -> None:
    """The extension is added to the sum, and the site builds."""
    site.write("conf.py", "a = ['myst_parser']\nb = []\nextensions = a + b\n")
    confblog("init", "--yes")
    assert "extensions = a + b + ['sphinx_confblog']" in (site.srcdir / "conf.py").read_text(
        "utf-8"
    )
    site.build()


def test_a_conf_of_other_bytes_is_left_alone(site: Site, confblog: Caller) -> None:
    """It is never decoded by guess."""
    conf = "# -*- coding: latin-1 -*-\nproject = 'Größe'\nextensions = []\n".encode("latin-1")
    site.write("conf.py", conf)
    confblog("init", "--yes", code=1)
    assert (site.srcdir / "conf.py").read_bytes() == conf


@pytest.mark.parametrize(
    "line", ["blog/index", "/blog/index", "News <blog/index>", "blog/index.md", ":glob:\n\nblog/*"]
)
def test_a_toctree_that_lists_the_index_is_enough(site: Site, confblog: Caller, line: str) -> None:
    """It may name it in any way."""
    text = f"# Site\n\n```{{toctree}}\n{line}\n```\n"
    site.write("index.md", text)
    confblog("init", "--yes")
    assert (site.srcdir / "index.md").read_text("utf-8") == text


def test_another_page_may_list_the_index(site: Site, confblog: Caller) -> None:
    """The front page need not, then."""
    site.write("index.md", "# Site\n\n```{toctree}\nmore/index\n```\n")
    site.write("more/index.md", "# More\n\n```{toctree}\n../blog/index\n```\n")
    confblog("init", "--yes")
    assert "blog" not in (site.srcdir / "index.md").read_text("utf-8")


def test_the_sites_options_count(site: Site, confblog: Caller) -> None:
    """The blog's folder, its separators and posts that are there."""
    options = '\nconfblog_path = "news"\nconfblog_excerpt_separators = ["<!-- more -->"]\n'
    site.write("conf.py", (site.srcdir / "conf.py").read_text("utf-8") + options)
    confblog("init", "--yes")
    assert "news/index" in (site.srcdir / "index.md").read_text("utf-8")
    (post,) = (site.srcdir / "news").iterdir()
    assert "<!-- more -->" in post.read_text("utf-8")
    assert "READMORE" not in post.read_text("utf-8")
    site.build()


def test_a_blog_with_posts_gets_no_other(site: Site, confblog: Caller) -> None:
    """Not even where the only one is a draft."""
    site.post("2020-01-01-one", draft="true")
    confblog("init", "--yes")
    assert [path.name for path in (site.srcdir / "blog").iterdir()] == ["2020-01-01-one.md"]


def test_line_ends_stay(site: Site, confblog: Caller) -> None:
    """Files with line ends of Windows keep them."""
    site.write("conf.py", "project = 'Site'\r\nextensions = []\r\n")
    site.write("index.md", "# Site\r\n")
    confblog("init", "--yes")
    for name in ("conf.py", "index.md"):
        text = (site.srcdir / name).read_bytes()
        assert text.count(b"\r\n") == text.count(b"\n")


def test_the_site_is_found_below(
    tmp_path: Path, confblog: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the folder above ``docs`` as well."""
    site = Site(tmp_path / "project" / "docs")
    site.write("conf.py", "")
    site.write("index.rst", "Site\n====\n")
    monkeypatch.chdir(tmp_path / "project")
    said = confblog("init", "--yes")
    assert "--- docs/conf.py\n" in said.out
    assert said.err == "Done. To build the site, run: sphinx-build -b html docs docs/_build/html\n"
    assert (site.srcdir / "conf.py").read_text("utf-8") == '\nextensions = ["sphinx_confblog"]\n'


@pytest.mark.parametrize("place", [".", "docs/blog/pictures", "src/anvil"])
def test_the_site_is_found_from_any_folder(
    tmp_path: Path, confblog: Caller, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """As Git finds its repository; paths are relative to where the command runs."""
    site = Site(tmp_path / "project" / "docs")
    folder = tmp_path / "project" / place
    folder.mkdir(parents=True, exist_ok=True)
    site.write("conf.py", "")
    site.write("index.rst", "Site\n====\n")
    monkeypatch.chdir(folder)
    confblog("init", "--yes")
    made = confblog("new", "Hello").out.strip()
    assert (folder / made).is_file()
    (path,) = {record["path"] for record in confblog("list", "--json").records} - {
        made.replace("hello", "the-blog-is-open")
    }
    assert path == made
    assert confblog("check").out == ""


def test_the_search_ends_at_the_repository(
    tmp_path: Path, confblog: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another project's site above it is not taken for its own."""
    (tmp_path / "conf.py").touch()
    (tmp_path / "project/.git").mkdir(parents=True)
    (tmp_path / "project/src").mkdir()
    monkeypatch.chdir(tmp_path / "project/src")
    assert "there is no conf.py in this folder or above it" in confblog("list", code=2).err


def test_the_conf_of_others_above_is_not_run(
    tmp_path: Path, confblog: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else may have put it there."""
    from sphinx_confblog.cli import site

    (tmp_path / "conf.py").write_text("raise SystemExit('run')", "utf-8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    monkeypatch.setattr(site, "is_trusted", lambda *_: False)
    assert "there is no conf.py" in confblog("list", code=2).err
