"""Sidebars that ``conf.py`` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

CONF = 'extensions = ["myst_parser", "ablog"]\ntemplates_path = ["_templates"]\n'


@pytest.fixture
def old(site: Site) -> Site:
    """A site on ABlog with a post."""
    site.write("blog/a.md", "---\nblogpost: true\ndate: 2026-01-15\n---\n# A\n\nText.\n")
    return site


@pytest.mark.parametrize("name", ["recentposts.html", "ablog/recentposts.html"])
def test_templates_of_the_site_stay(old: Site, confblog: Caller, name: str) -> None:
    """A sidebar that the site has itself is not replaced by one of ours."""
    sidebars = f'html_sidebars = {{"**": ["{name}", "tagcloud.html"]}}\n'
    conf = old.write("conf.py", CONF + sidebars)
    old.write(f"_templates/{name}", "<p>Mine.</p>\n")
    confblog("move", "ablog", "--yes", "--no-compare")
    assert sidebars.replace("tagcloud", "confblog/tagcloud") in conf.read_text()
    assert "Mine." in old.build().read("blog/a.html")


@pytest.mark.parametrize("text", ["{{ ablog.posts }}", "{% if feed_path %}x{% endif %}"])
def test_templates_that_need_ablog_do_not(old: Site, confblog: Caller, text: str) -> None:
    """They cannot be shown any more, and are named."""
    conf = old.write("conf.py", f'{CONF}html_sidebars = {{"**": ["recentposts.html"]}}\n')
    old.write("_templates/recentposts.html", f"<p>\n{text}\n</p>\n")
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    assert "_templates/recentposts.html:2: By hand: a template that needs ABlog" in out
    assert '["confblog/recent.html"]' in conf.read_text()


def test_sidebars_from_elsewhere_are_named(old: Site, confblog: Caller) -> None:
    """Without a text in the file, there is nothing to replace."""
    names = '"tag" + "cloud.html", "post" + "navy.html"'
    old.write("conf.py", f'{CONF}html_sidebars = {{"**": [{names}, "search.html"]}}\n')
    confblog("move", "ablog", "--yes", "--no-compare", code=1)
    # Another run, which changes nothing, does so as well.
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    has = "conf.py:3: By hand: html_sidebars has"
    assert f"{has} tagcloud.html, which comes from elsewhere: write confblog/tagcloud.html\n" in out
    assert f"{has} postnavy.html, which comes from elsewhere: remove it: themes have" in out
    assert out.count("By hand") == 2


def test_options_without_effect_go_without_a_word(old: Site, confblog: Caller) -> None:
    """So does a default that is computed: posts have its value."""
    options = 'post_auto_image = 0\nlanguage = "en"\nblog_default_language = language\n'
    conf = old.write("conf.py", CONF + options)
    out = confblog("move", "ablog", "--yes", "--no-compare").out
    assert "post_auto_image was" not in out
    assert "By hand" not in out
    assert 'confblog_defaults = {"languages": "en"}' in conf.read_text()
    assert "blog_default_" not in conf.read_text()


@pytest.mark.parametrize(("language", "has"), [("", True), ('"en_GB"', True), ('"ja"', False)])
def test_dates_look_the_same(old: Site, confblog: Caller, language: str, *, has: bool) -> None:
    """ABlog's default form has English names; other languages get their usual form."""
    conf = old.write("conf.py", CONF + (f"language = {language}\n" if language else ""))
    confblog("move", "ablog", "--yes", "--no-compare")
    assert ('confblog_date_format = "%d %B %Y"\n' in conf.read_text()) is has
