"""`respite setup`: from nothing to a site with its keys, programme and links."""

import re
import stat

import pytest

from bot.commands.questions import USUAL
from bot.commands.setup import SYNTHETIC_COUNTRY
from content.crisis import countries
from db import holdings, programmes
from db.crypto import parse_keys
from db.models import Role, SiteRow
from db.session import Database
from scheduler.cadence import DEFAULT, Cadence
from tests.commands.house import TOKEN

WARD = ("setup", "--yes", "--site", "Ward 5", "--country", "CN")
LINK = re.compile(r"^  (\w+) .*https://t\.me/(\S+)\?start=([A-Za-z0-9_-]{22})$", re.MULTILINE)


def test_one_command_founds_site_and_programme(house):
    with house.session() as session:
        site, programme = holdings.sites(session)[0], holdings.programmes(session)[0]

    assert (site.name, site.country, site.zone, site.language) == ("Ward 5", "CN", "Asia/Shanghai", "zh-Hans")
    assert (f"{site.duty_from:%H:%M}", f"{site.duty_to:%H:%M}", site.duty_days) == ("08:30", "17:30", "12345")
    assert (programme.site_id, programme.starts_on.weekday()) == (site.id, 0)
    assert Cadence.from_json(programme.cadence) == DEFAULT
    assert not site.synthetic


def test_every_flag_is_heard(respite, home):
    said = "--zone Asia/Urumqi --language en --duty-hours 09:00-18:00 --duty-days 123456 --start 2026-12-02"
    respite(
        *WARD, *said.split(), "--ward-phone", "010 123", "--programme", "Winter group", "--confirm-crisis"
    )

    database = Database(f"sqlite:///{home}/data/respite.db")
    with database.read() as session:
        site, programme = holdings.sites(session)[0], holdings.programmes(session)[0]
    database.close()

    assert (site.zone, site.language, site.ward_phone) == ("Asia/Urumqi", "en", "010 123")
    assert (f"{site.duty_from:%H:%M}", f"{site.duty_to:%H:%M}", site.duty_days) == (
        "09:00",
        "18:00",
        "123456",
    )
    assert (programme.name, str(programme.starts_on)) == ("Winter group", "2026-12-02")
    assert site.crisis_confirmed_on is not None


def test_the_keys_and_the_token_are_for_the_owner_only(house):
    written = house.read_env()

    assert stat.S_IMODE(house.env.stat().st_mode) == 0o600
    assert stat.S_IMODE(house.file.parent.stat().st_mode) == 0o700
    assert written["RESPITE_BOT_TOKEN"] == TOKEN
    assert parse_keys(written["RESPITE_KEYS"])


def test_three_links_are_printed_and_each_opens_its_door(respite, house_of):
    result = respite(*WARD)

    with house_of().session() as session:
        doors = {role: programmes.invite_of(session, token) for role, _, token in LINK.findall(result.stdout)}
        found = {role: (invite.role, invite.uses_left, invite.programme_id) for role, invite in doors.items()}
    assert found == {
        "admin": (Role.ADMIN, 1, None),
        "social_worker": (Role.SOCIAL_WORKER, 1, 1),
        "caregiver": (Role.CAREGIVER, 30, 1),
    }


async def test_the_links_carry_the_name_that_telegram_knows(telegram, respite_aside):
    result = await respite_aside(*WARD, "--bot-token", TOKEN)

    assert {name for _, name, _ in LINK.findall(result.stdout)} == {"respite_bot"}


def test_the_crisis_numbers_are_shown_with_their_source(respite):
    shown = respite(*WARD).stdout

    assert "120  emergency" in shown
    assert re.search(r"12356 .*source: National Health Commission", shown)


def test_numbers_nobody_vouched_for_are_not_shown_to_families(respite, house_of):
    assert "`respite setup --confirm-crisis`" in respite(*WARD).stdout

    with house_of().session() as session:
        assert holdings.sites(session)[0].crisis_confirmed_on is None


def test_the_crisis_numbers_can_be_confirmed_later(respite, house):
    result = respite("setup", "--yes", "--confirm-crisis")

    with house.session() as session:
        confirmed_on = session.get_one(SiteRow, 1).crisis_confirmed_on
    assert f"You confirmed these numbers on {confirmed_on}." in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--country", "CN"], "--site is needed", id="no name"),
        pytest.param(["--site", "Ward 5"], "--country is needed", id="no country"),
        pytest.param(["--site", " ", "--country", "CN"], "the site needs a name", id="empty name"),
        pytest.param(["--site", "W", "--country", "XX"], "no crisis card for the country XX", id="no card"),
        pytest.param(["--site", "W", "--country", "ZZ"], "made up", id="synthetic country"),
        pytest.param([*WARD[2:], "--zone", "Mars/Base"], "there is no time zone Mars/Base", id="zone"),
        pytest.param([*WARD[2:], "--zone", "../../etc"], "there is no time zone", id="path as zone"),
        pytest.param([*WARD[2:], "--language", "xx"], "there is no language xx", id="language"),
        pytest.param([*WARD[2:], "--duty-days", "08"], "duty days are digits", id="days"),
        pytest.param([*WARD[2:], "--duty-hours", "18:00-08:00"], "duty hours must end later", id="hours"),
        pytest.param([*WARD[2:], "--duty-hours", "soon"], "write hours as 08:30-17:30", id="no hours"),
        pytest.param([*WARD[2:], "--start", "soon"], "write a day as 2026-03-02", id="no day"),
        pytest.param([*WARD[2:], "--bot-token", "x"], "RESPITE_BOT_TOKEN: write the token", id="no token"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(respite, home, words, said):
    result = respite("setup", "--yes", *words)

    assert (result.exit_code, list(home.iterdir())) == (2, [])
    assert said in " ".join(result.stderr.split())


def test_everything_wrong_with_a_site_is_told_at_once(respite):
    result = respite(*WARD, "--zone", "Mars/Base", "--language", "xx", "--duty-days", "9")

    assert len(result.stderr.splitlines()) == 3


def test_every_country_with_a_card_has_a_usual_zone():
    assert [*USUAL, SYNTHETIC_COUNTRY] == countries()


def test_setup_works_on_both_databases(respite, environment, empty_url):
    environment["RESPITE_DATABASE_URL"] = empty_url

    assert respite(*WARD).exit_code == 0
    assert "is here already" in respite(*WARD).stdout
    assert respite("db", "check").exit_code == 0
