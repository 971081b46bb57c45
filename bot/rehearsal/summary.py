"""The summary: what became of every check-in, week by week, and how many alerts there were."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo

from db.models import (
    Alert,
    Attendance,
    CheckIn,
    Delivery,
    Halt,
    Kind,
    Meeting,
    Meets,
    Opinion,
    Pause,
    Practice,
    Progress,
    Rsvp,
    Score,
)
from db.session import Session
from flows.picking import HELPED
from flows.practice import GROUP
from scheduler.cadence import programme_week

COUNTED = (
    "sent", "answered", "scored", "expired", "withheld", "alerts", "climbed", "practices", "tried",
)  # fmt: skip
# The rings of an alert that nobody had taken when it first rang.
CLIMBED = "alert:%/step%"
RAN_OUT = frozenset({"unopened", "unfinished"})
_TOLD = ("respite", "python-telegram-bot", "SQLAlchemy")
Week = dict[str, int | str]


def weeks_of(session: Session, start: date, weeks: int, zone: str) -> list[Week]:
    """Return one object a week of the programme, from week 0 with its baseline.

    A check-in belongs to the week in which its day lies on its person's calendar, an alert to the week of its
    day at the site. `sent` reached a chat; of these `answered` to the end, `scored` with at least one score,
    `expired` because their time ran out, unopened or half-way. `withheld` were not sent to who rested.
    Of the alerts, those `climbed` that nobody took before they rang again.
    `practices` are the steps that reached somebody in the week, of which some were `tried`.
    """
    found: dict[int, Week] = {number: _blank(start, number) for number in range(weeks + 1)}
    scored = {checkin_id for (checkin_id,) in session.query(Score.checkin_id).distinct()}
    withheld = set(_withheld(session))
    for asked in session.query(CheckIn):
        week = found.get(programme_week(start, asked.day))
        if week is not None:
            _add(week, _became(asked, scored, withheld))
    climbed = {about for (about,) in session.query(Delivery.about_id).filter(Delivery.subject.like(CLIMBED))}
    for alert_id, raised_at in session.query(Alert.id, Alert.raised_at):
        week = found.get(programme_week(start, raised_at.astimezone(ZoneInfo(zone)).date()))
        if week is not None:
            _add(week, ["alerts", "climbed"] if alert_id in climbed else ["alerts"])
    for offered_at, tried in _steps(session):
        week = found.get(programme_week(start, offered_at.astimezone(ZoneInfo(zone)).date()))
        if week is not None:
            _add(week, ["practices", "tried"] if tried else ["practices"])
    return list(found.values())


def totals_of(weeks: Iterable[Week]) -> dict[str, int]:
    """Return the sums over all weeks."""
    weeks = list(weeks)
    return {name: sum(int(week[name]) for week in weeks) for name in COUNTED}


def group_of(session: Session) -> Mapping[str, Mapping[str, int]]:
    """Return how many sessions there were by state, what was said about coming, and what came of them."""
    held = session.query(Attendance).join(Meeting, Meeting.id == Attendance.session_id)
    came = [one.came for one in held.filter(Meeting.state == Meets.HELD)]
    return {
        "sessions": Counter(sorted(state for (state,) in session.query(Meeting.state))),
        "rsvp": Counter(sorted(answer for (answer,) in session.query(Rsvp.answer))),
        "attendance": {"came": sum(came), "of": len(came)},
        "opinions": {"kept": session.query(Opinion.key).count()},
        "steps": Counter(sorted(_of_steps(session))),
    }


def _of_steps(session: Session) -> Iterable[str]:
    """Yield what became of each step of a session: it arrived, was tried, helped."""
    query = session.query(Practice.offered_at, Practice.tried, Practice.helped)
    for offered_at, tried, helped in query.filter(Practice.because == GROUP):
        became = {"arrived": offered_at is not None, "tried": bool(tried), "helped": helped == HELPED}
        yield from (name for name, so in became.items() if so)


def families_of(session: Session) -> dict[str, int]:
    """Return how many pauses there were by reason, relapses, deaths, and words sent by hand."""
    found = Counter(f"paused:{reason}" for (reason,) in session.query(Pause.reason))
    found.update(why for (why,) in session.query(Halt.why))
    sent = session.query(Delivery.id).filter(Delivery.kind == Kind.CARE, Delivery.outcome == "sent")
    return dict(sorted(found.items())) | {"words_by_hand": sent.count()}


def versions() -> Mapping[str, str]:
    """Return the versions that the figures may depend on."""
    return {name: _version(name) for name in _TOLD}


def _blank(start: date, number: int) -> Week:
    monday = start - timedelta(days=start.weekday()) + timedelta(weeks=number - 1)
    year, week, _ = monday.isocalendar()
    return {"week": f"{year}-W{week:02d}", "number": number, **dict.fromkeys(COUNTED, 0)}


def _became(asked: CheckIn, scored: set[int], withheld: set[int]) -> list[str]:
    is_so = {
        "sent": asked.sent_at is not None,
        "answered": asked.progress == Progress.DONE,
        "scored": asked.id in scored,
        "expired": asked.sent_at is not None and asked.closed_because in RAN_OUT,
        "withheld": asked.id in withheld,
    }
    return [name for name, so in is_so.items() if so]


def _steps(session: Session) -> Iterable[tuple[datetime, bool]]:
    """Yield when each step reached its family, and whether it was tried; what a worker sent is none."""
    rows = session.query(Practice.offered_at, Practice.tried).filter(Practice.sent_by.is_(None))
    return ((offered_at, bool(tried)) for offered_at, tried in rows if offered_at is not None)


def _withheld(session: Session) -> Iterable[int]:
    rows = session.query(Delivery.about_id).filter(
        Delivery.kind == Kind.CHECKIN, Delivery.outcome.like("withheld:%")
    )
    return (about for (about,) in rows if about is not None)


def _add(week: Week, names: Iterable[str]) -> None:
    for name in names:
        week[name] = int(week[name]) + 1


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
