"""Secrets: whatever is typed and whatever goes wrong, no command prints one."""

import pytest

from tests import cast
from tests.commands.house import TOKEN

PASSWORD = "CANARY-password"
COMMANDS = (
    ("setup", "--yes", "--site", "Ward 5", "--country", "CN"),
    ("setup", "--yes", "--confirm-crisis"),
    ("doctor",),
    ("invite",),
    ("db", "check"),
    ("db", "upgrade"),
    ("digest", "--worker", "1", "--week", "2026-W09"),
)
BAD = {
    "a server that is down": {"RESPITE_DATABASE_URL": f"postgresql://respite:{PASSWORD}@127.0.0.1:9/respite"},
    "an address that is none": {"RESPITE_DATABASE_URL": f"postgresql://respite:{PASSWORD}@[/respite"},
    "a port that is none": {"RESPITE_DATABASE_URL": f"postgresql://respite:{PASSWORD}@localhost:x/respite"},
    "keys that are none": {"RESPITE_KEYS": f"{PASSWORD},{cast.KEYS}"},
    "keys of others": {"RESPITE_KEYS": cast.KEYS},
    "a token that is none": {"RESPITE_BOT_TOKEN": f"{PASSWORD} {TOKEN}"},
    "an API that is none": {"RESPITE_BOT_API_URL": f"http://respite:{PASSWORD}@[/"},
    "a proxy that is down": {"RESPITE_PROXY": f"http://respite:{PASSWORD}@127.0.0.1:9"},
}


@pytest.mark.parametrize("bad", BAD)
def test_no_command_prints_a_secret_whatever_is_wrong(respite, house, environment, bad):
    with house.session() as session:
        cast.person(session, cast.site(session))
    environment.update(BAD[bad])
    secrets = [PASSWORD, TOKEN, TOKEN.split(":")[1], cast.KEYS, house.read_env()["RESPITE_KEYS"]]

    for result in [respite(*words) for words in COMMANDS]:
        said = f"{result.output} {result.exception!r}"
        assert [secret for secret in secrets if secret in said] == []
        assert isinstance(result.exception, SystemExit | None), "an expected error has no traceback"
