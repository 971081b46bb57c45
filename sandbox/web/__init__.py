"""The page's own files: HTML, style, script."""
