"""The rota: whom each rung of the ladder reaches in one programme at one moment."""

from collections.abc import Callable, Mapping, Sequence
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
    away: frozenset[int] = frozenset()

    def reaches(self, rung: Rung) -> Sequence[Person]:
        """Return whom a rung reaches; where that is nobody, whom the next one above it does."""
        for each in UPWARDS[UPWARDS.index(rung) :]:
            if self.by_rung[each]:
                return self.by_rung[each]
        return ()

    def anybody(self, besides: int | None = None) -> bool:
        """Whether anybody is within reach and not away, on whatever rung."""
        return any(each.id not in {*self.away, besides} for each in self.by_rung[Rung.EVERYONE])


def rota(session: Session, site: SiteRow, programme_id: int, now: datetime) -> Rota:
    """Return who can be rung for a programme now.

    Without any duty, all workers of the programme are first, and leads or admins come after. Whoever is away
    is rung only through their stand-in, unless nobody else would be left.
    """
    local = now.astimezone(ZoneInfo(site.zone))
    duties, away = kept.duties(session, site.id, programme_id), _away(session, site, local)
    there = _presence(session, site, away)
    workers = within_reach(people.workers_of(session, programme_id))
    seniors = within_reach(kept.seniors(session, site.id))
    admins = [each for each in seniors if each.role == Role.ADMIN]
    leads = [each for each in seniors if each.role != Role.ADMIN]
    first = there(_on(duties, "first", local)) or there([each.id for each in workers]) or workers
    backup = there(_on(duties, "backup", local)) or there([each.id for each in leads])
    rostered = there([each.person_id for each in duties])
    everyone = {each.id: each for each in (*first, *backup, *workers, *rostered, *leads, *admins)}
    return Rota(
        {
            Rung.FIRST: first,
            Rung.BACKUP: backup,
            Rung.ADMIN: admins or leads,
            Rung.EVERYONE: tuple(everyone.values()),
        },
        frozenset(away),
    )


def _away(session: Session, site: SiteRow, local: datetime) -> Mapping[int, int | None]:
    """Return who is away, each with who stands in."""
    leaves = kept.leaves(session, site.id, local.date(), local.date())
    return {each.person_id: each.stand_in_id for each in leaves}


def _presence(
    session: Session, site: SiteRow, away: Mapping[int, int | None]
) -> Callable[[Sequence[int]], Sequence[Person]]:
    """Return what turns ids into those within reach, whoever is away through their stand-in."""

    def there(ids: Sequence[int]) -> Sequence[Person]:
        found = [away.get(id, id) for id in ids]
        return within_reach(kept.staff(session, site.id, [id for id in found if id is not None]))

    return there


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
