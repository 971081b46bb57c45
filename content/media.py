"""Media: what can be sent with a piece, how large it is, and its bytes."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from content.message import Attachment

FOLDER = Path(__file__).parent / "library"
# Name to file and kind.
MEDIA: Mapping[str, tuple[str, str]] = MappingProxyType({"pacer": ("pacer.gif", "image/gif")})


@cache
def attachment(name: str) -> Attachment:
    """Return a medium as it is sent; raises KeyError for one that there is not."""
    file, mime = MEDIA[name]
    return Attachment(file, (FOLDER / file).read_bytes(), mime)


def kilobytes(name: str) -> int:
    """Return how large a medium is, rounded up: families pay for what they load."""
    return -(-len(attachment(name).content) // 1000)
