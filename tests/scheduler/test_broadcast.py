"""A broadcast: who hears it, who does not and why, and how it is stopped."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db.models import Arm, Broadcast, Delivery, Kind, Programme, Role, SiteRow, Standing
from db.programmes import place_of
from flows import broadcast
from tests import cast
from tests.journeys.days import ends, local, set_person
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward
from tests.scheduler.families import counting

TEXTS = {"en": "We meet on <b>Friday</b>.", "zh-Hans": "我们<b>周五</b>见。"}
CROWD, FIRST = 90, 7001


def say(ward: Ward, people: Cast, **how: object) -> int:
    """Queue a broadcast to the caregivers and return its id."""
    details = {"programme_id": people.programme, "role": Role.CAREGIVER, "texts": TEXTS} | how
    return ward.change(lambda session: broadcast.queue(session, ward.clock.now(), **details)).broadcast_id


def crowd(ward: Ward, **columns: object) -> None:
    """Many families more in the programme."""
    for user in range(FIRST, FIRST + CROWD):
        ward.box.add_person(user_id=user, first_name="Synthetic", language_code="en")

    def add(session):
        site, group = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        for user in range(FIRST, FIRST + CROWD):
            how = {"label": f"C-{user}", "chat": user, "language": "en"}
            cast.caregiver(session, site, group, **how | columns)

    ward.change(add)


def heard(ward: Ward) -> list[int]:
    """Who has the broadcast on their phone."""
    return [user for user in ward.box.world.people if any("Friday" in text for text in ward.said(user))]


def standing_of(ward: Ward, number: int) -> tuple[str, bool]:
    """How far a broadcast has come, and whether it has an end."""
    row = ward.ask(lambda session: session.get_one(Broadcast, number))
    return row.state, row.ended_at is not None


async def test_everybody_of_the_audience_hears_it_once_in_their_language(ward: Ward, people: Cast) -> None:
    set_person(ward, people.other, language="zh-Hans")
    number = say(ward, people)

    await ward.beat()
    await ward.beat()

    assert ward.last(AMINA) == "We meet on Friday."
    assert ward.last(OTHER) == "我们周五见。"
    assert heard(ward) == [AMINA]
    assert ends(ward, Kind.BROADCAST) == ["sent", "sent"]
    assert standing_of(ward, number) == ("done", True)


async def test_who_speaks_a_language_that_it_lacks_hears_the_first(ward: Ward, people: Cast) -> None:
    set_person(ward, people.other, language="zh-Hans")
    say(ward, people, texts={"en": TEXTS["en"]})

    await ward.beat()

    assert ward.last(OTHER) == "We meet on Friday."


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ({"standing": Standing.PAUSED}, "withheld:paused"),
        ({"standing": Standing.STOPPED}, "cancelled:stopped"),
        ({"unreachable_at": cast.MONDAY}, "skipped:unreachable"),
        ({"chat": None}, "failed:no_chat"),
    ],
)
async def test_whoever_rests_or_is_away_is_left_out_with_the_reason(
    ward: Ward, people: Cast, how: dict[str, object], outcome: str
) -> None:
    set_person(ward, people.amina, **how)
    say(ward, people)

    await ward.beat()

    assert ends(ward, Kind.BROADCAST, people.amina) == [outcome]
    assert heard(ward) == [OTHER]


async def test_the_control_arm_is_withheld_at_the_sender(ward: Ward, people: Cast) -> None:
    def allocate(session):
        site, group = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        waiting = cast.caregiver(session, site, group, label="C-09", arm=Arm.WAITLIST, chat=9009)
        return waiting.id

    waiting = ward.change(allocate)
    say(ward, people)

    await ward.beat()

    assert ends(ward, Kind.BROADCAST, waiting) == ["withheld:arm"]
    assert heard(ward) == [AMINA, OTHER]


async def test_whoever_has_an_open_alert_is_spared(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    say(ward, people)

    await ward.beat()

    assert ends(ward, Kind.BROADCAST, people.amina) == ["withheld:alert"]
    assert heard(ward) == [OTHER]


async def test_at_night_it_waits_for_each_ones_morning(ward: Ward, people: Cast) -> None:
    set_person(ward, people.other, zone="Europe/Berlin")  # where it is still the afternoon
    await ward.until(local(2, 23, 0))
    say(ward, people)

    await ward.beat()
    assert heard(ward) == [OTHER]
    await ward.until(local(3, 7, 29))
    assert heard(ward) == [OTHER]

    await ward.until(local(3, 7, 30))

    assert heard(ward) == [AMINA, OTHER]


async def test_what_is_too_late_is_not_said(ward: Ward, people: Cast) -> None:
    number = say(ward, people, not_after=ward.clock.now() + timedelta(hours=1))
    ward.clock.advance_to(ward.clock.now() + timedelta(hours=2))

    await ward.bot.tick.deliver(ward.clock.now())
    await ward.beat()

    assert ends(ward, Kind.BROADCAST) == ["expired", "expired"]
    assert standing_of(ward, number) == ("done", True)


async def test_a_lost_answer_is_not_tried_again(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "drop_after_accept", chat_id=AMINA)
    say(ward, people)

    await ward.beat()
    await ward.pass_time(minutes=10)

    assert ends(ward, Kind.BROADCAST, people.amina) == ["unknown"]
    assert sum("Friday" in text for text in ward.said(AMINA)) == 1


async def test_called_off_in_the_middle_it_stops_at_once(ward: Ward, people: Cast) -> None:
    crowd(ward)
    number = say(ward, people)
    sending = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: len(heard(ward)) >= 20)

    assert ward.change(lambda session: broadcast.cancel(session, number, ward.clock.now()))
    reached = len(heard(ward))
    await ward._until(sending.done)
    await ward.beat()

    assert len(heard(ward)) <= reached + 3, "only what was in the air still arrives"
    assert set(ends(ward, Kind.BROADCAST)) == {"sent", "cancelled:broadcast"}
    assert standing_of(ward, number) == ("cancelled", True)
    assert not ward.change(lambda session: broadcast.cancel(session, number, ward.clock.now()))


async def test_an_alarm_and_a_reply_leave_within_a_second_in_the_middle_of_it(
    ward: Ward, people: Cast
) -> None:
    crowd(ward)
    say(ward, people)
    sending = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: len(heard(ward)) >= 20)
    before, called, said = ward.clock.now(), len(ward.box.calls), len(ward.said(AMINA))

    await ward.box.tap(AMINA, data="help")
    await ward._until(lambda: len(ward.said(AMINA)) > said)
    assert ward.clock.now() - before < timedelta(seconds=1)
    alarm = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: any("New alert" in text for text in ward.said(WORKER)))
    assert ward.clock.now() - before < timedelta(seconds=1)

    await ward._until(lambda: sending.done() and alarm.done())
    refused = [call for call in ward.box.calls[called:] if not call["ok"]]
    assert (refused, len(heard(ward))) == ([], CROWD + 2)


def test_it_is_one_statement_for_any_number_of_people(database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        groups = [cast.programme(session, site) for _ in range(2)]
        for number in range(20):
            cast.caregiver(session, site, groups[1], label=f"C-{number}")

    def queued(group: int) -> int:
        how = {"programme_id": group, "role": Role.CAREGIVER, "texts": TEXTS}
        return counting(database, lambda session: broadcast.queue(session, cast.MONDAY, **how))

    assert queued(groups[0].id) == queued(groups[1].id)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 20


def test_it_goes_to_the_role_it_names_and_to_nobody_who_left(database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        group = cast.programme(session, site)
        worker = cast.worker(session, site, group)
        cast.caregiver(session, site, group)
        gone = cast.worker(session, site, group, label="W-02")
        cast.worker(session, site, group, label="W-03", standing=Standing.JOINING)
        place_of(session, gone.id, group.id).left_at = cast.MONDAY
        session.flush()

        how = {"programme_id": group.id, "role": Role.SOCIAL_WORKER, "texts": TEXTS}
        assert broadcast.queue(session, cast.MONDAY, **how).people == 1
        assert list(session.scalars(select(Delivery.person_id))) == [worker.id]


@pytest.mark.parametrize("texts", [{}, {"en": " "}, {"en": "Hello", "zh-Hans": ""}])
def test_without_words_there_is_nothing_to_say(database, texts) -> None:
    with database.begin() as session:
        group = cast.programme(session, cast.site(session))

        with pytest.raises(ValueError, match="text"):
            broadcast.queue(session, cast.MONDAY, programme_id=group.id, role=Role.CAREGIVER, texts=texts)
