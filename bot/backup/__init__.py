"""Backups: taken while the bot runs, sealed with a key of their own, and put back into an empty place."""
