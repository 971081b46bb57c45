"""The ladder as a state machine: whatever staff, network and clock do, an alert reaches people."""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from content.message import Message
from db import alerts, deliveries, pages
from db.models import (
    Alert,
    AlertState,
    Channel,
    Delivery,
    Duty,
    Kind,
    Page,
    Person,
    Programme,
    SiteRow,
    State,
    Table,
    Tier,
)
from db.session import Database, Session
from flows.ladder import Rung, contact_by
from flows.ringing import ring
from flows.rota import rota
from scheduler.escalation import escalate
from scheduler.renderers import render
from scheduler.settling import end
from tests import cast

MINUTE = timedelta(minutes=1)
STAFF = st.integers(0, 3)


class Alarms(RuleBasedStateMachine):
    """Two workers, one backup and an admin; several families call; a beat follows everything that happens."""

    def __init__(self) -> None:
        super().__init__()
        self.database = Database("sqlite://")
        Table.metadata.create_all(self.database.engine)
        self.now = cast.MONDAY
        self.families = 0
        self.rings: set[tuple[str, int]] = set()
        self.told: dict[int, set[int]] = {}
        self.calls: set[tuple[int, str]] = set()

    @initialize(with_rota=st.booleans(), amiss=st.booleans())
    def open(self, with_rota: bool, amiss: bool) -> None:
        with self.database.begin() as session:
            site = cast.site(session)
            programme = cast.programme(session, site)
            staff = [
                cast.worker(session, site, programme, label="W-01"),
                cast.worker(session, site, programme, label="W-02"),
                cast.worker(session, site, cast.programme(session, site, name="Other"), label="W-03"),
                cast.admin(session, site),
            ]
            self.staff = [each.id for each in staff]
            if with_rota:
                for level, person in (("first", staff[0]), ("backup", staff[2])):
                    session.add(
                        Duty(
                            site_id=site.id, person_id=person.id, level=level, days="1234567",
                            begins=site.duty_from, ends=site.duty_to,
                        )
                    )  # fmt: skip
        self.channels = ("mail",) if amiss else ()

    def teardown(self) -> None:
        """Left alone, every alert that nobody has taken reaches the last person on the rota."""
        if not hasattr(self, "staff"):
            return
        for _ in range(9):
            with self.database.read() as session:
                coming = session.scalars(select(Alert.climbs_at).where(Alert.climbs_at.is_not(None))).all()
            if not coming:
                break
            self.now = max(self.now, *(each for each in coming if each)) + MINUTE
            self.beat()
        with self.database.read() as session:
            waiting = select(Alert).where(Alert.state == AlertState.RAISED, Alert.tier == Tier.RED)
            for alert in session.scalars(waiting):
                last = rota(session, cast_site(session), 1, self.now).reaches(Rung.EVERYONE)
                assert {each.id for each in last} <= self.told.get(alert.id, set())
        self.database.close()

    @rule(tier=st.sampled_from([Tier.RED, Tier.RED, Tier.AMBER]))
    def call(self, tier: Tier) -> None:
        with self.database.begin() as session:
            site, self.families = cast_site(session), self.families + 1
            programme = alerts_programme(session)
            person = cast.caregiver(session, site, programme, label=f"C-{self.families:02d}")
            alert = cast.alert(session, person, programme, tier=tier, reason="help", raised_at=self.now)
            ring(session, alert, self.now)
            if not rota(session, site, 1, self.now).anybody():
                called = select(Page.channel).where(Page.alert_id == alert.id)
                assert set(session.scalars(called)) == set(Channel), "nobody there: called in the act itself"
        self.beat()

    @rule(minutes=st.integers(0, 45))
    def wait(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.beat()

    @rule(hours=st.sampled_from([4, 14, 24]))
    def wait_long(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.beat()

    @rule(minutes=st.integers(-120, 240))
    def set_clock(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.beat()

    @rule(who=STAFF, which=st.integers(1, 6))
    def take(self, who: int, which: int) -> None:
        with self.database.begin() as session:
            if alerts.by_id(session, which) is not None:
                alerts.take(
                    session, which, self.staff[who], self.now, contact_by(cast_site(session), self.now)
                )
        self.beat()

    @rule(which=st.integers(1, 6))
    def not_reached(self, which: int) -> None:
        with self.database.begin() as session:
            alert = alerts.by_id(session, which)
            if alert is not None and alert.state == AlertState.TAKEN:
                alerts.wait_for_contact(session, which, contact_by(cast_site(session), self.now))
        self.beat()

    @rule(who=STAFF, which=st.integers(1, 6))
    def close(self, who: int, which: int) -> None:
        with self.database.begin() as session:
            alerts.close(session, which, self.staff[who], "reached", self.now)
        self.beat()

    @rule(who=STAFF, within_reach=st.booleans())
    def reach(self, who: int, within_reach: bool) -> None:
        with self.database.begin() as session:
            person = session.get_one(Person, self.staff[who])
            person.unreachable_at = None if within_reach else self.now
        self.beat()

    @invariant()
    def closed_ones_are_still(self) -> None:
        with self.database.read() as session:
            closed = select(Alert.id).where(Alert.state == AlertState.CLOSED, Alert.climbs_at.is_not(None))
            assert session.scalars(closed).all() == []

    def beat(self) -> None:
        with self.database.begin() as session:
            while escalate(session, self.now, self.channels, limit=2):
                pass
        with self.database.begin() as session:
            assert not escalate(session, self.now, self.channels), "a beat leaves nothing due"
            for delivery in session.scalars(select(Delivery).where(Delivery.state == State.PENDING)):
                if delivery.due_at <= self.now:
                    self._send(session, delivery, self.now)
            self.calls |= {(page.alert_id, page.subject) for page in session.scalars(select(Page))}
            for page in pages.claim(session, self.now, MINUTE, 100):
                pages.settle(session, page.id, "sent", self.now)

    def _send(self, session: Session, delivery: Delivery, now: datetime) -> None:
        person = session.get_one(Person, delivery.person_id)
        if person.unreachable_at is not None:
            end(session, delivery, "failed:blocked", now)
            return
        message = render(session, delivery, person, now)
        if not isinstance(message, Message):
            end(session, delivery, message, now)
            return
        deliveries.settle(session, delivery.id, "sent", now)
        if delivery.kind != Kind.ALERT:
            return
        alert = session.get_one(Alert, delivery.about_id)
        overdue = alert.contact_by is not None and alert.contact_by <= now
        assert alert.state == AlertState.RAISED or (alert.state == AlertState.TAKEN and overdue)
        ring_of = (delivery.subject, delivery.person_id)
        assert ring_of not in self.rings, "nothing rings twice for one step"
        self.rings.add(ring_of)
        self.told.setdefault(alert.id, set()).add(delivery.person_id)


def cast_site(session: Session) -> SiteRow:
    """The one site there is."""
    return session.get_one(SiteRow, 1)


def alerts_programme(session: Session) -> Programme:
    """The programme that the families are in."""
    return session.get_one(Programme, 1)


TestAlarms = Alarms.TestCase
TestAlarms.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
