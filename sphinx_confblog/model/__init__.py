"""The blog as plain records, without Sphinx."""
