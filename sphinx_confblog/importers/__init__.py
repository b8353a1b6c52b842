"""Imports posts of other generators."""
