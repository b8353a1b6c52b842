"""Placeholders become nodes."""
