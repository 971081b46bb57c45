"""Founding a site: what it is to be, what is wrong with that, and the rows that make it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from content.catalogue import LANGUAGES
from content.crisis import countries
from db.models import Programme, SiteRow
from db.session import Session
from scheduler.cadence import DEFAULT

SYNTHETIC_COUNTRY = "ZZ"
LONGEST_NAME, LONGEST_PHONE = 120, 40


@dataclass(frozen=True)
class SiteWishes:
    """What a site and its first programme are to be.

    `duty_days` are the digits of the weekdays, 1 for Monday; `crisis_confirmed` says that somebody checked
    the country's crisis numbers today. A synthetic site is made up whole, for the demo and the rehearsal.
    """

    name: str
    country: str
    zone: str
    language: str
    programme: str
    starts_on: date
    duty_from: time = time(8, 30)
    duty_to: time = time(17, 30)
    duty_days: str = "12345"
    ward_phone: str | None = None
    crisis_confirmed: bool = False
    pdf_by_chat: bool = False
    seven_day_cover: bool = False
    synthetic: bool = False


@dataclass(frozen=True)
class Founded:
    """A site and its programme."""

    site_id: int
    programme_id: int


def found(session: Session, wishes: SiteWishes, now: datetime) -> Founded:
    """Make a site with its first programme, on the default cadence.

    Raises ValueError with everything that is wrong with the wishes, one line each.
    """
    if wrong := list(faults(wishes)):
        raise ValueError("\n".join(wrong))
    today = now.astimezone(ZoneInfo(wishes.zone)).date()
    site = SiteRow(
        name=wishes.name,
        country=wishes.country,
        zone=wishes.zone,
        language=wishes.language,
        duty_from=wishes.duty_from,
        duty_to=wishes.duty_to,
        duty_days=wishes.duty_days,
        ward_phone=wishes.ward_phone,
        crisis_confirmed_on=today if wishes.crisis_confirmed else None,
        pdf_by_chat=wishes.pdf_by_chat,
        seven_day_cover=wishes.seven_day_cover,
        synthetic=wishes.synthetic,
        created_at=now,
    )
    session.add(site)
    session.flush()
    return Founded(site.id, add_programme(session, site.id, wishes.programme, wishes.starts_on, now))


def add_programme(session: Session, site_id: int, name: str, starts_on: date, now: datetime) -> int:
    """Add a programme on the default cadence to a site and return its id."""
    programme = Programme(
        site_id=site_id, name=name, starts_on=starts_on, cadence=DEFAULT.to_json(), created_at=now
    )
    session.add(programme)
    session.flush()
    return programme.id


def faults(wishes: SiteWishes) -> Iterator[str]:
    """Yield in plain words what is wrong with the wishes."""
    yield from name_faults("site", wishes.name)
    yield from name_faults("programme", wishes.programme)
    yield from country_faults(wishes.country, synthetic=wishes.synthetic)
    yield from language_faults(wishes.language)
    yield from zone_faults(wishes.zone)
    yield from hours_faults(wishes.duty_from, wishes.duty_to)
    yield from days_faults(wishes.duty_days)
    yield from phone_faults(wishes.ward_phone or "")


def name_faults(what: str, name: str) -> Iterator[str]:
    """Yield what is wrong with the name of a site or a programme."""
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        yield f"the {what} needs a name of at most {LONGEST_NAME} letters"


def country_faults(country: str, *, synthetic: bool) -> Iterator[str]:
    """Yield what is wrong with the country whose crisis numbers a site shows."""
    if country not in countries():
        offered = ", ".join(country for country in countries() if country != SYNTHETIC_COUNTRY)
        yield f"there is no crisis card for the country {country}: choose one of {offered}"
    elif country == SYNTHETIC_COUNTRY and not synthetic:
        yield f"{SYNTHETIC_COUNTRY} and its numbers are made up: they are for the demo and the rehearsal only"


def language_faults(language: str) -> Iterator[str]:
    """Yield what is wrong with a site's language."""
    if language not in LANGUAGES:
        yield f"there is no language {language}: choose one of {', '.join(LANGUAGES)}"


def zone_faults(zone: str) -> Iterator[str]:
    """Yield what is wrong with a time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f"there is no time zone {zone}: write one such as Asia/Shanghai"


def hours_faults(duty_from: time, duty_to: time) -> Iterator[str]:
    """Yield what is wrong with duty hours."""
    if duty_from >= duty_to:
        yield "duty hours must end later on the same day than they begin"


def days_faults(duty_days: str) -> Iterator[str]:
    """Yield what is wrong with duty days."""
    if not duty_days or set(duty_days) - set("1234567"):
        yield "duty days are digits from 1 for Monday to 7 for Sunday, such as 12345"


def phone_faults(phone: str) -> Iterator[str]:
    """Yield what is wrong with the ward's phone."""
    if len(phone) > LONGEST_PHONE:
        yield f"the ward's phone number may have at most {LONGEST_PHONE} characters"
