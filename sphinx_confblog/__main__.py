"""Runs the command line as ``python -m sphinx_confblog``."""

from __future__ import annotations

import sys

from sphinx_confblog.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
