"""`respite alarm` and `respite drill`, typed."""

import asyncio

import pytest
from sqlalchemy import select

from db.models import Alert, Delivery, Duty, Kind, Leave, Programme, SiteRow
from tests import cast
from tests.commands.test_doctor import findings
from tests.journeys.second_channel import SECRET, mail_server, webhook_server


@pytest.fixture
def staffed(house):
    """The house with two workers (1 and 2) and an admin (3), and a family (4)."""
    with house.session() as session:
        site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        cast.worker(session, site, programme, label="W-01")
        cast.worker(session, site, programme, label="W-02")
        cast.admin(session, site)
        cast.caregiver(session, site, programme, label="C-01")
    return house


def rows(house, table):
    """Every row of a table."""
    with house.session() as session:
        found = session.scalars(select(table)).all()
        session.expunge_all()
    return found


def test_show_tells_the_ladder_and_who_would_be_rung_and_names_nobody(respite, staffed):
    result = respite("alarm", "show")

    assert result.exit_code == 0
    assert "first again after 5 min, backup 15, admin 30, everybody 60" in result.output
    assert "programme 1, now: first 1+2, backup 3, admin 3, everyone 1+2+3" in result.output
    assert "second channel: none" in result.output
    assert "Lin" not in result.output


def test_the_ladder_is_changed_as_a_whole_or_not_at_all(respite, staffed):
    assert respite("alarm", "ladder", "--backup", "10", "--everyone", "45").exit_code == 0
    assert rows(staffed, SiteRow)[0].ladder == {"backup": 10, "everyone": 45}

    refused = respite("alarm", "ladder", "--admin", "5")
    assert (refused.exit_code, "must come later" in refused.output) == (2, True)
    assert rows(staffed, SiteRow)[0].ladder == {"backup": 10, "everyone": 45}

    respite("alarm", "ladder", "--backup", "15", "--everyone", "60", "--no-monthly-drill")
    assert rows(staffed, SiteRow)[0].ladder == {"monthly_drill": False}


def test_somebody_is_put_on_the_rota_and_taken_off_again(respite, staffed):
    put = respite("alarm", "duty", "w-01", "--hours", "20:00-08:00", "--days", "67", "--as", "backup")

    assert put.output == "duty: person 1, backup, days 67, 20:00-08:00, every programme\n"
    assert len(rows(staffed, Duty)) == 1
    assert respite("alarm", "off", "1").output == "1 is off the rota; duties taken off: 1\n"
    assert rows(staffed, Duty) == []


def test_a_leave_has_days_and_somebody_who_stands_in(respite, staffed):
    said = respite("alarm", "leave", "W-01", "2026-12-24", "2026-12-31", "--stand-in", "W-02")

    assert said.output == "leave: person 1, 2026-12-24 to 2026-12-31, person 2 stands in\n"
    assert [(each.person_id, each.stand_in_id) for each in rows(staffed, Leave)] == [(1, 2)]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("duty", "C-01", "--hours", "08:00-16:00"), "nobody of the staff"),
        (("duty", "99", "--hours", "08:00-16:00"), "nobody of the staff"),
        (("duty", "W-01", "--hours", "08:00-08:00"), "another hour"),
        (("duty", "W-01", "--hours", "08:00-16:00", "--days", "9"), "digits from 1"),
        (("duty", "W-01", "--hours", "08:00-16:00", "--programme", "7"), "no programme 7"),
        (("leave", "W-01", "2026-12-24", "2026-12-20"), "must end on its first day or later"),
        (("leave", "W-01", "2026-12-24", "2026-12-31", "--stand-in", "W-01"), "somebody else"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(respite, staffed, words, fault):
    refused = respite("alarm", *words)

    assert (refused.exit_code, fault in refused.output) == (2, True)
    assert (rows(staffed, Duty), rows(staffed, Leave)) == ([], [])


def test_a_drill_is_rung_as_a_row_for_the_bot_and_only_once_at_a_time(respite, staffed):
    assert respite("drill").output == "programme 1: drill 1 rings\n"
    assert "one is under way" in respite("drill").output

    assert [each.drill for each in rows(staffed, Alert)] == [True]
    assert [(each.kind, each.person_id) for each in rows(staffed, Delivery)] == [
        (Kind.ALERT, 1),
        (Kind.ALERT, 2),
    ]


def test_the_doctor_tells_of_a_drill_that_nobody_took(respite, staffed):
    respite("drill")
    staffed.sql("UPDATE alerts SET state = 'closed', closed_as = 'drill_missed'")
    assert findings(respite("doctor"))["drill of site 1"][0] == "warning"

    staffed.sql("UPDATE alerts SET closed_as = 'drill_taken'")
    assert findings(respite("doctor"))["drill of site 1"][0] == "ok"


def test_the_doctor_tells_where_nobody_can_be_rung(respite, house):
    level, words = findings(respite("doctor"))["alerts of site 1"]

    assert (level, "nobody can be rung for programme 1" in words) == ("warning", True)


def test_the_doctor_tells_where_all_are_away(respite, staffed):
    for worker in (1, 2, 3):
        respite("alarm", "leave", str(worker), "2020-01-01", "2020-12-31")
    staffed.sql("UPDATE leaves SET until = '2099-12-31'")

    level, words = findings(respite("doctor"))["alerts of site 1"]

    assert (level, words.startswith("all are away for programme 1")) == ("warning", True)


def test_the_doctor_refuses_half_a_second_channel_and_warns_of_none(respite, house, environment):
    assert findings(respite("doctor"))["second channel"][0] == "warning"

    environment["RESPITE_ALERT_MAIL"] = "team@ward.example"
    result = respite("doctor")
    assert (findings(result)["second channel"][0], result.exit_code) == ("fault", 1)


def test_the_doctor_checks_a_sites_own_words_of_danger(respite, house, home):
    (home / "data" / "danger.yaml").write_text("add: [去找太奶]\nsilence: [跳河]\n", "utf-8")
    level, words = findings(respite("doctor"))["danger words"]
    assert (level, "silenced by the site: 跳河" in words) == ("ok", True)

    (home / "data" / "danger.yaml").write_text("silence: [nowhere]\n", "utf-8")
    result = respite("doctor")
    assert (findings(result)["danger words"][0], result.exit_code) == ("fault", 1)


async def test_try_sends_a_test_by_every_channel(respite, house, environment):
    async with mail_server() as (mailbox, smtp), webhook_server() as (desk, webhook):
        environment |= {
            "RESPITE_SMTP_URL": smtp,
            "RESPITE_ALERT_MAIL": "team@ward.example, head@ward.example",
            "RESPITE_ALERT_WEBHOOK_URL": webhook,
            "RESPITE_ALERT_WEBHOOK_SECRET": SECRET,
        }
        desk.answers.append(500)
        result = await asyncio.to_thread(respite, "alarm", "try")

    assert (result.output, result.exit_code) == ("mail: taken\nwebhook: not taken (status 500)\n", 1)
    assert mailbox.to == [["team@ward.example", "head@ward.example"]]
    assert "DRILL" in mailbox.took[0]["Subject"]


def test_try_says_where_there_is_no_channel(respite, house):
    result = respite("alarm", "try")

    assert (result.exit_code, "no second channel" in result.output) == (1, True)
