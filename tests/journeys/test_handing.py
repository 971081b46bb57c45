"""A worker sends a family a piece, also what only a person sends."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from content.catalogue import LANGUAGES
from content.library import library
from db.models import Arm, AuditEvent, Kind, Standing
from tests import cast
from tests.journeys.days import ends, fill_day, local, set_person, set_site
from tests.journeys.newcomers import set_language
from tests.journeys.reading import practices, set_arm
from tests.journeys.staff import ELSEWHERE, worker_elsewhere
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_piece_is_looked_at_first_and_comes_in_the_familys_language(
    ward: Ward, people: Cast, language: str
) -> None:
    set_language(ward, AMINA, language)
    await ward.text(WORKER, "/send c-01")
    assert ward.last(WORKER).startswith("What shall C-01 get? Page 1 of ")
    await ward.tap(WORKER, "send:1:1")
    key = next(data.split(":")[3] for data in ward.buttons(WORKER) if ":look:" in data)
    await ward.tap(WORKER, f"send:1:look:{key}")

    piece = library().pieces[key][language]
    assert ward.last(WORKER).startswith("This is what C-01 will read. Not yet reviewed by a clinician")
    assert piece.paragraphs[0] in ward.last(WORKER)
    await ward.tap(WORKER, f"send:1:give:{key}")
    assert ward.last(WORKER).startswith("On its way to C-01")
    await ward.beat()

    assert ward.last(AMINA).split("\n\n")[1] == piece.front.title
    assert "Lin" in ward.last(AMINA).split("\n\n")[0]
    (sent,) = practices(ward)
    assert (sent.because, sent.sent_by, sent.piece) == ("sent", people.worker, key)
    assert sent.offered_at is not None
    told = ward.ask(lambda s: s.scalars(select(AuditEvent).where(AuditEvent.act == "sent_piece")).one())
    assert (told.actor_id, told.person_id, told.about) == (people.worker, people.amina, f"piece {key}")


async def test_a_site_with_a_second_factor_asks_for_the_code_first(ward: Ward, people: Cast) -> None:
    set_site(ward, second_factor=True)
    await ward.text(WORKER, "/send C-01")
    assert "C-01 get" not in ward.last(WORKER)
    await ward.tap(WORKER, "send:1:give:anger", forged=True)

    assert practices(ward) == []


async def test_a_sent_piece_is_not_asked_about_but_can_be_judged(ward: Ward, people: Cast) -> None:
    await ward.tap(WORKER, "send:1:give:anger", forged=True)
    await ward.beat()
    assert "library:said:anger:helped" in ward.buttons(AMINA)

    await ward.until(local(4, 19, 30))

    assert ends(ward, Kind.PRACTICE) == []
    await ward.tap(AMINA, "practice:1:helped", forged=True)
    assert "too old" in ward.last(AMINA)


async def test_what_only_a_person_sends_stands_first_and_carries_only_the_ways_to_a_human(
    ward: Ward, people: Cast
) -> None:
    await ward.text(WORKER, "/send C-01")
    assert ward.buttons(WORKER)[:2] == ["send:1:look:grief_first", "send:1:look:grief_later"]
    await ward.tap(WORKER, "send:1:look:grief_first")
    assert "Only a person sends this" in ward.last(WORKER)
    assert "Based on: " in ward.last(WORKER)
    await ward.tap(WORKER, "send:1:give:grief_first")
    await ward.beat()

    assert "Your child has died." in ward.last(AMINA)
    assert "Based on: " not in ward.last(AMINA)
    assert ward.buttons(AMINA) == ["contact", "help"]


@pytest.mark.parametrize("state", ["resting", "alerted", "waiting", "bereaved"])
async def test_what_only_a_person_sends_comes_where_other_pieces_do_not(
    ward: Ward, people: Cast, state: str
) -> None:
    if state == "alerted":
        await ward.tap(AMINA, "contact", forged=True)
    elif state == "waiting":
        set_arm(ward, people.amina, Arm.WAITLIST)
    else:
        set_person(ward, people.amina, standing=Standing.PAUSED if state == "resting" else "bereaved")
    await ward.tap(WORKER, "send:1:give:anger", forged=True)
    assert "What is marked ✉ can be sent." in ward.last(WORKER)
    await ward.tap(WORKER, "send:1:give:grief_later", forged=True)
    await ward.beat()

    assert ends(ward, Kind.BY_HAND, people.amina) == ["sent"]
    assert "Weeks and months later" in ward.last(AMINA)


async def test_to_a_family_that_stopped_nothing_is_sent(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, standing=Standing.STOPPED)
    for key in ("anger", "grief_first"):
        await ward.tap(WORKER, f"send:1:give:{key}", forged=True)
        assert ward.last(WORKER).startswith("C-01 has stopped or left")

    assert practices(ward) == []


async def test_what_changed_between_the_press_and_the_sending_counts(ward: Ward, people: Cast) -> None:
    await ward.until(local(2, 22))
    for key in ("anger", "grief_first"):
        await ward.tap(WORKER, f"send:1:give:{key}", forged=True)
    await ward.beat()
    both = (Kind.MATERIAL, Kind.BY_HAND)
    assert [ends(ward, kind, people.amina) for kind in both] == [["pending"], ["pending"]]
    set_person(ward, people.amina, standing=Standing.PAUSED)

    await ward.until(local(3, 7, 30))

    assert [ends(ward, kind, people.amina) for kind in both] == [["withheld:paused"], ["sent"]]


async def test_a_persons_word_comes_also_where_the_day_is_full(ward: Ward, people: Cast) -> None:
    fill_day(ward, people.amina, cast.MONDAY - timedelta(hours=1))
    for key in ("anger", "grief_first"):
        await ward.tap(WORKER, f"send:1:give:{key}", forged=True)
    await ward.beat()

    assert ends(ward, Kind.MATERIAL, people.amina) == ["withheld:budget"]
    assert ends(ward, Kind.BY_HAND, people.amina) == ["sent"]


async def test_on_a_shared_phone_a_sent_piece_is_covered(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, shares_phone=True)
    await ward.tap(WORKER, "send:1:give:grief_first", forged=True)
    await ward.beat()
    assert "died" not in ward.last(AMINA)

    await ward.tap(AMINA, "practice:1:open")

    assert "Your child has died." in ward.last(AMINA)


async def test_only_families_of_the_workers_own_programmes_get_anything(ward: Ward, people: Cast) -> None:
    await worker_elsewhere(ward)
    await ward.text(ELSEWHERE, "/send C-01")
    assert ward.last(ELSEWHERE) == "There is no family C-01 in your programmes."
    for data in ("send:1:0", "send:1:look:anger", "send:1:give:anger"):
        await ward.tap(ELSEWHERE, data, forged=True)
        assert ward.last(ELSEWHERE) == "This button is too old to use."
    await ward.tap(AMINA, "send:1:give:anger", forged=True)
    assert ward.last(AMINA).startswith("That is for another role.")
    await ward.tap(WORKER, "send:3:give:anger", forged=True)
    assert ward.last(WORKER) == "This button is too old to use."

    assert practices(ward) == []


async def test_without_a_label_it_says_how(ward: Ward) -> None:
    await ward.text(WORKER, "/send")
    assert ward.last(WORKER) == "Write the case label after it, such as /send C-03."


async def test_a_piece_that_is_not_on_the_shelf_is_an_old_button(ward: Ward) -> None:
    await ward.tap(WORKER, "send:1:look:nowhere", forged=True)
    assert ward.last(WORKER) == "This button is too old to use."
