"""Spelling: how what an operator wrote is read, before it is looked at."""


def listed(value: object) -> object:
    """Return the parts of a text between its commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def upper(value: object) -> object:
    """Return a text in capitals."""
    return value.upper() if isinstance(value, str) else value


def lower(value: object) -> object:
    """Return a text in small letters."""
    return value.lower() if isinstance(value, str) else value
