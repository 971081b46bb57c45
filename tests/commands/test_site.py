"""What a site is, after setup: shown, changed, and what would take help away is said twice."""

from datetime import time

import pytest
from sqlalchemy import select

from bot.commands.site_facts import FOLLOWS, Facts
from db.models import Act, AuditEvent, Person, SiteRow
from tests import cast
from tests.commands.house import TOKEN

PHONE = "021-5555 0133"
SEEN = (
    "A bot that runs says so from its next message on, also in what waits to be sent: no restart is needed."
)


@pytest.fixture
def ward(respite, house):
    """The house's ward, which has a phone."""
    with house.session() as session:
        session.get_one(SiteRow, 1).ward_phone = PHONE
    return house


def site(house) -> SiteRow:
    with house.session() as session:
        return session.get_one(SiteRow, 1)


def deeds(house) -> list[str]:
    with house.session() as session:
        changes = select(AuditEvent).where(AuditEvent.act == Act.SITE_CHANGED)
        entries = session.scalars(changes.order_by(AuditEvent.id)).all()
        assert all(entry.typed_by is not None for entry in entries)
        return [entry.about for entry in entries]


def test_a_site_is_shown_as_setup_left_it(respite, ward):
    assert respite("site", "show").stdout.splitlines() == [
        "site 1",
        "  name: Ward 5",
        "  country: CN",
        "  zone: Asia/Shanghai",
        "  language: zh-Hans",
        "  duty hours: 08:30-17:30",
        "  duty days: 12345",
        f"  ward phone: {PHONE}",
        "  hours on duty a week: 45",
        "  crisis numbers: not confirmed (none), so not shown: `respite setup --confirm-crisis`",
        "  digest's PDF by chat: no",
        "  seven-day cover: no",
    ]


def test_confirmed_crisis_numbers_are_shown_with_their_day(respite, house):
    respite("setup", "--yes", "--confirm-crisis")

    assert f"crisis numbers: confirmed on {site(house).crisis_confirmed_on}" in respite("site", "show").stdout
    house.sql("UPDATE sites SET crisis_confirmed_on = '2020-03-02'")
    assert "not confirmed (the last is of 2020-03-02), so not shown" in respite("site", "show").stdout


def test_everything_that_setup_asks_of_a_site_can_be_changed_and_is_said_and_written_down(respite, ward):
    result = respite(
        "site", "set", "--name", " Ward 6 ", "--zone", "Asia/Urumqi", "--language", "en",
        "--duty-hours", "08:00-18:00", "--duty-days", "654321", "--ward-phone", "021-5555 0199",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:6] == [
        "name: Ward 5 -> Ward 6",
        "zone: Asia/Shanghai -> Asia/Urumqi",
        "language: zh-Hans -> en",
        "duty hours: 08:30-17:30 -> 08:00-18:00",
        "duty days: 12345 -> 123456",
        f"ward phone: {PHONE} -> 021-5555 0199",
    ]
    assert result.stdout.splitlines()[-1] == SEEN
    assert Facts.of(site(ward)) == Facts(
        "Ward 6", "CN", "Asia/Urumqi", "en", time(8), time(18), "123456", "021-5555 0199"
    )
    assert deeds(ward) == [
        "name",
        "zone: Asia/Shanghai -> Asia/Urumqi",
        "language: zh-Hans -> en",
        "duty hours: 08:30-17:30 -> 08:00-18:00",
        "duty days: 12345 -> 123456",
        "ward phone",
    ]


def test_what_follows_is_said_once_and_only_of_what_changes(respite, ward):
    result = respite(
        "site", "set", "--duty-hours", "08:00-18:00", "--duty-days", "1234567", "--name", "Ward 5"
    )

    assert result.stdout.splitlines()[2:] == [FOLLOWS["duty hours"], SEEN]


def test_where_a_rota_is_kept_it_says_that_the_rota_stays(respite, ward):
    with ward.session() as session:
        cast.worker(
            session, session.get_one(SiteRow, 1), cast.programme(session, session.get_one(SiteRow, 1))
        )
        worker = session.scalars(select(Person.id)).one()
    respite("alarm", "duty", worker, "--hours", "08:30-17:30")

    assert "the rota has hours of its own" in respite("site", "set", "--duty-hours", "08:00-18:00").stdout
    assert "rota" not in respite("site", "set", "--name", "Ward 6").stdout


