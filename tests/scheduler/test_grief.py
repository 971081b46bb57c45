"""After a death nothing that a machine has queued goes out, whatever its kind and whoever queued it."""

import pytest
from sqlalchemy import select

from content.message import Message
from db import deliveries
from db.models import FROM_PEOPLE, CheckIn, Delivery, Kind, Person, Priority, Programme, Role, Standing
from flows import broadcast
from flows.meeting import is_for
from scheduler.guard import hushed
from scheduler.preparing import Granted, prepare
from scheduler.standing import resting
from tests import cast

TEXTS = {"en": "We meet on Friday!", "zh-Hans": "我们周五见！"}
HUSHED = [kind for kind in Kind if kind not in FROM_PEOPLE]


@pytest.fixture
def family(database):
    """A caregiver whose child has died, in a programme."""
    with database.begin() as session:
        site = cast.site(session)
        programme = cast.programme(session, site)
        person = cast.caregiver(session, site, programme, standing=Standing.BEREAVED)
        return site.id, programme.id, person.id


def owe(session, family, kind: Kind) -> None:
    """Queue a message of a kind by the back door, past every flow that knows better."""
    site, programme, person = family
    if kind == Kind.BROADCAST:
        broadcast.queue(session, cast.MONDAY, programme_id=programme, role=Role.CAREGIVER, texts=TEXTS)
        return
    row = {
        "site_id": site, "kind": kind, "subject": f"{kind}:by-the-back-door", "about_id": None,
        "person_id": person, "priority": Priority.SESSION, "due_at": cast.MONDAY, "queued_at": cast.MONDAY,
    }  # fmt: skip
    deliveries.queue(session, [row])


@pytest.mark.parametrize("kind", HUSHED)
def test_of_every_kind_that_people_do_not_send_nothing_leaves(database, family, kind) -> None:
    with database.begin() as session:
        owe(session, family, kind)

    with database.begin() as session:
        made = Message("Something cheerful") if kind == Kind.DIGEST else None
        owed = [Granted(each, cast.MONDAY, made) for each in deliveries.due(session, cast.MONDAY, 10)]
        assert len(owed) == 1
        assert prepare(session, owed) == [None]

    with database.read() as session:
        assert session.scalars(select(Delivery.outcome)).all() == ["cancelled:bereaved"]


def test_only_an_alarm_and_what_a_person_sends_or_asked_for_are_spared(database, family) -> None:
    with database.read() as session:
        person = session.get_one(Person, family[2])
        spared = {kind for kind in Kind if hushed(kind, person) is None}

    by_workers, of_alarms = (
        {Kind.CARE, Kind.WORD, Kind.RETURNED, Kind.BY_HAND},
        {Kind.ALERT, Kind.SEEN, Kind.UNHEARD},
    )
    assert spared == by_workers | of_alarms | {Kind.MYDATA} == FROM_PEOPLE


def test_a_relapse_leaves_the_group_open_and_a_death_does_not(database, family) -> None:
    with database.begin() as session:
        person, programme = session.get_one(Person, family[2]), session.get_one(Programme, family[1])
        session_ = cast.meeting(session, programme)
        closed = is_for(session, session_, person)
        person.standing = Standing.RELAPSE
        asked_to = is_for(session, session_, person)

        assert (closed, asked_to) == (False, True)
        assert (hushed(Kind.SESSION, person), hushed(Kind.WORD, person)) == (None, None)
        assert resting(person.standing, None) == "withheld:relapse"


def test_a_question_that_slipped_through_is_coded_when_it_is_held_back(database, family) -> None:
    with database.begin() as session:
        person = session.get_one(Person, family[2])
        programme = session.get_one(Programme, family[1])
        asked = cast.checkin(session, person, programme)
        owe(session, family, Kind.CHECKIN)
        session.scalars(select(Delivery)).one().about_id = asked.id

    with database.begin() as session:
        prepare(session, [Granted(each, cast.MONDAY) for each in deliveries.due(session, cast.MONDAY, 10)])

    with database.read() as session:
        assert session.scalars(select(CheckIn.closed_because)).all() == ["bereaved"]
