"""The ladder: whom an alert rings when, until somebody has it and says what came of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from db.models import SiteRow, Tier
from flows.duty import duty_after, next_shift, on_duty

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How long a message to staff may take to reach Telegram, and how long the second channel has after that.
HEARD_WITHIN, PAGED_WITHIN = timedelta(seconds=60), timedelta(minutes=3)
MOST_MINUTES = 24 * 60


class Rung(StrEnum):
    """Who is rung; `heard` rings nobody, it looks whether anybody was told."""

    HEARD = "heard"
    HOLDER = "holder"
    FIRST = "first"
    BACKUP = "backup"
    ADMIN = "admin"
    EVERYONE = "everyone"


@dataclass(frozen=True)
class Step:
    """One step: so long after the ladder began; `pages` calls by the second channel too."""

    after: timedelta
    rung: Rung
    pages: bool = False


@dataclass(frozen=True)
class Ladder:
    """What a site may choose, in minutes after the alert, and the duty hours until contact is due."""

    repeat: int = 5
    backup: int = 15
    admin: int = 30
    everyone: int = 60
    contact_hours: int = 4
    monthly_drill: bool = True

    @classmethod
    def of(cls, site: SiteRow) -> "Ladder":
        """Return the site's ladder: its own choices over the defaults."""
        return replace(cls(), **(site.ladder or {}))

    def to_json(self) -> dict[str, int | bool]:
        """Return what differs from the defaults."""
        return {name: value for name, value in asdict(self).items() if value != getattr(Ladder, name)}

    def faults(self) -> Sequence[str]:
        """Return in plain words what is wrong with the choices."""
        minutes = [self.repeat, self.backup, self.admin, self.everyone]
        wrong = []
        if minutes != sorted(set(minutes)) or minutes[0] < 1 or minutes[-1] > MOST_MINUTES:
            wrong.append("each step of the ladder must come later than the one before, within a day")
        if not 1 <= self.contact_hours <= DAY // HOUR:
            wrong.append("contact must be due within 1 to 24 duty hours")
        return wrong

    def steps(self, tier: str, *, taken: bool) -> tuple[Step, ...]:
        """Return the steps of an alert that nobody has taken, or of one whose contact is overdue."""
        if taken:
            return (Step(timedelta(0), Rung.HOLDER), *self._upwards())
        heard = (Step(HEARD_WITHIN, Rung.HEARD), Step(PAGED_WITHIN, Rung.HEARD))
        rings: tuple[Step, ...] = (Step(timedelta(0), Rung.FIRST),)
        if tier == Tier.RED:
            rings += (Step(_minutes(self.repeat), Rung.FIRST), *self._upwards())
        return tuple(sorted((*rings, *heard), key=lambda step: step.after))

    def _upwards(self) -> tuple[Step, ...]:
        return (
            Step(_minutes(self.backup), Rung.BACKUP),
            Step(_minutes(self.admin), Rung.ADMIN),
            Step(_minutes(self.everyone), Rung.EVERYONE, pages=True),
        )


@dataclass(frozen=True)
class Turn:
    """What is due on a ladder at a moment, how many steps are done with that, and when the next comes."""

    due: tuple[Step, ...]
    done: int
    next_at: datetime | None


def turn(steps: Sequence[Step], began: datetime, done: int, now: datetime) -> Turn:
    """Return every step that has become due since; steps that an outage missed come together, as one.

    At the top nothing more is due by itself: `next_at` is then None.
    """
    due = tuple(step for step in steps[done:] if began + step.after <= now)
    done += len(due)
    return Turn(due, done, began + steps[done].after if done < len(steps) else None)


def again(site: SiteRow, now: datetime) -> datetime:
    """Return when everybody is rung again after the top: when duty begins, and every hour of it."""
    shift = next_shift(site, now)
    if shift is not None and shift <= now + HOUR:
        return shift
    return now + HOUR if on_duty(site, now + HOUR) else shift or now + DAY


def contact_by(site: SiteRow, now: datetime) -> datetime:
    """Return by when whoever takes an alert now should have been in contact.

    So many duty hours; where somebody answers on every day of the week, a day at the longest.
    """
    due = duty_after(site, now, timedelta(hours=Ladder.of(site).contact_hours))
    if due is None:
        return now + DAY
    return min(due, now + DAY) if site.seven_day_cover else due


def chosen(site: SiteRow, wishes: Mapping[str, int | bool | None]) -> Ladder:
    """Return the site's ladder with these wishes laid on; raises ValueError with everything that is wrong."""
    wished: dict[str, Any] = {name: value for name, value in wishes.items() if value is not None}
    ladder = replace(Ladder.of(site), **wished)
    if wrong := ladder.faults():
        raise ValueError("\n".join(wrong))
    return ladder


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
