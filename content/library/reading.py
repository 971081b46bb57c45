"""Reading the shelf: every file strictly, every fault named with its file and field."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from content.library.piece import Front, Piece, Source
from scales.checks import Fault
from scales.strict_yaml import CardFaults, fault_of, read_yaml

SOURCES = "sources.yaml"
RULE, HEADING = "---\n", "## "


def read_piece(folder: Path, file: Path) -> Piece:
    """Return the piece in a file; raises CardFaults with all that is wrong in it."""
    name, text = file.relative_to(folder).as_posix(), file.read_text("utf-8")
    parts = text.split(RULE, 2)
    if len(parts) != 3 or parts[0]:
        raise CardFaults({name: (Fault("front matter", "must stand first, between two lines of ---"),)})
    try:
        front = Front.model_validate(read_yaml(parts[1], name))
    except ValidationError as error:
        raise CardFaults({name: tuple(fault_of(each) for each in error.errors())}) from error
    above, *rest = parts[2].split(f"\n{HEADING}")
    heading, _, below = (rest[0] if rest else "").partition("\n")
    paragraphs, step = _paragraphs(above), _paragraphs(below)
    if len(rest) != 1 or not (heading and paragraphs and step):
        raise CardFaults({name: (Fault("text", "needs one heading ##, with words before and after it"),)})
    return Piece(front=front, language=file.stem, paragraphs=paragraphs, heading=heading.strip(), step=step)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(block.strip() for block in text.split("\n\n") if block.strip())


def read_sources(folder: Path) -> Mapping[str, Source]:
    """Return the sources by their keys; raises CardFaults with all that is wrong with them."""
    found = read_yaml((folder / SOURCES).read_text("utf-8"), SOURCES)
    assert isinstance(found, dict), "the sources are a mapping"
    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    for key, entry in found.items():
        try:
            sources[key] = Source.model_validate(entry)
        except ValidationError as error:
            told = [fault_of(each) for each in error.errors()]
            faults += [Fault(f"{key}.{fault.field}", fault.what) for fault in told]
    if faults:
        raise CardFaults({SOURCES: tuple(faults)})
    return sources


def files(folder: Path) -> Iterator[Path]:
    """Yield every text on the shelf: a folder a piece, a file a language."""
    yield from sorted(folder.glob("*/*.md"))
