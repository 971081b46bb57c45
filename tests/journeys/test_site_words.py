"""Words that a site brought are asked in the chat and scored by our keys, of those who can read them."""

import pytest
from sqlalchemy import select

from db.models import Answer, CheckIn, Person
from tests.journeys.blocks import answer_all, asked, first_question, in_a_wave, kept_scores
from tests.journeys.days import local
from tests.journeys.site import bring, text_of
from tests.journeys.test_battery_paper import entering
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

pytestmark = pytest.mark.usefixtures("house_deck")


async def third_block(ward: Ward, people: Cast, language: str = "en") -> None:
    """Let the day of the third block come, on which the burden of care is asked."""
    in_a_wave(ward, people, language)
    await ward.beat()
    await ward.until(local(6, 19, 30))


def answers_to(ward: Ward, card: str) -> dict[str, int | None]:
    """The kept answers to a card, by item."""
    rows = ward.ask(lambda s: s.execute(select(Answer.item, Answer.value).where(Answer.instrument == card)))
    return dict(tuple(row) for row in rows)


def left_out(ward: Ward, people: Cast) -> dict[str, str] | None:
    """What Amina's newest check-in leaves out."""
    query = select(CheckIn.left_out).where(CheckIn.person_id == people.amina).order_by(CheckIn.id.desc())
    return ward.ask(lambda s: s.scalars(query).first())


@pytest.mark.parametrize(("language", "field"), [("en", "en"), ("zh-Hans", "zh_hans")])
async def test_a_caregiver_is_asked_the_words_that_the_site_imported_and_they_are_scored(
    ward: Ward, people: Cast, tmp_path, language: str, field: str
) -> None:
    bring(tmp_path, text_of("zbi12", 12, ["bsfc_cbi_ucla_social"]))
    await third_block(ward, people, language)
    assert ("6" in ward.last(AMINA).splitlines()[0], left_out(ward, people)) == (True, None)

    shown = []
    while first_question(ward):
        if ".zbi12." in ward.buttons(AMINA)[0].replace(":", "."):
            shown.append(ward.last(AMINA).splitlines()[-1])
        await ward.tap(AMINA, ward.buttons(AMINA)[1])

    assert shown == [f"{field} question {n}" for n in range(1, 13)]
    assert answers_to(ward, "zbi12") == {f"i{n}": 1 for n in range(1, 13)}
    scores = {(card, scale): value for _, card, scale, value, _ in kept_scores(ward, people.amina)}
    assert scores["zbi12", "total"] == 12
    assert asked(ward, people.amina)[-1][1:] == ("bsfc_cbi_ucla_social", "done")


async def test_who_cannot_read_the_words_is_not_asked_and_the_reason_is_kept(
    ward: Ward, people: Cast, tmp_path
) -> None:
    bring(tmp_path, text_of("pss4", 4, ["bsfc_cbi_ucla_social"], languages=["zh_hans"]))
    await third_block(ward, people, "en")

    await answer_all(ward)

    assert left_out(ward, people) == {"pss4": "no_words"}
    assert answers_to(ward, "pss4") == {}


async def test_who_changes_the_language_half_way_is_shown_what_words_there_are(
    ward: Ward, people: Cast, tmp_path
) -> None:
    bring(tmp_path, text_of("pss4", 4, ["bsfc_cbi_ucla_social"], languages=["zh_hans"]))
    await third_block(ward, people, "zh-Hans")
    in_english(ward, people)

    await answer_all(ward)

    assert len(answers_to(ward, "pss4")) == 4


async def test_words_licensed_for_the_chat_alone_are_not_entered_from_paper(
    ward: Ward, people: Cast, tmp_path
) -> None:
    bring(tmp_path, text_of("pss4", 4, ["phq8_gad7"], modes=["chat"]))
    await entering(ward)

    await answer_all(ward, WORKER)

    assert left_out(ward, people) == {"pss4": "not_licensed"}
    assert asked(ward, people.amina)[0][2] == "done"


async def test_an_added_card_keeps_its_interval(ward: Ward, people: Cast, tmp_path) -> None:
    bring(tmp_path, text_of("pss4", 4, ["bsfc_cbi_ucla_social", "micro"]))
    await third_block(ward, people)
    await answer_all(ward)
    assert len(answers_to(ward, "pss4")) == 4

    await ward.until(local(9, 19, 30))

    assert asked(ward, people.amina)[-1][1:] == ("micro", "sent")
    assert left_out(ward, people) == {"pss4": "not_due"}


def in_english(ward: Ward, people: Cast) -> None:
    """Let Amina choose English."""
    ward.change(lambda s: setattr(s.get_one(Person, people.amina), "language", "en"))
