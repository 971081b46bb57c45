"""`respite doctor`: one line a check, what to do for each fault, and whether the bot may start."""

import re

import pytest

from db.crypto import new_key
from db.models import SiteRow
from tests import cast
from tests.commands.house import TOKEN

LINE = re.compile(r"^(ok|warning|fault) +([^:]+): (.+)$", re.MULTILINE)


def findings(result):
    """What the doctor said, by what it is about."""
    assert len(LINE.findall(result.stdout)) == len(result.stdout.splitlines())
    return {about: (level, words) for level, about, words in LINE.findall(result.stdout)}


async def test_a_bot_in_good_order_may_start(telegram, respite_aside, house, environment):
    await respite_aside("setup", "--yes", "--confirm-crisis")
    with house.session() as session:
        cast.admin(session, session.get_one(SiteRow, 1))
    environment["RESPITE_SMTP_URL"] = "smtp://mail.example"
    environment["RESPITE_ALERT_MAIL"] = "team@ward.example"
    await respite_aside("keys", "new", "--backup")
    environment["RESPITE_BACKUP_DIR"] = "backups"
    await respite_aside("backup")

    result = await respite_aside("doctor")

    assert {level for level, _ in findings(result).values()} == {"ok"}
    assert findings(result)["token"] == ("ok", "Telegram knows it as @respite_bot")
    assert result.exit_code == 0


def test_before_setup_it_says_what_to_do_first(respite, home):
    result = respite("doctor")

    assert findings(result)["database"] == ("fault", "there is no database yet: run `respite setup`")
    assert "@BotFather" in findings(result)["token"][1]
    assert result.exit_code == 1
    assert list(home.iterdir()) == []


def test_faulty_settings_do_not_keep_it_from_checking_the_rest(respite, environment):
    environment.update({"RESPITE_LOG_LEVEL": "loud", "RESPITE_BOT_TOKN": "x"})

    result = respite("doctor")

    assert result.stdout.count("fault    settings: RESPITE_") == 2
    assert {"zone data", "locales", "instruments"} <= findings(result).keys()
    assert result.exit_code == 1


def test_a_telegram_out_of_reach_is_no_reason_not_to_start(respite, house):
    result = respite("doctor")

    assert findings(result)["token"][0] == "warning"
    assert "Telegram cannot be reached" in findings(result)["token"][1]
    assert result.exit_code == 0


@pytest.mark.parametrize("kind", ["502", "html", "cut_json", "drop"])
async def test_a_telegram_in_trouble_is_none_either(telegram, respite_aside, house, kind):
    telegram.faults.add("getMe", kind)

    result = await respite_aside("doctor")

    assert (findings(result)["token"][0], result.exit_code) == ("warning", 0)


async def test_a_telegram_that_does_not_answer_is_given_up_after_a_while(telegram, respite_aside, house):
    telegram.faults.add("getMe", "hang")

    result = await respite_aside("doctor")

    assert findings(result)["token"][0] == "warning"
    assert re.search("Timed out|within 5 seconds", findings(result)["token"][1])


async def test_a_token_that_telegram_refuses_keeps_the_bot_from_starting(
    telegram, respite_aside, house, environment
):
    environment["RESPITE_BOT_TOKEN"] = "4712:CANARY-token-of-nobody-else"

    result = await respite_aside("doctor")

    assert findings(result)["token"][0] == "fault"
    assert result.exit_code == 1


def test_crisis_numbers_nobody_vouched_for_are_a_warning(respite, house):
    result = respite("doctor")

    level, words = findings(result)["crisis card of site 1"]
    assert (level, result.exit_code) == ("warning", 0)
    assert "lines are not shown, no PHQ-9 is asked; confirm with `respite setup --confirm-crisis`" in words


def test_crisis_numbers_confirmed_long_ago_are_a_warning(respite, house):
    house.sql("UPDATE sites SET crisis_confirmed_on = '2020-01-01'")

    assert findings(respite("doctor"))["crisis card of site 1"][0] == "warning"


