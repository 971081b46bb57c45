"""Made-up cards for what the three real ones do not use yet; nothing here is an instrument."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
import yaml

from scales.model import Card, Score
from scales.registry import parse
from scales.scoring import score
from scales.strict_yaml import CardFaults

SOURCE = {"text": "made up for a test", "evidence": "seen"}
WORDS = {"en": "word", "zh_hans": "词"}
PAPERS = {
    "id": "form",
    "version": "1",
    "title": WORDS,
    "holder": "nobody",
    "licence": {"spdx": "CC0-1.0", "statement": "none", "evidence": [SOURCE], "confidence": "high"},
    "source": [SOURCE],
    "text_status": "project_made",
    "translation_status": {"en": "working", "zh_hans": "working"},
    "recall": "P7D",
    "min_interval_days": 7,
    "respondent": "caregiver",
    "subject": "caregiver",
    "constructs": ["nothing"],
    "seconds": 10,
    "key_source": SOURCE,
    "missing": {"source": SOURCE},
}


def named(id: str) -> dict[str, str]:
    """An item with words of its own."""
    return {"id": id, "en": f"word {id}", "zh_hans": f"词{id}"}


def content(count: int = 4, values: tuple[int, ...] = (0, 1, 2, 3), **changes: Any) -> dict[str, Any]:
    """The data of a card with items a, b, c ... and one scale, the sum of them all."""
    ids = [chr(ord("a") + n) for n in range(count)]
    scale = {
        "id": "total",
        "rule": "sum",
        "items": ids,
        "range": [count * values[0], count * values[-1]],
        "higher": "worse",
        **changes.pop("scale", {}),
    }
    return {
        **PAPERS,
        "options": [{"value": value, "en": f"word {value}", "zh_hans": f"词{value}"} for value in values],
        "items": [named(id) for id in ids],
        "scales": [scale],
        "worked_examples": [{"source": "none", "answers": {}, "scores": {scale["id"]: "absent"}}],
        **changes,
    }


def form(count: int = 4, values: tuple[int, ...] = (0, 1, 2, 3), **changes: Any) -> Card:
    """A card of that content."""
    return Card.model_validate(content(count, values, **changes))


def reversed_items(*reverse: str) -> list[dict[str, Any]]:
    """Items a, b, c, d, of which some are keyed the other way round."""
    return [{**named(id), "reverse": id in reverse} for id in "abcd"]


def total(card: Card, values: Sequence[int | None]) -> Decimal | None:
    """The one score of a made-up card whose items are answered in order, or None where it is absent."""
    (result,) = score(card, {chr(ord("a") + n): value for n, value in enumerate(values)})
    return result.value if isinstance(result, Score) else None


def faults(data) -> list[str]:
    """What is said about a card of that content."""
    with pytest.raises(CardFaults) as caught:
        parse(yaml.safe_dump(data), "form.yaml")
    return str(caught.value).splitlines()
