"""Writing to a family through the bot: it reaches that family or comes back, and nobody else reads it."""

import pytest

from db.models import Kind, Standing
from tests.journeys.casework.desk import (
    families,
    give,
    letters,
    lines,
    looks,
    open_card,
    owed,
    pass_on,
    press,
    write,
)
from tests.journeys.days import ends, local, set_person
from tests.journeys.newcomers import dump, say
from tests.journeys.staff import ELSEWHERE, SECOND, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

TEXT = "Tomorrow at ten I come by. <b>Lin</b>"


async def test_a_letter_is_shown_once_more_and_then_reaches_the_family(ward: Ward, people: Cast) -> None:
    await open_card(ward)
    await press(ward, "write:1")
    await ward.text(WORKER, TEXT)
    assert ward.last(WORKER) == f"To C-01 (Amina):\n{TEXT}"
    assert owed(ward, Kind.WORD) == []

    await press(ward, "send:1")
    await ward.beat()

    assert ward.last(AMINA) == f"Lin writes:\n{TEXT}"
    assert ward.buttons(AMINA) == ["word:1:answer", "help"]
    assert ends(ward, Kind.WORD, people.amina) == ["sent"]
    assert letters(ward)[0].arrived_at is not None
    assert ("wrote", people.worker, people.amina, "letter") in looks(ward)


async def test_the_answer_comes_back_as_a_notice_without_a_word_of_it_and_opens_in_the_thread(
    ward: Ward, people: Cast
) -> None:
    await write(ward, "How was the night?")
    await ward.beat()
    await press(ward, "word:1:answer", AMINA)
    await ward.text(AMINA, "Short. She coughed.")
    assert ward.last(AMINA) == say("en", "word.passed", name="Lin", when="today before 17:30")

    await ward.beat()
    assert ward.last(WORKER) == say("en", "letter.written", label="C-01")
    await press(ward, "letters:1")

    assert lines(ward) == ["C-01 · Amina → Lin, Mar 2 16:00", "Short. She coughed."]
    await press(ward, "letter:1")
    assert lines(ward) == ["Lin → C-01 · Amina, Mar 2 16:00", "How was the night?"]
    assert ward.buttons(WORKER) == ["letter:2", "case:1"]
    assert letters(ward)[1].read_by == people.worker
    assert ("looked", people.worker, people.amina, "letter") in looks(ward)


async def test_on_a_shared_phone_only_a_waiting_line_shows_until_it_is_opened(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, shares_phone=True)
    await write(ward, TEXT)
    await ward.beat()
    assert ward.last(AMINA) == say("en", "word.waiting")
    assert ward.buttons(AMINA) == ["word:1:open"]

    await press(ward, "word:1:open", AMINA)
    assert ward.last(AMINA).endswith(TEXT)
    await press(ward, "word:1:fold", AMINA)

    assert ward.last(AMINA) == say("en", "word.waiting")


async def test_at_night_a_letter_waits_for_the_morning(ward: Ward, people: Cast) -> None:
    await ward.until(local(2, 22))
    await write(ward, TEXT)
    await ward.beat()
    assert ends(ward, Kind.WORD, people.amina) == ["pending"]

    await ward.until(local(3, 7, 31))

    assert ends(ward, Kind.WORD, people.amina) == ["sent"]


async def test_an_answer_to_somebody_who_is_awake_comes_also_at_night(ward: Ward, people: Cast) -> None:
    await ward.until(local(2, 22))
    await pass_on(ward, "Are you there?")
    await write(ward, "I am.")

    await ward.beat()

    assert ends(ward, Kind.WORD, people.amina) == ["sent"]
    assert ward.last(AMINA) == "Lin writes:\nI am."


async def test_a_letter_that_cannot_arrive_goes_back_to_its_writer_and_to_nobody_else(
    ward: Ward, people: Cast
) -> None:
    await second_worker(ward)
    await write(ward, TEXT)
    await ward.box.block(AMINA)
    await ward.quiet()
    others = len(ward.said(OTHER)), len(ward.said(SECOND))

    await ward.beat()
    await ward.beat()

    assert ends(ward, Kind.WORD, people.amina) == ["failed:blocked"]
    assert ward.last(WORKER) == say("en", "returned.worker", label="C-01", at="Mar 2 16:00")
    assert len(ward.said(OTHER)) == others[0]
    assert not [said for said in ward.said(SECOND)[others[1] :] if "Tomorrow" in said or "delivered" in said]
    assert letters(ward)[0].returned_at is not None
    await press(ward, "letter:1")
    assert lines(ward)[1] == say("en", "letter.returned")


