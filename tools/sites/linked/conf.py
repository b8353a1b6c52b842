"""The site whose posts and docs link both ways, for the guides about that."""

project = "Anvil"
author = "The Anvil team"
copyright = "2026, The Anvil team"
release = "2.4"
extensions = ["sphinx_confblog"]
html_theme = "furo"

html_copy_source = False
html_baseurl = "https://docs.anvil.example/latest/"
confblog_title = "Anvil News"
confblog_timezone = "Europe/Paris"
confblog_mentions = "objects"
confblog_references = True
confblog_link_versions = True
confblog_calendars = True
confblog_archived_after = 730
confblog_announce = {"tags": "release", "days": 14}
confblog_home = "https://docs.anvil.example/latest/"
