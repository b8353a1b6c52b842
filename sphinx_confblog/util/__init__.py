"""Helpers without blog knowledge: text, dates, slugs, language tags, URLs, HTML fragments, files."""
