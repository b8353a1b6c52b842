"""What a site's own extensions and templates have to do with ABlog."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commands import Caller
    from conftest import Site

CONF = """\
import os
import sys
sys.path.insert(0, os.path.abspath("_ext"))
extensions = ["myst_parser", "ablog", "xy_own_ext", "xy_package.part"]
templates_path = ["_templates"]
html_theme = "alabaster"
"""
EXTENSION = """\
# What ablog does not do.
def add(app):
    for post in app.env.ablog_posts:
        print(app.config.blog_baseurl, app.config["post_redirect_refresh"])
    tablog = "catalog"
"""
POST = "---\nblogpost: true\ndate: 2026-01-15\ntags: a\n---\n# A\n\nT.\n"
FILLED_IN = "---\nblogpost: true\ndate: {{ year }}-01-15\ntags: old\n---\n# B\n\nT.\n"
HANDLER = """\
def setup(app):
    app.connect("source-read", fill_in)


def fill_in(app, docname, source):
    source[0] = source[0].replace("{{ year }}", "2026")
"""


@pytest.fixture
def old(site: Site) -> Iterator[Site]:
    """A site with extensions of its own, in the order of Python's path."""
    path = list(sys.path)
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("_ext/xy_own_ext.py", "def setup(app):\n    pass\n")
    site.write("_ext/xy_package/__init__.py", "")
    site.write("_ext/xy_package/part.py", "def setup(app):\n    pass\n")
    yield site
    sys.path[:] = path


def test_extensions_of_the_site_are_named(old: Site, confblog: Caller) -> None:
    """Each line that uses ABlog, or an option of its, also in modules beside an extension."""
    old.write("_ext/xy_package/helper.py", EXTENSION)
    before = (old.srcdir / "_ext/xy_package/helper.py").read_text()
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    name = "_ext/xy_package/helper.py"
    assert f"{name}:3: By hand: an extension that needs ABlog\n" in out
    assert (
        f"{name}:4: By hand: an extension that uses blog_baseurl, which is now html_baseurl" in out
    )
    assert out.count("By hand") == 2
    assert (old.srcdir / name).read_text() == before


def test_installed_extensions_are_not_named(old: Site, confblog: Caller) -> None:
    """Nor is a site's own that does not need ABlog: nothing is left to do."""
    old.write("_ext/xy_own_ext.py", "def setup(app):\n    catalog = app.config.project\n")
    assert "By hand" not in confblog("move", "ablog", "--yes", "--no-compare").out


@pytest.mark.parametrize("folder", ["site-packages", "dist-packages"])
def test_packages_of_another_environment_are_installed(
    old: Site, confblog: Caller, folder: str
) -> None:
    """Such as those of the system, of a user, or on ``PYTHONPATH``."""
    old.write(f"{folder}/xy_elsewhere.py", EXTENSION + "def setup(app):\n    pass\n")
    conf = CONF.replace('"_ext"))', f'"_ext"))\nsys.path.insert(0, os.path.abspath("{folder}"))')
    old.write("conf.py", conf.replace('"xy_own_ext"', '"xy_own_ext", "xy_elsewhere"'))
    assert "By hand" not in confblog("move", "ablog", "--yes", "--no-compare").out


def test_templates_of_the_site_are_named(old: Site, confblog: Caller) -> None:
    """A template that asks ABlog for something must be written anew: one note names all lines."""
    old.write("_templates/ablog/postcard.html", "<p>\n{{ ablog.posts }}\n</p>\n{{ ablog.x }}\n")
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    what = "a template that needs ABlog in lines 2, 4: write it anew"
    assert f"_templates/ablog/postcard.html:2: By hand: {what}" in out
    assert out.count("By hand") == 1


@pytest.mark.parametrize("place", ["_ext/xy_own_ext.py", "conf.py"])
def test_what_the_sites_own_code_fills_in_is_left(old: Site, confblog: Caller, place: str) -> None:
    """The post is named with the line, and its file stays; lists keep what they ask for."""
    old.write(place, CONF + HANDLER if place == "conf.py" else HANDLER)
    path = old.write("blog/b.md", FILLED_IN)
    post = "B\n=\n\n.. post:: {{ year }}-01-15\n   :tags: old\n\nT.\n\n.. postlist:: 3\n"
    rst = old.write("blog/c.rst", post)
    list_ = old.write("index.md", "# Site\n\n```{postlist} 3\n:tags: old\n```\n")
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    assert "blog/b.md:3: By hand: the site's own code fills in this variable" in out
    assert "blog/c.rst:4: By hand: the site's own code fills in this variable" in out
    assert "cannot be read" not in out
    assert path.read_text() == FILLED_IN
    assert rst.read_text() == post
    assert ":tags: old\n" in list_.read_text()
    assert "index.md:3: By hand: tags: no post has 'old', so ABlog ignored it" in out


def test_what_is_left_is_a_post_once_it_is_written_out(old: Site, confblog: Caller) -> None:
    """The patterns of the old site go on to match it."""
    pattern = 'blog_post_pattern = "news/*"\n'
    conf = old.write("conf.py", CONF + pattern + HANDLER)
    head = 'date: "{{ year }}-01-15"\n'
    (old.srcdir / "blog/a.md").rename(old.write("news/a.md", ""))
    post = old.write("news/b.md", f"---\n{head}---\n# B\n\nT.\n")
    confblog("move", "ablog", "--yes", "--no-compare", code=1)
    assert 'confblog_posts = ["news/*"]\n' in conf.read_text()
    post.write_text(post.read_text().replace("{{ year }}", "2026"))
    assert [record["docname"] for record in confblog("list", "--json").records] == [
        "news/b", "news/a",
    ]  # fmt: skip


def test_braces_are_text_where_nothing_fills_them_in(old: Site, confblog: Caller) -> None:
    """A title may speak of templates."""
    title = "Why {{ year }} is no year"
    path = old.write(
        "blog/b.md", f'---\nblogpost: true\ndate: 2026-01-15\ntitle: "{title}"\n---\nT.\n'
    )
    confblog("move", "ablog", "--yes", "--no-compare")
    assert path.read_text() == f'---\ndate: 2026-01-15\ntitle: "{title}"\n---\nT.\n'
