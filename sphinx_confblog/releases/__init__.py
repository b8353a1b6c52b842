"""Release posts, and what the docs say about versions."""
