"""A card whose parts contradict each other is refused, with the field and what is wrong in it."""

import pytest

from tests.scales.forms import SOURCE, content, faults, named, reversed_items

NO_WORDS = {"id": "a", "en": "word"}
TEXT = {"id": "a", "type": "text", "reverse": True, "en": "word", "zh_hans": "词"}
CUTOFF = {"op": ">=", "value": 13, "use": "none", "source": SOURCE}
OPTION = {"value": 0, "en": "none", "zh_hans": "无"}
OTHER = {"value": 3, "en": "much", "zh_hans": "多"}
BANDS = [{"id": f"b{low}", "low": low, "label": {"en": "word", "zh_hans": "词"}} for low in (0, 5, 13)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"items": [NO_WORDS], "scales": []}, "items.0.zh_hans: has no words"),
        ({"title": {"en": "word"}}, "title.zh_hans: has no words"),
        ({"translation_status": {"en": "working"}}, "translation_status: must say how each of en, zh_hans"),
        ({"items": reversed_items() * 2}, "items: a is there twice"),
        ({"items": [TEXT], "scales": []}, "items.0: a free text has no options and no key"),
        ({"options": [OPTION]}, "items.0: needs at least two answers"),
        ({"options": [OPTION, OTHER, OPTION]}, "items.0: two answers have the same value"),
        (
            {"options": [OPTION, OTHER, OTHER | {"value": 1}]},
            "items.0: two answers have the same words in zh_hans",
        ),
        ({"options": [OPTION, OTHER | {"counts_as": 1}]}, "items.0: counts_as is for a null answer"),
        (
            {"scale": {"items": ["a", "z"]}},
            "scales.0.items: each must be named once and be one of a, b, c, d",
        ),
        ({"scale": {"items": ["a", "a"]}}, "scales.0.items: each must be named once"),
        ({"scale": {"range": [0, 27]}}, "scales.0.range: the items reach from 0 to 12"),
        ({"scale": {"threshold": 1}}, "scales.0.threshold: belongs to the rule `count`"),
        ({"scale": {"rule": "mean", "range": [0, 12]}}, "scales.0.range: the items reach from 0 to 3"),
        ({"scale": {"bands": {"source": SOURCE, "steps": BANDS}}}, "scales.0.bands: must rise from 0"),
        ({"scale": {"bands": {"source": SOURCE, "steps": BANDS[1:]}}}, "scales.0.bands: must rise from 0"),
        ({"missing": {"at_least": 3, "source": SOURCE}}, "scales.0.missing.fill: a sum with missing items"),
        ({"missing": {"at_least": 5, "source": SOURCE}}, "scales.0.missing.at_least: there are only 4 items"),
        (
            {"missing": {"never_impute": ["z"], "source": SOURCE}},
            "scales.0.missing.never_impute: there is no item z",
        ),
        (
            {"missing": {"at_least": 3, "fill": "mean", "source": SOURCE | {"evidence": "recalled"}}},
            "scales.0.missing.source: a rule that is only remembered must ask for all items",
        ),
        (
            {
                "scale": {
                    "items": ["a"],
                    "range": [0, 3],
                    "change": [{"kind": "mcid", "value": 1, "source": SOURCE}],
                }
            },
            "scales.0.reliability: a single item has no reliability",
        ),
        (
            {"safety": [{"item": "z", "op": "==", "value": 1, "tier": "red", "source": SOURCE}]},
            "safety.0.item: there is no item z",
        ),
        (
            {"safety": [{"item": "a", "op": "==", "value": 9, "tier": "red", "source": SOURCE}]},
            "safety.0.value: no answer to a is == 9",
        ),
        (
            {"safety": [{"item": "a", "op": "==", "value": 1, "source": SOURCE}]},
            "safety.0: calls for nobody and advises nothing",
        ),
        (
            {"worked_examples": [{"source": "none", "answers": {"a": 9}, "scores": {"total": "absent"}}]},
            "worked_examples.0: a=9 is not one of its answers",
        ),
        (
            {"worked_examples": [{"source": "none", "answers": {"z": 1}, "scores": {}}]},
            "worked_examples.0: must state every scale",
        ),
        (
            {"items": [*reversed_items(), reversed_items()[0] | {"id": "e"}]},
            "items: 'word a' is asked twice",
        ),
        ({"items": [*reversed_items(), named("e")]}, "items.4: belongs to no scale"),
        (
            {"items": [reversed_items()[0] | {"scored": False}, *reversed_items()[1:]]},
            "items.0: is not scored, and yet belongs to a scale",
        ),
        (
            {"items": [reversed_items()[0] | {"en": "like {it}"}, *reversed_items()[1:]]},
            "items.0: nothing is said to put in place of {it}",
        ),
        (
            {
                "items": [
                    reversed_items()[0] | {"asked_if": {"items": ["b"], "at_least": 1}},
                    *reversed_items()[1:],
                ]
            },
            "items.0: depends on an item that does not come before it",
        ),
        ({"scale": {"scales": ["total"]}}, "scales.0.items: a scale is over items, over scales, or over"),
        ({"scale": {"items": [], "scales": ["later"]}}, "scales.0.scales: each must be named once and come"),
        (
            {
                "items": reversed_items("b"),
                "missing": {"at_least": 3, "fill": "zero", "source": SOURCE},
            },
            "scales.0.missing.fill: a blank would be worth most",
        ),
        ({"scale": {"rule": "met"}}, "scales.0.rule: `met` is for conditions"),
        ({"scale": {"cutoffs": [CUTOFF]}}, "scales.0.cutoffs: a cut-off lies outside of 0 to 12"),
        (
            {"scale": {"bands": {"source": SOURCE, "steps": [BANDS[0], BANDS[1] | {"low": 4.5}]}}},
            "scales.0.bands: an edge has more than the 0 digits",
        ),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        ({"version": "2026-11-22 draft"}, "version: String should have at most 12 characters"),
        ({"recall": "a week"}, "recall: String should match pattern"),
    ],
)
def test_a_card_at_odds_with_itself_is_refused(changes, said):
    assert any(line.startswith(f"form.yaml: {said}") for line in faults(content(**changes)))
