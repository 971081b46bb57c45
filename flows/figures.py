"""Counting a digest: the rows that are read, and the figures made of them."""

from collections.abc import Mapping
from datetime import datetime

from db import digests
from db.models import Person, Role
from db.session import Session
from flows.sharing import Reader, What, withholding
from flows.signals import Family, Scope, families_of, lines_of
from reports.lines import Signal
from reports.model import ITEMS, Figures, PersonItem, PersonWeek, WeekRows
from reports.weeks import spans

WEEKS = 8
PHQ4, SEVERE = ("phq4", "total"), "severe"


def count(
    session: Session, worker: Person, week: str, now: datetime, *, synthetic: bool
) -> tuple[Figures, Mapping[int, Family]]:
    """Return the figures of a worker's week, and the people its lines are about."""
    from reports.weekly import changes, screened, weekly

    scope = Scope(
        session, seen_by(session, worker), spans(week, worker.zone, now, WEEKS), _kept_back(session)
    )
    scores = {
        person_id: (band, when)
        for person_id, band, when in _scores(scope)
        if person_id not in scope.hidden[What.SCORES]
    }
    rows = _rows(scope, tuple(str(band) for band, _ in scores.values()))
    severe = [Signal(who, "screening", when) for who, (band, when) in scores.items() if band == SEVERE]
    families = families_of(scope)
    figures = Figures(
        week=week,
        zone=worker.zone,
        as_of=scope.news[1],
        so_far=now < scope.spans[-1].end,
        synthetic=synthetic,
        programmes=tuple(scope.programmes.values()),
        weeks=weekly(rows),
        changes=changes(rows),
        phq4=screened(rows),
        lines=lines_of(scope, families, severe, worker.zone),
    )
    return figures, families


def seen_by(session: Session, worker: Person) -> Mapping[int, str]:
    """Return the programmes in somebody's digest: a worker's own, or the whole site's for a lead."""
    if worker.role == Role.LEAD:
        return digests.of_site(session, worker.site_id)
    return digests.programmes(session, worker.id)


def _kept_back(session: Session) -> Mapping[str, frozenset[int]]:
    """Return who keeps what from the social workers."""
    return {what: withholding(session, Reader.SOCIAL_WORKER, what) for what in (What.SCORES, What.ATTENDANCE)}


def _rows(scope: Scope, bands: tuple[str, ...]) -> WeekRows:
    weeks = [(span.week, span.start, span.end, span.as_of) for span in scope.spans]
    names = {pair: name for name, pair in ITEMS.items()}
    counted = digests.checkins(scope.session, scope.ids, weeks)
    answered = digests.answers(scope.session, scope.ids, weeks, list(names))
    return WeekRows(
        spans=scope.spans,
        enrolled=digests.enrolled(scope.session, scope.ids, weeks),
        checkins=tuple(PersonWeek(*row) for row in counted if row[1] not in scope.hidden[What.ATTENDANCE]),
        answers=tuple(
            PersonItem(week, person_id, names[instrument, item], total, number)
            for week, person_id, instrument, item, total, number in answered
            if person_id not in scope.hidden[What.SCORES]
        ),
        bands=bands,
    )


def _scores(scope: Scope) -> list[tuple[int, str | None, datetime]]:
    found = digests.bands(scope.session, scope.ids, PHQ4, scope.news)
    return [(person_id, band, when) for person_id, band, when in found]
