"""Reading times and word counts are of what a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from heads import head

if TYPE_CHECKING:
    from conftest import Built, Site

WORDS = " word" * 400
BODY = f"""\
Two words.

````{{only}} secret
{WORDS}

```{{only}} html
{WORDS}
```
````

```{{only}} html
{WORDS}
```

```{{todo}}
{WORDS}
```

```{{ifconfig}} release == "1"
{WORDS}
```
"""
CONF = (
    'project = "Site"\nhtml_baseurl = "https://example.org/"\n'
    'extensions = ["sphinx.ext.todo", "sphinx.ext.ifconfig", "sphinx_confblog"]\n'
)


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a post of which some builds show more than others."""
    site.write("conf.py", CONF)
    site.post("2020-01-01-a", BODY, title="A")
    return site


def times(built: Built) -> tuple[str, ...]:
    """The reading times on the post and on the index."""
    texts = (built.text(name) for name in ("blog/2020-01-01-a", "blog/index"))
    return tuple(text.partition(" min read")[0].rpartition(" ")[2] for text in texts)


@pytest.mark.slow
def test_hidden_parts_are_not_counted(blog: Site) -> None:
    """Nor in later builds, when the options or tags that hide them change."""
    built = blog.build()
    assert times(built) == ("2", "2")
    count = 2 + 400
    assert head(built, "blog/2020-01-01-a").data[0]["wordCount"] == count
    built = blog.build(todo_include_todos=True)
    assert times(built) == ("4", "4")
    built = blog.build(todo_include_todos=True, release="1")
    assert times(built) == ("6", "6")
    blog.write("conf.py", CONF + 'tags.add("secret")\n')
    built = blog.build(todo_include_todos=True, release="1")
    assert times(built) == ("10", "10")


def test_what_another_builder_shows(blog: Site) -> None:
    """A part for web pages alone counts for these."""
    assert "2 min read" in blog.build().text("blog/index")
    text = blog.build("text", out="_build").read("blog/index.txt")
    assert "1 min read" in text


def test_wrong_expressions_count_as_pages_have_them(site: Site) -> None:
    """The page says what is wrong, once; nothing else does."""
    site.write("conf.py", CONF)
    site.post("2020-01-01-a", f"Text.\n\n```{{only}} a b\n{WORDS}\n```\n", title="A")
    site.post("2020-01-02-b", f"Text.\n\n```{{ifconfig}} nothing\n{WORDS}\n```\n", title="B")
    built = site.build(clean=False)
    assert [built.warnings.count(kind) for kind in ("WARNING:", "ERROR:")] == [1, 1]
    assert "2 min read" in built.text("blog/2020-01-01-a")
    assert "1 min read" in built.text("blog/2020-01-02-b")


def test_text_of_the_site_is_not_counted(site: Site) -> None:
    """Neither ``rst_prolog`` nor ``rst_epilog`` is the post's."""
    site.write("blog/2020-01-01-a.rst", "A\n=\n\nText.\n")
    built = site.build(rst_prolog=WORDS.strip(), rst_epilog=WORDS.strip())
    assert "1 min read" in built.text("blog/2020-01-01-a")
