"""What belongs to a session: the pieces that its families take along, by the key of the session."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from content.library import FOLDER, library
from scales.checks import Fault
from scales.strict_yaml import CardFaults, read_yaml

NAME = "sessions.yaml"


def pieces_of(session_key: str) -> Sequence[str]:
    """Return the pieces for a session, best first; none for one that a site wrote itself."""
    return shelf().get(session_key, ())


@cache
def shelf(folder: Path = FOLDER) -> Mapping[str, Sequence[str]]:
    """Return the pieces of every session; raises CardFaults for one that not everybody may read."""
    found = read_yaml((folder / NAME).read_text("utf-8"), NAME)
    known = {front.key for front in library().fronts() if not front.sent_by_person_only}
    if not isinstance(found, dict) or not all(isinstance(pieces, list) for pieces in found.values()):
        raise CardFaults({NAME: (Fault("session", "names its pieces as a list"),)})
    faults = [
        Fault(str(key), f"{piece} is no piece that may be read by everybody")
        for key, pieces in found.items()
        for piece in pieces
        if piece not in known
    ]
    if faults:
        raise CardFaults({NAME: tuple(faults)})
    return {str(key): tuple(pieces) for key, pieces in found.items()}
