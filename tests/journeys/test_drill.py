"""A drill goes the way of a real alert, shows families nothing, and is reported."""

from datetime import timedelta

from sqlalchemy import select

from db import alerts, drills
from db.models import Alert, Delivery, Kind, SiteRow
from flows.drill import begin
from tests.journeys.days import ends, local, set_site
from tests.journeys.staff import ADMIN, an_admin
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


def start(ward: Ward) -> None:
    """Begin a drill by hand."""
    ward.change(lambda s: begin(s, s.get_one(SiteRow, 1), 1, ward.clock.now()))


def the_drill(ward: Ward) -> Alert:
    """The one drill."""
    return ward.ask(lambda s: s.scalars(select(Alert).where(Alert.drill.is_(True))).one())


async def test_a_drill_is_taken_with_one_tap_and_the_admins_hear_by_whom_and_when(ward: Ward) -> None:
    await an_admin(ward)
    shown = len(ward.said(AMINA))
    start(ward)
    await ward.beat()
    assert ward.last(WORKER).startswith("🔔 Drill, case 1. Nobody is in danger.")

    await ward.pass_time(minutes=3)
    await ward.tap(WORKER, "alert:take:1")
    await ward.beat()

    assert ward.last(WORKER) == "Drill 1 is over, you have it. Thank you; nobody is in danger."
    assert ward.buttons(WORKER) == []
    assert ward.last(ADMIN) == "Drill 1: Lin took it after 3 minutes."
    assert len(ward.said(AMINA)) == shown
    assert the_drill(ward).closed_as == "drill_taken"


async def test_a_drill_that_nobody_takes_climbs_to_the_top_and_is_reported_as_missed(ward: Ward) -> None:
    await an_admin(ward)
    await ward.until(local(3, 9))
    start(ward)
    for _ in range(13):
        await ward.pass_time(minutes=10)

    assert the_drill(ward).closed_as == "drill_missed"
    drilled = [text for text in ward.said(ADMIN) if "Drill, case 1" in text]
    assert len(drilled) == 3, "at 15 minutes for want of a backup, at 30 and at 60"
    assert ward.last(ADMIN).startswith("Drill 1: nobody took it, up to the last step.")
    assert ward.ask(lambda s: drills.latest(s, 1)).id == 1
    assert all("Drill" in text for text in ward.said(WORKER)[1:])


async def test_while_one_is_under_way_no_second_begins(ward: Ward) -> None:
    start(ward)
    start(ward)

    assert the_drill(ward).id == 1


async def test_a_drill_releases_nobody_and_rests_nothing(ward: Ward, people: Cast) -> None:
    start(ward)
    person = the_drill(ward).person_id

    assert person == people.worker
    assert not ward.ask(lambda s: alerts.any_open(s, person) or alerts.any_red(s, person))


async def test_once_a_month_a_drill_begins_by_itself_on_the_first_duty_day(ward: Ward) -> None:
    set_site(ward, synthetic=False)
    begun = []
    for day in range(3, 35):
        moment = local(1, 9, 45) + timedelta(days=day - 1)
        ward.clock.advance_to(moment)
        await ward.bot.tick.drill(moment)
        found = ward.ask(lambda s: len(s.scalars(select(Alert)).all()))
        begun.append((day, found))

    days = [day for (day, found), (_, before) in zip(begun[1:], begun, strict=False) if found > before]
    assert begun[0] == (3, 0), "the site began after this month's hour"
    assert days == [32], "April the first is a Wednesday"


async def test_made_up_sites_have_no_monthly_drill(ward: Ward) -> None:
    await ward.bot.tick.drill(local(1, 9, 45) + timedelta(days=31))

    assert ward.ask(lambda s: s.scalars(select(Alert)).all()) == []


async def test_the_report_waits_for_no_night_of_the_family_and_is_owed_to_admins_only(ward: Ward) -> None:
    await an_admin(ward)
    start(ward)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    await ward.beat()

    told = ward.ask(lambda s: s.scalars(select(Delivery).where(Delivery.kind == Kind.DRILL)).all())
    assert [each.subject for each in told] == ["drill:1"]
    assert ends(ward, Kind.SEEN) == []
