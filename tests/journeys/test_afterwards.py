"""After a session: something to read below the thanks, and one small step a week with one question."""

from datetime import timedelta

from sqlalchemy import select

from db.models import Alert, Delivery, Kind, Practice
from tests.journeys.days import local, set_person
from tests.journeys.group import families, hold, meetings, plan
from tests.journeys.newcomers import say
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward


def steps(ward: Ward) -> list[Practice]:
    """The steps that were chosen, oldest first."""
    return list(ward.ask(lambda s: s.scalars(select(Practice).order_by(Practice.id)).all()))


def brought(ward: Ward, person: int) -> list[Delivery]:
    """What brings the person steps and questions about them, in the order of its moments."""
    query = select(Delivery).where(Delivery.kind == Kind.PRACTICE, Delivery.person_id == person)
    return list(ward.ask(lambda s: s.scalars(query.order_by(Delivery.due_at)).all()))


async def test_below_the_thanks_stands_what_belongs_to_the_session(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await hold(ward)
    await ward.beat()
    for number, value in enumerate((5, 5, 2), start=1):
        await ward.tap(AMINA, f"opinion:1:{number}:{value}")

    assert ward.last(AMINA) == say("en", "opinion.thanks")
    assert ward.buttons(AMINA) == ["library:read:group_use"]
    await ward.tap(AMINA, "library:read:group_use")
    assert "<b>" not in ward.last(AMINA)
    assert "library:keep:group_use" in ward.buttons(AMINA)


async def test_whoever_came_gets_a_step_on_the_next_day_that_is_not_silent_and_one_question(
    ward: Ward, people: Cast
) -> None:
    await plan(ward)  # the first session is on a Tuesday
    await hold(ward)
    ((step, other),) = [steps(ward)]
    assert (step.piece, step.because, other.person_id) == ("slow_breathing", "group", people.other)
    (owed,) = brought(ward, people.amina)
    assert owed.due_at == local(12, 19, 30)

    await ward.until(owed.due_at)
    await ward.beat()
    assert say("en", "practice.because.group") in ward.last(AMINA)
    assert "library:read:slow_breathing" in ward.buttons(AMINA)
    await ward.until(owed.due_at + timedelta(days=1, hours=1))
    assert f"practice:{step.id}:helped" in ward.buttons(AMINA)
    await ward.tap(AMINA, f"practice:{step.id}:helped")

    (answered, _) = steps(ward)
    assert (answered.tried, answered.helped) == (True, "helped")


async def test_who_missed_it_who_rests_and_who_has_an_open_alert_gets_none(ward: Ward, people: Cast) -> None:
    (third,) = await families(ward, 1)
    await plan(ward)
    await ward.until(meetings(ward)[0].starts_at)
    await ward.tap(OTHER, "help")
    set_person(ward, third, standing="paused")
    await hold(ward)

    assert [step.person_id for step in steps(ward)] == [people.amina]
    assert ward.ask(lambda s: s.scalars(select(Alert.person_id)).all()) == [people.other]


async def test_two_sessions_in_a_week_bring_one_step_and_the_next_week_brings_another(
    ward: Ward, people: Cast
) -> None:
    await plan(ward)
    first, second, third = [one.starts_at for one in meetings(ward)[:3]]
    assert (second - first, third - second) == (timedelta(days=7), timedelta(days=3))

    for number, pieces in ((1, 1), (2, 2), (3, 2)):
        await hold(ward, number)
        mine = [step.piece for step in steps(ward) if step.person_id == people.amina]
        assert len(mine) == pieces
    assert mine == ["slow_breathing", "worry_time"]


async def test_marking_again_chooses_nothing_again_and_late_marking_nothing_at_all(
    ward: Ward, people: Cast
) -> None:
    await plan(ward)
    await hold(ward)
    await ward.tap(WORKER, "here:1:show")
    await ward.tap(WORKER, "here:1:done")
    assert len(steps(ward)) == 2

    second = meetings(ward)[1]
    await ward.until(second.starts_at + timedelta(days=4))
    await ward.tap(WORKER, f"here:{second.id}:show", forged=True)
    await ward.tap(WORKER, f"here:{second.id}:all")
    await ward.tap(WORKER, f"here:{second.id}:done")

    assert len(steps(ward)) == 2
