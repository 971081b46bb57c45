"""Grey concerns: kept when they are seen, told in the digest, and nobody is rung."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from content.catalogue import words
from db.models import CheckIn, Concern, Kind, Person, Programme
from flows import noting
from flows.act import Act
from scales import deck
from tests import cast
from tests.cast import MONDAY
from tests.journeys.days import ends
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


def act(session, person: Person, later: int = 0) -> Act:
    """Amina acts, some days after MONDAY."""
    return Act(session, MONDAY + timedelta(days=later), person, AMINA, AMINA, 1)


def scored(ward: Ward, people: Cast, *values: int, scale: str = "total", card: str = "gad7") -> None:
    """She was scored so on one scale, a week apart."""

    def keep(session):
        person, programme = session.get_one(Person, people.amina), session.get_one(Programme, 1)
        for week, value in enumerate(values):
            day = MONDAY.date() + timedelta(weeks=week)
            asked = cast.checkin(session, person, programme, day=day, battery=card, progress="done")
            noting.score(act(session, person, 7 * week), asked, deck.card(card), scale, Decimal(value))
            cast.score(
                session, asked, scale, value, instrument=card, scored_at=MONDAY + timedelta(weeks=week)
            )

    ward.change(keep)


def kept(ward: Ward) -> list[tuple[str, str]]:
    """The reason and detail of everything that was noted."""
    return ward.ask(lambda s: [(each.reason, each.detail) for each in s.scalars(select(Concern)).all()])


@pytest.mark.parametrize(
    ("values", "noted"),
    [
        ((3, 16), [("change", "gad7.total")]),  # beyond chance, and two bands up
        ((3, 5), []),  # a band, but by chance
        ((16, 21), []),  # beyond chance, but the same band
        ((16, 3), []),  # better
        ((3, 16, 16), [("change", "gad7.total")]),  # once for each band
        ((9,), []),
    ],
)
async def test_worse_counts_beyond_chance_and_across_a_band(
    ward: Ward, people: Cast, values: tuple[int, ...], noted: list[tuple[str, str]]
) -> None:
    scored(ward, people, *values)

    assert kept(ward) == noted
    assert ends(ward, Kind.ALERT) == []


async def test_an_answer_that_can_wait_is_kept_and_rings_nobody(ward: Ward, people: Cast) -> None:
    def keep(session):
        person = session.get_one(Person, people.amina)
        asked = cast.checkin(session, person, session.get_one(Programme, 1), battery="cbi_personal")
        for _ in range(2):
            noting.answer(
                act(session, person), session.get_one(CheckIn, asked.id), ("cbi_personal", "enough")
            )

    ward.change(keep)

    assert kept(ward) == [("noted", "cbi_personal.enough")]
    assert ends(ward, Kind.ALERT) == []


async def test_the_digest_tells_it_by_case_label_and_without_a_number(ward: Ward, people: Cast) -> None:
    scored(ward, people, 3, 16)
    await ward.pass_time(days=8)

    await ward.text(WORKER, "/digest")
    await ward.beat()

    line = next(text for text in ward.said(WORKER) if "C-01" in text)
    assert words("en").say("digest.why.change") in line
    assert "16" not in line
