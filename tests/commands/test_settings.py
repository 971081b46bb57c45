"""Settings: where they come from and which one wins."""

import pytest

from bot.settings import SettingsFault, load
from tests import cast
from tests.commands.house import TOKEN


def test_without_any_setting_the_database_is_a_file_in_the_data_folder(home):
    assert load().database_url.get_secret_value() == "sqlite:///data/respite.db"


def test_the_database_moves_with_the_data_folder(home, environment):
    environment["RESPITE_DATA_DIR"] = "/srv/respite"

    assert load().database_url.get_secret_value() == "sqlite:////srv/respite/respite.db"


def test_the_environment_wins_over_the_file(home, environment):
    (home / ".env").write_text("RESPITE_LOG_LEVEL=debug\nRESPITE_ADMIN_IDS=7\n")
    environment["RESPITE_ADMIN_IDS"] = "8, 9"

    assert (load().log_level, load().admin_ids) == ("DEBUG", (8, 9))


def test_what_the_caller_gives_wins_over_both(home, environment):
    environment["RESPITE_BOT_TOKEN"] = "1:environment"

    assert load(bot_token=TOKEN).bot_token.get_secret_value() == TOKEN


def test_an_empty_variable_is_none(home, environment):
    environment["RESPITE_BOT_API_URL"] = ""

    assert load().bot_api_url == "https://api.telegram.org"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("bot_token", TOKEN),
        ("keys", cast.KEYS),
        ("database_url", "postgresql://respite:CANARY@localhost/respite"),
        ("proxy", "http://respite:CANARY@localhost:3128"),
    ],
)
def test_a_secret_may_lie_in_a_file(home, environment, field, text):
    (home / "secret").write_text(f"{text}\n")
    environment[f"RESPITE_{field.upper()}_FILE"] = str(home / "secret")

    assert getattr(load(), field).get_secret_value() == text


def test_a_secret_file_named_in_the_environment_wins_over_a_secret_in_the_file(home, environment):
    (home / "secret").write_text("1:environment")
    (home / ".env").write_text(f"RESPITE_BOT_TOKEN={TOKEN}\n")
    environment["RESPITE_BOT_TOKEN_FILE"] = "secret"

    assert load().bot_token.get_secret_value() == "1:environment"


def test_an_address_loses_its_last_slash(home, environment):
    environment["RESPITE_BOT_API_URL"] = "http://127.0.0.1:8081/"

    assert load().bot_api_url == "http://127.0.0.1:8081"


def test_the_settings_of_the_tests_are_nobodys_business(home, environment):
    environment["RESPITE_TEST_POSTGRES"] = "postgresql://localhost"

    assert load().log_level == "INFO"


def test_a_setting_cannot_be_changed_later(home):
    with pytest.raises(ValueError, match="frozen"):
        load().log_level = "DEBUG"


def test_a_secret_that_is_needed_and_missing_is_a_fault(home):
    with pytest.raises(SettingsFault) as caught:
        load("bot_token", "keys")

    assert [line.split(":")[0] for line in caught.value.faults] == ["RESPITE_BOT_TOKEN", "RESPITE_KEYS"]
