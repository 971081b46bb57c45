"""A page is a row first: it outlives a crash, is sent at least once, and not after somebody has it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import pages
from db.models import Alert, AlertState, Page
from db.session import Database
from scheduler.paging import LEASE, MOST_ATTEMPTS, Call, PageLoop, claim, settle
from tests import cast
from tests.cast import MONDAY


class Directly:
    """Acts without threads: one function, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, function, /, *args, **kwargs):
        with self._database.begin() as session:
            return function(session, *args, **kwargs)


class Line:
    """A channel that notes what it is given and answers as it was told to."""

    channels = ("mail",)

    def __init__(self, *answers: str | None) -> None:
        self.answers, self.taken = list(answers), list[Call]()

    async def send(self, call, now):
        self.taken.append(call)
        return self.answers.pop(0) if self.answers else None


@pytest.fixture
def page(database: Database) -> Database:
    """One page that is owed for a red alert."""
    with database.begin() as session:
        site = cast.site(session)
        programme = cast.programme(session, site)
        alert = cast.alert(session, cast.caregiver(session, site, programme), programme, tier="red")
        row = {"site_id": site.id, "alert_id": alert.id, "channel": "mail", "queued_at": MONDAY}
        for _ in range(2):
            pages.queue(session, [row | {"subject": "step7", "due_at": MONDAY}])
    return database


def outcomes(database: Database) -> list[tuple[str | None, int]]:
    """How every page ended, and after how many attempts."""
    with database.read() as session:
        return [(each.outcome, each.attempts) for each in session.scalars(select(Page))]


async def test_a_page_is_sent_once_for_its_subject(page: Database) -> None:
    line = Line()

    assert await PageLoop(Directly(page), line).page(MONDAY) == 1
    assert await PageLoop(Directly(page), line).page(MONDAY + LEASE) == 0

    assert outcomes(page) == [("sent", 1)]


async def test_what_was_in_the_air_at_a_crash_is_sent_again(page: Database) -> None:
    with page.begin() as session:
        assert len(claim(session, MONDAY, ("mail",))) == 1, "claimed, and then the process died"
    line = Line()

    assert await PageLoop(Directly(page), line).page(MONDAY + timedelta(seconds=5)) == 0
    assert await PageLoop(Directly(page), line).page(MONDAY + LEASE) == 1

    assert outcomes(page) == [("sent", 2)]


async def test_a_refused_page_is_tried_again_and_again_and_given_up_in_the_end(page: Database) -> None:
    line, now = Line(*["status 503"] * MOST_ATTEMPTS), MONDAY
    for _ in range(MOST_ATTEMPTS + 5):
        await PageLoop(Directly(page), line).page(now)
        now += timedelta(minutes=6)

    assert outcomes(page) == [("failed:status 503", MOST_ATTEMPTS)]
    assert len(line.taken) == MOST_ATTEMPTS


@pytest.mark.parametrize("state", [AlertState.TAKEN, AlertState.CLOSED])
async def test_nobody_is_called_for_what_somebody_has(page: Database, state: AlertState) -> None:
    with page.begin() as session:
        session.get_one(Alert, 1).state = state
    line = Line()

    await PageLoop(Directly(page), line).page(MONDAY)

    assert (line.taken, outcomes(page)) == ([], [("skipped:taken", 1)])


def test_a_late_word_about_a_page_that_is_settled_changes_nothing(page: Database) -> None:
    with page.begin() as session:
        (call,) = claim(session, MONDAY, ("mail",))
        settle(session, call, None, MONDAY)
        settle(session, call, "status 500", MONDAY)

    assert outcomes(page) == [("sent", 1)]