def test_what_is_so_already_changes_nothing_and_is_not_written_down(respite, ward):
    before = ward.dump()

    result = respite("site", "set", "--name", "Ward 5", "--ward-phone", PHONE, "--duty-days", "54321")

    assert (result.exit_code, result.stdout) == (0, "site 1 is so already: nothing was changed\n")
    assert ward.dump() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--ward-phone", "-"], "no longer read a phone of the ward", id="phone"),
        pytest.param(["--ward-phone", ""], "no longer read a phone of the ward", id="nothing for a phone"),
        pytest.param(
            ["--duty-hours", "09:00-17:00"], "somebody would read 40 hours a week, and not 45", id="hours"
        ),
        pytest.param(["--duty-days", "1"], "somebody would read 9 hours a week, and not 45", id="days"),
        pytest.param(["--country", "de"], "the crisis lines of DE are not shown", id="country"),
    ],
)
def test_what_takes_help_away_changes_nothing_until_it_is_said_twice(respite, ward, words, said):
    before = ward.dump()

    result = respite("site", "set", *words, "--name", "Ward 6")

    assert (result.exit_code, ward.dump()) == (2, before)
    assert said in result.stderr
    assert result.stderr.splitlines()[-1] == "say --yes if that is meant: nothing was changed"

    assert respite("site", "set", *words, "--yes").exit_code == 0
    assert len(deeds(ward)) == 1


def test_a_phone_that_goes_leaves_none(respite, ward):
    assert f"ward phone: {PHONE} -> none" in respite("site", "set", "--ward-phone", "-", "--yes").stdout

    assert site(ward).ward_phone is None


def test_another_country_asks_for_its_numbers_to_be_confirmed_anew(respite, ward):
    respite("setup", "--yes", "--confirm-crisis")

    result = respite("site", "set", "--country", "sg", "--yes")

    assert "respite setup --confirm-crisis" in result.stdout
    assert (site(ward).country, site(ward).crisis_confirmed_on) == ("SG", None)


def test_days_without_duty_are_named_where_seven_day_cover_is_agreed(respite, ward):
    respite("site", "set", "--duty-days", "1234567")
    respite("setup", "--yes", "--seven-day-cover")

    said = respite("site", "set", "--duty-days", "12345").stderr

    assert "seven-day cover is agreed, and nobody would be on duty on days 67" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param([], "say what changes", id="nothing"),
        pytest.param(["--name", " "], "the site needs a name", id="name"),
        pytest.param(["--country", "XX"], "there is no crisis card for the country XX", id="country"),
        pytest.param(["--country", "ZZ"], "made up", id="made up"),
        pytest.param(["--zone", "Mars/Olympus"], "there is no time zone Mars/Olympus", id="zone"),
        pytest.param(["--language", "fr"], "there is no language fr", id="language"),
        pytest.param(
            ["--duty-hours", "17:30-08:30"], "duty hours must end later", id="hours that cover nothing"
        ),
        pytest.param(["--duty-hours", "all day"], "write hours as 08:30-17:30", id="hours"),
        pytest.param(["--duty-days", ""], "duty days are digits", id="no day"),
        pytest.param(["--duty-days", "mon"], "duty days are digits", id="days"),
        pytest.param(["--ward-phone", "1" * 41], "at most 40 characters", id="phone"),
        pytest.param(["--site", 9, "--name", "Ward 6"], "there is no site 9", id="site"),
    ],
)
def test_what_cannot_be_is_refused_also_with_yes_and_changes_nothing(respite, ward, words, said):
    before = ward.dump()

    result = respite("site", "set", *words, "--yes")

    assert (result.exit_code, ward.dump()) == (2, before)
    assert said in result.stderr


def test_everything_that_is_wrong_is_said_at_once(respite, ward):
    result = respite("site", "set", "--zone", "Mars/Olympus", "--duty-days", "8", "--language", "fr")

    assert len(result.stderr.splitlines()) == 3


def test_of_several_sites_one_must_be_named_and_only_that_one_changes(respite, ward):
    with ward.session() as session:
        cast.site(session, name="Summer house")

    assert (
        "say --site with one of 1 (Ward 5), 2 (Summer house)" in respite("site", "set", "--name", "X").stderr
    )
    assert respite("site", "set", "--site", 2, "--name", "Winter house").exit_code == 0
    shown = respite("site", "show").stdout
    assert "  name: Ward 5" in shown
    assert "site 2, made up\n  name: Winter house" in shown


def test_without_a_site_there_is_nothing_to_show_or_change(respite, house):
    house.sql("DELETE FROM invites", "DELETE FROM programmes", "DELETE FROM sites")

    assert respite("site", "show").stdout == "there is no site yet: run `respite setup`\n"
    assert respite("site", "set", "--name", "X").stderr == "there is no site yet: run `respite setup`\n"


def test_setup_knows_a_ward_by_its_new_name(respite, ward):
    respite("site", "set", "--name", "Ward 6")

    said = respite("setup", "--yes", "--site", "Ward 6", "--country", "CN", "--bot-token", TOKEN)

    assert "The site Ward 6 is here already" in said.stdout
