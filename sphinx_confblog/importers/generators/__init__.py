"""The generators that posts are imported from, a module each."""
