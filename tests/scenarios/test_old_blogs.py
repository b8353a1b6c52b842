"""Small blogs as Middleman and Jekyll have them, dropped in and built as they are."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from conftest import Site, plain_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

GIF = b"GIF89a"
CONF = """\
project = "Site"
extensions = ["sphinx_confblog"]
html_baseurl = "https://example.org/sub/"
html_copy_source = False
"""
FRONT = "# Site\n\n```{toctree}\nblog/index\nabout\n```\n"

MIDDLEMAN: dict[str, str | bytes] = {
    "blog/2014-06-30-first-post.html.md": """\
---
title: "First: a post"
date: 2014-06-30 16:16 UTC
tags: ruby, Middleman
published: true\t
comments: yes
layout: article
---

We [met](/about/) in [Paris][1]. ![](/images/paris.gif)
READMORE

### How it was

<img src="/images/paris.gif" alt="Paris" style="float: left">
<br/>

See [the next one](/2014/07/02/second-post.html), [all of Ruby](/tags/ruby.html),
[the feed](/feed.xml) and [the year](/2014.html).

# And then

* * *

| a | b |
|---|---|
| 1 | 2 |

```ruby
puts "READMORE"
```

    READMORE

---

[1]: https://en.wikipedia.org/wiki/Paris_(France)
""",
    "blog/2014-07-02-second-post.html.markdown": """\
---
title: Second post
date: 2014-7-3 9:05 EST
tags:
category: Ruby on Rails
---

## Begins with a heading

![Up](up.gif) and <a href="/images/paris.gif"><img src="up.gif"></a>

<!-- a comment -->

> Quoted
> READMORE

<iframe width="560" height="315" src="//www.youtube.com/embed/x" allowfullscreen></iframe>

