"""The page of a digest shows names: it comes only to who asked for it with a code."""

from db.models import Asks, Person, Programme, SiteRow
from tests import cast
from tests.journeys.days import local, set_site
from tests.journeys.newcomers import say
from tests.journeys.ward import WORKER, Cast, Ward


def by_chat(ward: Ward, people: Cast) -> None:
    """The site sends the page by chat, and Lin gets her digest each week."""
    set_site(ward, pdf_by_chat=True)

    def subscribe(session):
        worker, group = session.get_one(Person, people.worker), session.get_one(Programme, people.programme)
        cast.subscription(session, worker, group, asks=Asks.DIGEST, battery=None, next_day=None)

    ward.change(subscribe)


async def test_on_monday_the_message_comes_alone_and_the_page_after_the_code(
    ward: Ward, people: Cast, code, deeds
) -> None:
    by_chat(ward, people)
    await ward.beat()
    await ward.until(local(9, 8))
    assert ward.last(WORKER).startswith("Week 10")
    assert "document" not in ward.box.chat(WORKER)[-1]
    at = f"2026-W10:{people.worker}"
    assert ward.buttons(WORKER) == [f"digest:page:{at}", f"digest:picture:{at}", f"digest:book:{at}"]

    await ward.tap(WORKER, f"digest:page:{at}")
    await ward.tap(WORKER, "factor:noted")
    await ward.text(WORKER, code())
    await ward.beat()

    assert ward.box.chat(WORKER)[-1]["document"]["file_name"] == "digest-2026-W10.pdf"
    look = (people.worker, "looked", None, f"programme:{people.programme} digest 2026-W10")
    assert deeds("looked") == [look, look]


async def test_a_digest_asked_for_comes_with_its_page_after_the_code(ward: Ward, people: Cast, code) -> None:
    by_chat(ward, people)
    await ward.text(WORKER, "/digest")
    assert "otpauth://" in ward.last(WORKER)

    await ward.tap(WORKER, "factor:noted")
    await ward.text(WORKER, code())
    await ward.beat()

    assert ward.box.chat(WORKER)[-1]["document"]["file_name"] == "digest-2026-W10.pdf"


async def test_a_digest_without_a_page_names_nobody_and_needs_no_code(ward: Ward, deeds) -> None:
    await ward.text(WORKER, "/digest")
    assert ward.last(WORKER) == say("en", "digest.on_its_way")
    await ward.beat()

    assert ward.last(WORKER).startswith("Week 10")
    assert len(deeds("looked")) == 1


async def test_a_week_that_is_none_or_to_come_has_no_page(ward: Ward) -> None:
    ward.change(lambda s: setattr(s.get_one(SiteRow, 1), "second_factor", False))
    for week in ("2026-W11", "2026-W54", "2026-W00", "0000-W01"):
        await ward.tap(WORKER, f"digest:page:{week}", forged=True)
        assert ward.last(WORKER) == say("en", "refusal.old_button"), week
