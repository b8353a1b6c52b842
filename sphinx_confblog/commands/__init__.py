"""The command line ``confblog``: starts a blog, adds posts, lists them and checks them."""
