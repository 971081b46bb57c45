"""Passing on: what a family writes, says or shows goes to its own worker if the family says so."""

import pytest

from db.models import Draft, Kind, Letter
from tests.journeys.casework.desk import give, letters, lines, newest, owed, pass_on, press
from tests.journeys.days import ends, local, set_person, set_site
from tests.journeys.newcomers import dump, say
from tests.journeys.staff import SECOND, second_worker
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

ON_DUTY = "today before 17:30"


async def test_a_text_is_passed_on_only_after_the_family_says_so(ward: Ward, people: Cast) -> None:
    await ward.text(AMINA, "I did not understand the doctor.")
    assert ward.last(AMINA) == say("en", "pass.ask", name="Lin", when=ON_DUTY)
    assert letters(ward) == []

    passing = ward.buttons(AMINA)[0]
    assert ward.buttons(AMINA)[1:] == ["contact", "help"]
    await press(ward, passing, AMINA)

    assert ward.last(AMINA) == say("en", "word.passed", name="Lin", when=ON_DUTY)
    letter = letters(ward)[0]
    assert (letter.said, letter.person_id, letter.worker_id, letter.from_family) == (
        "I did not understand the doctor.", people.amina, people.worker, True,
    )  # fmt: skip


async def test_the_notice_to_the_worker_carries_a_label_and_a_button_and_nothing_else(ward: Ward) -> None:
    await pass_on(ward, "I did not understand the doctor.")
    await ward.beat()

    assert ward.last(WORKER) == say("en", "letter.written", label="C-01")
    assert ward.buttons(WORKER) == ["letters:1"]
    assert "doctor" not in str(newest(ward))
    assert "Amina" not in str(newest(ward))


async def test_several_messages_are_passed_on_together_with_one_notice(ward: Ward) -> None:
    await ward.text(AMINA, "One.")
    first = ward.buttons(AMINA)[0]
    await ward.send(AMINA, "voice")
    assert ward.last(AMINA) == say("en", "pass.ask_more", n=2, name="Lin", when=ON_DUTY)
    await ward.tap(AMINA, first)
    assert ward.last(AMINA).startswith(say("en", "refusal.old_button"))
    await ward.text(AMINA, "Three.")

    await press(ward, ward.buttons(AMINA)[0], AMINA)

    assert [(each.kind, each.said) for each in letters(ward)] == [
        ("text", "One."),
        ("voice", None),
        ("text", "Three."),
    ]
    assert len(owed(ward, Kind.WRITTEN)) == 1


@pytest.mark.parametrize("kind", ["voice", "photo", "video", "document", "video_note", "audio"])
async def test_a_voice_or_a_picture_reaches_the_worker_only_when_she_opens_it(ward: Ward, kind: str) -> None:
    await ward.send(AMINA, kind)
    await press(ward, ward.buttons(AMINA)[0], AMINA)
    await ward.beat()
    assert kind not in newest(ward)

    await press(ward, "letters:1")

    assert kind in newest(ward)
    assert letters(ward)[0].kind == kind


async def test_a_picture_that_telegram_does_not_have_any_more_is_said_to_be_gone(ward: Ward) -> None:
    await ward.send(AMINA, "photo")
    await press(ward, ward.buttons(AMINA)[0], AMINA)
    await ward.beat()
    letter = letters(ward)[0]
    ward.change(lambda session: setattr(session.get_one(Letter, letter.id), "file", "forgotten"))

    await press(ward, "letters:1")

    assert ward.last(WORKER) == say("en", "letter.file_gone", label="C-01")


@pytest.mark.parametrize("kind", ["sticker", "location", "contact"])
async def test_what_cannot_be_passed_on_is_answered_as_ever(ward: Ward, kind: str) -> None:
    await ward.send(AMINA, kind)

    assert ward.last(AMINA) == say("en", "unheard.other", worker="Lin")
    assert ward.buttons(AMINA) == ["contact", "help"]


async def test_outside_duty_hours_it_says_when_it_is_read_and_rings_nobody_before(
    ward: Ward, people: Cast
) -> None:
    await ward.until(local(6, 20))  # a Friday evening
    told = await pass_on(ward, "It can wait.")
    assert told == say("en", "word.passed", name="Lin", when="on Monday, 08:30")
    await ward.beat()
    assert ends(ward, Kind.WRITTEN, people.worker) == ["pending"]

    await ward.until(local(9, 8, 31))

    assert ends(ward, Kind.WRITTEN, people.worker) == ["sent"]


