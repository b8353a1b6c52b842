"""The ``confblog_…`` options: declared, validated and loaded."""
