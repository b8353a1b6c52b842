"""Reads blogs made with Hugo."""
