"""Faulty settings: all told at once, in plain words, and never a value."""

import traceback

import pytest

from bot.settings import SECRETS, Settings, SettingsFault, load, variable
from tests.commands.house import TOKEN

CANARY = "CANARY-value"
BAD = {
    "data_dir": "a-file",
    "database_url": f"mysql://{CANARY}",
    "bot_token": CANARY,
    "keys": CANARY,
    "bot_api_url": CANARY,
    "admin_ids": f"1,{CANARY}",
    "proxy": f"socks5://{CANARY}",
    "restricted_use": CANARY,
    "paid_broadcast": CANARY,
    "broadcast_consent_above": CANARY,
    "log_level": CANARY,
    "log_format": CANARY,
    "webhook_url": f"https://respite:{CANARY}@ward.example/hook",
    "webhook_listen": CANARY,
    "webhook_secret": f"{CANARY} with spaces",
    "webhook_certificate": CANARY,
    "webhook_key": CANARY,
    "health_listen": f"localhost:{CANARY}",
    "smtp_url": f"http://respite:{CANARY}@mail.example",
    "alert_mail": f"team@ward.example,{CANARY}",
    "alert_mail_from": CANARY,
    "alert_webhook_url": f"http://pager.example/{CANARY}",
    "alert_webhook_secret": f"{CANARY} with spaces",
    "backup_dir": "a-file",
    "backup_key": CANARY,
    "keep_left_days": CANARY,
    "keep_deliveries_days": CANARY,
    "keep_backups_days": CANARY,
}


@pytest.fixture
def faults(home):
    """Load the settings and return what is wrong with them."""

    def faults():
        with pytest.raises(SettingsFault) as caught:
            load()
        return caught.value

    return faults


def test_every_setting_that_is_wrong_is_told_in_one_go(home, environment, faults):
    (home / "a-file").touch()
    environment.update({variable(field): value for field, value in BAD.items()})

    fault = faults()

    assert BAD.keys() == Settings.model_fields.keys()
    assert {line.split(":")[0] for line in fault.faults} == {variable(field) for field in BAD}
    assert "CANARY" not in "".join(traceback.format_exception(fault))


def test_every_fault_says_what_to_write(environment, faults):
    environment["RESPITE_DATABASE_URL"] = "mysql://localhost"

    assert faults().faults == (
        "RESPITE_DATABASE_URL: write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("RESPITE_BOT_TOKN", "RESPITE_BOT_TOKN: there is no such setting; did you mean RESPITE_BOT_TOKEN?"),
        ("RESPITE_KEY_FILE", "RESPITE_KEY_FILE: there is no such setting; did you mean RESPITE_KEYS_FILE?"),
        ("RESPITE_QQQQQQQQQQQQQ", "RESPITE_QQQQQQQQQQQQQ: there is no such setting"),
    ],
)
def test_a_misspelt_name_is_told_with_the_one_that_was_meant(environment, faults, name, said):
    environment[name] = CANARY

    assert faults().faults == (said,)


def test_a_misspelt_name_in_the_file_is_told_too(home, faults):
    (home / ".env").write_text(f"RESPITE_BOT_TOKN={TOKEN}\n")

    assert "did you mean RESPITE_BOT_TOKEN?" in str(faults())


def test_a_line_without_its_equals_sign_is_told_without_what_it_holds(home, faults):
    (home / ".env").write_text(f"RESPITE_BOT_TOKEN:{TOKEN}\n")

    assert "NAME=value" in str(faults())
    assert "canary" not in str(faults()).lower()


def test_a_secret_given_twice_is_told(home, environment, faults):
    (home / "secret").write_text(TOKEN)
    environment.update({"RESPITE_BOT_TOKEN": TOKEN, "RESPITE_BOT_TOKEN_FILE": "secret"})

    assert faults().faults == (
        "RESPITE_BOT_TOKEN: it is set and so is RESPITE_BOT_TOKEN_FILE; keep one of them",
    )


def test_a_secret_file_that_cannot_be_read_is_told(environment, faults):
    environment["RESPITE_KEYS_FILE"] = "nowhere"

    assert [line.split(":")[0] for line in faults().faults] == ["RESPITE_KEYS_FILE"]


def test_a_settings_file_that_is_no_text_is_told(home, faults):
    (home / ".env").write_bytes(b"RESPITE_BOT_TOKEN=\xff\xfe")

    assert faults().faults == (".env: it cannot be read; make it a text in UTF-8 that this user may read",)


def test_no_secret_can_be_printed(home, environment):
    secrets = {
        "RESPITE_BOT_TOKEN": TOKEN,
        "RESPITE_KEYS": "Q0FOQVJZ" * 5 + "Q0E=",
        "RESPITE_DATABASE_URL": "postgresql://respite:CANARY@localhost/respite",
        "RESPITE_PROXY": "http://respite:CANARY@localhost:3128",
        "RESPITE_WEBHOOK_SECRET": "CANARY-of-sixteen-and-more",
        "RESPITE_SMTP_URL": "smtp://respite:CANARY@mail.example",
        "RESPITE_ALERT_WEBHOOK_SECRET": "CANARY-of-sixteen-and-more",
        "RESPITE_BACKUP_KEY": "Q0FOQVJZ" * 5 + "Q0E=",
    }
    environment.update(secrets)
    settings = load(*SECRETS)

    shown = f"{settings} {settings!r} {vars(settings)} {settings.model_dump()} {settings.model_dump_json()}"

    assert "CANARY" not in shown
    assert "Q0FO" not in shown


def test_the_ids_of_admins_do_not_show(home, environment):
    environment["RESPITE_ADMIN_IDS"] = "987654321"

    assert "987654321" not in f"{load()} {load()!r}"
