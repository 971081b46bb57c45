"""Every figure of a digest counted again, row by row in plain Python, from the tables alone."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import mean, quantiles
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.models import Answer, CheckIn, Enrolment, Person
from db.session import Session

ITEMS = {
    "mood": ("micro", "mood"),
    "load": ("micro", "load"),
    "burden": ("weekly", "burden"),
    "body": ("weekly", "body"),
    "connect": ("weekly", "connect"),
}


class Recount:
    """The rows of a worker's programmes, with a calendar in her zone."""

    def __init__(self, session: Session, worker: Person) -> None:
        self.zone = ZoneInfo(worker.zone)
        places = session.scalars(select(Enrolment)).all()
        self.programmes = {place.programme_id for place in places if place.person_id == worker.id}
        self.places = [
            place for place in places if place.programme_id in self.programmes and place.role == "caregiver"
        ]
        asked = session.scalars(select(CheckIn).where(CheckIn.programme_id.in_(self.programmes))).all()
        self.checkins = {checkin.id: checkin for checkin in asked}
        self.answers = [
            answer for answer in session.scalars(select(Answer)) if answer.checkin_id in self.checkins
        ]

    def week_of(self, when: datetime) -> str:
        """The ISO week of an instant on the worker's calendar."""
        year, number, _ = when.astimezone(self.zone).date().isocalendar()
        return f"{year}-W{number:02d}"

    def here(self, person_id: int, week: str) -> bool:
        """Whether the person had a place at any moment of the week."""
        monday = datetime.fromisocalendar(int(week[:4]), int(week[6:]), 1).replace(tzinfo=self.zone)
        return any(
            place.since < monday + timedelta(days=7) and (place.left_at is None or place.left_at > monday)
            for place in self.places
            if place.person_id == person_id
        )

    def outcomes(self, week: str) -> Counter[str]:
        """What became of the check-ins sent in a week, by eight on the Monday after."""
        monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1) + timedelta(days=7)
        due = datetime(monday.year, monday.month, monday.day, 8, tzinfo=self.zone)
        counted: Counter[str] = Counter()
        for checkin in self.checkins.values():
            in_week = checkin.sent_at is not None and self.week_of(checkin.sent_at) == week
            if in_week and self.here(checkin.person_id, week):
                counted["sent"] += 1
                counted[self._outcome(checkin, due)] += 1
        return counted

    def _outcome(self, checkin: CheckIn, due: datetime) -> str:
        if checkin.done_at and checkin.done_at <= due:
            return "answered"
        if checkin.opened_at and checkin.opened_at <= due:
            return "unfinished"
        return "expired" if checkin.expires_at and checkin.expires_at <= due else "waiting"

    def means(self, week: str, item: str) -> dict[int, float]:
        """Each caregiver's mean of an item in a week."""
        given: dict[int, list[int]] = defaultdict(list)
        for answer in self.answers:
            same = (answer.instrument, answer.item) == ITEMS[item] and answer.value is not None
            if same and self.week_of(answer.answered_at) == week and self.here(answer.person_id, week):
                given[answer.person_id].append(answer.value)
        return {person_id: mean(values) for person_id, values in given.items()}

    def group(self, week: str, item: str) -> dict[str, float | int | None]:
        """The group's number of caregivers, median, quartiles and mean; nothing but the number under five."""
        values = list(self.means(week, item).values())
        if len(values) < 5:
            return {"n": len(values), "median": None, "q1": None, "q3": None, "mean": None}
        q1, median, q3 = quantiles(values, n=4, method="inclusive")
        return {"n": len(values), "median": median, "q1": q1, "q3": q3, "mean": mean(values)}

    def change(self, week: str, before: str, item: str) -> tuple[int, float | None]:
        """How many answered in both weeks, and their mean change."""
        now, then = self.means(week, item), self.means(before, item)
        both = [now[person_id] - then[person_id] for person_id in now.keys() & then.keys()]
        return len(both), mean(both) if len(both) >= 5 else None
