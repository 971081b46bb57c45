"""A growing audience, by rule: nothing goes to many by one's word alone, and nothing stays away silently."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import audiences, rounds
from db.models import Broadcast, Delivery, Kind, Person, Repeats, Role, Sending
from db.session import Database, Session
from flows import broadcast
from flows.act import Act
from flows.broadcasting import consent, growing, wording
from tests import cast

ALONE, WEEKS = 2, 4
FIRST = date(2026, 3, 4)
HOURS = st.integers(0, WEEKS * 7 * 24)


@pytest.fixture(autouse=True)
def two_alone() -> Iterator[None]:
    """To two one person may send alone; the next test finds our own size."""
    consent.use(ALONE)
    yield
    consent.use(consent.ALONE)


@pytest.fixture(scope="module")
def kept(sqlite_template, tmp_path_factory) -> Iterator[Database]:
    """One database for every life of a notice; each is rolled back."""
    path = tmp_path_factory.mktemp("growing") / "respite.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@dataclass
class Life:
    """A notice and what is done to it, hour by hour, with every round that went out and to how many."""

    session: Session
    repeats: str | None
    begun: list[tuple[date, datetime, int, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        session, self.now = self.session, cast.MONDAY
        self.site = cast.site(session)
        self.programme = cast.programme(session, self.site)
        self.author, self.second = cast.admin(session, self.site), cast.lead(session, self.site)
        self.families = [self._family() for _ in range(ALONE)]
        self.one = Broadcast(
            site_id=self.site.id, programme_id=self.programme.id, role=Role.CAREGIVER, texts={"en": "Hello"},
            state=Sending.PLANNED, created_by=self.author.id, day=FIRST, at=time(9), repeats=self.repeats,
            created_at=self.now,
        )  # fmt: skip
        session.add(self.one)
        session.flush()
        self.one.next_at = broadcast.plan(session, self.one)
        self.one.look_at = broadcast.look_at(None, self.one.next_at)

    def _family(self) -> Person:
        number = len(self.session.scalars(select(Person.id)).all())
        return cast.caregiver(self.session, self.site, self.programme, label=f"C-{number:02d}")

    def grow(self) -> None:
        """Let one more family in."""
        self.families.append(self._family())

    def answer(self, *, yes: bool) -> None:
        """Let the second one say yes or no, if they are asked; after a no its author lets it go on."""
        act = Act(self.session, self.now, self.second, 1, 1, 1)
        if self.one.state == Sending.WAITING and yes:
            self._noted(lambda: growing.agree(act, self.one, wording.print_of(self.one)))
        elif self.one.state == Sending.WAITING:
            growing.refuse(act, self.one)
            broadcast.resume(self.session, self.one, self.now, self.author.id)

    def beat(self) -> None:
        """Do what is due, to its end."""
        self._noted(self._open)

    def _open(self) -> None:
        for _ in range(10):
            if not growing.open_due(self.session, self.now, 1):
                return
        raise AssertionError("it is due again and again")

    def _noted(self, act) -> None:
        before, day = self.one.rounds, self.one.day
        act()
        self.session.refresh(self.one)
        if self.one.rounds > before:
            assert self.one.rounds == before + 1
            size = audiences.size(self.session, self.one)
            self.begun.append((day, self.now, size, self.one.agreed_by is not None))

    def told(self, what: str) -> list[str]:
        """What its author was told with this word."""
        mine = (Delivery.kind == Kind.AGREE, Delivery.person_id == self.author.id)
        found = self.session.scalars(select(Delivery.subject).where(*mine)).all()
        return [end for end in (each.rpartition("/")[2] for each in found) if end.startswith(what)]


@settings(max_examples=25)
@given(
    st.sampled_from([None, *Repeats]),
    st.lists(HOURS, max_size=3),
    st.lists(st.tuples(HOURS, st.booleans()), max_size=6),
    st.sampled_from([1, 3, 5]),
)
def test_no_round_goes_to_many_without_a_second_yes_none_is_late_for_long_and_each_is_accounted_for(
    kept, repeats, growths, answers, every
):
    with kept.read() as session:
        life = Life(session, repeats)
        for hour in range(WEEKS * 7 * 24):
            life.now = cast.MONDAY + timedelta(hours=hour)
            for _ in range(growths.count(hour)):
                life.grow()
            for _, yes in (each for each in answers if each[0] == hour):
                life.answer(yes=yes)
            if hour % every == 0:
                life.beat()

        moments = {day: broadcast.instant(day, time(9), "Asia/Shanghai") for day, *_ in life.begun}
        for day, at, size, agreed in life.begun:
            assert size <= ALONE or agreed
            assert moments[day] <= at <= moments[day] + growing.PATIENCE + timedelta(hours=every)
        days = [day for day, *_ in life.begun]
        left = [
            date.fromisoformat(each.removeprefix(growing.LEFT_OUT)) for each in life.told(growing.LEFT_OUT)
        ]
        assert len(set(days + left)) == len(days) + len(left), "each once"
        assert sorted(days + left) == due(life)


def due(life: Life) -> list[date]:
    """The days of all rounds whose time has come, but one that still waits for its answer."""
    step = {Repeats.DAILY: 1, Repeats.WEEKLY: 7, None: 1000}[life.repeats]
    ahead = life.one.day if life.one.next_at is not None else FIRST + timedelta(days=step)
    return [FIRST + timedelta(days=n) for n in range(0, (ahead - FIRST).days, step)]


def test_what_two_agreed_to_is_never_looked_at_again(kept):
    with kept.read() as session:
        life = Life(session, Repeats.WEEKLY)
        life.one.agreed_by, life.one.look_at = life.second.id, None
        for _ in range(5):
            life.grow()
        life.now = life.one.next_at
        life.beat()

        assert life.begun == [(FIRST, life.now, ALONE + 5, True)]
        assert life.one.look_at is None


def test_what_was_planned_before_this_version_is_looked_at_when_it_is_due(kept):
    with kept.read() as session:
        life = Life(session, Repeats.WEEKLY)
        life.one.look_at = None
        life.grow()
        life.now = life.one.next_at
        life.beat()

        assert life.one.state == Sending.WAITING
        assert life.begun == []
        assert rounds.due(session, life.now, 5) == []
