"""What a schema cannot see: whether the pieces agree with each other and with their sources."""

from collections.abc import Iterator, Mapping, Sequence

from content.catalogue import LANGUAGES
from content.library.piece import Front, Piece, Source
from scales.checks import Fault

# Words in English, characters in Chinese.
LENGTHS: Mapping[str, tuple[int, int]] = {"en": (150, 350), "zh-Hans": (250, 600)}
# Telegram shows 4096 characters; a note, the sources and the review have to fit as well.
MOST = 3500
PER_LANGUAGE = frozenset({"title", "reviewed"})
MARKUP = frozenset("<>*_`[]#")


def faults_on_shelf(
    pieces: Mapping[str, Mapping[str, Piece]], sources: Mapping[str, Source]
) -> Iterator[tuple[str, Fault]]:
    """Yield the file and the fault of everything in which the shelf contradicts itself."""
    for key, by_language in pieces.items():
        for piece in by_language.values():
            name = f"{key}/{piece.language}.md"
            yield from ((name, fault) for fault in _of_one(key, piece, by_language, sources))
        yield from _of_languages(key, list(by_language.values()))
    used = {source for texts in pieces.values() for piece in texts.values() for source in piece.front.sources}
    for key in sources.keys() - used:
        yield "sources.yaml", Fault(key, "no piece names it")


def _of_one(
    key: str, piece: Piece, by_language: Mapping[str, Piece], sources: Mapping[str, Source]
) -> Iterator[Fault]:
    front = piece.front
    if front.key != key:
        yield Fault("key", f"is {front.key}, and the folder is {key}")
    if set(front.languages) != set(by_language) or set(by_language) != set(LANGUAGES):
        yield Fault("languages", f"must be {', '.join(LANGUAGES)}, with a file each")
    for source in front.sources:
        if source not in sources:
            yield Fault("sources", f"there is no {source} in sources.yaml")
    if front.sent_by_person_only and (front.feels or front.offered):
        yield Fault("sent_by_person_only", "is in no menu and never offered")
    if not front.sent_by_person_only and not front.feels:
        yield Fault("feels", "nobody finds it: name what one feels")
    if front.offered != bool(front.dimensions):
        yield Fault("offered", "what is offered says for which dimension, and nothing else does")
    yield from _of_words(piece)


def _of_words(piece: Piece) -> Iterator[Fault]:
    least, most = LENGTHS.get(piece.language, (1, MOST))
    if not least <= len(piece) <= most:
        yield Fault("text", f"is {len(piece)} long, not {least} to {most}")
    if len(piece.words) > MOST:
        yield Fault("text", f"has {len(piece.words)} characters, more than {MOST}")
    marks = sorted(MARKUP & set(piece.words))
    if marks:
        yield Fault("text", f"has markup that the chat would show: {' '.join(marks)}")


def _of_languages(key: str, texts: Sequence[Piece]) -> Iterator[tuple[str, Fault]]:
    first, *others = texts
    for field in Front.model_fields.keys() - PER_LANGUAGE:
        for other in others:
            if getattr(first.front, field) != getattr(other.front, field):
                yield f"{key}/{other.language}.md", Fault(field, f"is not as in {first.language}.md")
