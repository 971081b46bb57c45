"""What a family keeps from its social worker: nothing of it shows on the list or in a letter."""

from datetime import timedelta

from db.models import Programme
from tests import cast
from tests.journeys.casework.desk import labelled, letters, lines, pass_on
from tests.journeys.newcomers import say
from tests.journeys.ward import AMINA, WORKER, Ward

KEPT = say("en", "letter.kept_back", label="C-01")


async def share(ward: Ward, what: str, wish: str) -> None:
    """Amina says whether her worker may see something."""
    await ward.tap(AMINA, f"share:social_worker:{what}:{wish}", forged=True)


async def test_a_family_that_hides_when_it_took_part_is_not_listed_for_its_silence(ward: Ward) -> None:
    now = ward.clock.now()

    def be_silent(session):
        for days in (6, 4):
            day = (now - timedelta(days=days)).date()
            cast.checkin(
                session, labelled(session)["C-01"], session.get_one(Programme, 1), day=day, progress="closed"
            )

    ward.change(be_silent)
    await ward.text(WORKER, "/today")
    assert say("en", "sign.quiet") in ward.last(WORKER)

    await share(ward, "attendance", "no")
    await ward.text(WORKER, "/today")

    assert lines(ward) == [say("en", "list.quiet")]


async def test_a_letter_of_before_is_kept_back_and_one_of_later_is_shown(ward: Ward) -> None:
    await pass_on(ward, "She slept badly.")
    await ward.pass_time(minutes=5)
    await share(ward, "words", "no")

    await ward.tap(WORKER, "letter:1", forged=True)

    assert ward.last(WORKER) == KEPT
    assert letters(ward)[0].read_at is None
    assert not any("slept badly" in text for text in ward.said(WORKER))

    await ward.pass_time(minutes=5)
    await pass_on(ward, "Today is better.")
    await ward.tap(WORKER, "letter:2", forged=True)
    assert "Today is better." in ward.last(WORKER)

    await share(ward, "words", "yes")
    await ward.tap(WORKER, "letter:1", forged=True)
    assert "She slept badly." in ward.last(WORKER)
