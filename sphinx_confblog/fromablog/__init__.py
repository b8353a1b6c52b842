"""Moves a site from ABlog to this extension, in place."""
