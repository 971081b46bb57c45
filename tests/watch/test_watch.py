"""What stands still turns red, on the page, in the numbers and in the log, and is well again afterwards."""

import asyncio
import contextlib
from datetime import timedelta

import aiohttp
import pytest

from bot.acts import Acts
from bot.clock import VirtualClock
from bot.watch.checks import Check, Signs, checks
from bot.watch.metrics import Metrics
from bot.watch.page import Page
from bot.watch.pulse import Pulse
from bot.watch.watch import Watch, Watched
from db import gauges
from db.gauges import Standing
from db.models import Heard, Kind
from db.people import chat_index
from tests import cast
from tests.cast import MONDAY
from tests.wire.hooked import free_port

QUIET = Standing([], {}, 0, 0, 0.0)
WELL = Signs(10.0, {"plan": 1.0}, {"plan": 5.0}, 1.0, QUIET)


def red(signs: Signs) -> list[str]:
    return [check.name for check in checks(signs) if not check.well]


def test_everything_within_its_limit_is_green() -> None:
    assert red(WELL) == []


@pytest.mark.parametrize(
    ("signs", "name"),
    [
        (Signs(181.0, {}, {}, 1.0, QUIET), "poll"),
        (Signs(1.0, {}, {}, 31.0, QUIET), "database"),
        (Signs(1.0, {"plan": 191.0}, {"plan": 5.0}, 1.0, QUIET), "beat plan"),
        (Signs(1.0, {}, {}, 1.0, Standing([], {Kind.ALERT: 61.0}, 0, 0, 0.0)), "alerts"),
        (Signs(1.0, {}, {}, 1.0, Standing([], {}, 1, 0, 301.0)), "inbox"),
    ],
)
def test_what_is_past_its_limit_is_red_and_nothing_else(signs: Signs, name: str) -> None:
    assert red(signs) == [name]


def test_a_beat_with_a_long_period_has_that_much_more_time() -> None:
    assert red(Signs(1.0, {"retain": 7300.0}, {"retain": 3600.0}, 1.0, QUIET)) == []


def test_a_late_material_is_no_alarm() -> None:
    assert red(Signs(1.0, {}, {}, 1.0, Standing([], {Kind.CHECKIN: 9000.0}, 0, 0, 0.0))) == []


