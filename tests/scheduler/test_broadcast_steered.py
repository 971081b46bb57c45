"""A broadcast that is paused, that goes to part of a site, and behind which nothing that presses waits."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import audiences, broadcasts
from db.models import (
    Arm,
    Broadcast,
    Coming,
    Delivery,
    Kind,
    Person,
    Priority,
    Programme,
    Role,
    Rsvp,
    Sending,
    SiteRow,
    Standing,
)
from flows import broadcast
from scheduler.foreseen import foresee
from tests import cast
from tests.journeys.days import ends, local, set_person
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward
from tests.scheduler.test_broadcast import CROWD, crowd, heard, say, standing_of

TEXTS = {"en": "The lift is broken on Friday."}


def made(ward: Ward, **columns: object) -> int:
    """A draft of a notice for the families of the site, or of whom the columns say; its number."""
    how = {"site_id": 1, "state": Sending.PLANNED, "role": Role.CAREGIVER, "texts": TEXTS}
    row = {**how, "created_at": cast.MONDAY, **columns}
    return ward.change(lambda session: broadcasts.add(session, Broadcast(**row)).id)


def begin(ward: Ward, number: int) -> int:
    """Let it out; to how many it is addressed."""

    def out(session):
        one = session.get_one(Broadcast, number)
        return broadcast.begin(session, one, ward.clock.now(), by=None)

    return ward.change(out)


def steer(ward: Ward, number: int, how) -> bool:
    """Pause it or let it go on."""
    return ward.change(lambda s: how(s, s.get_one(Broadcast, number), ward.clock.now(), None))


async def test_paused_in_the_middle_it_rests_and_goes_on_with_nobody_left_out_or_doubled(
    ward: Ward, people: Cast
) -> None:
    crowd(ward)
    number = say(ward, people)
    sending = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: len(heard(ward)) >= 20)

    assert steer(ward, number, broadcast.pause)
    reached = len(heard(ward))
    await ward._until(sending.done)
    await ward.pass_time(minutes=30)
    assert reached <= len(heard(ward)) <= reached + 3, "only what was in the air still arrives"
    assert set(ends(ward, Kind.BROADCAST)) == {"sent", "paused"}
    assert standing_of(ward, number) == ("paused", False)

    assert steer(ward, number, broadcast.resume)
    await ward.beat()
    await ward.beat()
    assert ends(ward, Kind.BROADCAST) == ["sent"] * (CROWD + 2)
    assert standing_of(ward, number) == ("done", True)
    assert all(sum("Friday" in text for text in ward.said(user)) == 1 for user in heard(ward))


async def test_an_alarm_and_a_check_in_go_before_thousands(ward: Ward, people: Cast) -> None:
    await ward.until(local(2, 19, 29))
    number = say(ward, people)

    def pile(session):
        rows = [
            {
                "site_id": 1, "kind": Kind.BROADCAST, "subject": f"broadcast:{number}/pile{n}",
                "about_id": number, "person_id": people.other, "priority": Priority.BROADCAST,
                "due_at": ward.clock.now(), "queued_at": ward.clock.now(),
            }
            for n in range(3000)
        ]  # fmt: skip
        broadcast.deliveries.queue(session, rows)

    ward.change(pile)
    await ward.tap(AMINA, "help")
    ward.clock.advance_to(local(2, 19, 30))
    await ward.bot.tick.plan(ward.clock.now())
    began, calls = ward.clock.now(), len(ward.box.calls)
    sending = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: any("How are you feeling" in text for text in ward.said(AMINA)))
    await ward._until(lambda: any("New alert" in text for text in ward.said(WORKER)))
    assert ward.clock.now() - began < timedelta(seconds=1)
    notices = [c for c in ward.box.calls[calls:] if "Friday" in str(c["params"].get("text"))]
    assert len(notices) < 30
    ward.change(lambda session: broadcast.cancel(session, number, ward.clock.now()))
    await ward.bot.tick.plan(ward.clock.now())
    await ward._until(sending.done)
    assert ends(ward, Kind.BROADCAST).count("cancelled:broadcast") > 2900


@pytest.mark.parametrize(("control", "outcome"), [(False, "withheld:arm"), (True, "sent")])
async def test_a_notice_of_the_whole_site_reaches_the_control_arm_only_where_it_is_let_through(
    ward: Ward, people: Cast, control: bool, outcome: str
) -> None:
    def allocate(session):
        site, group = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        ward.box.add_person(user_id=9009, first_name="Synthetic", language_code="en", started=True)
        return cast.caregiver(session, site, group, label="C-09", arm=Arm.WAITLIST, chat=9009).id

    waiting = ward.change(allocate)
    begin(ward, made(ward, control=control))

    await ward.beat()

    assert ends(ward, Kind.BROADCAST, waiting) == [outcome]


async def test_a_programmes_notice_never_reaches_its_control_arm(ward: Ward, people: Cast) -> None:
    def allocate(session):
        site, group = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        return cast.caregiver(session, site, group, label="C-09", arm=Arm.WAITLIST, chat=9009).id

    waiting = ward.change(allocate)
    begin(ward, made(ward, control=True, programme_id=1))

    await ward.beat()

    assert ends(ward, Kind.BROADCAST, waiting) == ["withheld:arm"]


@pytest.mark.parametrize(
    ("answer", "who"),
    [
        ("coming", ["amina"]),
        ("cannot", []),
        ("silent", ["other"]),
        ("came", ["other"]),
        ("missed", ["amina"]),
    ],
)
def test_an_audience_is_narrowed_by_what_was_said_or_marked_about_a_session(
    ward: Ward, people: Cast, answer: str, who: list[str]
) -> None:
    def meet(session):
        one = cast.meeting(session, session.get_one(Programme, 1))
        amina, other = (session.get_one(Person, key) for key in (people.amina, people.other))
        cast.attendance(session, one, amina, came=False)
        cast.attendance(session, one, other, came=True)
        said = {"session_id": one.id, "answered_at": cast.MONDAY, "site_id": 1}
        now = {"answer": Coming.COMING, "sequence": one.sequence}
        earlier = {"answer": Coming.COMING, "sequence": one.sequence - 1}
        session.add(Rsvp(person_id=people.amina, **said, **now))
        session.add(Rsvp(person_id=people.other, **said, **earlier))
        return one.id

    met = ward.change(meet)
    number = made(ward, programme_id=1, session_id=met, answer=answer)
    found = ward.ask(lambda s: audiences.audience(s, s.get_one(Broadcast, number)))

    assert [each.person_id for each in found] == [getattr(people, name) for name in who]


async def test_what_is_foreseen_of_each_is_what_comes_of_each(ward: Ward, people: Cast) -> None:
    crowd(ward)
    set_person(ward, people.other, standing=Standing.PAUSED)
    await ward.tap(AMINA, "help")
    asleep = ward.ask(lambda s: s.scalars(select(Person.id).order_by(Person.id.desc()).limit(3)).all())
    for person in asleep:
        set_person(ward, person, zone="America/New_York")
    number = made(ward)
    seen = ward.ask(lambda s: foresee(s, s.get_one(Broadcast, number), ward.clock.now()))

    begin(ward, number)
    await ward.beat()

    outcomes = ends(ward, Kind.BROADCAST)
    assert seen.gets == outcomes.count("sent") + outcomes.count("pending") == CROWD
    assert (seen.asleep, dict(seen.why)) == (3, {"withheld:paused": 1, "withheld:alert": 1})
    assert outcomes.count("pending") == 3
    assert seen.last is not None
    assert (seen.last[1], seen.last[0].hour) == ("America/New_York", 12)
    assert heard(ward)[0] != OTHER


async def test_in_each_zone_it_comes_when_the_clock_there_shows_its_hour(ward: Ward, people: Cast) -> None:
    set_person(ward, people.other, zone="Europe/Berlin")
    when = {"day": local(3, 12).date(), "at": local(3, 12).time().replace(hour=18)}
    number = made(ward, **when, texts=TEXTS, agreed_by=people.worker)

    def plan(session):
        one = session.get_one(Broadcast, number)
        one.next_at = broadcast.plan(session, one)
        return one.next_at

    assert ward.change(plan) == local(3, 18)
    await ward.until(local(3, 18))
    assert heard(ward) == [AMINA]
    rows = ward.ask(lambda s: s.scalars(select(Delivery).where(Delivery.kind == Kind.BROADCAST)).all())
    assert sorted(row.due_at for row in rows) == [local(3, 18), local(4, 1)]
    await ward.until(local(4, 1))
    assert heard(ward) == [AMINA, OTHER]
