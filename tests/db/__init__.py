"""The database: what is sealed, what is waited for, how old tables become new ones."""
