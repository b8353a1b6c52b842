"""The demo site; its theme comes from the command line."""

project = "Lantern"
author = "The Lantern authors"
copyright = "The Lantern authors"  # noqa: A001  Sphinx names it
release = "2.4"
extensions = ["sphinx_confblog"]
exclude_patterns = ["_build"]
confblog_posts_per_page = 5
confblog_drafts = True
confblog_terms = "terms.yml"
# Built and looked at without a network.
html_copy_source = False
# sphinx-immaterial fetches its fonts, and is an extension too.
THEME_OPTIONS = {"sphinx_immaterial": {"font": False, "palette": {"scheme": "default"}}}


def setup(app):  # noqa: ANN001, ANN201  as short as in a user's conf.py
    """Add what one theme needs besides its name."""
    theme = app.config.html_theme
    app.config.html_theme_options = THEME_OPTIONS.get(theme, {})
    if theme == "sphinx_immaterial":
        app.setup_extension("sphinx_immaterial")
