"""What `sphinxext.opengraph` writes about the blog's pages, and the social cards it draws."""

from __future__ import annotations

from html import escape
from os import environ
from typing import TYPE_CHECKING, Any

from sphinx_confblog.html.social_tags import Tag, article, cleaned, twitter_card
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_confblog.html.social_tags import SocialCard


#: The extension that writes Open Graph tags for all pages of a site.
OPENGRAPH = "sphinxext.opengraph"
#: The size of its social cards in pixels.
SIZE = (Tag("og:image:width", "1146"), Tag("og:image:height", "600"))


class OpenGraphPage(NamedTuple):
    """A page of the blog on a site with ``sphinxext.opengraph``."""

    app: Sphinx
    pagename: str
    card: SocialCard
    #: The fields of the page's own, which win.
    meta: dict[str, Any]

    @property
    def is_disabled(self) -> bool:
        """Whether the page has no Open Graph tags."""
        return "ogp_disable" in self.meta

    def tags(self) -> list[Tag]:
        """Return the tags that the extension has no fields for."""
        if self.is_disabled:
            return []
        drawn = self.is_drawn()
        tags = article(self.card) + [*SIZE] * drawn
        said = any("twitter:card" in str(tag) for tag in self.app.config.ogp_custom_meta_tags)
        if (drawn or self.card.image) and not said:
            # The extension has it for the images that it draws by itself only.
            tags.append(twitter_card(has_image=True))
        return tags

    def fields(self) -> dict[str, str]:
        """Return the fields that the extension reads; it escapes nothing but quotes."""
        card = self.card
        texts = {"og:description": card.description, "og:url": card.original}
        if card.published is not None:
            texts["og:type"] = "article"
        if card.image and "og:image" not in self.meta:
            # Without a text for the image, the extension would say the name of the site.
            texts |= {"og:image": card.image, "og:image:alt": card.image_alt or card.title}
        elif self.is_drawn():
            texts |= {"og:image": self.drawn(), "og:image:alt": card.description or card.title}
        return {name: escape(cleaned(text), quote=False) for name, text in texts.items() if text}

    def is_drawn(self) -> bool:
        """Return whether the extension draws a social card for the page."""
        config, module = self.app.config, self.app.extensions[OPENGRAPH].module
        settings = module.DEFAULT_SOCIAL_CONFIG | (config.ogp_social_cards or {})
        return (
            not (self.is_disabled or self.card.image or "og:image" in self.meta)
            and not (config.ogp_image or config.ogp_use_first_image)
            and settings.get("enable") is not False
            # Without Matplotlib, and before 0.10, there are no such functions.
            and module.create_social_card is not None
            and hasattr(module, "social_card_for_page")
        )

    def drawn(self) -> str:
        """Return the address of the social card, drawn with the title and the description.

        The extension would take the text from the page: the byline of the first post, or the body.
        So its own function is called here, with the arguments that it passes (0.10 to 0.13).
        """
        config, module = self.app.config, self.app.extensions[OPENGRAPH].module
        name = config.project if config.ogp_site_name is None else config.ogp_site_name
        url = config.ogp_site_url or (
            module.ambient_site_url() if environ.get("READTHEDOCS") else ""
        )
        address: str = module.social_card_for_page(
            config_social=module.DEFAULT_SOCIAL_CONFIG | (config.ogp_social_cards or {}),
            site_name=name or "",
            title=self.card.title,
            description=self.card.description,
            pagename=self.pagename,
            ogp_site_url=url,
            ogp_canonical_url=config.ogp_canonical_url or url,
            srcdir=self.app.srcdir,
            outdir=self.app.outdir,
            config=config,
            env=self.app.env,
        )
        return address
