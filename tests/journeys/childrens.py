"""A programme for children and a family in it: made from the template by chat, joined by an invite."""

from datetime import datetime, timedelta

from sqlalchemy import select

from db.models import Answer, Programme, Score
from tests.journeys.blocks import answer_all
from tests.journeys.days import local
from tests.journeys.newcomers import NEWCOMER, STEPS, arrive, walk
from tests.journeys.ward import WORKER, Ward

MADE = 2
AT_THE_END = timedelta(weeks=5)
CHILD_OF_NINE = (
    "join:relation:mother",
    "2017",
    "join:childname:skip",
    "join:guardian:yes",
    "join:assent:yes",
)
CHILD_OF_FOUR = ("join:relation:mother", "2022", "join:childname:skip", "join:guardian:yes")


async def make(ward: Ward, first: str = "2026-03-10") -> None:
    """The worker makes a programme from the template for children; its week 0 is the one that runs."""
    await ward.text(WORKER, "/programme")
    await ward.tap(WORKER, "prog:plan:0", forged=True)
    await ward.tap(WORKER, "plan:template:children")
    for written in (first, "10:00", "Playroom", "8"):
        await ward.text(WORKER, written)
    await ward.tap(WORKER, "plan:sure:yes")


async def joins(
    ward: Ward, *about_child: str, user: int = NEWCOMER, language: str = "en", **steps: str
) -> None:
    """A parent joins that programme, and says so much about the child."""
    await arrive(ward, ward.invite(programme_id=MADE), user)
    said = STEPS | {"language": f"join:language:{language}", "hour": "join:hour:19:30"} | steps
    await walk(ward, *said.values(), *about_child, user=user)
    await ward.beat()


def evening(day: int, later: timedelta = timedelta()) -> datetime:
    """Half past seven in the evening of a day in March, or of one so much later."""
    return local(day, 19, 30) + later


async def answer_block(ward: Ward, moment: datetime, user: int = NEWCOMER) -> str:
    """Let the evening of a block come and answer all of it; return the words it began with."""
    await ward.until(moment)
    began = ward.last(user)
    await answer_all(ward, user)
    return began


def programme(ward: Ward) -> Programme:
    """The programme that was made."""
    return ward.ask(lambda s: s.get_one(Programme, MADE))


def instruments(ward: Ward, person: int) -> dict[str, int]:
    """How many answers a person gave to each card."""
    rows = ward.ask(lambda s: s.scalars(select(Answer.instrument).where(Answer.person_id == person)).all())
    return {card: rows.count(card) for card in sorted(set(rows))}


def totals(ward: Ward, person: int) -> list[tuple[str, float]]:
    """The totals that were kept of a person, in their order."""
    query = select(Score.instrument, Score.value).where(Score.person_id == person, Score.scale == "total")
    return [
        (card, float(value)) for card, value in ward.ask(lambda s: s.execute(query.order_by(Score.id)).all())
    ]
