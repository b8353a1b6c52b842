"""Imports the posts of other blogs, as Markdown files with front matter."""
