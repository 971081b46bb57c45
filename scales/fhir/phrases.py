"""Words in several languages: the first is the text, the others are extensions beside it."""

from collections.abc import Iterator, Mapping

from scales.fhir.codes import Resource
from scales.model import Card
from scales.questions import Wording

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
# Field of a wording to its tag in FHIR; the first that has words is the language of the form.
TAGS: Mapping[str, str] = {"en": "en", "zh_hans": "zh-Hans"}
FIELDS: Mapping[str, str] = {tag.lower(): field for field, tag in TAGS.items()} | {"zh-cn": "zh_hans"}


def main_language(card: Card) -> str:
    """Return the language in which the whole form is written: English, if the questions have it."""
    spoken = [tag for field, tag in TAGS.items() if all(getattr(item, field) for item in card.items)]
    return next(iter(spoken), "en")


def phrase(name: str, wording: Wording | None, main: str, inserts: Mapping[str, Wording]) -> Resource:
    """Return the element `name` with its translations; nothing where there are no words."""
    said = dict(_spoken(wording, inserts)) if wording else {}
    found: Resource = {name: said.pop(main)} if main in said else {}
    if said:
        found[f"_{name}"] = {"extension": [_translation(tag, words) for tag, words in said.items()]}
    return found


def _spoken(wording: Wording, inserts: Mapping[str, Wording]) -> Iterator[tuple[str, str]]:
    for field, tag in TAGS.items():
        words: str | None = getattr(wording, field)
        if words is not None:
            for name, insert in inserts.items():
                words = words.replace(f"{{{name}}}", getattr(insert, field) or "")
            yield tag, words


def _translation(tag: str, words: str) -> Resource:
    parts = [{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": words}]
    return {"url": TRANSLATION, "extension": parts}
