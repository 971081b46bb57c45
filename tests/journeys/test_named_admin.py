"""Whom the operator's settings name comes in without an invite, and only they."""

from sqlalchemy import func, select

from db.models import Person, Role
from db.session import Database
from tests.journeys.ward import STRANGER, Cast, open_ward

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