async def test_a_worker_who_opened_it_before_is_not_told_any_more(ward: Ward, people: Cast) -> None:
    await ward.until(local(6, 20))
    await pass_on(ward, "It can wait.")
    await ward.tap(WORKER, "letters:1", forged=True)

    await ward.until(local(9, 8, 31))

    assert ends(ward, Kind.WRITTEN, people.worker) == ["skipped:read"]


async def test_where_nobody_can_be_told_nothing_is_offered_and_nothing_promised(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.worker, unreachable_at=ward.clock.now())

    await ward.text(AMINA, "Hello?")

    assert ward.last(AMINA) == say("en", "unheard.text", worker="Lin")
    assert ward.buttons(AMINA) == ["contact", "help"]


async def test_a_site_without_a_duty_day_promises_no_reader(ward: Ward) -> None:
    set_site(ward, duty_days="")

    await ward.text(AMINA, "Hello?")

    assert ward.last(AMINA) == say("en", "unheard.text", worker="Lin")


async def test_what_could_not_reach_the_worker_goes_back_to_the_family_and_to_nobody_else(
    ward: Ward, people: Cast
) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    await pass_on(ward, "Only for Lin.")
    await ward.box.block(WORKER)
    await ward.quiet()

    await ward.beat()
    await ward.beat()

    assert ends(ward, Kind.WRITTEN) == ["failed:blocked"]
    assert ward.last(AMINA) == say("en", "returned.family", name="Lin", at="Mar 2 16:00")
    give(ward, 1, mei)
    await ward.tap(SECOND, "letters:1", forged=True)
    assert "Only for Lin" not in "".join(ward.said(SECOND))


async def test_if_somebody_else_reads_by_now_it_asks_again_with_her_name(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    await ward.text(AMINA, "For Lin.")
    passing = ward.buttons(AMINA)[0]
    give(ward, 1, mei)

    await press(ward, passing, AMINA)
    assert ward.last(AMINA) == say("en", "pass.ask", name="Mei", when=ON_DUTY)
    assert letters(ward) == []
    await press(ward, passing, AMINA)

    assert letters(ward)[0].worker_id == mei


async def test_another_familys_words_are_not_passed_on_by_a_forged_button(ward: Ward) -> None:
    await ward.text(AMINA, "Mine.")
    passing = ward.buttons(AMINA)[0]
    before = dump(ward)

    await ward.tap(OTHER, passing, forged=True)

    assert ward.last(OTHER) == say("en", "refusal.old_button")
    assert dump(ward) == before


async def test_what_is_not_passed_on_within_a_day_is_passed_on_no_more(ward: Ward) -> None:
    await ward.text(AMINA, "Mine.")
    passing = ward.buttons(AMINA)[0]
    await ward.pass_time(hours=25)

    await ward.tap(AMINA, passing, forged=True)

    assert say("en", "refusal.old_button") in ward.last(AMINA)
    assert letters(ward) == []


async def test_an_open_dialogue_is_not_lost_to_a_voice_message(ward: Ward, people: Cast) -> None:
    def open_one(session):
        kept = {"kind": "another", "step": "a", "said": {"x": 1}, "changed_at": ward.clock.now()}
        session.add(Draft(person_id=people.amina, expires_at=local(4, 1), **kept))

    ward.change(open_one)
    await ward.send(AMINA, "voice")

    assert ward.last(AMINA) == say("en", "unheard.voice", worker="Lin")
    assert ward.ask(lambda s: s.get_one(Draft, people.amina).kind) == "another"


async def test_a_question_that_waits_is_shown_below_the_offer(ward: Ward) -> None:
    await ward.beat()
    await ward.until(local(2, 19, 30))
    question = ward.last(AMINA)

    await ward.text(AMINA, "Not good.")

    assert ward.said(AMINA)[-2:] == [say("en", "pass.ask", name="Lin", when="tomorrow, 08:30"), question]


async def test_a_photo_comes_with_what_was_written_under_it(ward: Ward) -> None:
    photo = {"photo": [{"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1}]}
    photo["photo"].append({"file_id": "large", "file_unique_id": "l", "width": 9, "height": 9})
    user = {"id": AMINA, "is_bot": False, "first_name": "Amina"}
    chat = {"id": AMINA, "type": "private", "first_name": "Amina"}
    message = {"message_id": 801, "date": 1772438400, "chat": chat, "from": user, **photo}
    await ward.box.push({"message": message | {"caption": "The form. Is it right?"}})
    await ward.quiet()
    await press(ward, ward.buttons(AMINA)[0], AMINA)

    letter = letters(ward)[0]

    assert (letter.kind, letter.said, letter.file) == ("photo", "The form. Is it right?", "large")
    await ward.tap(WORKER, "letter:1", forged=True)
    assert "The form. Is it right?" in "".join(ward.said(WORKER))
    assert len(lines(ward)) <= 7
