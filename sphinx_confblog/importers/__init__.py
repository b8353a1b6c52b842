"""Imports the posts of other generators."""
