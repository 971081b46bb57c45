"""A family's card: seven lines to a screen, behind the second factor, and every look is written down."""

from datetime import timedelta

import pytest

from db import factors, rsvps, sharing
from db.models import Coming, Consent, Kind, Programme, SiteRow
from flows import totp
from flows.sharing import Reader, What
from tests import cast
from tests.journeys.casework.desk import labelled, lines, looks, newest, open_card, owed, press
from tests.journeys.days import ends, set_person, set_site
from tests.journeys.newcomers import dump, say, sure
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

SCREENS = ("", ":answers", ":notes", ":place", ":alerts", ":part", ":consent")


async def answered(ward: Ward, checkins: int = 3) -> None:
    """Let Amina have answered some check-ins and a GAD-7."""
    now = ward.clock.now()

    def happen(session):
        amina, programme = labelled(session)["C-01"], session.get_one(Programme, 1)
        for n in range(checkins):
            when = now - timedelta(days=2 * n + 1)
            asked = cast.checkin(session, amina, programme, day=when.date(), progress="done")
            for item, value in (("mood", 2 + n % 3), ("load", 4 - n % 3), ("contact", 0)):
                cast.answer(session, asked, item, value, answered_at=when)
        asked = cast.checkin(session, amina, programme, day=now.date(), battery="phq8_gad7", progress="done")
        cast.score(session, asked, "total", 12, instrument="gad7", band="moderate", scored_at=now)

    ward.change(happen)


async def test_the_front_says_in_seven_lines_whom_it_is_about_and_what_waits(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, phone="+86 21 5555 0100", trusted_adult="Her mother, 5555 0101")

    assert await open_card(ward) == [
        "C-01 · Amina",
        "Phone: +86 21 5555 0100",
        "To call in danger: Her mother, 5555 0101",
        "Child: not known",
        "Here since Mar 2",
        "No first worker yet",
        "Alerts open: 0 · messages unread: 0",
    ]


async def test_every_look_is_written_down_and_the_family_can_see_who_looked(ward: Ward, people: Cast) -> None:
    await open_card(ward)
    for screen in SCREENS[1:]:
        await ward.tap(WORKER, f"case:1{screen}", forged=True)

    assert looks(ward) == [
        ("looked", people.worker, people.amina, f"card {screen[1:]}".strip()) for screen in SCREENS
    ]
    await ward.text(AMINA, "/sharing")
    await press(ward, "seen", AMINA)
    assert "Lin" in ward.last(AMINA)


async def test_the_answers_are_told_in_words_and_scores_with_their_band(ward: Ward) -> None:
    await answered(ward)
    await open_card(ward)

    await press(ward, "case:1:answers")

    assert lines(ward) == [
        "Mar 1: Bad · load Heavy",
        "Feb 27: So-so · load Medium",
        "Feb 25: Good · load A little",
        "GAD-7: 12 of 21 (moderate) · Mar 2",
    ]


async def test_what_a_family_keeps_to_itself_is_neither_told_nor_drawn(ward: Ward, people: Cast) -> None:
    await answered(ward)
    ward.change(lambda s: sharing.choose(s, people.amina, "social_worker", "scores", False, ward.clock.now()))
    await open_card(ward)

    assert await press(ward, "case:1:answers") == say("en", "case.kept_back")
    await press(ward, "case:1")
    await press(ward, "picture:1")

    assert ward.last(WORKER) == say("en", "case.kept_back")
    assert owed(ward, Kind.PICTURE) == []
    await ward.tap(WORKER, "case:1:consent", forged=True)
    assert say("en", "case.shares_not") in ward.last(WORKER)


async def test_the_picture_comes_as_a_photo_with_the_label_and_no_name(ward: Ward, people: Cast) -> None:
    await answered(ward, 6)
    await open_card(ward)
    await press(ward, "picture:1")
    assert ward.last(WORKER) == say("en", "picture.on_its_way", label="C-01")

    await ward.beat()

    assert "photo" in newest(ward)
    assert newest(ward)["caption"] == say("en", "picture.caption", label="C-01")
    assert "Amina" not in str(newest(ward))
    assert ends(ward, Kind.PICTURE, people.worker) == ["sent"]


async def test_of_too_few_answers_there_is_no_picture(ward: Ward) -> None:
    await open_card(ward)
    await press(ward, "picture:1")

    await ward.beat()

    assert ward.last(WORKER) == say("en", "picture.too_few", label="C-01")


async def test_the_consent_screen_tells_version_and_day(ward: Ward, people: Cast) -> None:
    ward.change(
        lambda s: s.add(
            Consent(person_id=people.amina, version="2026-11", language="en", given_at=ward.clock.now())
        )
    )
    await open_card(ward)

    await press(ward, "case:1:consent")

    assert lines(ward)[0] == "Agreed to version 2026-11 on Mar 2"
    assert say("en", "case.shares") in lines(ward)


async def test_an_alert_is_taken_from_the_card(ward: Ward) -> None:
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await open_card(ward)
    await press(ward, "case:1:alerts")
    assert lines(ward)[0].startswith("1 · red alert · nobody has it")

    await press(ward, "alert:take:1")

    assert ward.last(WORKER).startswith("Case 1 is yours.")


