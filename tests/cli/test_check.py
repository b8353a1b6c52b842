"""``confblog check``: it says what a build says, in the same words, at the same places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from cases import NOW, frontmatter_cases
from conftest import CONF, INDEX

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Caller
    from conftest import Site

WARNING = re.compile(
    r"(?:(?P<path>.+?)(?::(?P<line>\d+))?: )?WARNING: (?P<text>.+) \[(?P<kind>confblog\.\w+)\]"
)

KINDS = {"boolean", "config", "date", "frontmatter", "key", "postlist", "template", "term"}
OPTIONS = """
confblog_timezone = "Europe/Paris"
confblog_posts_per_page = "many"
confblog_archives = "week"
confblog_unknown_terms = "warn"
confblog_terms = {"tags": {"docker": {"aliases": 3}}, "tgas": {}}
templates_path = ["_templates"]
myst_enable_extensions = ["colon_fence"]
"""
PAGE = """\
# Lists

```{postlist}
:sort: size
:tags: dockr, docker
```

Text, and `{postlist}` in code.

```{postlist}
:tags: nobody
:style: tabel

Nothing yet.
```

- An item:

  ```{postlist}
  :limit: none
  ```

      ```{postlist}
      :limit: code
      ```

1. Another

   > ```{postlist}
   > :since: someday
   > ```

> A quote
> ````{note}
> ```{postlist}
> ---
> limit: -1   # too few
> sort: "date"
> ---
> ```
> ````

:::{note}
:class: tip

```{postlist}
:until: then
```
:::

::::{admonition} Title

:::{postlist}
:featured: perhaps
:::
::::

:::note
```{postlist}
:group-by: week
```
:::

```
{postlist}
:limit: none
```

````markdown
```{postlist}
:limit: none
```
````

    ```{postlist}
    :limit: none
    ```

<!--
```{postlist}
:limit: none
```
-->

% ```{postlist}

```{blog:terms} colours
```

```{blog:listing}
:style: huge
:limit: none
```

```{eval-rst}
.. postlist::
   :limit: some
```

```{postlist} Text here
:tags: unheard
```

```{postlist}
:limit: last
"""
RST = """\
Lists
=====

.. postlist::
   :sort: size
   :tags: dockr,
      docker

.. note::

   Text.

   .. postlist::
      :limit: none

- .. postlist::
     :style: tabel

     Nothing yet.

.. code-block:: rst

   .. postlist::
      :limit: none

As in::

   .. postlist::
      :limit: none

..
   .. postlist::
      :limit: none

.. A remark
   .. postlist::
      :limit: none

.. blog:terms:: colours

.. container:: wide

   .. blog:listing::
      :style: huge

.. postlist::
   :limit: last
