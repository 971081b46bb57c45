"""Chaos: the real bot, killed again and again at random moments, and an audit of what is left at the end."""
