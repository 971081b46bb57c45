"""What a site is: its facts as one reads them, what may be wrong with new ones, what they take away. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from bot.commands.setup import (
    country_faults,
    days_faults,
    hours_faults,
    language_faults,
    name_faults,
    phone_faults,
    zone_faults,
)
from db.models import SiteRow

NAME, COUNTRY, ZONE, LANGUAGE = "name", "country", "zone", "language"
DUTY_HOURS, DUTY_DAYS, WARD_PHONE = "duty hours", "duty days", "ward phone"
NONE = "none"
# What follows from a change besides what the bot says.
FOLLOWS = {
    NAME: "the name stands on posters made from now on; make those on the walls anew",
    COUNTRY: "call the numbers of the new country, then `respite setup --confirm-crisis`",
    ZONE: "whoever has joined keeps their own clock, and planned sessions keep theirs",
    LANGUAGE: "whoever has joined keeps their own language; posters made from now on begin with this one",
    DUTY_HOURS: "an alert that somebody has taken stays due at the hour they were told",
    DUTY_DAYS: "an alert that somebody has taken stays due at the hour they were told",
    WARD_PHONE: "posters made from now on carry it; make those on the walls anew",
}


@dataclass(frozen=True)
class Facts:
    """What setup asks about a site and what may change later; the fields are the columns."""

    name: str
    country: str
    zone: str
    language: str
    duty_from: time
    duty_to: time
    duty_days: str
    ward_phone: str | None

    @classmethod
    def of(cls, site: SiteRow) -> "Facts":
        """Return those of a site."""
        return cls(**{name: getattr(site, name) for name in cls.__dataclass_fields__})

    @property
    def weekly_minutes(self) -> int:
        """How many minutes of a week are on duty."""
        begins, ends = (each.hour * 60 + each.minute for each in (self.duty_from, self.duty_to))
        return (ends - begins) * len(set(self.duty_days))

    def said(self) -> Mapping[str, str]:
        """Return each fact in words, by what it is called."""
        return {
            NAME: self.name,
            COUNTRY: self.country,
            ZONE: self.zone,
            LANGUAGE: self.language,
            DUTY_HOURS: f"{self.duty_from:%H:%M}-{self.duty_to:%H:%M}",
            DUTY_DAYS: self.duty_days,
            WARD_PHONE: self.ward_phone or NONE,
        }


def faults(facts: Facts, *, synthetic: bool) -> Iterator[str]:
    """Yield in plain words what is wrong with the facts, as setup would."""
    yield from name_faults("site", facts.name)
    yield from country_faults(facts.country, synthetic=synthetic)
    yield from zone_faults(facts.zone)
    yield from language_faults(facts.language)
    yield from hours_faults(facts.duty_from, facts.duty_to)
    yield from days_faults(facts.duty_days)
    yield from phone_faults(facts.ward_phone or "")


def losses(before: Facts, after: Facts, *, seven_day_cover: bool) -> Iterator[str]:
    """Yield which help families would lose by a change."""
    if before.ward_phone and not after.ward_phone:
        yield "whoever is in danger would no longer read a phone of the ward beside the emergency number"
    if after.weekly_minutes < before.weekly_minutes:
        was, would_be = (f"{each.weekly_minutes / 60:g}" for each in (before, after))
        yield f"somebody would read {would_be} hours a week, and not {was} as now"
    free = "".join(day for day in before.duty_days if day not in after.duty_days)
    if seven_day_cover and free:
        yield f"seven-day cover is agreed, and nobody would be on duty on days {free}"
    if before.country != after.country:
        yield f"the crisis lines of {after.country} are not shown to families before you confirm them"
