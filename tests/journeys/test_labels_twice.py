"""Two families of one label, from before labels were the site's: whoever names it is asked which is meant."""

import pytest
from sqlalchemy import select

from db import families
from db.models import AuditEvent, Person, SiteRow
from tests import cast
from tests.journeys.families import NURSE, a_nurse
from tests.journeys.newcomers import STEPS, arrive, say, sure, walk
from tests.journeys.test_partners import token_in
from tests.journeys.ward import WORKER, Cast, Ward


@pytest.fixture
def twin(ward: Ward, people: Cast) -> int:
    """A family of another programme of the same worker that has the label of Amina's."""

    def second(session):
        site = session.get_one(SiteRow, people.site)
        group = cast.programme(session, site, name="Autumn group")
        cast.enrolment(session, session.get_one(Person, people.worker), group, label="W-01")
        return cast.caregiver(session, site, group, chat=4001, label="C-01").id

    return int(ward.change(second))


def choices(ward: Ward, user: int) -> list[tuple[str, str]]:
    """What the last message offers, and what each button carries."""
    rows = ward.box.chat(user)[-1]["reply_markup"]["inline_keyboard"]
    return [(button["text"], button["callback_data"]) for row in rows for button in row]


def standing(ward: Ward, person: int) -> str:
    """How a person stands."""
    return str(ward.ask(lambda s: s.get_one(Person, person).standing))


async def test_a_death_is_written_down_for_the_family_that_was_meant(
    ward: Ward, people: Cast, twin: int
) -> None:
    await ward.text(WORKER, "/change C-01")
    assert ward.last(WORKER) == "C-01: in which programme?"
    (_, spring), (name, autumn) = choices(ward, WORKER)
    assert name == "Autumn group"
    assert spring == "halt:choose:1"

    await ward.tap(WORKER, autumn)
    place = autumn.rpartition(":")[2]
    await ward.tap(WORKER, f"halt:ask:{place}:bereaved")
    await ward.tap(WORKER, f"halt:do:{place}:bereaved")

    assert (standing(ward, twin), standing(ward, people.amina)) == ("bereaved", "active")


async def test_a_nurse_of_one_programme_is_not_asked_about_the_other(
    ward: Ward, people: Cast, twin: int
) -> None:
    await a_nurse(ward)

    await ward.text(NURSE, "/change C-01")

    assert ward.last(NURSE) == say("en", "halt.what", label="C-01")
    place = choices(ward, NURSE)[0][1].split(":")[2]
    await ward.tap(NURSE, f"halt:ask:{place}:relapse")
    assert ward.last(NURSE).startswith("C-01")


async def test_a_partner_comes_to_the_family_that_was_meant(ward: Ward, people: Cast, twin: int) -> None:
    await ward.text(WORKER, "/partner C-01")
    autumn = choices(ward, WORKER)[1][1]

    await ward.tap(WORKER, autumn)
    await arrive(ward, token_in(ward.last(WORKER)))
    await walk(ward, *STEPS.values(), "join:relation:father")

    assert ward.ask(lambda s: [each.id for each in families.others(s, sure(ward).id)]) == [twin]


async def test_the_plan_is_of_the_family_that_was_meant(ward: Ward, people: Cast, twin: int) -> None:
    await ward.text(WORKER, "/plan C-01")
    autumn = choices(ward, WORKER)[1][1]

    await ward.tap(WORKER, autumn)
    await ward.beat()

    assert ward.last(WORKER).startswith("C-01: the coming two weeks")
    query = select(AuditEvent.person_id).where(AuditEvent.about == "plan")
    assert ward.ask(lambda s: s.scalars(query).all()) == [twin]
