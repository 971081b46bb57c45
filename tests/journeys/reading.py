"""Families who use the library: their practices, what they said, and a dimension that becomes worse."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from db.models import Arm, Enrolment, Favourite, Person, Practice, Programme, Verdict
from scales import deck
from tests import cast
from tests.journeys.ward import AMINA, Ward


def keys_on(ward: Ward, user: int) -> list[str]:
    """The keys of the pieces that the newest message's buttons lead to."""
    return [data.split(":")[2] for data in ward.buttons(user) if data.startswith("library:read:")]


def practices(ward: Ward) -> list[Practice]:
    """Every practice, oldest first."""
    return list(ward.ask(lambda s: s.scalars(select(Practice).order_by(Practice.id)).all()))


def verdicts(ward: Ward) -> dict[str, str]:
    """What was said of each piece."""
    return dict(ward.ask(lambda s: s.execute(select(Verdict.piece, Verdict.helped)).all()))


def favourites(ward: Ward) -> list[str]:
    """What is kept at hand, by anybody."""
    return list(ward.ask(lambda s: s.scalars(select(Favourite.piece)).all()))


def set_arm(ward: Ward, person: int, arm: Arm) -> None:
    """Put a family into an arm."""

    def change(session: Any) -> None:
        row = session.scalars(select(Enrolment).where(Enrolment.person_id == person)).one()
        row.arm = arm

    ward.change(change)


def scored_before(ward: Ward, person: int, value: float = 2, days: int = 30) -> None:
    """The person was scored on the GAD-7 some time ago."""

    def change(session: Any) -> None:
        somebody, programme = session.get_one(Person, person), session.get_one(Programme, 1)
        day = cast.MONDAY.date() - timedelta(days=days)
        asked = cast.checkin(session, somebody, programme, day=day, battery="gad7", progress="done")
        card = deck.card("gad7")
        at = cast.MONDAY - timedelta(days=days)
        cast.score(session, asked, "total", value, instrument="gad7", version=card.version, scored_at=at)

    ward.change(change)


def ask_gad7(ward: Ward, person: int, day: date | None = None) -> int:
    """Put an open GAD-7 into the person's chat, and return the check-in."""

    def change(session: Any) -> int:
        somebody, programme = session.get_one(Person, person), session.get_one(Programme, 1)
        now = ward.clock.now()
        asked = cast.checkin(
            session,
            somebody,
            programme,
            day=day or now.date(),
            battery="gad7",
            sent_at=now,
            expires_at=now + timedelta(days=2),
        )
        return int(asked.id)

    return ward.change(change)


async def answer_gad7(ward: Ward, person: int, value: int, user: int = AMINA) -> None:
    """Answer every question of the GAD-7 alike."""
    asked = ask_gad7(ward, person)
    for item in deck.card("gad7").items:
        await ward.tap(user, f"answer:{asked}:gad7.{item.id}:{value}", forged=True)


async def worsened(ward: Ward, person: int, user: int = AMINA) -> None:
    """Worry has become worse since the last time, and the step for it is sent."""
    scored_before(ward, person)
    await answer_gad7(ward, person, 2, user)
    await ward.beat()
