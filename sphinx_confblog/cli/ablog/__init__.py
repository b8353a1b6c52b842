"""Moves a site from ABlog, in place."""
