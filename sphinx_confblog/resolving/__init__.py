"""Replaces placeholders with nodes."""
