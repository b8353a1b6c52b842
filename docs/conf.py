"""Configuration of the docs: a docs site with a blog, built with the extension itself."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from sphinx_confblog import __version__ as release

project = "sphinx_confblog"
author = "The sphinx_confblog developers"
copyright = f"2026, {author}"

extensions = [
    "sphinx_confblog",
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

html_theme = "furo"
html_baseurl = "https://sphinx-confblog.readthedocs.io/en/latest/"
html_title = "sphinx_confblog"
html_static_path = ["_static"]

version = release
epub_show_urls = "no"
latex_elements = {"papersize": "a4paper"}
