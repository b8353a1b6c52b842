"""With ``numfig``, posts outside toctrees have numbers of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

BODY = """\
# {title}

See {{numref}}`{name}-figure`, {{numref}}`{name}-table`, {{numref}}`{name}-code` and
{{eq}}`{name}-sum`.

READMORE

```{{figure}} x.svg
First
```

```{{figure}} x.svg
:name: {name}-figure

Second
```

```{{list-table}} Table
:name: {name}-table

* - One
```

```{{code-block}} python
:caption: Code
:name: {name}-code

pass
```

```{{math}}
:label: {name}-sum

1 + 1
```
"""
NUMBERS = "See Fig. 2 , Table 1 , Listing 1 and (1) ."


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with figures on a page, and in two posts."""
    site.write("x.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("blog/x.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("guide.md", BODY.format(title="Guide", name="guide").replace("READMORE", ""))
    site.write("index.md", "# Site\n\n```{toctree}\nguide\n```\n")
    for number, name in enumerate("ab", start=1):
        text = BODY.format(title=name.upper(), name=name)
        site.write(f"blog/2020-01-0{number}-{name}.md", text)
    return site


@pytest.mark.slow
@pytest.mark.parametrize(("builder", "jobs"), [("html", 0), ("dirhtml", 2)])
def test_each_post_is_numbered_by_itself(blog: Site, builder: str, jobs: int) -> None:
    """Its references show these numbers, on lists too; pages in toctrees are as they were."""
    built = blog.build(builder, jobs=jobs, numfig=True)
    page = "" if builder == "html" else "/index"
    for docname in ("guide", "blog/2020-01-01-a", "blog/2020-01-02-b"):
        text = built.text(f"{docname}{page}")
        assert NUMBERS in text
        assert "Fig. 1 First" in text
        assert "Fig. 2 Second" in text
    assert built.text("blog/index").count(NUMBERS) == 2


@pytest.mark.parametrize("builder", ["text", "epub", "latex", "singlehtml"])
def test_other_builders(blog: Site, builder: str) -> None:
    """They have nothing to warn of either."""
    blog.build(builder, numfig=True, version="1", copyright="us")


@pytest.mark.slow
def test_a_post_enters_and_leaves_a_toctree(blog: Site) -> None:
    """Then Sphinx numbers it after the page before it, and afterwards it has its own again."""
    index = blog.srcdir / "index.md"
    before, name = index.read_text("utf-8"), "blog/2020-01-01-a"
    blog.build(numfig=True)
    index.write_text(before.replace("guide\n", "guide\nblog/2020-01-01-a\n"), "utf-8")
    built = blog.build(numfig=True)
    assert "See Fig. 4 , Table 2 , Listing 2 and (2) ." in built.text(name)
    assert "See Fig. 4 , Table 2 , Listing 2 and (2) ." in built.text("blog/index")
    index.write_text(before, "utf-8")
    built = blog.build(numfig=True)
    assert NUMBERS in built.text(name)
    assert built.text("blog/index").count(NUMBERS) == 2
