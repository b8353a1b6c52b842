"""The command line ``confblog``."""
