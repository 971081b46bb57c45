"""Escalation: an alert that nobody has, or of which nothing was heard since, climbs its ladder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db import climbing, deliveries, holds, pages, programmes
from db.models import Alert, AlertState, Kind, SiteRow, Tier
from db.session import Session
from flows import beside, drill, family
from flows.ladder import PAGED_WITHIN, Ladder, Rung, Step, again, contact_by, turn
from flows.ringing import OVERDUE, row
from flows.rota import Rota, rota

AT_ONCE = 500
# The second channel gets a moment before a family is told that nobody was reached.
A_MOMENT, NONE = timedelta(seconds=30), timedelta(0)
TOP = (Step(NONE, Rung.EVERYONE, pages=True),)


@dataclass
class Owed:
    """What one beat writes: rings and words to people, calls by the second channel."""

    deliveries: list[dict[str, object]] = field(default_factory=list)
    pages: list[dict[str, object]] = field(default_factory=list)


@dataclass
class Beat:
    """What one beat reads for all alerts at once: who was told, sites, and whom each programme reaches."""

    session: Session
    now: datetime
    channels: Sequence[str]
    rung: set[int]
    paged: set[int]
    restored_at: datetime | None
    owed: Owed = field(default_factory=Owed)
    rotas: dict[tuple[int, int], Rota] = field(default_factory=dict)

    def site(self, alert: Alert) -> SiteRow:
        """Return the site of an alert."""
        return programmes.site(self.session, alert.site_id)

    def rota(self, alert: Alert) -> Rota:
        """Return whom an alert can reach now."""
        key = alert.site_id, alert.programme_id
        if key not in self.rotas:
            self.rotas[key] = rota(self.session, self.site(alert), alert.programme_id, self.now)
        return self.rotas[key]


def escalate(session: Session, now: datetime, channels: Sequence[str], limit: int = AT_ONCE) -> bool:
    """Let every alert that is due take its next step; true if there may be more of them."""
    found = climbing.due(session, now, limit)
    if not found:
        return False
    ids = [alert.id for alert in found]
    rung, paged = climbing.rung(session, ids), climbing.paged(session, ids)
    beat = Beat(session, now, channels, rung, paged, holds.since(session))
    for alert in found:
        _climb(beat, alert)
    deliveries.queue(session, beat.owed.deliveries)
    pages.queue(session, beat.owed.pages)
    return len(found) == limit


def _climb(beat: Beat, alert: Alert) -> None:
    site, now = beat.site(alert), beat.now
    taken = alert.state == AlertState.TAKEN
    if _turned_back(alert, site, now):
        return
    assert alert.climbs_from is not None, "what climbs began at a moment"
    ladder = Ladder.of(site).steps(alert.tier, taken=taken)
    done = turn(ladder, alert.climbs_from, alert.step, now)
    if not done.due and alert.step < len(ladder):  # the site has made its ladder slower meanwhile
        alert.climbs_at = done.next_at
        return
    alert.step = done.done if done.due else alert.step + 1
    if alert.drill and alert.step > len(ladder):
        drill.missed(beat.session, alert, now)
        return
    lasts = taken or alert.tier == Tier.RED
    alert.climbs_at = done.next_at or (again(site, now) if lasts else None)
    _ring(beat, alert, done.due or TOP, _label(alert))


def _label(alert: Alert) -> str:
    """Return the name of the step, which is the occasion of its rings: nothing rings twice for one."""
    if alert.state == AlertState.TAKEN and alert.contact_by is not None:
        return f"{OVERDUE}{alert.contact_by:%y%m%d%H%M%S}-{alert.step}"
    if alert.climbs_from is not None and alert.climbs_from != alert.raised_at:  # given back, it climbs anew
        return f"step{alert.climbs_from:%y%m%d%H%M%S}-{alert.step}"
    return f"step{alert.step}"


def _ring(beat: Beat, alert: Alert, due: Sequence[Step], label: str) -> None:
    """Owe everybody of these steps one ring, together, and what belongs to it beside Telegram."""
    there, heard = beat.rota(alert), set[int]()
    for step in due:
        if step.rung == Rung.HEARD:
            _look(beat, alert, last=step.after == PAGED_WITHIN)
        elif step.rung == Rung.HOLDER:
            heard |= {alert.taken_by} if alert.taken_by else set()
        else:
            heard |= {each.id for each in there.reaches(step.rung)}
    beat.owed.deliveries += [row(alert, Kind.ALERT, label, person, beat.now) for person in sorted(heard)]
    rings = any(step.rung != Rung.HEARD for step in due)
    if any(step.pages for step in due) or (rings and not there.anybody()):
        _page(beat, alert, label)


def _look(beat: Beat, alert: Alert, *, last: bool) -> None:
    """Where no message to staff has reached Telegram call by the second channel; tell the family at last."""
    if alert.id in beat.rung:
        return
    if beat.restored_at is not None and alert.raised_at <= beat.restored_at:
        return  # who was told, the database that is lost knew
    _page(beat, alert, beside.nobody(alert))
    if alert.id in beat.paged or not family.is_at_it(beat.session, alert):
        return
    if last or not beat.channels:
        told = row(alert, Kind.UNHEARD, "told", alert.person_id, beat.now)
        beat.owed.deliveries.append(told | {"due_at": beat.now + (A_MOMENT if beat.channels else NONE)})


def _page(beat: Beat, alert: Alert, label: str) -> None:
    beat.owed.pages += [beside.row(alert, label, channel, beat.now) for channel in beat.channels]


def _turned_back(alert: Alert, site: SiteRow, now: datetime) -> bool:
    """Begin anew from now what a clock that was ahead has left in the future; it rings nobody by itself."""
    if alert.state == AlertState.TAKEN and alert.taken_at is not None and alert.taken_at > now:
        alert.taken_at = now
        alert.contact_by = alert.climbs_from = alert.climbs_at = contact_by(site, now)
        return True
    if alert.state == AlertState.RAISED and alert.climbs_from is not None and alert.climbs_from > now:
        ahead = alert.climbs_from - now
        alert.climbs_from = now
        if alert.climbs_at is not None:
            alert.climbs_at -= ahead
        return True
    return False
