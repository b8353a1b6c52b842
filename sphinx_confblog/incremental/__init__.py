"""Decides what a later build reads, writes or removes."""
