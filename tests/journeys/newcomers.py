"""People who come to the door: how they arrive, walk through joining, and what is known of them."""

from collections.abc import Awaitable
from typing import Any

from sqlalchemy import select

from content.catalogue import words
from db.models import Draft, Invite, Person, Table
from db.people import user_index
from db.session import Session
from tests.journeys.ward import Ward

NEWCOMER, SECOND = 3001, 3002
Dump = dict[str, list[tuple[Any, ...]]]

STEPS = {
    "language": "join:language:en",
    "consent": "join:consent:yes",
    "called": "Grace",
    "phone": "+44 20 7946 0018",
    "adult": "Joseph, 020 7946 0099",
    "zone": "join:zone:keep",
    "hour": "join:hour:21:00",
    "shared": "join:shared:no",
}


async def arrive(ward: Ward, token: str, user: int = NEWCOMER, speaks: str = "en") -> None:
    """Somebody new opens the link of an invite; `speaks` is what their Telegram is set to."""
    ward.box.add_person(user_id=user, first_name="Grace", language_code=speaks)
    await ward.box.open_link(user, token)
    await ward.quiet()


async def walk(ward: Ward, *answers: str, user: int = NEWCOMER) -> None:
    """Give these answers one after the other: a button's data is tapped, anything else is written."""
    for answer in answers:
        await (ward.tap if answer.startswith("join:") else ward.text)(user, answer)


async def walk_to(ward: Ward, step: str, user: int = NEWCOMER) -> None:
    """Arrive as a caregiver and answer every step before this one."""
    await arrive(ward, ward.invite(), user)
    names = list(STEPS)
    await walk(ward, *(STEPS[name] for name in names[: names.index(step)]), user=user)


async def join(ward: Ward, user: int = NEWCOMER, **answers: str) -> None:
    """Join from the link to the welcome, with other answers where given."""
    await arrive(ward, ward.invite(), user)
    await walk(ward, *(STEPS | answers).values(), user=user)


async def answers(ward: Ward, user: int, doing: Awaitable[object]) -> list[str]:
    """What the bot newly says in this chat because of something done there."""
    before = len(ward.said(user))
    await doing
    await ward.quiet()
    return ward.said(user)[before:]


def known(ward: Ward, user: int = NEWCOMER) -> Person | None:
    """The person's row, if there is one."""
    return ward.ask(lambda s: s.scalar(select(Person).where(Person.telegram_index == user_index(user))))


def sure(ward: Ward, user: int = NEWCOMER) -> Person:
    """The person's row, which must be there."""
    person = known(ward, user)
    assert person is not None, "this person has no row"
    return person


def at_step(ward: Ward, user: int = NEWCOMER) -> str:
    """The step of joining that the person is at."""
    person = sure(ward, user)
    return ward.ask(lambda s: s.get_one(Draft, person.id).step)


def uses_left(ward: Ward) -> list[int]:
    """How many uses each invite has left, oldest invite first."""
    return list(ward.ask(lambda s: s.scalars(select(Invite.uses_left).order_by(Invite.id)).all()))


def set_language(ward: Ward, user: int, language: str) -> None:
    """Let a person of the cast speak another language."""
    person = sure(ward, user)

    def change(session: Session) -> None:
        session.get_one(Person, person.id).language = language

    ward.change(change)


def say(language: str, key: str, **values: object) -> str:
    """The words of a key as Telegram shows them: markup parsed away."""
    said = words(language).say(key, **values)
    for mark in ("<b>", "</b>"):
        said = said.replace(mark, "")
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def dump(ward: Ward) -> Dump:
    """Every row of every table but the inbox, opened and in order."""
    tables = [table for table in Table.metadata.sorted_tables if table.name != "inbox"]
    return ward.ask(
        lambda s: {
            table.name: sorted((tuple(row) for row in s.execute(select(table))), key=repr) for table in tables
        }
    )


def put_back(ward: Ward, step: str, user: int = NEWCOMER) -> None:
    """Let the person stand at this step of joining, with nothing in doubt."""
    person = sure(ward, user)

    def change(session: Session) -> None:
        draft = session.get_one(Draft, person.id)
        draft.step, draft.said = step, {"programme": draft.said["programme"], "invite": draft.said["invite"]}

    ward.change(change)
