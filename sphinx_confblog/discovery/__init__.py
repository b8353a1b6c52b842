"""Discovers which documents exist: published posts and generated pages."""
