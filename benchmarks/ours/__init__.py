"""Our side of each comparison, run in a process of its own."""