"""


def said_by_build(site: Site, builder: str = "html") -> list[tuple[str, str | None, str, str]]:
    """Path, line, text and kind of each warning of the blog that a build shows."""
    said = site.build(builder, clean=False).warnings.splitlines()
    found = (match for text in said if (match := WARNING.fullmatch(text)))
    warned = ((match["path"], match["line"], match["text"], match["kind"]) for match in found)
    return list(dict.fromkeys(warned))


def said_by_check(confblog: Caller) -> list[tuple[str, str | None, str, str]]:
    """The same, as the command says it."""
    records = confblog("check", "--json", code=1).records
    return [
        (
            str(confblog.folder / record["path"]),
            str(record["line"]) if record["line"] else None,
            record["message"],
            record["kind"],
        )
        for record in records
    ]


@pytest.fixture
def odd(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with something wrong in every place."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{NOW.timestamp():.0f}")
    site.write("conf.py", CONF + OPTIONS)
    site.write("index.md", f"{INDEX}\n```{{toctree}}\n:glob:\n\n*\nblog/index\nblog/*\n```\n")
    site.write("lists.md", PAGE)
    site.write("more.rst", RST)
    site.write("lists-again.md", "---\norphan: true\n---\n" + PAGE)
    site.write("_templates/confblog/archive.md", "# {{ nothing.here }}\n")
    listing = "# {{ title }}\n\n```{blog:listing}\n:style: huge\n```\n"
    site.write("_templates/confblog/tags/term.md", listing)
    for case in frontmatter_cases():
        if "latin-1-body" not in case.name:
            site.write(f"blog/{case.path.name}", case.path.read_bytes())
    return site


@pytest.mark.slow
def test_it_says_what_a_build_says(odd: Site, confblog: Caller) -> None:
    """The same warnings in the same order: options, front matter, terms, templates, lists."""
    built = said_by_build(odd, "dummy")
    assert {kind.removeprefix("confblog.") for *_, kind in built} == KINDS
    assert said_by_check(confblog) == built


@pytest.mark.slow
def test_it_reads_sites_of_any_kind(site: Site, confblog: Caller) -> None:
    """What is a document is the same as in a build: without Markdown, excluded, elsewhere."""
    (site.srcdir / "index.md").unlink()
    site.write("index.rst", "Site\n====\n")
    site.write(
        "conf.py", CONF + 'exclude_patterns = ["blog/old"]\nhtml_extra_path = ["blog/extra"]\n'
    )
    wrong = "```{postlist}\n:limit: none\n```\n"
    for name in ("stranger.md", "blog/old/page.md", "blog/extra/page.md", "blog/page.md"):
        site.write(name, f"# Page\n\n{wrong}")
    site.post("2020-01-01-one", body=wrong)
    site.post("2020-01-02-two", body=wrong, draft="true")
    built = said_by_build(site)
    assert [path.rpartition("/")[2] for path, *_ in built] == [
        "2020-01-01-one.md", "page.md", "page.md", "stranger.md",
    ]  # fmt: skip
    assert said_by_check(confblog) == built


def test_addresses_count(site: Site, confblog: Caller) -> None:
    """Posts that claim one address, and lists in posts that have another than their file."""
    site.write("conf.py", CONF + 'confblog_permalink = "{slug}"\n')
    for day in ("01", "02"):
        site.post(f"2020-01-{day}-one", "```{postlist}\n:limit: none\n```\n")
    site.post("2020-01-03-two/index", "# Two\n", draft="true")
    site.write("blog/2020-01-03-two/more.md", "# More\n\n```{postlist}\n:limit: none\n```\n")
    built = said_by_build(site)
    assert [kind for *_, kind in built] == ["confblog.address", *["confblog.postlist"] * 2]
    assert said_by_check(confblog) == built


def test_liquid_is_found_without_a_build(site: Site, confblog: Caller) -> None:
    """What is left of it, and links to what there is not; links that work pass."""
    site.write("blog/images/a.gif", b"GIF89a")
    site.write("public/b.pdf", b"%PDF")
    site.write("conf.py", CONF + 'html_extra_path = ["public"]\n')
    body = (
        "{% include a.html %}\n\n"
        "[b]({% post_url 2020-01-02-b %}) [c]({% post_url 2020-01-03-c %})\n\n"
        "[x]({{ site.baseurl }}/x) ![]({% link images/a.gif %}) [b]({% link b.pdf %})\n"
        "[y]({% link y.md %}) {{ page.title }} `{{ page.title }}`\n\n"
        "```{postlist}\n:limit: none\n```\n"
    )
    site.post("_posts/2020-01-01-a", body, title="A")
    site.post("_posts/2020-01-02-b", title="B")
    site.post("_posts/2020-01-03-c", title="C", draft="true")
    built = said_by_build(site)
    assert [(line, kind) for _, line, _, kind in built] == [
        ("7", "confblog.liquid"), ("10", "confblog.liquid"), ("5", "confblog.liquid"),
        ("10", "confblog.liquid"), ("12", "confblog.postlist"),
    ]  # fmt: skip
    assert said_by_check(confblog) == built


def test_lines_are_those_of_a_buildd(site: Site, confblog: Caller) -> None:
    """A warning in plain text looks as it does in a build, but for the shorter path."""
    site.post("odd", date="someday")
    built = site.build(clean=False).warnings
    said = confblog("check", code=1)
    assert said.out == built.replace(f"{site.srcdir}/", "")
    assert said.err == "blog: 0 posts published; withheld: 1 not understood; 1 warning\n"


def test_a_clean_site_is_fine(site: Site, confblog: Caller) -> None:
    """Without warnings the exit code is 0, and quiet means silent."""
    site.post("2020-01-01-one")
    assert confblog("check").err == "blog: 1 post published; 0 warnings\n"
    assert confblog("check", "-q").err == ""
    assert confblog("check", "--json").records == []


def test_suppressed_warnings_do_not_count(site: Site, confblog: Caller) -> None:
    """``suppress_warnings`` of conf.py is respected."""
    site.post("odd", date="someday")
    site.write("conf.py", CONF + 'suppress_warnings = ["confblog.date"]\n')
    assert confblog("check").out == ""


def test_options_can_be_overridden(site: Site, confblog: Caller) -> None:
    """``-D`` counts as in a build; its mistakes are in no file."""
    site.post("2020-01-01-one")
    (found,) = confblog("check", "-D", "confblog_archives=week", "--json", code=1).records
    assert (found["path"], found["line"], found["kind"]) == (None, None, "confblog.config")
    assert confblog("check", "-D", "confblog_archives=week", code=1).out.startswith("WARNING: ")


def test_it_leaves_no_trace(site: Site, confblog: Caller, tmp_path: Path) -> None:
    """Nothing is written."""
    site.post("2020-01-01-one")
    before = sorted(tmp_path.rglob("*"))
    confblog("check")
    assert [path for path in tmp_path.rglob("*") if path not in before] == []


@pytest.mark.parametrize(
    ("extensions", "fix"),
    [
        ([], "run confblog init to add it"),
        (["sphinx_conflog"], "replace 'sphinx_conflog' with it"),
        (["myst_parser", "sphinx-confblog"], "replace 'sphinx-confblog' with it"),
    ],
)
def test_a_site_without_the_extension_fails(
    site: Site, confblog: Caller, extensions: list[str], fix: str
) -> None:
    """Its posts are no posts of a build: the line of the extensions says so, and lists do."""
    site.post("2020-01-01-one")
    site.write("conf.py", f'project = "Site"\nextensions = {extensions!r}\n')
    said = f"the site has no blog: 'sphinx_confblog' is not one of its extensions; {fix}."
    (found,) = confblog("check", "--json", code=1).records
    assert (found["path"], found["line"], found["message"]) == ("conf.py", 2, said)
    assert said in confblog("list").err


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            "confblog_drfats=1",
            "-D: 'confblog_drfats' is not an option; did you mean 'confblog_drafts'?",
        ),
        ("confblog_nope.x=1", "-D: 'confblog_nope' is not an option"),
        ("confblog_posts_per_page=x", "-D: invalid number 'x'"),
        ("confblog_drafts=x", "-D: 'confblog_drafts' must be '0' or '1', got 'x'"),
        ("confblog_terms=x", "-D: cannot override dictionary config setting 'confblog_terms' (use"),
    ],
)
def test_options_that_cannot_be_overridden_are_refused(
    site: Site, confblog: Caller, setting: str, said: str
) -> None:
    """A build ignores them, or stops."""
    site.post("2020-01-01-one")
    assert said in confblog("check", "-D", setting, code=2).err


def test_what_a_build_finds_before_and_after_reading(site: Site, confblog: Caller) -> None:
    """Successors, the announcement and the template of comments are looked at, too."""
    options = (
        'confblog_announce = {"tagz": "release"}\n'
        'confblog_comments = {"provider": "template", "template": "talk.html"}\n'
    )
    site.write("conf.py", CONF + options)
    site.post("2020-01-01-one", superseded_by="gone")
    site.post("2020-01-02-two", superseded_by="two")
    built = said_by_build(site)
    assert [(kind, path.rpartition("/")[2], line) for path, line, _, kind in built] == [
        ("confblog.key", "2020-01-01-one.md", "2"),
        ("confblog.key", "2020-01-02-two.md", "2"),
        ("confblog.config", "conf.py", f"{CONF.count(chr(10)) + 1}"),
        ("confblog.template", "conf.py", f"{CONF.count(chr(10)) + 2}"),
    ]
    assert said_by_check(confblog) == built


SLIPS = """
One.