async def test_no_screen_has_more_than_seven_lines_or_a_payload_that_is_too_long(ward: Ward) -> None:
    await answered(ward, 8)

    def happen(session):
        amina, programme = labelled(session)["C-01"], session.get_one(Programme, 1)
        for n in range(9):
            cast.alert(session, amina, programme, cause=f"x:{n}", state="closed", closed_at=ward.clock.now())
            cast.note(session, amina, programme, said=f"note {n}\nof two lines")
            cast.place(session, amina, place="ward", until=ward.clock.now().date())

    ward.change(happen)
    await open_card(ward)
    for screen in SCREENS:
        await ward.tap(WORKER, f"case:1{screen}", forged=True)
        assert lines(ward), screen
        assert all(len(data.encode()) <= 64 for data in ward.buttons(WORKER))


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_card_stands_behind_the_second_factor(ward: Ward, people: Cast, screen: str) -> None:
    set_site(ward, second_factor=True)
    await ward.tap(WORKER, f"case:1{screen}", forged=True)
    assert "Amina" not in ward.last(WORKER)
    assert looks(ward) == []
    await press(ward, "factor:noted")
    secret = ward.ask(lambda s: _secret(s, people.worker))

    await ward.text(WORKER, totp.code(secret, totp.step_at(ward.clock.now())))

    assert ("looked", people.worker, people.amina, f"card {screen[1:]}".strip()) in looks(ward)


async def test_what_was_written_while_the_session_ran_out_waits_for_the_code(
    ward: Ward, people: Cast
) -> None:
    set_site(ward, second_factor=True)
    await ward.tap(WORKER, "write:1", forged=True)
    await press(ward, "factor:noted")
    secret = ward.ask(lambda s: _secret(s, people.worker))
    await ward.text(WORKER, totp.code(secret, totp.step_at(ward.clock.now())))
    await ward.pass_time(minutes=20)

    await ward.text(WORKER, "I come by at ten.")
    assert "ten" not in ward.last(WORKER)
    await ward.text(WORKER, totp.code(secret, totp.step_at(ward.clock.now())))

    assert ward.last(WORKER) == "To C-01 (Amina):\nI come by at ten."


async def test_a_family_of_another_programme_has_no_card(ward: Ward) -> None:
    def elsewhere(session):
        site = session.get_one(SiteRow, 1)
        other = cast.programme(session, site, name="Other group")
        return cast.enrolment(session, cast.person(session, site, chat=7001), other, label="C-01").id

    place = ward.change(elsewhere)
    before = dump(ward)

    for data in (
        f"case:{place}",
        f"picture:{place}",
        f"write:{place}",
        f"where:{place}:home",
        f"assign:{place}",
    ):
        await ward.tap(WORKER, data, forged=True)
        assert ward.last(WORKER) == say("en", "refusal.old_button"), data

    assert dump(ward) == before


async def test_families_and_admins_have_no_list_and_no_card(ward: Ward) -> None:
    before = dump(ward)

    for user in (AMINA, OTHER):
        for text in ("/families", "/today", "/find C-02", "/leave"):
            await ward.text(user, text)
            assert ward.last(user) == say("en", "refusal.not_for_you"), text
        await ward.tap(user, "case:2", forged=True)
        assert ward.last(user) == say("en", "refusal.not_for_you")

    assert dump(ward) == before
    assert sure(ward, AMINA).called == "Amina"


def _secret(session, person_id):
    return factors.of(session, person_id).secret


async def taken_part(ward: Ward, people: Cast) -> None:
    """Let Amina have come to one of two sessions, and have had three steps, one of them without a word."""
    now = ward.clock.now()

    def happen(session):
        amina, programme = labelled(session)["C-01"], session.get_one(Programme, 1)
        for number, came in ((1, True), (2, False)):
            starts = now - timedelta(days=14 - 7 * number)
            held = cast.meeting(
                session, programme, number=number, day=starts.date(), starts_at=starts, state="held"
            )
            cast.attendance(session, held, amina, came=came, minutes=90 if came else 0)
            if not came:
                rsvps.put(session, held, amina.id, Coming.CANNOT, "hospital", now)
        for days, said in ((5, {"tried": True, "helped": "helped"}), (3, {"tried": False}), (1, {})):
            when = now - timedelta(days=days)
            answered = {"answered_at": when} if said else {}
            cast.practice(session, amina, chosen_at=when, offered_at=when, **said, **answered)

    ward.change(happen)


async def test_the_screen_of_sessions_and_steps_says_what_they_came_to_and_tried(
    ward: Ward, people: Cast
) -> None:
    await taken_part(ward, people)
    await open_card(ward)
    await press(ward, "case:1:part")

    assert lines(ward) == [
        "Came to 1 of 2 sessions, 90 minutes in all",
        "Session 2, Mar 2: missed (child in hospital)",
        "Session 1, Feb 23: came",
        "Small steps: 3 came, 1 tried, 1 helped",
        "Mar 1 Coming back to where you are: no word",
        "Feb 27 Coming back to where you are: not tried",
    ]


async def test_what_the_family_keeps_of_sessions_and_steps_is_not_on_the_screen(
    ward: Ward, people: Cast
) -> None:
    await taken_part(ward, people)
    for what in (What.ATTENDANCE, What.SCORES):
        ward.change(
            lambda s, what=what: sharing.choose(
                s, people.amina, Reader.SOCIAL_WORKER, what, False, ward.clock.now()
            )
        )
    await open_card(ward)
    await press(ward, "case:1:part")

    assert lines(ward) == [say("en", "part.attendance_kept"), say("en", "part.steps_kept")]
