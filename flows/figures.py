"""Counting a digest: the rows that are read, and the figures made of them."""

from collections.abc import Mapping
from datetime import datetime

from db import digests
from db.models import Person
from db.session import Session
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

    scope = Scope(session, digests.programmes(session, worker.id), spans(week, worker.zone, now, WEEKS))
    scores = {person_id: (band, when) for person_id, band, when in _scores(scope)}
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


def _rows(scope: Scope, bands: tuple[str, ...]) -> WeekRows:
    weeks = [(span.week, span.start, span.end, span.as_of) for span in scope.spans]
    names = {pair: name for name, pair in ITEMS.items()}
    counted = digests.checkins(scope.session, scope.ids, weeks)
    answered = digests.answers(scope.session, scope.ids, weeks, list(names))
    return WeekRows(
        spans=scope.spans,
        enrolled=digests.enrolled(scope.session, scope.ids, weeks),
        checkins=tuple(PersonWeek(*row) for row in counted),
        answers=tuple(
            PersonItem(week, person_id, names[instrument, item], total, number)
            for week, person_id, instrument, item, total, number in answered
        ),
        bands=bands,
    )


def _scores(scope: Scope) -> list[tuple[int, str | None, datetime]]:
    found = digests.bands(scope.session, scope.ids, PHQ4, scope.news)
    return [(person_id, band, when) for person_id, band, when in found]
