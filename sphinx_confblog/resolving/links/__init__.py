"""Links between documents, and links of excerpts."""
