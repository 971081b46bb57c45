"""Backups: sealed, put back, held."""
