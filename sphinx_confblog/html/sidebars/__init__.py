"""Sidebars: where they are placed, what they show, and what their templates get."""