READMOR

```
READMORE.
```

`<!-- readmore -->`

```{note}
READ MORE
```

**READMORE** and
READMORE:

| readmore |
| --- |
| x |

<!-- readmore -->

- `READMORE`
- readmore

Two. <!--
readmore -->

Read more:

- [x](https://site.example)

## READMORE

:::{readmore}
:::
"""
SLIPS_IN_RST = """\
:date: 2020-01-02

Two
===

One.

READMOR

::

   READMORE.

.. readmore

**READMORE**

READMORE
--------

.. readmore::

Three.
"""


def test_misspelt_separators_are_found_without_a_build(site: Site, confblog: Caller) -> None:
    """Those that a build finds, in the same words, and not what is code."""
    site.write("conf.py", f'{CONF}myst_enable_extensions = ["colon_fence"]\n')
    site.post("2020-01-01-one", SLIPS, tags="READMOR")
    site.write("blog/two.rst", SLIPS_IN_RST)
    built = said_by_build(site)
    lines = [(path.rpartition("/")[2], int(line or 0)) for path, line, *_ in built]
    markdown = [(name, line) for name, line in lines if name.endswith("md")]
    assert sorted(markdown) == [("2020-01-01-one.md", n) for n in (8, 17, 21, 27, 29, 30, 32, 39)]
    assert sorted(set(lines) - set(markdown)) == [("two.rst", n) for n in (8, 14, 16, 18)]
    assert sorted(said_by_check(confblog)) == sorted(built)


RIGHT = """
Zero.\\
READMORE\\
Text.

READMORE

<!-- more -->

One. <!--truncate-->

<!--more Read on-->
<!-- TEASER_END: Read on -->
"""


def test_separators_are_no_slips(site: Site, confblog: Caller) -> None:
    """Neither those in Markdown nor those in reStructuredText."""
    site.post("2020-01-01-one", RIGHT)
    cuts = "READMORE\n\n.. more\n\n.. TEASER_END: Read on\n\n.. truncate\n"
    site.write("blog/two.rst", f":date: 2020-01-02\n\nTwo\n===\n\nOne.\n\n{cuts}\nTwo.\n")
    site.build()
    assert confblog("check").out == ""


def test_only_posts_and_their_own_separators_count(site: Site, confblog: Caller) -> None:
    """READMORE is an ordinary word where the separator is another one."""
    site.write("page.md", "---\norphan: true\n---\n# Page\n\nREADMOR\n")
    site.post("2020-01-01-one", "READMOR\n", excerpt_separator="'---8<---'")
    assert confblog("check").out == ""


def test_conf_may_set_the_extension_up(site: Site, confblog: Caller) -> None:
    """Its own function does what the list of extensions does."""
    site.post("2020-01-01-one")
    setup = '\ndef setup(app):\n    app.setup_extension("sphinx_confblog")\n'
    site.write("conf.py", CONF.replace('["sphinx_confblog"]', "[]") + setup)
    assert confblog("check").out == ""
    site.write("conf.py", CONF.replace("sphinx_confblog", "sphinx_confblog.extension"))
    assert confblog("check").out == ""
    site.write("conf.py", CONF.replace("sphinx_confblog", "own"))
    site.write("_ext/own.py", setup)
    assert confblog("check").out == ""
    site.write("_ext/own.py", "")
    site.write("conf.py", 'def setup(app):\n    app.add_css_file("a.css")\n')
    assert "has no blog" in confblog("check", code=1).out
