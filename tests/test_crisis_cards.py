"""Crisis cards: each country's own numbers, each with its source, and never another country's."""

import re
from datetime import date, datetime, time, timedelta

import pytest

from content.catalogue import LANGUAGES, words
from content.crisis import NoCrisisCard, countries, crisis_card
from db.models import Person, SiteRow
from flows.act import Act
from flows.crisis import confirmed, whom_to_call
from tests.cast import MONDAY

TODAY = MONDAY.date()
NUMBER = re.compile(r"<b>([^<]+)</b>")
# Three digits that several countries have in common.
COMMON = {"988": {"US", "CA"}, "911": {"US", "CA"}, "999": {"GB", "HK"}}


def numbers(country: str) -> list[str]:
    """Every number of a country's card."""
    card = crisis_card(country)
    return [card.emergency, *(line.number for line in card.lines)]


def site(country: str, confirmed_on: date | None = TODAY) -> SiteRow:
    """A site in a country."""
    return SiteRow(
        country=country, zone="UTC", duty_from=time(8), duty_to=time(17), duty_days="12345",
        ward_phone=None, crisis_confirmed_on=confirmed_on,
    )  # fmt: skip


def shown(country: str, language: str, confirmed_on: date | None = TODAY) -> list[str]:
    """The numbers that somebody in danger reads."""
    person = Person(language=language)
    lines = whom_to_call(Act(None, MONDAY, person, 1, 1, 1), site(country, confirmed_on))  # type: ignore[arg-type]
    return NUMBER.findall("\n".join(lines))


@pytest.mark.parametrize("country", countries())
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_in_danger_reads_the_numbers_of_their_country_and_no_other(
    country: str, language: str
) -> None:
    assert sorted(shown(country, language)) == sorted(numbers(country))
    assert words(language).language == language


@pytest.mark.parametrize("country", countries())
def test_no_number_stands_in_two_countries_but_those_that_are_known_to(country: str) -> None:
    for number in numbers(country):
        others = {other for other in countries() if other != country and number in numbers(other)}
        assert others <= COMMON.get(number, set()) - {country}, number


@pytest.mark.parametrize("country", countries())
def test_every_number_has_a_source_and_no_date_of_ours(country: str) -> None:
    card = crisis_card(country)

    assert all(line.source and not hasattr(line, "verified_on") for line in card.lines)
    assert all(set(line.name) == set(line.hours) == set(LANGUAGES) for line in card.lines)


def test_a_country_without_a_card_has_no_numbers_at_all() -> None:
    with pytest.raises(NoCrisisCard):
        crisis_card("XK")


@pytest.mark.parametrize("confirmed_on", [None, TODAY - timedelta(days=181)])
def test_of_a_stale_card_the_emergency_number_alone_is_shown(confirmed_on: date | None) -> None:
    assert shown("CN", "zh-Hans", confirmed_on) == ["120"]


def test_180_days_are_counted_on_the_sites_own_calendar() -> None:
    day = datetime(2026, 8, 29, 23, 59, tzinfo=MONDAY.tzinfo)

    assert confirmed(site("CN"), day)
    assert not confirmed(site("CN"), day + timedelta(minutes=1))