async def test_a_letter_that_was_too_late_goes_back_as_well(ward: Ward, people: Cast) -> None:
    await write(ward, TEXT)
    ward.clock.advance_to(local(6, 9))

    await ward.beat()

    assert ends(ward, Kind.WORD, people.amina) == ["expired"]
    assert ward.last(WORKER).startswith("Not delivered: your message to C-01")


async def test_somebody_who_stopped_is_not_written_to_but_is_answered(ward: Ward, people: Cast) -> None:
    await pass_on(ward, "One more thing.")
    set_person(ward, people.amina, standing=Standing.STOPPED, stopped_at=ward.clock.now())
    await write(ward, "Of course.")
    await ward.beat()
    assert ward.last(AMINA) == "Lin writes:\nOf course."

    await open_card(ward)
    await press(ward, "write:1")

    assert ward.last(WORKER) == say("en", "letter.stopped", label="C-01")


async def test_what_a_family_wrote_to_its_worker_no_colleague_opens_unless_she_takes_it_over(
    ward: Ward, people: Cast
) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    await pass_on(ward, "Only for Lin.")
    for data in ("letters:1", "letter:1", "write:1"):
        await ward.tap(SECOND, data, forged=True)
        assert ward.last(SECOND) == say("en", "letter.not_yours", label="C-01"), data
    assert letters(ward)[0].read_at is None

    await ward.tap(SECOND, f"assign:1:{mei}", forged=True)
    await ward.tap(SECOND, "letters:1", forged=True)

    assert ward.last(SECOND).endswith("Only for Lin.")


async def test_letters_of_another_programme_are_no_letters(ward: Ward) -> None:
    await worker_elsewhere(ward)
    await pass_on(ward, "For Lin.")
    await write(ward, TEXT)
    before = dump(ward)

    for data in ("letters:1", "letter:1", "letter:2", "letter:1:done", "write:1", "send:1", "case:1"):
        await ward.tap(ELSEWHERE, data, forged=True)
        assert ward.last(ELSEWHERE) == say("en", "refusal.old_button"), data

    assert dump(ward) == before


async def test_a_family_opens_and_answers_its_own_letters_only(ward: Ward) -> None:
    await write(ward, TEXT)
    await ward.beat()
    before = dump(ward)

    for verb in ("open", "fold", "answer"):
        await ward.tap(OTHER, f"word:1:{verb}", forged=True)
        assert ward.last(OTHER) == say("en", "refusal.old_button"), verb

    assert dump(ward) == before


async def test_a_draft_for_one_family_is_not_sent_to_another(ward: Ward) -> None:
    await open_card(ward)
    await press(ward, "write:1")
    await ward.text(WORKER, TEXT)

    await ward.tap(WORKER, "send:2", forged=True)

    assert ward.last(WORKER) == say("en", "refusal.old_button")
    assert letters(ward) == []


async def test_a_letter_is_sent_once_however_often_its_button_is_pressed(ward: Ward) -> None:
    await write(ward, TEXT)

    await ward.tap(WORKER, "send:1", forged=True)

    assert ward.last(WORKER) == say("en", "refusal.old_button")
    assert len(letters(ward)) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [("x" * 1001, "letter.too_long"), ("\u200b\u2060", "letter.empty")],
    ids=["long", "empty"],
)
async def test_what_is_too_long_or_cannot_be_seen_is_asked_for_again(ward: Ward, text: str, key: str) -> None:
    await open_card(ward)
    await press(ward, "write:1")

    await ward.text(WORKER, text)

    assert ward.last(WORKER) == say("en", key, most=1000)
    assert ward.buttons(WORKER) == ["draft:cancel"]


async def test_leaving_a_draft_leaves_everything_as_it_was(ward: Ward) -> None:
    await open_card(ward)
    await press(ward, "write:1")
    await ward.text(WORKER, TEXT)

    await press(ward, "draft:cancel")

    assert ward.last(WORKER) == say("en", "draft.cancelled")
    assert letters(ward) == []
    await ward.tap(WORKER, "draft:cancel", forged=True)
    assert ward.last(WORKER) == say("en", "refusal.old_button")


async def test_many_families_written_to_at_once_each_get_their_own(ward: Ward) -> None:
    places = families(ward, 2)
    for place in (1, 2):
        await write(ward, f"For place {place}.", place)
    await ward.beat()

    assert (ward.last(AMINA), ward.last(OTHER)) == ("Lin writes:\nFor place 1.", "Lin writes:\nFor place 2.")
    assert len(places) == 2
