"""Who may do what, behind which lock, and what is written down of it."""
