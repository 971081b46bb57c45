"""Whom the operator's settings name comes in without an invite, and only they."""

from sqlalchemy import func, select

from db import shut_out
from db.models import Person, Role
from db.session import Database
from flows import access
from tests.journeys.ward import STRANGER, Cast, Ward, open_ward

NAMED = 9001


async def test_a_named_admin_comes_in_by_start_alone(database: Database, people: Cast) -> None:
    async with open_ward(database, admin_ids=(NAMED,)) as ward:
        await ward.text(NAMED, "/start")
        await ward.tap(NAMED, "join:language:en")
        await ward.text(NAMED, "Wu")
        await ward.tap(NAMED, "join:zone:keep")

        assert "server" in ward.last(NAMED)
        roles = ward.ask(lambda s: s.scalars(select(Person.role).where(Person.standing == "active")).all())
        assert roles.count(Role.ADMIN) == 1


async def test_nobody_else_comes_in_without_an_invite(database: Database, people: Cast) -> None:
    async with open_ward(database, admin_ids=(1,)) as ward:
        before = ward.ask(lambda s: s.scalar(select(func.count()).select_from(Person)))

        await ward.text(STRANGER, "/start")

        assert "invite link" in ward.last(STRANGER)
        assert ward.ask(lambda s: s.scalar(select(func.count()).select_from(Person))) == before


async def come_in(ward: Ward) -> int:
    """Wu comes in by /start alone, and is somebody here."""
    await ward.text(NAMED, "/start")
    await ward.tap(NAMED, "join:language:en")
    await ward.text(NAMED, "Wu")
    await ward.tap(NAMED, "join:zone:keep")
    return ward.ask(lambda s: s.scalars(select(Person.id).where(Person.role == Role.ADMIN)).all()[-1])


def revoke(ward: Ward, number: int) -> None:
    """Take an access away, as the command line does."""
    now = ward.clock.now()
    ward.change(lambda s: access.revoke(s, s.get_one(Person, number), actor_id=None, now=now))


async def test_whose_access_was_ended_does_not_come_back_by_start(database: Database, people: Cast) -> None:
    async with open_ward(database, admin_ids=(NAMED,)) as ward:
        revoke(ward, await come_in(ward))
        before = ward.ask(lambda s: s.scalar(select(func.count()).select_from(Person)))

        for _ in range(2):
            await ward.text(NAMED, "/start")
            assert "invite link" in ward.last(NAMED)
        await ward.text(NAMED, "/staff")

        assert "invite link" in ward.last(NAMED)
        assert ward.ask(lambda s: s.scalar(select(func.count()).select_from(Person))) == before


async def test_it_holds_until_they_are_invited_again(database: Database, people: Cast) -> None:
    async with open_ward(database, admin_ids=(NAMED,)) as ward:
        revoke(ward, await come_in(ward))

        await ward.text(NAMED, f"/start {ward.invite(Role.ADMIN, programme_id=None)}")
        await ward.tap(NAMED, "join:language:en")

        standing = select(Person.standing).where(Person.role == Role.ADMIN).order_by(Person.id)
        assert ward.ask(lambda s: s.scalars(standing).all()) == ["stopped", "joining"]


async def test_an_invite_for_families_does_not_open_it_again(database: Database, people: Cast) -> None:
    async with open_ward(database, admin_ids=(NAMED,)) as ward:
        revoke(ward, await come_in(ward))

        await ward.text(NAMED, f"/start {ward.invite()}")

        assert ward.ask(lambda s: shut_out.holds(s, NAMED))
