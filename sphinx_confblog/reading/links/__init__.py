"""Links of documents: between pages, to the blog's labels, and from old blogs."""
