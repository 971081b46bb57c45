"""The library: pieces for families, a folder each, one Markdown file a language, with their sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.library.checks import faults_on_shelf
from content.library.piece import Front, Piece, Source
from content.library.reading import SOURCES, files, read_piece, read_sources
from scales.checks import Fault
from scales.strict_yaml import CardFaults

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Library:
    """Every piece by key and language, in the order of the shelf, and the sources they name."""

    pieces: Mapping[str, Mapping[str, Piece]]
    sources: Mapping[str, Source]

    def fronts(self) -> Sequence[Front]:
        """Return what is said of every piece, in the order of their keys."""
        return [next(iter(texts.values())).front for texts in self.pieces.values()]

    def text(self, key: str, language: str) -> Piece | None:
        """Return a piece in a language, or None where there is no such piece."""
        return self.pieces.get(key, {}).get(language)

    def felt(self, feeling: str) -> Sequence[str]:
        """Return the pieces for what one feels; those for which it comes first lead."""
        fitting = [front for front in self.fronts() if feeling in front.feels]
        return [front.key for front in sorted(fitting, key=lambda front: front.feels.index(feeling))]

    def steps(self, dimension: str) -> Sequence[str]:
        """Return the pieces that may be offered for a dimension; those that are foremost for it lead."""
        fitting = [front for front in self.fronts() if front.offered and dimension in front.dimensions]
        return [front.key for front in sorted(fitting, key=lambda front: front.dimensions.index(dimension))]

    def found(self, word: str, language: str) -> Sequence[str]:
        """Return the pieces open to everybody that have a word in title or text; titles lead."""
        wanted = word.casefold().strip()
        texts = [texts[language] for texts in self.pieces.values() if not _closed(texts[language])]
        titled = [each.front.key for each in texts if wanted in each.front.title.casefold()]
        worded = [each.front.key for each in texts if wanted in each.words.casefold()]
        return list(dict.fromkeys(titled + worded)) if wanted else []


@cache
def library(folder: Path = FOLDER) -> Library:
    """Return the library; raises CardFaults with all that is wrong with it, by file and field."""
    faults: dict[str, tuple[Fault, ...]] = {}
    pieces: dict[str, dict[str, Piece]] = {}
    for file in files(folder):
        try:
            piece = read_piece(folder, file)
            pieces.setdefault(file.parent.name, {})[piece.language] = piece
        except CardFaults as error:
            faults |= error.faults
    try:
        sources = read_sources(folder)
    except CardFaults as error:
        raise CardFaults({**faults, **error.faults}) from error
    except OSError as error:
        raise CardFaults({**faults, SOURCES: (Fault("file", "is not there"),)}) from error
    for name, fault in faults_on_shelf(pieces, sources):
        faults[name] = (*faults.get(name, ()), fault)
    if faults:
        raise CardFaults(faults)
    return Library(pieces, sources)


def _closed(piece: Piece) -> bool:
    return piece.front.sent_by_person_only