Earlier: [first](/2014/06/30/first-post.html#how-it-was), [top](#top).
""",
    "blog/2014-07-02-second-post/up.gif": GIF,
    "blog/2014-08-01-secret.html.md": "---\ntitle: Zqxq\npublished: false\n---\n\nZqxq.\n",
    "images/paris.gif": GIF + b"paris",
}

JEKYLL: dict[str, str | bytes] = {
    "blog/_posts/2014-06-30-welcome-to-jekyll.markdown": """\
---
layout: post
title:  "Welcome to Jekyll!"
date:   2014-06-30 16:16:00 -0500
categories: jekyll update
author: {name: Ann, url: https://example.org}
image: {path: /assets/a.gif, alt: A picture}
last_modified_at: 2015-01-02T10:00:00+01:00
redirect_from:
  - /welcome/
  - /2013/old.html
excerpt_separator: <!--more-->
---

You'll find this post in your `_posts` directory.
{: .lead}

* TOC
{:toc}

<!--more-->

{% raw %}
```ruby
def print_hi(name)
  puts "Hi, {{ name }}"
end
```
{% endraw %}

Check out the [docs][docs], [about](/about), and [page]({{ site.baseurl }}/about/).[^1]

[^1]: A note.

[docs]: https://jekyllrb.com/docs/home
""",
    "blog/_posts/2014-07-01-short.md": """\
---
layout: post
title: Short
permalink: /short/
tags: [a, b]
---
![]( /assets/a.gif "Title" )

[Welcome](/jekyll/update/2014/06/30/welcome-to-jekyll.html), [old](/welcome/),
<a href="/categories/update/">updates</a>, <a class='x' href='/nowhere/'>nowhere</a>

Term
: Definition

Line one\x20\x20
line two

***
""",
    "blog/_drafts/secret.md": "---\nlayout: post\ntitle: Zqxq\n---\nZqxq.\n",
    "assets/a.gif": GIF + b"jekyll",
}
#: What leads to nothing here, and stays as it was typed.
ELSEWHERE = {"/feed.xml", "/2014.html", "/nowhere/"}


def built_blog(site: Site, files: dict[str, str | bytes], builder: str) -> Built:
    """Write a blog's files beside a site's own, and build; a warning makes the test fail."""
    site.write("conf.py", CONF)
    site.write("index.md", FRONT)
    site.write("about.md", "# About\n")
    for name, text in files.items():
        site.write(name, text)
    return site.build(builder)


@pytest.fixture(scope="module")
def blogs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Built]:
    """Builds a blog with a builder, once."""
    files = {"middleman": MIDDLEMAN, "jekyll": JEKYLL}

    @cache
    def site(name: str) -> Site:
        return plain_site(tmp_path_factory.mktemp(name) / "site")

    return cache(lambda name, builder: built_blog(site(name), files[name], builder))


def addresses(built: Built) -> set[tuple[str, str]]:
    """Page and address of all links and pictures in the output."""
    found = set()
    for path in built.outdir.rglob("*.html"):
        page = path.relative_to(built.outdir).as_posix()
        if not page.startswith("."):
            text = re.sub(r"<script.*?</script>", "", path.read_text("utf-8"), flags=re.DOTALL)
            found |= {(page, a[1]) for a in re.findall(r"""(?:href|src)=(["'])(.*?)\1""", text)}
    return found


def is_there(built: Built, page: str, address: str) -> bool:
    """Whether a relative address leads to a file of the output."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address)))
    target = built.outdir / path
    return target.is_file() or (target / "index.html").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("blog", ["middleman", "jekyll"])
def test_builds_as_it_is(blogs: Callable[[str, str], Built], blog: str, builder: str) -> None:
    """No warning, every link leads to something, and nothing withheld is to be seen."""
    built = blogs(blog, builder)
    assert [name for name, data in built.everything().items() if b"zqxq" in data.lower()] == []
    for page, address in addresses(built):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        if parts.path.startswith("/"):
            assert address in ELSEWHERE, page
        else:
            assert is_there(built, page, parts.path), (page, address)


@pytest.mark.slow
def test_several_processes_build_the_same(blogs: Callable[[str, str], Built]) -> None:
    """Addresses come out alike, byte for byte, in one process and in two."""
    built = blogs("middleman", "html")
    site = Site(Path(built.app.srcdir))
    assert site.build(jobs=2, out="_two").everything() == built.everything()


@pytest.mark.slow
def test_middleman(blogs: Callable[[str, str], Built]) -> None:
    """Excerpt, title, tags, dates and pictures are as they were."""
    built = blogs("middleman", "html")
    card = built.text("blog/index")
    assert "We met in Paris" in card
    assert "How it was" not in card
    page = built.body("blog/2014-06-30-first-post")
    assert page.count("<h1") == 1
    assert page.count("READMORE") == 2  # in code alone
    assert '<img src="../_images/paris.gif" alt="Paris" style="float: left">' in page
    assert 'href="2014-07-02-second-post.html">the next one' in page
    assert 'href="tags/ruby.html">all of Ruby' in page
    second = built.body("blog/2014-07-02-second-post")
    assert second.count('src="../_images/up.gif"') == 2
    assert 'href="2014-06-30-first-post.html#how-it-was">first' in second
    assert 'datetime="2014-07-03T09:05:00-05:00"' in second


@pytest.mark.slow
def test_jekyll(blogs: Callable[[str, str], Built]) -> None:
    """Categories, cover, old addresses, an address of its own, and code that Jekyll left alone."""
    built = blogs("jekyll", "html")
    page = built.body("blog/2014-06-30-welcome-to-jekyll")
    assert built.exists("short/index.html")
    assert built.exists("blog/categories/jekyll.html")
    assert 'src="../_images/a.gif"' in page
    assert "updated January 2, 2015" in built.text("blog/2014-06-30-welcome-to-jekyll")
    assert ("{{" in page, "raw %}" in page) == (True, False)
    assert "url=../blog/2014-06-30-welcome-to-jekyll.html" in built.read("2013/old.html")
    short = built.body("short/index")
    assert short.count('href="../blog/2014-06-30-welcome-to-jekyll.html"') == 2
    assert '<a href="../blog/categories/update.html">updates</a>' in short
