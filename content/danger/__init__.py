"""Danger: lists of words that may speak of it, by language, and what a site has added to them or silenced."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from content.danger.letters import Phrase, Read

FOLDER = Path(__file__).parent
SITE_FILE = "danger.yaml"
FEWEST_LETTERS, FEWEST_SIGNS, LONGEST = 4, 2, 60


class DangerFaults(ValueError):
    """What is wrong with a site's list, one line a fault."""


@dataclass(frozen=True)
class Lists:
    """Everything that is looked for; of an entry's names the first part is the language, or `site`."""

    entries: Mapping[str, Sequence[Phrase]]
    excused: Sequence[Phrase]
    silenced: Sequence[str] = ()

    def find(self, text: str) -> str | None:
        """Return the entry that a text holds, or None; a phrase excuses only what lies within it whole."""
        read = Read(text)
        excuses = [span for phrase in self.excused for span in phrase.spans(read)]
        for name, phrases in self.entries.items():
            for phrase in phrases:
                if any(not _within(span, excuses) for span in phrase.spans(read)):
                    return name
        return None


def _within(span: tuple[int, int, int], excuses: Sequence[tuple[int, int, int]]) -> bool:
    view, begins, ends = span
    return any(view == other and first <= begins and ends <= last for other, first, last in excuses)


def read(folder: Path | None = None) -> Lists:
    """Return our lists with those of a site's folder laid on; raises DangerFaults."""
    entries: dict[str, Sequence[Phrase]] = {}
    excused: list[Phrase] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(file.read_text("utf-8"))
        entries |= {f"{data['language']}.{id}": _phrases(says) for id, says in data["entries"].items()}
        excused += _phrases(data["excused"])
    brought = folder / SITE_FILE if folder else None
    if brought is None or not brought.exists():
        return Lists(entries, excused)
    return _laid_on(Lists(entries, excused), _parsed(brought))


def _parsed(file: Path) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DangerFaults(
            f"it cannot be read ({type(error).__name__}): write a list in YAML and UTF-8"
        ) from None
    return {} if data is None else data


def _laid_on(ours: Lists, data: Mapping[str, Any]) -> Lists:
    if wrong := list(_faults(ours, data)):
        raise DangerFaults("\n".join(wrong))
    silenced = data.get("silence", [])
    kept = {
        name: [phrase for phrase in phrases if phrase.text not in silenced]
        for name, phrases in ours.entries.items()
        if name not in silenced
    }
    added = _phrases(data.get("add", []))
    return Lists(
        kept | ({"site.added": added} if added else {}),
        [*ours.excused, *_phrases(data.get("excuse", []))],
        tuple(silenced),
    )


def _faults(ours: Lists, data: object) -> Iterator[str]:
    if not isinstance(data, dict) or set(data) - {"add", "excuse", "silence"}:
        yield "it may hold the lists add, excuse and silence, and nothing else"
        return
    for part in ("add", "excuse", "silence"):
        says = data.get(part, [])
        if not isinstance(says, list) or not all(isinstance(each, str) for each in says):
            yield f"{part} must be a list of phrases"
            return
        if part != "silence":
            yield from (f"{part}: “{each}” is too short or too long" for each in says if not _is_usable(each))
    known = set(ours.entries) | {phrase.text for phrases in ours.entries.values() for phrase in phrases}
    yield from (
        f"silence: there is no entry or phrase “{each}”"
        for each in data.get("silence", [])
        if each not in known
    )


def _is_usable(says: str) -> bool:
    phrase = Phrase(says)
    fewest = FEWEST_SIGNS if phrase.has_signs else FEWEST_LETTERS
    return fewest <= len(phrase.key.replace(" ", "")) and len(says) <= LONGEST


def _phrases(says: Sequence[str]) -> list[Phrase]:
    return [Phrase(str(each)) for each in says]


_in_use: list[Lists] = []


def use(lists: Lists) -> None:
    """Let this process look for these; a later call replaces them."""
    _in_use[:] = [lists]


def find(text: str) -> str | None:
    """Return the entry that a text holds, by the lists in use, or None."""
    if not _in_use:
        use(read())
    return _in_use[0].find(text)
