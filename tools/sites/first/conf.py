"""The site that the tutorial ends with."""

project = "Anvil"
author = "The Anvil team"
copyright = "2026, The Anvil team"
extensions = ["sphinx_confblog"]
html_theme = "furo"
