"""Families in a wave: how they are set up, how they answer a block, and what must have come of it."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from db.models import Answer, Asks, CheckIn, Person, Programme, Score
from scales import registry
from scales.model import Score as Right
from scales.scoring import score
from scheduler.cadence import DEFAULT
from tests import cast
from tests.journeys.ward import AMINA, Cast, Ward

NEXT_MONDAY = date(2026, 3, 9)
Scores = set[tuple[int, str, str, Decimal, str | None]]


def in_a_wave(ward: Ward, people: Cast, language: str = "en", starts_on: date = NEXT_MONDAY) -> None:
    """Put the programme on the default cadence, and let Amina be asked its waves, as joining does."""

    def change(session):
        programme = session.get_one(Programme, people.programme)
        programme.starts_on, programme.cadence = starts_on, DEFAULT.to_json()
        amina = session.get_one(Person, people.amina)
        amina.language = language
        cast.subscription(
            session, amina, programme, asks=Asks.WAVE, battery=None, next_at=ward.clock.now(), next_day=None
        )

    ward.change(change)


def options(ward: Ward, user: int = AMINA) -> list[str]:
    """The answers offered by the newest message."""
    return [data for data in ward.buttons(user) if data.startswith("answer:")]


def first_question(ward: Ward, user: int = AMINA) -> bool:
    """Whether the newest message asks anything."""
    return bool(options(ward, user))


async def answer_some(ward: Ward, count: int, user: int = AMINA, **chosen: int) -> None:
    """Answer so many questions; the n-th with its n-th answer, but the `chosen` items as told."""
    for n in range(count):
        offered = options(ward, user)
        item = offered[0].split(":")[2].partition(".")[2]
        data = offered[n % len(offered)]
        if item in chosen:
            data = next(each for each in offered if each.endswith(f":{chosen[item]}"))
        await ward.tap(user, data)


async def answer_all(ward: Ward, user: int = AMINA, **chosen: int) -> None:
    """Answer until no question is left."""
    while first_question(ward, user):
        await answer_some(ward, 1, user, **chosen)


def asked(ward: Ward, person: int) -> list[tuple[date, str, str]]:
    """The check-ins of a person: day, battery, and how far each has come."""
    query = select(CheckIn.day, CheckIn.battery, CheckIn.progress).where(CheckIn.person_id == person)
    return [
        tuple(row) for row in ward.ask(lambda s: s.execute(query.order_by(CheckIn.day, CheckIn.id)).all())
    ]


def kept_scores(ward: Ward, person: int) -> Scores:
    """The scores in the database."""
    query = select(Score).where(Score.person_id == person)
    rows = ward.ask(lambda s: s.scalars(query).all())
    return {(row.checkin_id, row.instrument, row.scale, row.value, row.band) for row in rows}


def right_scores(ward: Ward, person: int) -> Scores:
    """What scoring makes of the raw answers in the database; a PHQ-9 has the score of its PHQ-8 too."""
    rows = ward.ask(lambda s: s.scalars(select(Answer).where(Answer.person_id == person)).all())
    forms: dict[tuple[int, str], dict[str, int | None]] = {}
    for row in rows:
        forms.setdefault((row.checkin_id, row.instrument), {})[row.item] = row.value
    return {
        (checkin, card, result.scale, result.value, result.band)
        for (checkin, asked_as), given in forms.items()
        for card in ([asked_as, "phq8"] if asked_as == "phq9" else [asked_as])
        for result in score(registry.card(card), given)
        if isinstance(result, Right)
    }
