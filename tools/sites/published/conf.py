"""The site that the second tutorial ends with, and the post of the guide "Write a post"."""

project = "Anvil"
author = "The Anvil team"
copyright = "2026, The Anvil team"
extensions = ["sphinx_confblog"]
html_theme = "furo"

html_baseurl = "https://anvil.example/"
confblog_title = "Anvil News"
confblog_description = "Releases, and how Anvil is made."
confblog_timezone = "Europe/London"
confblog_terms = "terms.yml"

html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "confblog/recent.html",
        "confblog/tags.html",
        "confblog/feeds.html",
        "sidebar/scroll-end.html",
    ]
}

confblog_comments = {
    "provider": "giscus",
    "repo": "anvil/anvil",
    "repo_id": "R_kgDOExample",
    "category": "Announcements",
    "category_id": "DIC_kwDOExample",
}
