"""A line of the digest leads somewhere with one tap, and leaves the list once it is dealt with."""

from datetime import timedelta

from sqlalchemy import select

from db.models import Asks, Handled, Kind, Leave, Person, Programme, Role
from tests import cast
from tests.journeys.casework.desk import LEAD, staff
from tests.journeys.days import ends, local, set_site
from tests.journeys.newcomers import say
from tests.journeys.staff import ELSEWHERE, SECOND, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


def silence(ward: Ward, people: Cast) -> None:
    """Let Amina leave her last two check-ins unopened."""

    def add(session):
        amina, group = session.get_one(Person, people.amina), session.get_one(Programme, people.programme)
        for days in (6, 4):
            sent = ward.clock.now() - timedelta(days=days)
            cast.checkin(
                session, amina, group, day=sent.date(), progress="closed", sent_at=sent,
                expires_at=sent + timedelta(hours=20),
            )  # fmt: skip

    ward.change(add)


def subscribe(ward: Ward, people: Cast) -> None:
    """Lin is sent a digest each week, as joining leaves it."""

    def add(session):
        worker, group = session.get_one(Person, people.worker), session.get_one(Programme, people.programme)
        cast.subscription(session, worker, group, asks=Asks.DIGEST, battery=None, next_day=None)

    ward.change(add)


async def ask(ward: Ward, user: int = WORKER) -> str:
    """Ask for the digest and return what it says."""
    await ward.text(user, "/digest")
    await ward.beat()
    return ward.last(user)


async def test_more_shows_every_way_and_each_opens_below_the_digest(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    digest = await ask(ward)

    await ward.tap(WORKER, "line:1:more")
    assert ward.buttons(WORKER) == [f"line:1:{way}" for way in ("call", "write", "step", "over", "done")]
    for way, told in (("call", "C-01 · Amina"), ("write", "C-01"), ("step", ""), ("over", "C-01")):
        await ward.tap(WORKER, f"line:1:{way}")
        assert told in ward.last(WORKER)

    assert digest in ward.said(WORKER), "the digest stays as it was"


async def test_nobody_of_another_programme_changes_a_line(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    await worker_elsewhere(ward)
    await ask(ward)

    await ward.tap(ELSEWHERE, "line:1:done", forged=True)
    await ward.tap(AMINA, "line:1:done", forged=True)

    assert ward.ask(lambda session: session.scalars(select(Handled)).all()) == []


async def test_it_comes_on_the_day_that_was_chosen_and_the_week_before_is_not_lost(
    ward: Ward, people: Cast
) -> None:
    subscribe(ward, people)
    await ward.beat()
    await ward.text(WORKER, "/digest")
    await ward.tap(WORKER, "digest:day")
    assert ward.buttons(WORKER) == [f"digest:day:{n}" for n in range(7)]

    await ward.tap(WORKER, "digest:day:2")
    await ward.until(local(9, 9))
    assert ends(ward, Kind.DIGEST) == ["sent"], "only the one that was asked for"
    await ward.until(local(11, 8))

    assert ends(ward, Kind.DIGEST) == ["sent", "sent"]
    assert ward.last(WORKER).startswith("Week 10")


async def test_during_a_leave_whoever_stands_in_gets_it_in_their_own_words(ward: Ward, people: Cast) -> None:
    subscribe(ward, people)
    await ward.beat()
    stand_in = await second_worker(ward)

    def away(session):
        leave = Leave(
            site_id=people.site, person_id=people.worker, since=local(8, 9).date(), until=local(12, 9).date(),
            stand_in_id=stand_in,
        )  # fmt: skip
        session.add(leave)

    ward.change(away)
    shown = len(ward.said(WORKER))

    await ward.until(local(9, 8))

    assert ends(ward, Kind.DIGEST) == ["sent"]
    assert len(ward.said(WORKER)) == shown
    assert "Week 10" in ward.last(SECOND)
    assert ward.last(SECOND).startswith(say("en", "digest.stand_in", name="Lin")[:20])
    set_site(ward, pdf_by_chat=True)
    [picture] = [data for data in ward.buttons(SECOND) if data.startswith("digest:picture")]
    await ward.tap(SECOND, picture)
    await ward.beat()
    assert "photo" in ward.box.chat(SECOND)[-1]


async def test_a_lead_gets_the_site_without_any_family(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    await staff(ward, LEAD, Role.LEAD)

    told = await ask(ward, LEAD)

    assert "C-01" not in told
    assert "quiet: a few" in told
    assert not [data for data in ward.buttons(LEAD) if data.startswith("line:")]