async def test_the_tables_are_counted_without_a_row_of_anybody(database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        person = cast.caregiver(session, site, cast.programme(session, site))
        for number, state, outcome in ((1, "pending", None), (2, "settled", "sent"), (3, "settled", "sent")):
            cast.delivery(session, person, subject=f"checkin:{number}", state=state, outcome=outcome)
        row = {"bot_id": 1, "chat_key": chat_index(7), "received_at": MONDAY}
        session.add(Heard(**row, update_id=1))
        session.add(Heard(**row, update_id=2, dead_at=MONDAY))
        session.add(Heard(**row, update_id=3, shown_at=MONDAY))

    with database.read() as session:
        found = gauges.standing(session, MONDAY + timedelta(seconds=90))

    assert sorted(found.deliveries) == [("checkin", "pending", "", 1), ("checkin", "settled", "sent", 2)]
    assert found.lag == {"checkin": 90.0}
    assert (found.inbox_open, found.inbox_dead, found.inbox_age) == (1, 1, 90.0)


async def test_an_empty_database_counts_to_nothing(database) -> None:
    with database.read() as session:
        assert gauges.standing(session, MONDAY) == QUIET


class Post:
    """A watch at work on a virtual clock."""

    def __init__(self, database) -> None:
        self.clock = VirtualClock(MONDAY)
        self.heard_at = self.clock.steady()
        self.acts = Acts(database, self.clock)
        metrics = Metrics()
        self.pulse = Pulse(self.clock, metrics.observe)
        watched = Watched(lambda: self.heard_at, lambda: 3, self.pulse, self.acts, database)
        self.watch = Watch(watched, metrics, self.clock)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass from one look to the next; each look gets its answer."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < end:
            self.clock.advance_to(min(self.clock.next_wake() or end, end))
            for _ in range(200):
                await asyncio.sleep(0.001)
                if not self.watch._asking and not self.clock.woken:
                    break

    @contextlib.asynccontextmanager
    async def at_work(self):
        looking = asyncio.ensure_future(self.watch.run())
        await asyncio.sleep(0)
        try:
            yield self
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            self.acts.close()


@pytest.fixture
async def post(database):
    async with Post(database).at_work() as post:
        yield post


@pytest.fixture
async def ask(post):
    """Ask for a page and return its status and text."""
    listen = f"127.0.0.1:{free_port()}"
    async with Page(post.watch).at(listen), aiohttp.ClientSession() as http:

        async def ask(path):
            async with http.get(f"http://{listen}{path}") as answer:
                return answer.status, await answer.text()

        yield ask


async def test_polls_that_stand_still_are_told_once_in_the_log_and_again_after_ten_minutes(
    post, caplog
) -> None:
    await post.pass_time(170)
    assert caplog.messages == []

    await post.pass_time(300)
    said = [line for line in caplog.messages if "poll" in line]
    assert len(said) == 1
    assert said[0].startswith("watch: poll is red: 18")

    await post.pass_time(600)
    assert len([line for line in caplog.messages if "poll is red" in line]) == 2

    post.heard_at = post.clock.steady()
    await post.pass_time(10)
    assert caplog.messages[-1] == "watch: poll is well again"


async def test_the_health_page_is_green_and_turns_red_with_its_reason(post, ask) -> None:
    await post.pass_time(10)
    status, text = await ask("/health")
    assert (status, '"status":"green"' in text) == (200, True)

    post.heard_at -= 1000
    status, text = await ask("/health")

    assert status == 503
    assert '"poll":{"well":false,"age":10' in text


async def test_a_beat_that_only_fails_turns_red_and_is_counted(post, ask) -> None:
    async def fails():
        raise RuntimeError("CANARY")

    beat = post.pulse.noted("plan", 5.0, fails)
    for _ in range(20):
        with pytest.raises(RuntimeError):
            await beat()
        await post.pass_time(10)
    post.heard_at = post.clock.steady()

    status, text = await ask("/health")
    _, numbers = await ask("/metrics")

    assert (status, '"beat plan":{"well":false' in text) == (503, True)
    assert 'respite_beat_duration_seconds_count{beat="plan",result="failed"} 20.0' in numbers
    assert 'respite_check_well{check="beat plan"} 0.0' in numbers
    assert "CANARY" not in text + numbers


async def test_a_beat_that_comes_to_its_end_is_fresh(post, ask) -> None:
    async def beats():
        await post.clock.sleep(2)

    beating = asyncio.ensure_future(post.pulse.noted("deliver", 1.0, beats)())
    await asyncio.sleep(0)
    await post.pass_time(3)
    await beating
    _, numbers = await ask("/metrics")

    assert 'respite_beat_age_seconds{beat="deliver"} 1.0' in numbers
    assert 'respite_beat_duration_seconds_bucket{beat="deliver",le="2.0",result="done"} 1.0' in numbers


async def test_a_database_that_does_not_answer_turns_red_while_the_page_still_answers(post, ask) -> None:
    await post.pass_time(10)
    post.acts.close()  # nothing is answered from here on
    await post.pass_time(60)

    status, text = await ask("/health")

    assert (status, '"database":{"well":false' in text) == (503, True)


async def test_the_metrics_tell_queues_lags_outcomes_and_ages(post, ask, database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        person = cast.caregiver(session, site, cast.programme(session, site))
        cast.delivery(session, person, subject="checkin:1", state="pending")
        cast.delivery(session, person, subject="checkin:2", state="settled", outcome="failed:blocked")
    await post.pass_time(30)

    _, numbers = await ask("/metrics")

    for line in (
        'respite_deliveries{kind="checkin",outcome="",state="pending"} 1.0',
        'respite_deliveries{kind="checkin",outcome="failed:blocked",state="settled"} 1.0',
        'respite_inbox_updates{state="dead"} 0.0',
        "respite_inbox_in_memory 3.0",
        "respite_poll_age_seconds 30.0",
    ):
        assert line in numbers.splitlines()
    assert 'respite_delivery_lag_seconds{kind="checkin"}' in numbers


async def test_a_port_that_is_taken_is_told_in_plain_words(post) -> None:
    listen = f"127.0.0.1:{free_port()}"
    async with Page(post.watch).at(listen):
        with pytest.raises(ValueError, match="RESPITE_HEALTH_LISTEN: nothing can listen at"):
            async with Page(post.watch).at(listen):
                raise AssertionError("two on one port")


def test_a_check_at_its_limit_is_still_well() -> None:
    assert Check("poll", 180.0, 180.0).well
