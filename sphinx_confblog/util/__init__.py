"""Helpers without blog knowledge: text, dates, slugs, language tags, URLs and files."""
