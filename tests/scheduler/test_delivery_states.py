"""Whatever happens to a delivery in whatever order, it is in one of four states and ends once, for good."""

import re
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from db import deliveries, lateness, outbox
from db.models import Delivery, Kind, State
from db.session import Database
from tests import cast

OUTCOME = re.compile(r"sent|expired|unknown|(failed|skipped|cancelled|withheld):[a-z_]+")
REASONS = ["sent", "unknown", "failed:blocked", "skipped:closed", "withheld:paused"]
ids = st.integers(0, 4)
minutes = st.integers(0, 90)


class Deliveries(RuleBasedStateMachine):
    """Five rows, a clock, and everything that the loop, the sweep and the flows do to them."""

    database: Database

    @initialize()
    def begin(self) -> None:
        """One transaction, never committed: the next example finds the database as it was."""
        self._open = self.database.begin()
        self.session = self._open.__enter__()
        site = cast.site(self.session)
        self.person = cast.caregiver(self.session, site, cast.programme(self.session, site))
        self.now: datetime = cast.MONDAY
        self.rows = [self._add(number) for number in range(5)]
        self.ended: dict[int, str] = {}

    def _add(self, number: int) -> int:
        late = None if number == 0 else self.now + timedelta(minutes=40 * number)
        kind = Kind.ALERT if number == 0 else Kind.CHECKIN
        how = {"kind": kind, "subject": f"checkin:{number}", "not_after": late, "due_at": self.now}
        return cast.delivery(self.session, self.person, **how).id

    @rule(minutes=minutes)
    def wait(self, minutes: int) -> None:
        """Time passes."""
        self.now += timedelta(minutes=minutes)

    @rule(which=ids)
    def claim(self, which: int) -> None:
        """The loop claims one that is due and pending; nobody gets one that is in another's hand."""
        row = self._row(which)
        free = row.state == State.PENDING and row.due_at <= self.now
        assert bool(outbox.claim(self.session, [self.rows[which]], self.now)) == free

    @rule(which=ids, outcome=st.sampled_from(REASONS))
    def settle(self, which: int, outcome: str) -> None:
        """An end is written; the first one stands."""
        first = deliveries.settle(self.session, self.rows[which], outcome, self.now)
        assert first == (which not in self.ended)

    @rule(which=ids, wait=minutes, counted=st.booleans())
    def put_back(self, which: int, wait: int, counted: bool) -> None:
        """A refusal with a wait."""
        deliveries.put_back(
            self.session, self.rows[which], self.now + timedelta(minutes=wait), counted=counted
        )

    @rule(which=ids)
    def set_aside(self, which: int) -> None:
        """A failure of our own."""
        deliveries.set_aside(self.session, self.rows[which], self.now + timedelta(minutes=5), 1)

    @rule(older=minutes)
    def adopt(self, older: int) -> None:
        """A sender died."""
        deliveries.adopt(self.session, self.now, timedelta(minutes=older))
        assert older or not any(self._row(each).state == State.SENDING for each in range(5))

    @rule()
    def expire(self) -> None:
        """The sweep: no row is left pending that is too late."""
        lateness.expire(self.session, self.now, 100)
        for row in map(self._row, range(5)):
            assert row.state != State.PENDING or row.not_after is None or row.not_after >= self.now

    @rule()
    def cancel(self) -> None:
        """The person pauses: no question stays pending, the alarm does."""
        deliveries.cancel(self.session, self.person.id, "paused", self.now, kinds=[Kind.CHECKIN])
        assert not any(self._row(each).state == State.PENDING for each in range(1, 5))

    @invariant()
    def four_states_and_one_outcome(self) -> None:
        """Invariant 1, and what has ended never changes."""
        for row in map(self._row, range(5) if hasattr(self, "rows") else ()):
            assert row.state in set(State)
            assert (row.state == State.SETTLED) == (row.outcome is not None) == (row.settled_at is not None)
            if row.outcome is not None:
                assert OUTCOME.fullmatch(row.outcome)
                assert self.ended.setdefault(row.id - self.rows[0], row.outcome) == row.outcome

    def _row(self, which: int) -> Delivery:
        query = select(Delivery).where(Delivery.id == self.rows[which])
        return self.session.scalars(query.execution_options(populate_existing=True)).one()

    def teardown(self) -> None:
        """Leave the database as it was found."""
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()


def test_a_delivery_ends_once_and_for_good(database: Database) -> None:
    machine = type("Deliveries", (Deliveries,), {"database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_a_subject_is_owed_once_to_each_person(database: Database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        group = cast.programme(session, site)
        amina, other = (cast.caregiver(session, site, group, label=label) for label in ("C-01", "C-02"))
        rows = [
            {
                "site_id": site.id,
                "kind": Kind.CHECKIN,
                "subject": "checkin:1/2026-03-02",
                "person_id": person.id,
                "priority": 3,
                "due_at": cast.MONDAY,
                "queued_at": cast.MONDAY,
            }
            for person in (amina, other)
        ]

        assert deliveries.queue(session, rows) == 2
        assert deliveries.queue(session, rows) == 0


def test_the_most_pressing_comes_first_then_the_oldest(database: Database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        person = cast.caregiver(session, site, cast.programme(session, site))
        for number, (priority, minutes_ago) in enumerate([(3, 5), (3, 10), (6, 60), (0, 0), (3, -1)]):
            due_at = cast.MONDAY - timedelta(minutes=minutes_ago)
            cast.delivery(session, person, subject=f"checkin:{number}", priority=priority, due_at=due_at)

        owed = deliveries.due(session, cast.MONDAY, 10)
        besides = deliveries.due(session, cast.MONDAY, 10, {owed[0].id})

    assert [(each.priority, each.subject) for each in owed] == [
        (0, "checkin:3"),
        (3, "checkin:1"),
        (3, "checkin:0"),
        (6, "checkin:2"),
    ]
    assert besides == owed[1:]
