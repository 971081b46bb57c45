"""A card with a fault is not loaded, and every fault is said with its file and field."""

import subprocess
import sys

import pytest
import yaml

from scales.registry import CardFaults, load, parse
from tests.scales.forms import SOURCE, content, named, reversed_items

NO_WORDS = {"id": "a", "en": "word"}
TEXT = {"id": "a", "type": "text", "reverse": True, "en": "word", "zh_hans": "词"}
CUTOFF = {"op": ">=", "value": 13, "use": "none", "source": SOURCE}
OPTION = {"value": 0, "en": "none", "zh_hans": "无"}
OTHER = {"value": 3, "en": "much", "zh_hans": "多"}
BANDS = [{"id": f"b{low}", "low": low, "label": {"en": "word", "zh_hans": "词"}} for low in (0, 5, 13)]


def faults(data) -> list[str]:
    """What is said about a card of that content."""
    with pytest.raises(CardFaults) as caught:
        parse(yaml.safe_dump(data), "form.yaml")
    return str(caught.value).splitlines()


def test_the_content_that_the_faults_below_are_put_into_is_sound():
    assert parse(yaml.safe_dump(content()), "form.yaml").id == "form"


@pytest.mark.parametrize("field", ["licence", "missing", "key_source", "version", "holder", "recall"])
def test_a_card_without_its_papers_is_refused(field):
    data = content()
    del data[field]

    assert faults(data) == [f"form.yaml: {field}: Field required"]


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
        ({"scale": {"rule": "met"}}, "scales.0.rule: `met` is for conditions"),
        ({"scale": {"cutoffs": [CUTOFF]}}, "scales.0.cutoffs: a cut-off lies outside of 0 to 12"),
        (
            {"scale": {"bands": {"source": SOURCE, "steps": [BANDS[0], BANDS[1] | {"low": 4.5}]}}},
            "scales.0.bands: an edge has more than the 0 digits",
        ),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        ({"recall": "a week"}, "recall: String should match pattern"),
    ],
)
def test_a_card_at_odds_with_itself_is_refused(changes, said):
    assert any(line.startswith(f"form.yaml: {said}") for line in faults(content(**changes)))


def test_a_skippable_question_with_a_null_answer_is_refused():
    null = {"value": None, "en": "no chance", "zh_hans": "没机会"}
    item = {"id": "a", "en": "word", "zh_hans": "词", "skippable": True, "options": [OPTION, OTHER, null]}

    assert faults(content(items=[item, *reversed_items()[1:]])) == [
        "form.yaml: items.0: has a null answer and may be skipped: the two could not be told apart"
    ]


def test_a_site_brings_its_own_words():
    bare = [{"value": value} for value in range(4)]
    data = content(text_status="site_supplied", items=[{"id": id} for id in "abcd"], options=bare)

    card = parse(yaml.safe_dump(data), "form.yaml")

    with pytest.raises(LookupError, match="no words in en"):
        card.text("a", "en")


def test_a_key_written_twice_is_a_fault_with_its_line():
    with pytest.raises(CardFaults, match=r"form.yaml: yaml: .*written twice: id .*line 1"):
        parse("id: form\nversion: '1'\nid: other\n", "form.yaml")


def test_every_fault_of_every_file_is_said_at_once(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "one.yaml").write_text(yaml.safe_dump(content(colour="red", recall="soon")))
    (tmp_path / "own" / "two.yaml").write_text(yaml.safe_dump(content()))
    (tmp_path / "form.yaml").write_text(yaml.safe_dump(content()))

    with pytest.raises(CardFaults) as caught:
        load(tmp_path)

    assert [line.split(": ")[:2] for line in str(caught.value).splitlines()] == [
        ["one.yaml", "recall"],
        ["one.yaml", "colour"],
        ["own/two.yaml", "id"],
    ]


def test_cards_are_read_once():
    assert load() is load()


def test_asking_a_question_does_not_load_numpy():
    program = "import sys, scales.batteries, scales.safety; print('numpy' in sys.modules)"

    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert printed == "False\n"
