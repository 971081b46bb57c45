"""Gathering: what is seen now in the families of some programmes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from db import attention, caseload, handled, letters, notes
from db.caseload import Known
from db.models import SiteRow
from db.session import Session
from flows.casework.answers import scale_of
from flows.casework.moments import ago
from flows.casework.urgency import Sign, overdue, telling
from flows.sharing import Reader, What, withholding
from flows.signals import CONTACT, MISSED, THIS_WEEK
from scales.change import Category, change

NEWS_LASTS = 14
WISH_LASTS = 14
Thread = tuple[int, int]
Signs = Mapping[int, list[Sign]]


def gather(session: Session, families: Sequence[Known], site: SiteRow, now: datetime) -> Signs:
    """Return by place what is seen in each of these families, most pressing first; nothing for the quiet."""
    programmes = sorted({each.programme_id for each in families})
    of_thread = _of_threads(session, programmes, site, now)
    of_person = _of_people(session, programmes, now)
    touched = _touched(session, programmes, now)
    found: dict[int, list[Sign]] = {}
    for each in families:
        thread = (each.person_id, each.programme_id)
        mine = of_person[each.person_id] + _parted(each)
        seen = telling(
            [*of_thread[thread], *(sign for sign in mine if not _dealt_with(sign, touched.get(thread)))]
        )
        if seen:
            found[each.place_id] = seen
    return found


def _of_threads(
    session: Session, programmes: Sequence[int], site: SiteRow, now: datetime
) -> Mapping[Thread, list[Sign]]:
    found: dict[Thread, list[Sign]] = defaultdict(list)
    for alert in caseload.open_alerts(session, programmes):
        code = "overdue" if overdue(alert, site, now) else str(alert.tier)
        found[alert.person_id, alert.programme_id].append(Sign(code, alert.raised_at, alert.reason))
    for thread, since in letters.unanswered(session, programmes).items():
        found[thread].append(Sign("written", since))
    return found


def _of_people(session: Session, programmes: Sequence[int], now: datetime) -> Mapping[int, list[Sign]]:
    found: dict[int, list[Sign]] = defaultdict(list)
    between = (ago(now, WISH_LASTS), now)
    for person, when in attention.times_answered(session, programmes, CONTACT, THIS_WEEK, between):
        found[person].append(Sign("wish", when))
    for person, why, since in attention.halts(session, programmes, now):
        found[person].append(Sign(why, since))
    unseen = withholding(session, Reader.SOCIAL_WORKER, What.ATTENDANCE)
    for person, since in attention.silent(session, programmes, now, MISSED):
        if person not in unseen:
            found[person].append(Sign("quiet", since))
    for person, reason, since, _until in attention.pauses(session, programmes, now):
        found[person].append(Sign("paused", since, reason))
    for person, when in _worse(session, programmes, now):
        found[person].append(Sign("worse", when))
    return found


def _worse(session: Session, programmes: Sequence[int], now: datetime) -> list[tuple[int, datetime]]:
    """Return who got worse beyond chance and across a band since their first score, and when it showed."""
    first: dict[tuple[int, str, str], Decimal] = {}
    last: dict[tuple[int, str, str], tuple[Decimal, datetime]] = {}
    for person, instrument, scale, value, when in caseload.scores(session, programmes, now):
        key = (person, instrument, scale)
        if key in first:
            last[key] = value, when
        first.setdefault(key, value)
    recent = ago(now, NEWS_LASTS)
    kept_back = withholding(session, Reader.SOCIAL_WORKER, What.SCORES)
    return [
        (person, when)
        for (person, instrument, scale), (value, when) in last.items()
        if when > recent
        and person not in kept_back
        and deteriorated(instrument, scale, first[person, instrument, scale], value)
    ]


def deteriorated(instrument: str, scale_id: str, first: Decimal, later: Decimal) -> bool:
    """Whether a later score is worse beyond chance, in another band; a card that is gone says nothing."""
    known = scale_of(instrument, scale_id)
    if known is None or not all(known.range[0] <= value <= known.range[1] for value in (first, later)):
        return False
    seen = change(known, first, later)
    return seen.crossed_band and seen.category == Category.DETERIORATED


def _touched(session: Session, programmes: Sequence[int], now: datetime) -> Mapping[Thread, datetime]:
    """Return when a worker last wrote to, or about, each family, or dealt with its line in the digest."""
    found = dict(notes.latest(session, programmes))
    others = (letters.spoke_last(session, programmes), handled.latest(session, programmes, now))
    for thread, at in (each for other in others for each in other.items()):
        found[thread] = max(at, found.get(thread, at))
    return found


def _dealt_with(sign: Sign, touched: datetime | None) -> bool:
    """Whether a worker has turned to the family since: a wish, or a score, is then seen to."""
    return sign.code in {"wish", "worse"} and touched is not None and touched > sign.since


def _parted(each: Known) -> list[Sign]:
    ends = (("unreachable", each.unreachable_at), ("stopped", each.stopped_at))
    return [Sign(code, at) for code, at in ends if at is not None]
