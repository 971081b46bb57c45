"""Casework: whom a worker looks after, what she knows of them, and what she and they write to each other."""
