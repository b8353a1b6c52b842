"""What HTML pages get: context, metadata, comments, redirects and sidebars."""
