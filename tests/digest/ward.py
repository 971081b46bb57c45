"""A ward of families over six weeks: every answer follows from the family's and the week's number."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.models import Pause, Person, Programme, Progress, Tier
from db.session import Session
from tests import cast

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 3, 2)
WEEKS = 6
WEEK = "2026-W15"
"""The last of the six: 6 to 12 April."""

DUE = datetime(2026, 4, 13, 0, 0, tzinfo=UTC)
"""The Monday after, at 08:00 in Shanghai."""

NAMES = ["阿米娜", "𠮷野", "A & B <b>", "王妈妈", "Ana", "奶奶", "#set page", "Özgür", "周", "吴", "郑", "陈"]
BANDS = {0: "normal", 3: "mild", 6: "moderate", 9: "severe"}


def local(day: date, at: time = time(19, 30)) -> datetime:
    """A wall-clock moment in the ward."""
    return datetime.combine(day, at, ZONE).astimezone(UTC)


class Ward:
    """A site with one programme, its worker and its families, all in one session."""

    def __init__(self, session: Session, families: int = 12, language: str = "en", **site: object) -> None:
        self.session = session
        self.site = cast.site(session, **site)
        self.programme: Programme = cast.programme(session, self.site)
        self.worker = cast.worker(session, self.site, self.programme, language=language)
        self.families = [self._family(number) for number in range(families)]

    def _family(self, number: int) -> Person:
        return cast.caregiver(
            self.session,
            self.site,
            self.programme,
            label=f"C-{number + 1:02d}",
            called=NAMES[number % len(NAMES)],
        )

    def live(self, weeks: int = WEEKS) -> "Ward":
        """Let every family be asked three times a week."""
        for number, person in enumerate(self.families):
            for week in range(weeks):
                for day, battery in ((0, "micro"), (3, "micro"), (6, "weekly")):
                    asked = FIRST + timedelta(weeks=week, days=day)
                    self.asked(person, asked, battery, seed=number * 7 + week * 3 + day)
        return self

    def asked(self, person: Person, day: date, battery: str, *, seed: int) -> None:
        """One check-in: every fifth is never opened, some are left half-way, the others are answered."""
        sent = local(day)
        columns = {
            "battery": battery,
            "planned_at": sent,
            "sent_at": sent,
            "expires_at": sent + timedelta(hours=20),
        }
        if seed % 5 == 4:
            columns["progress"] = Progress.CLOSED
        elif seed % 9 == 5:
            columns |= {"progress": Progress.CLOSED, "opened_at": sent + timedelta(hours=1)}
        else:
            columns |= {"progress": Progress.DONE, "opened_at": sent + timedelta(hours=1)}
            columns["done_at"] = sent + timedelta(hours=1, minutes=2)
        checkin = cast.checkin(self.session, person, self.programme, day=day, **columns)
        if checkin.done_at:
            for item, value in _answers(battery, seed).items():
                when = checkin.done_at - timedelta(minutes=1)
                cast.answer(self.session, checkin, item, value, instrument=battery, answered_at=when)

    def silent(self, person: Person, *days: date) -> None:
        """Check-ins that the person never opened."""
        for day in days:
            cast.checkin(
                self.session,
                person,
                self.programme,
                day=day,
                progress=Progress.CLOSED,
                sent_at=local(day),
                expires_at=local(day) + timedelta(hours=20),
            )

    def says(self, person: Person, day: date, item: str, value: int, instrument: str = "micro") -> None:
        """One answered check-in with one answer."""
        when = local(day)
        done = {"sent_at": when, "opened_at": when, "done_at": when, "progress": Progress.DONE}
        checkin = cast.checkin(
            self.session, person, self.programme, day=day, expires_at=when + timedelta(hours=20), **done
        )
        cast.answer(self.session, checkin, item, value, instrument=instrument, answered_at=when)

    def screened(self, person: Person, total: int, when: datetime) -> None:
        """One PHQ-4 result."""
        day = when.astimezone(ZONE).date()
        checkin = cast.checkin(
            self.session, person, self.programme, day=day, battery="weekly_phq4", sent_at=when
        )
        band = BANDS[max(low for low in BANDS if low <= total)]
        cast.score(self.session, checkin, "total", total, band=band, scored_at=when)

    def alert(self, person: Person, tier: Tier, reason: str, raised_at: datetime, **columns: object) -> None:
        """One alert."""
        cast.alert(
            self.session,
            person,
            self.programme,
            tier=tier,
            reason=reason,
            cause=f"{reason}:{raised_at:%m%d}",
            raised_at=raised_at,
            **columns,
        )

    def rests(self, person: Person, reason: str, since: date, until: date) -> Pause:
        """One pause."""
        pause = Pause(person_id=person.id, reason=reason, since=local(since), until=local(until))
        self.session.add(pause)
        self.session.flush()
        return pause

    def trouble(self) -> "Ward":
        """Give the last week one of every reason."""
        for number, person in enumerate(self.families[:9]):
            self.screened(person, [9, 1, 2, 0, 1, 4, 1, 7, 2][number], local(date(2026, 4, 11)))
        self.alert(self.families[0], Tier.AMBER, "contact", local(date(2026, 4, 9)))
        self.alert(self.families[1], Tier.RED, "help", local(date(2026, 4, 12)))
        self.rests(self.families[3], "hospital", date(2026, 4, 7), date(2026, 4, 21))
        self.families[4].unreachable_at = local(date(2026, 4, 8))
        self.families[5].stopped_at = local(date(2026, 4, 10))
        for person in self.families[10:]:
            self.silent(person, date(2026, 4, 10), date(2026, 4, 11))
        self.session.flush()
        return self


def _answers(battery: str, seed: int) -> dict[str, int]:
    if battery == "weekly":
        return {"burden": 1 + seed % 5, "body": 1 + seed % 4, "connect": seed % 4}
    return {"mood": 1 + seed % 5, "load": 1 + (seed * 3 + 1) % 5}
