"""Counting a digest: the rows that are read, and the figures made of them."""

from collections.abc import Mapping
from datetime import datetime

from db import digest_days, digest_weeks, digests, sharing
from db.models import Person, Role
from db.session import Session
from flows.scope import Family, Scope, families_of, scope_of
from flows.sections import readers, sections_of
from flows.sharing import Reader, What, withholding
from flows.signals import lines_of
from reports.model import ITEMS, Alike, Figures, WeekCount, WeekRows
from reports.outward import outward
from reports.weeks import Weekdays, spans, weekday_of

WEEKS = 8
PHQ4 = ("phq4", "total")


def count(
    session: Session, worker: Person, week: str, now: datetime, *, synthetic: bool, view: str, language: str
) -> tuple[Figures, Mapping[int, Family], Scope]:
    """Return the figures of a worker's week for this view, the people behind them, and what was read."""
    from reports.weekly import changes, screened, weekly

    scope = scope_of(
        session,
        seen_by(session, worker),
        spans(week, worker.zone, now, WEEKS, weekdays(session, worker)),
        _kept_back(session, view),
    )
    rows, families = rows_of(scope, _bands(scope), view), families_of(scope)
    lines = lines_of(scope, families, worker.zone)
    figures = Figures(
        week=week,
        zone=worker.zone,
        as_of=scope.as_of,
        so_far=now < scope.spans[-1].end,
        synthetic=synthetic,
        programmes=tuple(scope.programmes.values()),
        weeks=weekly(rows),
        changes=changes(rows),
        phq4=screened(rows),
        lines=lines,
        view=view,
        sections=sections_of(scope, lines, view, language),
    )
    return outward(figures), families, scope


def seen_by(session: Session, worker: Person) -> Mapping[int, str]:
    """Return the programmes in somebody's digest: a worker's own, or the whole site's for a lead."""
    if worker.role == Role.LEAD:
        return digests.of_site(session, worker.site_id)
    return digests.programmes(session, worker.id)


def weekdays(session: Session, worker: Person) -> Weekdays:
    """Return, for the digest of a week, the weekday on which it is due."""
    chosen = digest_days.of(session, worker.id)
    return lambda week: weekday_of(week, chosen)


def _kept_back(session: Session, view: str) -> Mapping[str, frozenset[int]]:
    """Return who keeps what from the readers of a view."""
    return {
        what: frozenset().union(*(withholding(session, Reader(one), what) for one in readers(view)))
        for what in (What.SCORES, What.ATTENDANCE)
    }


def rows_of(scope: Scope, bands: tuple[str, ...], view: str) -> WeekRows:
    """Return the weeks as SQL sums them up: a small table, whatever the number of people."""
    weeks = [(span.week, span.start, span.end, span.as_of) for span in scope.spans]
    names = {pair: name for name, pair in ITEMS.items()}
    keeping = {what: sharing.keeping_back(readers(view), what) for what in (What.SCORES, What.ATTENDANCE)}
    session, ids = scope.session, scope.ids
    answered, moved = digest_weeks.answers(session, ids, weeks, list(names), keeping[What.SCORES])
    return WeekRows(
        spans=scope.spans,
        enrolled=digests.enrolled(session, ids, weeks),
        checkins=tuple(
            WeekCount(*row) for row in digest_weeks.checkins(session, ids, weeks, keeping[What.ATTENDANCE])
        ),
        answers=tuple(
            Alike(week, names[instrument, item], *counted) for week, instrument, item, *counted in answered
        ),
        moves={names[instrument, item]: (people, float(sum_)) for instrument, item, people, sum_ in moved},
        bands=bands,
        view=view,
    )


def _bands(scope: Scope) -> tuple[str, ...]:
    """Return the band of everybody's latest screening since the digest before."""
    found = digests.bands(scope.session, scope.ids, PHQ4, scope.news)
    latest = {person: band for person, band, _ in found if person not in scope.hidden[What.SCORES]}
    return tuple(str(band) for band in latest.values())
