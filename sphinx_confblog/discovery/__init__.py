"""Discovers which documents exist: posts and generated pages, without what is withheld."""
