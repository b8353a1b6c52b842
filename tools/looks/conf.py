"""The demo site; its theme comes from the command line."""

project = "Lantern"
author = "The Lantern authors"
copyright = "The Lantern authors"  # noqa: A001  Sphinx names it
release = "2.4"
extensions = ["sphinx_confblog"]
exclude_patterns = ["_build"]
html_baseurl = "https://lantern.example/"
confblog_posts_per_page = 5
confblog_drafts = True
confblog_future = True
confblog_terms = "terms.yml"
confblog_archives = "month"
confblog_feeds = ["atom", "rss", "json"]
confblog_comments = {"provider": "template", "template": "comments.html"}
# Built and looked at without a network.
html_copy_source = False
# sphinx-immaterial fetches its fonts, and is an extension too.
THEME_OPTIONS = {"sphinx_immaterial": {"font": False, "palette": {"scheme": "default"}}}

OURS = [
    f"confblog/{name}.html"
    for name in (
        "details", "recent", "tags", "tagcloud", "categories", "authors", "series", "archive",
        "feeds",
    )
]  # fmt: skip
#: What themes show in their sidebars without being asked: before ours and after them.
USUAL = {
    "alabaster": (["about.html", "searchfield.html", "navigation.html"], []),
    "furo": (
        ["sidebar/brand.html", "sidebar/search.html", "sidebar/scroll-start.html",
         "sidebar/navigation.html"],
        ["sidebar/scroll-end.html"],
    ),
    "pydata_sphinx_theme": (["sidebar-nav-bs.html"], []),
    "sphinx_book_theme": (["navbar-logo.html", "search-button-field.html",
                           "sbt-sidebar-nav.html"], []),
    "shibuya": (["sidebars/localtoc.html"], []),
}  # fmt: skip


def setup(app):  # noqa: ANN001, ANN201  as short as in a user's conf.py
    """Add what one theme needs besides its name."""
    theme = app.config.html_theme
    before, after = USUAL.get(theme, ([], []))
    # Other pages are for looking at what the theme has itself.
    sidebars = [*before, *OURS, *after]
    app.config.html_sidebars = {"sidebars": sidebars, "blog/2025*": sidebars}
    app.config.templates_path = [f"_templates/{theme}", "_templates"]
    app.config.html_theme_options = THEME_OPTIONS.get(theme, {})
    if (language := app.config.language) != "en":
        app.config.confblog_terms = f"terms.{language}.yml"
    if language == "ar":
        app.add_js_file(None, body="document.documentElement.dir = 'rtl'")
    if theme == "sphinx_immaterial":
        app.setup_extension("sphinx_immaterial")
