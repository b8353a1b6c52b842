"""Configuration of the docs: a docs site with a blog, built with the extension itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from sphinx_confblog import __version__ as release

project = "sphinx_confblog"
author = "The sphinx_confblog developers"
copyright = f"2026, {author}"

extensions = [
    "sphinx_confblog",
    "confblog_pictures",
    "confblog_reference",
    "sphinx.ext.intersphinx",
]
exclude_patterns = ["_build"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

confblog_title = "Blog"
confblog_description = "How sphinx_confblog works, and what is new in it."
confblog_feeds = ["atom", "rss", "json"]
confblog_feed_discovery = "site"
confblog_terms = "terms.yml"
confblog_unknown_terms = "warn"

# Posts and docs link both ways.
confblog_mentions = "objects"
confblog_references = True
confblog_link_versions = True
confblog_archived_after = 730
confblog_announce = {"tags": "releases", "days": 30}

# These docs have no repository for comments, and no page loads anything from another site:
# posts end with a section of our own. If you publish the docs, you can name a repository.
templates_path = ["_templates"]
if repository := os.environ.get("CONFBLOG_DOCS_COMMENTS"):
    confblog_comments = {"provider": "utterances", "repo": repository}
else:
    confblog_comments = {"provider": "template", "template": "comments.html"}

html_theme = "furo"
html_baseurl = "https://sphinx-confblog.readthedocs.io/en/latest/"
html_title = "sphinx_confblog"
html_static_path = ["_static"]
html_css_files = ["docs.css"]

# The sidebar of furo, with the blog's own: some next to posts, others next to lists.
USUAL = [f"sidebar/{name}.html" for name in ("brand", "search", "scroll-start", "navigation")]
BESIDE = {
    "blog/2*": ["details", "recent", "feeds"],
    "blog/index": ["tagcloud", "series", "feeds"],
    "blog/a**": ["recent", "feeds"],  # the archive and authors
    "blog/[rts]**": ["recent", "feeds"],  # releases, tags and series
}
html_sidebars = {
    pattern: [*USUAL, *(f"confblog/{name}.html" for name in names), "sidebar/scroll-end.html"]
    for pattern, names in BESIDE.items()
}

version = release
epub_show_urls = "no"
latex_elements = {"papersize": "a4paper"}
