"""Forms and answers loaded into the NLM's LHC-Forms: the same items, answers, scores and choices."""

import json
import re

import pytest

from scales.fhir.codes import STEM, coding, worth
from scales.fhir.questionnaire import questionnaire
from scales.fhir.response import Filled, answers_of, response
from scales.scoring import score
from tests.fhir.forms import ALL, CARDS
from tests.fhir.lhc import HERE, load

pytestmark = pytest.mark.forms

EXAMPLES = [(card, example) for card in CARDS.values() for example in card.worked_examples]
TYPES = {"choice": "CODING", "text": "TX"}


@pytest.fixture(scope="module")
def forms():
    """Every form as LHC-Forms shows it."""
    shown = load([{"form": questionnaire(card)} for card in ALL.values()])
    return dict(zip(ALL, shown, strict=True))


@pytest.fixture(scope="module")
def examples():
    """The worked examples as LHC-Forms shows them, and as it would hand them on."""
    return load(
        [
            {"form": questionnaire(card), "response": response(card, Filled(example.answers))}
            for card, example in EXAMPLES
        ]
    )


@pytest.mark.parametrize("name", ALL)
def test_every_form_loads_with_its_items_answers_and_scores(forms, name):
    card, shown = ALL[name], forms[name]
    items = [each for each in shown["items"] if each["linkId"] != STEM]

    assert (shown["name"], shown["troubles"]) == (card.title.en, [])
    assert [(each["linkId"], each["question"], each["type"]) for each in items] == [
        (item.id, card.text(item.id, "en").rpartition("\n\n")[2] if item.en else None, TYPES[item.type])
        for item in card.items
    ]
    for each, item in zip(items, card.items, strict=True):
        assert each["answers"] == [
            {"code": coding(card, option)["code"], "text": option.en, "score": worth(card, item, option)}
            for option in card.options_for(item.id)
        ]
        if item.loinc:
            assert each["codes"] == [item.loinc]


@pytest.mark.parametrize("name", [name for name, card in ALL.items() if card.stem])
def test_what_stands_before_all_questions_stands_above_them(forms, name):
    first = forms[name]["items"][0]

    assert (first["linkId"], first["type"], first["question"]) == (STEM, "SECTION", ALL[name].stem.en)


def test_every_worked_example_loads_and_comes_back_with_the_same_scores(examples):
    for (card, example), shown in zip(EXAMPLES, examples, strict=True):
        back = answers_of(card, shown["response"])

        assert shown["troubles"] == [], card.id
        assert score(card, back.answers) == score(card, example.answers), card.id


def test_every_choice_of_a_worked_example_is_shown(examples):
    for (card, example), shown in zip(EXAMPLES, examples, strict=True):
        values = {each["linkId"]: each["value"] for each in shown["items"]}
        for item, value in example.answers.items():
            chosen = next((each for each in card.options_for(item) if each.value == value), None)
            assert values[item] == (coding(card, chosen)["code"] if chosen else None), (card.id, item)


def test_a_form_that_says_otherwise_would_be_noticed():
    form = questionnaire(CARDS["gad2"])
    del form["item"][0]["item"][0]["answerOption"][0]["extension"]

    (shown,) = load([{"form": form}])

    assert [each["score"] for each in shown["items"][1]["answers"]] == [None, 1, 2, 3]


def test_what_it_is_loaded_into_is_pinned_and_checked_and_names_no_address():
    asked = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    _, *pinned = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"].values()

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert [each for each in pinned if not each.get("integrity", "").startswith("sha512-")] == []
    assert [each for each in pinned if "resolved" in each] == []
