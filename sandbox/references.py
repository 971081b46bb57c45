"""Character references of Telegram's HTML: four names, and numbers."""

import re

_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,7})|([a-zA-Z]+));?")


def character(text: str, at: int) -> tuple[str, int]:
    """Decode the reference that starts at `at`; anything else is an ampersand."""
    found = _REFERENCE.match(text, at)
    if found is None:
        return "&", at + 1
    if found[3]:
        return (_CHARACTERS[found[3]], found.end()) if found[3] in _CHARACTERS else ("&", at + 1)
    number = int(found[1], 16) if found[1] else int(found[2])
    surrogate = 0xD800 <= number <= 0xDFFF
    return (chr(number), found.end()) if 0 < number < 0x10FFFF and not surrogate else ("&", at + 1)


def decoded(value: str) -> str:
    """Return an attribute's value with its references replaced."""
    return _REFERENCE.sub(lambda found: character(found[0], 0)[0], value)
