"""Release posts, and what the docs say of versions."""
