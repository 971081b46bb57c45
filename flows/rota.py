"""The rota: whom each rung of the ladder reaches in one programme at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db import people
from db import rota as kept
from db.models import Duty, Person, Role, SiteRow
from db.session import Session
from flows.ladder import Rung

UPWARDS = (Rung.FIRST, Rung.BACKUP, Rung.ADMIN, Rung.EVERYONE)


@dataclass(frozen=True)
class Rota:
    """Who can be rung now, by rung, and nobody who is out of Telegram's reach."""

    by_rung: Mapping[Rung, Sequence[Person]]

    def reaches(self, rung: Rung) -> Sequence[Person]:
        """Return whom a rung reaches; where that is nobody, whom the next one above it does."""
        for each in UPWARDS[UPWARDS.index(rung) :]:
            if self.by_rung[each]:
                return self.by_rung[each]
        return ()


def rota(session: Session, site: SiteRow, programme_id: int, now: datetime) -> Rota:
    """Return who can be rung for a programme now.

    Without any duty, all workers of the programme are first, and leads or admins come after. Whoever is away
    is rung only through their stand-in, unless nobody else would be left.
    """
    local = now.astimezone(ZoneInfo(site.zone))
    duties = kept.duties(session, site.id, programme_id)
    away = {
        each.person_id: each.stand_in_id for each in kept.leaves(session, site.id, local.date(), local.date())
    }
    workers = within_reach(people.workers_of(session, programme_id))
    seniors = within_reach(kept.seniors(session, site.id))
    admins = [each for each in seniors if each.role == Role.ADMIN]
    leads = [each for each in seniors if each.role != Role.ADMIN]

    def present(ids: Sequence[int]) -> Sequence[Person]:
        there = [away.get(id, id) for id in ids]
        return within_reach(kept.staff(session, site.id, [id for id in there if id is not None]))

    first = present(_on(duties, "first", local)) or present([each.id for each in workers]) or workers
    backup = present(_on(duties, "backup", local)) or present([each.id for each in leads])
    rostered = present([each.person_id for each in duties])
    everyone = {each.id: each for each in (*first, *backup, *workers, *rostered, *leads, *admins)}
    return Rota(
        {
            Rung.FIRST: first,
            Rung.BACKUP: backup,
            Rung.ADMIN: admins or leads,
            Rung.EVERYONE: tuple(everyone.values()),
        }
    )


def within_reach(found: Sequence[Person]) -> Sequence[Person]:
    """Return those of these people whom Telegram can reach."""
    return [each for each in found if each.chat is not None and each.unreachable_at is None]


def _on(duties: Sequence[Duty], level: str, local: datetime) -> Sequence[int]:
    return [each.person_id for each in duties if each.level == level and runs(each, local)]


def runs(duty: Duty, local: datetime) -> bool:
    """Whether a duty runs at a moment on the site's wall clock; past midnight it is still its first day's."""
    clock = local.time()
    today = str(local.isoweekday()) in duty.days
    if duty.begins < duty.ends:
        return today and duty.begins <= clock < duty.ends
    before = str((local - timedelta(days=1)).isoweekday()) in duty.days
    return (today and clock >= duty.begins) or (before and clock < duty.ends)