@pytest.mark.parametrize(
    ("statement", "about"),
    [
        pytest.param("UPDATE sites SET country = 'XX'", "crisis card of site 1", id="no crisis card"),
        pytest.param("UPDATE alembic_version SET version_num = '9999'", "database", id="newer"),
        pytest.param("DELETE FROM alembic_version", "database", id="no tables"),
    ],
)
def test_what_is_unsafe_keeps_the_bot_from_starting(respite, house, statement, about):
    house.sql(statement)

    result = respite("doctor")

    assert (findings(result)[about][0], result.exit_code) == ("fault", 1)


def test_a_database_without_a_site_keeps_the_bot_from_starting(respite, house):
    house.sql("DELETE FROM invites", "DELETE FROM programmes", "DELETE FROM sites")

    assert findings(respite("doctor"))["site"] == ("fault", "there is none yet: run `respite setup`")


def test_updates_that_were_set_aside_are_a_warning(respite, house):
    house.sql(
        "INSERT INTO inbox (bot_id, update_id, chat_key, received_at, attempts, dead_at)"
        " VALUES (1, 1, x'00', '2026-03-02 08:00:00', 5, '2026-03-02 08:05:00')"
    )

    result = respite("doctor")

    assert (findings(result)["inbox"][0], result.exit_code) == ("warning", 0)


def test_a_settings_file_that_others_may_read_is_a_warning(respite, house):
    house.env.chmod(0o644)

    assert findings(respite("doctor"))["settings"] == (
        "warning",
        "others may read .env: write `chmod 600 .env`",
    )


@pytest.fixture
def keys_now(respite, house, environment):
    """Let Amina join under the house's key, then change the keys and ask the doctor about them."""
    with house.session() as session:
        cast.person(session, cast.site(session))
    original = house.read_env()["RESPITE_KEYS"]

    def keys_now(*keys):
        environment["RESPITE_KEYS"] = ",".join(keys).replace("ORIGINAL", original)
        return findings(respite("doctor"))["keys"]

    return keys_now


def test_keys_that_open_what_is_stored_are_good(keys_now):
    assert keys_now("ORIGINAL") == ("ok", "they open what is stored")


def test_a_new_key_may_stand_in_front(keys_now):
    assert keys_now(new_key(), "ORIGINAL")[0] == "ok"


def test_a_key_that_is_gone_keeps_the_bot_from_starting(keys_now):
    level, words = keys_now(new_key())

    assert (level, words) == ("fault", "they do not open what is stored: put the key back that wrote it")


def test_people_are_found_in_whatever_order_the_keys_stand(keys_now):
    assert keys_now("ORIGINAL", new_key()) == ("ok", "they open what is stored")


def test_a_person_whom_no_key_finds_keeps_the_bot_from_starting(keys_now, house):
    house.sql("UPDATE people SET telegram_index = x'00112233445566778899aabbccddeeff'")

    assert keys_now("ORIGINAL") == ("fault", "they do not find whom they know: put the older key back")


def test_keys_that_are_not_set_keep_the_bot_from_starting(respite, house):
    house.env.write_text(f"RESPITE_BOT_TOKEN={TOKEN}\n")

    assert findings(respite("doctor"))["keys"] == ("fault", "RESPITE_KEYS is not set: run `respite setup`")


def test_a_server_that_is_down_is_told_without_its_password(respite, environment):
    environment["RESPITE_DATABASE_URL"] = "postgresql://respite:CANARY@127.0.0.1:9/respite"

    result = respite("doctor")

    assert findings(result)["database"][0] == "fault"
    assert "is the server up?" in findings(result)["database"][1]
    assert "CANARY" not in result.output


def test_a_file_that_is_no_database_is_told(respite, house):
    house.file.write_text("this is a letter")

    assert findings(respite("doctor"))["database"][0] == "fault"
