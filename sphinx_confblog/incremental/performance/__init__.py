"""Saves time and memory of a build."""
