"""Reads and edits the files of a site: `conf.py`, pages and their toctrees."""
