"""Links and pictures of old blogs, dropped in and imported: each one leads to what it led to."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from conftest import plain_site
from imports import confblog_import, put
from test_old_blogs import addresses, is_there

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Site

    Brought = Callable[[Callable[..., dict[str, Any]], str], tuple[Site, dict[str, Any]]]

GIF = b"GIF89a"
FIRST = """\
---
title: First
date: 2014-06-30
---

Pictures: ![in images](c.gif) ![from the top](images/d.gif)
![by its old address](../../../images/g.gif) ![in its folder](e.gif)
![in its folder, by its old address](first/e.gif) ![in another's folder](/2014/07/02/second/up.gif)
![from the top](/images/a.gif)

Links: [next](../../07/02/second.html#part), [next](/2014/07/02/second.html), [file](/files/f.pdf),
[file](../../../files/f.pdf), [reference][next].

<img src="c.gif"> <img src="images/d.gif"> <img src='../../../images/g.gif'> <img src="first/e.gif">
<img src="/2014/07/02/second/up.gif?1"> <img src="/images/a.gif"> <video src="e.gif" poster="c.gif">
<img srcset="/images/a.gif 1x, images/d.gif 2x">

<p><a href="../../07/02/second.html#part">next</a> <a href="/2014/07/02/second.html">next</a>
<a href="/files/f.pdf">file</a> <a href="../../../files/f.pdf">file</a>
<a href="/2014/07/02/second/up.gif">picture</a></p>

```{raw} html
<a href="../../07/02/second.html">next</a> <img src="/images/a.gif">
```

[next]: ../../07/02/second.html
"""
SECOND = """\
---
title: Second
date: 2014-07-02
---

[first](../../06/30/first.html) and <a href="../../06/30/first.html">first</a>

(part)=
## Part

![](up.gif) <img src="second/up.gif">
"""
MIDDLEMAN: dict[str, str | bytes] = {
    "2014-06-30-first.html.md": FIRST,
    "2014-06-30-first/e.gif": GIF + b"e",
    "2014-07-02-second.html.markdown": SECOND,
    "2014-07-02-second/up.gif": GIF + b"up",
    "images/a.gif": GIF + b"a",
    "images/c.gif": GIF + b"c",
    "images/d.gif": GIF + b"d",
    "images/g.gif": GIF + b"g",
    "files/f.pdf": b"%PDF",
}
#: The same with addresses that are folders, as relative links of Jekyll's and of others' need.
SLASHES = {
    name: text.replace(b"../../../", b"../../../../").replace(b"](../../0", b"](../../../0")
    .replace(b'="../../0', b'="../../../0').replace(b": ../../0", b": ../../../0")
    .replace(b".html", b"/").replace(b"first/e.gif", b"e.gif").replace(b'"second/up', b'"up')
    for name, data in MIDDLEMAN.items()
    for text in [data.encode() if isinstance(data, str) else data]
}  # fmt: skip


JEKYLL: dict[str, str | bytes] = {
    "_config.yml": "permalink: pretty\nbaseurl: /sub\nurl: https://old.example.org\n",
    "_posts/2014-06-30-My_First-v1.2.md": """\
---
title: First
author: Evgeni Golov
tags: one two
---

[s]({{ site.baseurl }}{% post_url 2014-07-02-second %}#part) [s]({% post_url 2014-07-02-second %})
[s](../../../07/02/second/) [s](/2014/07/02/second/)
![a]({{ site.baseurl }}/assets/a.gif) ![a]({{ "/assets/a.gif" | relative_url }} "A")
![a](/assets/a.gif) ![a]({% link assets/a.gif %}) [pdf][pdf] <a href="/assets/f.pdf">pdf</a>

<a href="{{ site.baseurl }}{% post_url 2014-07-02-second %}">s</a>
<img src="{{ '/assets/a.gif' | absolute_url }}"> <img src="{{ "/assets/a.gif" | relative_url }}">

{% raw %}{{ this }} is no Liquid{% endraw %}, and `{{ this }}` is code.

```yaml
{% raw %}
a: "{{ b }}"
{% endraw %}
```

[pdf]: {{ site.baseurl }}/assets/f.pdf
""",
    "_posts/2014-07-02-second.markdown": """\
---
title: Second
author: Jo Weber
---

[first](/2014/06/30/My_First-v1.2/) <a href="/2014/06/30/My_First-v1.2/">first</a>
[first]({% post_url 2014-06-30-My_First-v1.2 %})

(part)=
## Part
""",
    "assets/a.gif": GIF + b"a",
    "assets/f.pdf": b"%PDF",
}


@pytest.mark.slow
def test_a_blog_of_jekylls(site: Site, tmp_path: Path) -> None:
    """Dropped in and imported, it builds without a warning, and each address leads somewhere."""
    for name, data in JEKYLL.items():
        put(tmp_path / "old" / name, data)
        if name.startswith("_posts"):
            site.write(f"blog/{name}", data)
        elif name.startswith("assets"):
            site.write(name, data)
    ran = confblog_import("jekyll", tmp_path / "old", tmp_path / "new/source/blog", "--json")
    assert ran.code == 0
    remarks = [remark["text"] for file in ran.data["files"] for remark in file["remarks"]]
    assert [remark for remark in remarks if "a link to a heading" not in remark] == []
    other = plain_site(tmp_path / "new")
    permalink: dict[str, Any] = {"confblog_permalink": "/{year}/{month}/{day}/{slug}/"}
    assert ran.data["conf"].items() >= permalink.items()
    for built in (
        site.build(suppress_warnings=["toc"], **permalink),
        other.build(suppress_warnings=["toc"], **ran.data["conf"]),
    ):
        for page, address in addresses(built):
            parts = urlsplit(address)
            if parts.path and not parts.netloc:
                assert not parts.path.startswith("/"), (page, address)
                assert is_there(built, page, parts.path), (page, address)
        name = "2014/06/30/my-first-v1-2/index"
        second, a, pdf = ("index", b""), ("", GIF + b"a"), ("", b"%PDF")
        expected = [*[second] * 4, *[a] * 4, pdf, pdf, second, a, a]
        assert targets(built, f"{name}.html")[3 : 3 + len(expected)] == expected
        assert "{{ this }} is no Liquid, and {{ this }} is code" in built.text(name)
        assert "raw %}" not in built.read(f"{name}.html")
        assert "noindex" in built.read("2014/06/30/My_First-v1.2/index.html")
        assert built.exists("blog/authors/evgeni-golov.html")
        assert built.exists("blog/tags/two.html")


def dropped(site: Site, files: dict[str, Any]) -> dict[str, Any]:
    """Lay a blog of Middleman's in a site: its articles in ``blog``, other files at the top."""
    for name, data in files.items():
        site.write(f"blog/{name}" if name.startswith("2014") else name, data)
    return {}


def imported(site: Site, files: dict[str, Any]) -> dict[str, Any]:
    """Import a blog of Middleman's, and return the options that are proposed."""
    old = site.srcdir.parent / "old"
    for name, data in files.items():
        put(old / "source" / name, data)
    if files is SLASHES:
        put(old / "config.rb", "activate :directory_indexes\n")
    ran = confblog_import("middleman", old, site.srcdir / "blog", "--json")
    conf: dict[str, Any] = ran.data["conf"]
    assert ran.code == 0
    return conf


def targets(built: Built, page: str) -> list[tuple[str, bytes]]:
    """Return what each link and picture of a post's text leads to: a page's name, or a file."""
    text = built.body(page.removesuffix(".html"))
    found = []
    for _, address in re.findall(r"""\s(?:href|src|poster)=(["'])(.*?)\1""", text):
        parts = urlsplit(address)
        if parts.path and not parts.netloc:
            path = posixpath.join(posixpath.dirname(page), unquote(parts.path))
            target = built.outdir / posixpath.normpath(path)
            assert target.is_file(), address
            page_name = target.stem if target.suffix == ".html" else ""
            found.append((page_name, b"" if page_name else target.read_bytes()))
    return found


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """Brings a blog into a site, once for the builders that share what the first has read."""

    @cache
    def bring(how: Callable[..., dict[str, Any]], name: str) -> tuple[Site, dict[str, Any]]:
        site = plain_site(tmp_path_factory.mktemp(name) / "site")
        return site, how(site, {"files": MIDDLEMAN, "folders": SLASHES}[name])

    return bring


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("files", ["files", "folders"])
@pytest.mark.parametrize("how", [dropped, imported])
def test_every_link_leads_to_something(
    brought: Brought, how: Callable[..., dict[str, Any]], files: str, builder: str
) -> None:
    """No warning, and no address in the output that leads nowhere."""
    site, conf = brought(how, files)
    built = site.build(builder, suppress_warnings=["toc"], **conf)
    for page, address in addresses(built):
        parts = urlsplit(address)
        if parts.path and not parts.netloc:
            assert not parts.path.startswith("/"), (page, address)
            assert is_there(built, page, parts.path), (page, address)


@pytest.mark.parametrize("how", [dropped, imported])
def test_links_and_pictures_are_those_that_were_meant(
    brought: Brought, how: Callable[..., dict[str, Any]]
) -> None:
    """Each picture shows its own file, and each link leads to its own page."""
    site, _ = brought(how, "files")
    built = site.build(out="plain", suppress_warnings=["toc"])
    page = next(built.outdir.glob("blog/2014-06-30-first*.html")).name
    nxt, file = ("2014-07-02-second", b""), ("", b"%PDF")
    a, c, d, e, g, up = (("", GIF + name.encode()) for name in ("a", "c", "d", "e", "g", "up"))
    text = built.body(f"blog/{page.removesuffix('.html')}")
    assert '<img srcset="../_images/a.gif 1x, ../_images/d.gif 2x">' in text
    expected = [c, d, g, e, e, up, a, nxt, nxt, file, file, nxt]
    expected += [c, d, g, e, up, a, e, c, nxt, nxt, file, file, up, nxt, a]
    assert targets(built, f"blog/{page}")[: len(expected)] == expected


def test_pictures_in_a_folder_of_another_name(tmp_path: Path, site: Site) -> None:
    """``set :images_dir`` names the folder of pictures, ``set :source`` that of the site."""
    put(tmp_path / "old/config.rb", "set :source, 'src'\nset :images_dir, 'img'\n")
    put(tmp_path / "old/src/img/a.gif", GIF)
    put(tmp_path / "old/src/2014-06-30-a.md", "---\ntitle: A\n---\n\n![](a.gif)\n")
    confblog_import("middleman", tmp_path / "old", site.srcdir / "blog")
    assert site.build(suppress_warnings=["toc"]).exists("_images/a.gif")


def test_html_in_restructuredtext(tmp_path: Path, site: Site) -> None:
    """Links and pictures in ``.. raw:: html`` are rewritten, not those in code."""
    head = "{0}\n=\n\n:date: 2014-06-3{1}\n:slug: {0}\n\n"
    body = (
        '.. raw:: html\n\n   <a href="/b.html">b</a> <img src="/images/a.gif">\n\n'
        '   <a href="../b.html">b</a>\n\n::\n\n   <a href="/b.html">\n'
    )
    put(tmp_path / "old/content/a.rst", head.format("a", 0) + body)
    put(tmp_path / "old/content/b.rst", head.format("b", 0))
    put(tmp_path / "old/content/images/a.gif", GIF)
    put(tmp_path / "old/pelicanconf.py", 'ARTICLE_URL = "{slug}.html"\n')
    ran = confblog_import("pelican", tmp_path / "old", site.srcdir / "blog", "--json")
    assert ran.code == 0
    page = site.build(suppress_warnings=["toc"]).body("blog/a")
    assert page.count('<a href="b.html">b</a>') == 2
    assert '<img src="../_images/a.gif">' in page
    assert (site.srcdir / "blog/a.rst").read_text().endswith('::\n\n   <a href="/b.html">\n')
