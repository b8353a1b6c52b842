"""Adjusts what some themes show for the blog's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.html.opengraph import OPENGRAPH
from sphinx_confblog.html.social_tags import Tag, contents, read_head
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def settle_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Set canonical URL, head tags and file links (``html-page-context``, after themes)."""
    blog, builder = blog_of(app.env, pagename), app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or not makes_site(builder):
        return
    post = blog.catalog.posts.get(pagename)
    if post is None and pagename not in blog.pages:
        return
    if post is not None and post.canonical:
        # Some themes put ``/`` for ``.html`` at its end, for their own site's sake.
        context["pageurl"] = post.canonical
    if post is None:
        offer_no_file(context)
    serve_shibuya(context)
    if "sphinx_immaterial" in app.extensions:
        serve_immaterial(builder, context)


def offer_no_file(context: dict[str, Any]) -> None:
    """Remove edit links from a generated page, which has no file."""
    # Read the Docs'.
    context["display_vcs_links"] = False
    # Immaterial's.
    if isinstance(page := context.get("page"), dict):
        page.pop("edit_url", None)


def serve_shibuya(context: dict[str, Any]) -> None:
    """Make Shibuya print ``metatags``, as it does where it writes no Open Graph tags itself.

    Pages without an image keep the one from the theme's options.
    """
    # The theme's own name for the extensions of a site (Shibuya 2024.10 and 2026.7).
    extensions = context.get("_sphinx_extensions")
    if not isinstance(extensions, list) or OPENGRAPH in extensions:
        return
    context["_sphinx_extensions"] = [*extensions, OPENGRAPH]
    tags = context.get("metatags", "")
    image = str(context.get("theme_og_image_url") or "")
    if image and "og:type" in (present := contents(tags)) and "og:image" not in present:
        context["metatags"] = tags + Tag("og:image", image).html()


def serve_immaterial(builder: StandaloneHTMLBuilder, context: dict[str, Any]) -> None:
    """Pass meta tags and scripts to Immaterial, which does not print ``metatags``."""
    page = context.get("page")
    if not isinstance(page, dict):
        return
    if context.get("pageurl"):
        page.setdefault("canonical_url", Markup.escape(context["pageurl"]))
    head = read_head(context.get("metatags", ""))
    meta: list[dict[str, str]] = page.setdefault("meta", {}).setdefault("meta", [])
    known = {name_of(attributes) for attributes in meta}
    meta += [
        {key: Markup.escape(value) for key, value in attributes.items()}
        for attributes in head.metas
        if name_of(attributes) not in known
    ]
    for attributes, text in head.scripts:
        builder.add_js_file("", body=text, **attributes)


def name_of(attributes: dict[str, str]) -> str:
    """Return the name or property of a ``meta`` element."""
    return (attributes.get("name") or attributes.get("property") or "").lower()
