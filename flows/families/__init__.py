"""Families: how they come in, who belongs together, and what happens when everything must stop."""
