"""What is no web site, but a book, a manual or data, has posts without what browsers need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Site

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
CONF = """
html_baseurl = "https://site.example/"
confblog_terms = "terms.yml"
confblog_comments = {"provider": "giscus", "repo": "me/site", "repo_id": "R", "category_id": "D"}
html_sidebars = {"**": ["confblog/recent.html", "confblog/tags.html", "confblog/feeds.html"]}
version = "1"
copyright = epub_copyright = "us"
epub_show_urls = "no"
man_pages = [("index", "site", "Site", "", 1)]
texinfo_documents = [("index", "site", "Site", "", "Site", "Site", "Site")]
"""
TERMS = """
authors:
  ann:
    bio: |
      Writes about *engines* & <b>.

      Lives by the sea.
    avatar: img/ann.png
    url: https://www.ann.org/
    email: ann@ann.org
series:
  tour: {description: In three parts.}
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with all that posts can have, whose builders share what the first has read."""
    site = plain_site(tmp_path_factory.mktemp("books") / "site")
    site.write("conf.py", (site.srcdir / "conf.py").read_text("utf-8") + CONF)
    site.write("terms.yml", TERMS)
    site.write("img/ann.png", PNG)
    site.write("blog/lamp.png", PNG)
    names = "blog/index\nblog/2020*\nblog/authors/*\nblog/series/*\nblog/fr/index"
    site.write("index.md", f"# Site\n\n```{{toctree}}\n:glob:\n{names}\n```\n")
    for day in (1, 2, 3):
        site.post(
            f"2020-01-0{day}-p", title=f"Post {day}", series="Tour", tags="x", image="lamp.png",
            image_alt="Lamp", external="https://example.org/",
        )  # fmt: skip
    site.post("2020-02-01-last", title="Last", author="ann, zoe!", aliases="/old.html")
    site.post("2020-02-01-last.fr", "Fin.\n", title="Fin", tags="x")
    return site


@pytest.mark.parametrize(
    "builder",
    ["singlehtml", "epub", "json", "pickle", "text", "latex", "man", "texinfo", "xml"],
)
def test_posts_in_other_builders(shared: Site, builder: str) -> None:
    """Covers, series, authors, related posts and translations make none stumble.

    None has comments, sidebars, redirects or metadata; words stand everywhere, and no word stands
    for a picture that says nothing.
    """
    built = shared.build(builder)
    outputs = {
        name: data
        for name, data in built.everything(skip=(".doctrees", "objects.inv")).items()
        if not name.endswith((".pickle", ".css"))
    }
    assert not [name for name in outputs if re.search("old|confblog-comments", name)]
    shown = b"".join(outputs.values())
    for word in (b"me/site", b"confblog-sidebar", b"og:type", b"ld+json"):
        assert word not in shown
    if builder not in {"json", "pickle"}:
        # Only web pages have a stylesheet that keeps pictures small.
        assert b'class="confblog-face' not in shown
    if builder != "epub":
        assert b"Lives by the sea." in shown
        # Sphinx writes both for a picture with a text; here that is the cover of posts.
        assert shown.count(b"[image]") == shown.count(b"[image: Lamp]")
    if builder == "latex":
        assert b"width=6em" in shown
