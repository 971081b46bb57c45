"""A nurse rates the programme when she has a minute; her answers are kept as any others are."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.__main__ import app
from db.models import CheckIn, Programme, Role, SiteRow
from db.session import Database
from tests import cast
from tests.journeys.group import hold, plan
from tests.journeys.newcomers import say
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

NURSE = 2002


@pytest.fixture
async def nurse(ward: Ward) -> int:
    """A nurse of the ward's programme."""

    def hire(session):
        site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        how = {"role": Role.MEDICAL_WORKER, "language": "en", "label": "M-01", "called": "Nurse Wen"}
        return cast.worker(session, site, programme, chat=NURSE, **how).id

    person = ward.change(hire)
    ward.box.add_person(user_id=NURSE, first_name="Wen", language_code="en")
    await ward.text(NURSE, "/help")
    return person


async def rate(ward: Ward, checkin: int) -> None:
    """Answer all four."""
    for item, value in (("fits", 4), ("helps", 5), ("informs", "skip"), ("keep", 5)):
        await ward.tap(NURSE, f"answer:{checkin}:programme_rating.{item}:{value}")


async def test_four_taps_and_it_is_done(ward: Ward, nurse: int) -> None:
    await ward.text(NURSE, "/rate")
    assert "It fits into the ward's work." in ward.last(NURSE)
    assert not any(data.startswith("later") for data in ward.buttons(NURSE))

    await rate(ward, 1)

    assert ward.last(NURSE) == say("en", "rate.done")
    kept = ward.ask(lambda s: s.get_one(CheckIn, 1))
    assert (kept.person_id, kept.battery, kept.progress) == (nurse, "ward_on_programme", "done")


async def test_it_goes_on_where_it_stopped_and_is_not_asked_again_for_two_weeks(
    ward: Ward, nurse: int
) -> None:
    await ward.text(NURSE, "/rate")
    await ward.tap(NURSE, "answer:1:programme_rating.fits:4")
    await ward.text(NURSE, "/rate")
    assert "It helps the families." in ward.last(NURSE)
    for item, value in (("helps", 5), ("informs", "skip"), ("keep", 5)):
        await ward.tap(NURSE, f"answer:1:programme_rating.{item}:{value}")

    await ward.text(NURSE, "/rate")
    assert ward.last(NURSE) == say("en", "rate.not_due")
    await ward.until(ward.clock.now() + timedelta(days=15))
    await ward.text(NURSE, "/rate")
    assert "1 of 4" in ward.last(NURSE)


async def test_rating_is_for_medical_workers_alone(ward: Ward, people: Cast) -> None:
    for user in (AMINA, WORKER):
        await ward.text(user, "/rate")
        assert ward.last(user) == say("en", "refusal.not_for_you")
    assert ward.ask(lambda s: s.scalars(select(CheckIn)).all()) == []


async def test_the_dose_of_everybody_goes_out_with_the_answers(
    ward: Ward, people: Cast, database: Database, tmp_path: Path
) -> None:
    await plan(ward)
    await hold(ward, came=(people.amina,))

    env = {"RESPITE_DATABASE_URL": database.url, "RESPITE_DATA_DIR": str(tmp_path), "RESPITE_KEYS": cast.KEYS}
    said = CliRunner().invoke(app, ["scales", "answers", "--out", str(tmp_path / "out")], env=env)

    assert said.exit_code == 0, said.output
    with (tmp_path / "out" / "dose.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [
        (row["person"], row["sessions_held"], row["sessions_attended"], row["minutes"]) for row in rows
    ] == [
        (str(people.amina), "1", "1", "90"),
        (str(people.other), "1", "0", "0"),
    ]
