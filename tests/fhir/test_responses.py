"""Answers as a QuestionnaireResponse and back: nothing lost, nothing made up."""

import json
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from scales.fhir.codes import canonical
from scales.fhir.response import Filled, answers_of, response
from scales.model import OutOfRange
from scales.scoring import score
from tests.fhir.forms import ALL, CARDS, filled

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
PHQ4 = CARDS["phq4"]
WHOLE = Filled({"nervous": 3, "worry": 2, "interest": 1, "down": 0})


@pytest.mark.parametrize("card", ALL.values(), ids=list(ALL))
@settings(max_examples=25)
@given(data=st.data())
def test_answers_survive_the_way_there_and_back(card, data):
    before = data.draw(filled(card))

    made = response(card, before, id="one", authored=MONDAY)
    after = answers_of(card, json.loads(QuestionnaireResponse.model_validate(made).model_dump_json()))

    assert after == before
    assert score(card, after.answers) == score(card, before.answers)


@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
def test_every_worked_example_has_its_scores_after_the_way_there_and_back(card):
    for example in card.worked_examples:
        after = answers_of(card, response(card, Filled(example.answers)))

        assert score(card, after.answers) == score(card, example.answers)


def changed(**changes):
    """A response to the PHQ-4 that is not quite what it should be."""
    return response(PHQ4, WHOLE) | changes


def item(link_id, *answers):
    return [{"linkId": link_id, "answer": list(answers)}]


def coded(code, system=None):
    return {"valueCoding": {"code": code} | ({"system": system} if system else {})}


def test_a_response_is_complete_when_every_question_that_is_asked_was_answered():
    phq9 = CARDS["phq9"]
    nines = [each.id for each in phq9.items if each.scored]

    def status(**answers):
        return response(phq9, Filled(answers))["status"]

    assert status(**dict.fromkeys(nines, 0)) == "completed"
    assert status(**dict.fromkeys(nines, 1)) == "in-progress"
    assert status(**dict.fromkeys(nines, 1), difficulty=0) == "completed"
    assert status(**dict.fromkeys(nines[1:], 0)) == "in-progress"
    assert status(**dict.fromkeys(nines[1:], 0), **{nines[0]: None}) == "in-progress"


def test_an_answer_that_no_option_has_is_not_written():
    with pytest.raises(OutOfRange, match="nervous=7"):
        response(PHQ4, Filled({"nervous": 7}))


@pytest.mark.parametrize(
    ("given_", "value"),
    [
        pytest.param(coded("LA6571-9"), 3, id="LOINC without its system"),
        pytest.param(coded("LA6571-9", "http://loinc.org"), 3, id="LOINC"),
        pytest.param({"valueInteger": 2}, 2, id="a number"),
    ],
)
def test_other_programs_may_write_an_answer_otherwise(given_, value):
    assert answers_of(PHQ4, changed(item=item("nervous", given_))).answers == {"nervous": value}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"questionnaire": canonical(CARDS["phq9"])}, "it answers urn:uuid:.*, not urn:uuid:"),
        ({"questionnaire": None}, "it answers no form that it names"),
        ({"questionnaire": f"{canonical(PHQ4)}7"}, "it answers"),
        ({"status": "entered-in-error"}, "a response that is entered-in-error has no answers to take"),
        ({"resourceType": "Patient"}, "resourceType: Input should be 'QuestionnaireResponse'"),
        ({"item": "all of it"}, "item: Input should be a valid tuple"),
        ({"item": item("sleep", coded("LA6571-9"))}, "phq4 has no item sleep"),
        ({"item": item("nervous", coded("LA1-9"))}, "no answer to nervous has the code LA1-9"),
        ({"item": item("nervous", coded("LA6571-9", "urn:other"))}, "no answer to nervous has the code"),
        ({"item": item("nervous", coded("LA6571-9"), coded("LA6568-5"))}, "nervous has 2 answers"),
        ({"item": item("nervous", coded("LA6571-9")) * 2}, "nervous is answered twice"),
        ({"item": item("nervous", {"valueInteger": 4})}, "neither one of its codes nor one of its numbers"),
        ({"item": item("nervous", {"valueInteger": True})}, "valid integer"),
        ({"item": item("nervous", {"valueString": "3"})}, "neither one of its codes nor one of its numbers"),
    ],
)
def test_a_response_that_cannot_be_read_for_sure_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        answers_of(PHQ4, changed(**wrong))
