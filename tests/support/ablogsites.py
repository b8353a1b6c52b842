"""Sites as people make them with ABlog."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: A site in reStructuredText, with all that the directives of ABlog know.
RST = {
    "conf.py": '''\
"""A site with ABlog."""
project = "Anvil"
extensions = ["sphinx.ext.intersphinx", "ablog"]
html_theme = "alabaster"

# -- ABlog ------------------------------------------------------------

blog_title = "Anvil News"
blog_baseurl = "https://anvil.example.org"
blog_authors = {
    "ada": ("Ada Lovelace", "https://example.org/ada"),
    "bob": ("Bob Ross", None),
}
blog_default_author = "ada"
blog_locations = {"pit": ("Pittsburgh, PA", "https://en.wikipedia.org/wiki/Pittsburgh")}
blog_languages = {"en": ("English", None), "tr": ("Türkçe", None)}
blog_feed_archives = True
blog_feed_fulltext = True
blog_feed_length = 10
blog_feed_subtitle = "What is new"
blog_feed_templates = {
    "atom": {"content": "{{ title }}"},
    "social": {"content": "{{ title }} {{ post_url }}"},
}
post_date_format = "%d %B %Y"
post_date_format_short = "%d %b"
post_auto_excerpt = 1
post_auto_image = 0
post_redirect_refresh = 1
post_show_prev_next = True
fontawesome_included = True
html_sidebars = {
    "**": [
        "about.html",
        "ablog/postcard.html",
        "ablog/recentposts.html",
        "ablog/tagcloud.html",
        "ablog/categories.html",
        "ablog/archives.html",
        "ablog/authors.html",
        "ablog/languages.html",
        "ablog/locations.html",
        "searchbox.html",
    ]
}
''',
    "index.rst": """\
Anvil
=====

.. toctree::
   :hidden:

   guide

News: see :ref:`blog-posts`, :ref:`all tags <blog-tags>`, :ref:`blog-archives`,
:ref:`archive-2025`, :ref:`tag-speed`, :ref:`author-ada`, :ref:`blog-authors`,
:ref:`category-releases`, :ref:`location-pit`, :ref:`language-en`, :ref:`first-post`, :ref:`big`,
:ref:`the feed <blog-feed>`, :ref:`blog-categories`, :ref:`blog-locations`, :ref:`blog-languages`.

.. postlist:: 5
   :author: ada
   :tags: speed, parser
   :format: {title}

.. postlist:: 3
   :excerpts:
   :expand: Read on
   :list-style: circle

.. postlist::
   :category: Releases
   :date: %d %B
   :format: {date} - {title} by {author}
   :sort:
""",
    "guide.rst": "Guide\n=====\n\nText.\n\n.. postlist::\n   :location: pit\n   :language: en\n",
    "blog/first-post.rst": """\
.. post:: 15 January 2025
   :tags: speed, C++, my_tag
   :category: Releases
   :author: ada, bob
   :location: pit
   :language: en
   :redirect: blog/old-first, news/one
   :nocomments:

First post
==========

The first paragraph.

The second one.

.. update:: 20 Feb, 2025

   It got better.
""",
    "blog/second.rst": """\
Second
======

.. post:: Mar 3, 2026
   :tags: speed, parser
   :category: Releases
   :author: bob
   :excerpt: 2
   :image: 1

One.

.. image:: pic.png

Two.

Three.
""",
    "blog/pic.png": "",
    "blog/big/index.rst": """\
.. _own-label:

===
Big
===

.. post:: 2026-02-01
   :author: Carol
   :language: tr
   :exclude:

   Only for lists: *this*.

Text of big. See :ref:`second`.
""",
    "blog/shown.rst": """\
Shown
=====

.. post:: 2024-12-24
   :tags: C

   The excerpt, which the page
   shows, too.

The rest.
""",
    "elsewhere/note.rst": "Note\n====\n\n.. post:: Feb 2, 2026\n   :tags: Parser\n\nText.\n",
    "blog/one-day.rst": "Zebra\n=====\n\n.. post:: 1 May 2023\n\nText.\n",
    "blog/same-day.rst": "Mango\n=====\n\n.. post:: 1 May 2023\n\nText.\n",
    "blog/draft.rst": "Draft\n=====\n\n.. post::\n   :tags: secret\n\nText.\n",
    "blog/2020-01-01-later.rst": "Later\n=====\n\n.. post:: 1 Jan, 2999\n\nText.\n",
    "blog/fields.rst": """\
:blogpost: true
:date: April 1, 2026
:author: bob
:tags: speed, docs
:category: Jokes

Fields
======

Text with a list:

* one
* two
""",
}
#: A site in Markdown, with front matter, fences and a pattern.
MARKDOWN = {
    "conf.py": """\
project = "Bellows"
extensions = [
    "myst_parser",
    "ablog",
]
html_theme = "alabaster"
html_baseurl = "https://bellows.example.org/"
blog_baseurl = html_baseurl
blog_path = "news"
blog_title = f"{project} News"
blog_post_pattern = ["news/posts/*.md", "news/2024/*"]
blog_authors = {"ada": ("Ada Lovelace", "https://example.org/ada")}
post_date_format = "%b %d, %Y"
post_auto_excerpt = 2
myst_enable_extensions = ["colon_fence"]
html_sidebars = {
    "index": ["about.html"],
    "news": ["ablog/tagcloud.html"],
    "news/**": ["ablog/recentposts.html", "ablog/archives.html", "ablog/postnavy.html"],
}
""",
    "index.md": """\
# Bellows

```{toctree}
news/about
```

```{postlist} 5
:tags: speed
:excerpts:
```

- In a list:

  ```{postlist}
  :author: ada
  :format: "{title}"
  ```

:::{postlist} 2
---
category: Releases
---
:::

{ref}`blog-tags` and {ref}`tag-speed`, {ref}`the first <one>`.
""",
    "news/about.md": "# About the news\n\nNo post.\n",
    "news/posts/one.md": """\
---
date: Jan 15, 2026
author: ada
category: Releases
tags: speed, parser
# a comment stays
myst:
  html_meta:
    keywords: one
---

# Bellows 2 is out

Bellows 2 starts twice as fast.

And more.

The third paragraph.
""",
    "news/posts/two.md": """\
---
blogpost: true
date: February 2, 2026
tags: [speed, "blow hard"]
language: English
location: World
excerpt: 1
image: 1
---

# Two

Only this.

![A picture](pic.png)

Not this.
""",
    "news/posts/pic.png": "",
    "news/2024/three.md": "---\ntags: old\ndate: Dec 24, 2024\n---\n# Three\n\nText.\n",
    "tips/four.md": """\
# Four

```{post} 2025-05-05
:tags: speed
:author: Grace Hopper
:redirect: tips/for

The excerpt of four.
```

Text of four.

```{update} Jun 1, 2025
Still true.
```
""",
    "tips/five.md": "---\nblogpost: true\ntags: none\n---\n\n# Five\n\nNo date.\n",
    "tips/list.md": "---\norphan: true\ndate: 2020-01-01\n---\n\n# A page with a date\n",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)


def write_site(folder: Path, files: dict[str, str]) -> None:
    """Write the files of a site."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PNG if name.endswith(".png") else text.encode())
