"""Invites: a random token, kept as a hash, and the link that carries it."""

import re
from datetime import timedelta

import pytest

from bot.commands.invite import make_invite
from db import programmes
from db.models import Role
from tests import cast

LINK = re.compile(r"https://t\.me/(\S+)\?start=([A-Za-z0-9_-]{22})\n")


@pytest.fixture
def invite_by(house):
    """Return the invite that a printed link opens."""

    def invite_by(result):
        _, token = LINK.fullmatch(result.stdout).groups()
        with house.session() as session:
            return programmes.invite_of(session, token)

    return invite_by


def test_a_token_opens_its_invite_and_is_kept_as_a_hash_only(database):
    with database.begin() as session:
        site = cast.site(session)
        programme = cast.programme(session, site)
        token = make_invite(
            session,
            site_id=site.id,
            programme_id=programme.id,
            role=Role.CAREGIVER,
            uses=2,
            lasts=timedelta(days=30),
            now=cast.MONDAY,
        )

    with database.read() as session:
        invite = programmes.invite_of(session, token)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    assert (invite.role, invite.uses_left, invite.programme_id) == (Role.CAREGIVER, 2, programme.id)
    assert invite.expires_at == cast.MONDAY + timedelta(days=30)
    assert token.encode() not in invite.token_hash


def test_no_two_tokens_are_alike(respite, house):
    assert len({respite("invite").stdout for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("role", "uses", "days", "programme_id"),
    [
        ("caregiver", 30, 30, 1),
        ("social_worker", 1, 3, 1),
        ("social-worker", 1, 3, 1),
        ("medical_worker", 1, 3, 1),
        ("admin", 1, 3, None),
    ],
)
def test_each_role_has_its_usual_door(respite, invite_by, role, uses, days, programme_id):
    invite = invite_by(respite("invite", "--role", role))

    assert (invite.role, invite.uses_left) == (role.replace("-", "_"), uses)
    assert invite.programme_id == programme_id
    assert invite.expires_at - invite.created_at == timedelta(days=days)


def test_uses_and_days_can_be_chosen(respite, invite_by):
    invite = invite_by(respite("invite", "--role", "caregiver", "--uses", 5, "--days", 7))

    assert (invite.uses_left, invite.expires_at - invite.created_at) == (5, timedelta(days=7))


def test_the_link_alone_is_on_the_output_and_what_it_is_beside_it(respite, house):
    result = respite("invite")

    assert LINK.fullmatch(result.stdout)
    assert "caregiver, programme 1 (First programme), 30 uses, 30 days:" in result.stderr


async def test_the_link_carries_the_name_that_telegram_knows(telegram, respite_aside, house):
    result = await respite_aside("invite")

    assert LINK.fullmatch(result.stdout)[1] == "respite_bot"


def test_without_telegram_a_placeholder_stands_in_the_link(respite, house):
    result = respite("invite")

    assert LINK.fullmatch(result.stdout)[1] == "<bot>"
    assert "Telegram cannot be reached" in result.stderr


async def test_a_token_that_telegram_refuses_is_told(telegram, respite_aside, house, environment):
    environment["RESPITE_BOT_TOKEN"] = "4712:CANARY-token-of-nobody-else"

    assert "Telegram does not know this bot token" in (await respite_aside("invite")).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--role", "nurse"], "there is no role nurse", id="role"),
        pytest.param(
            ["--programme", 9], "there is no programme 9; there is 1 (First programme)", id="programme"
        ),
        pytest.param(["--uses", 0], "Invalid value for '--uses'", id="no use"),
        pytest.param(["--days", 10**9], "Invalid value for '--days'", id="for ever"),
    ],
)
def test_an_invite_that_cannot_be_is_refused(respite, house, words, said):
    rows = house.dump()

    result = respite("invite", *words)

    assert (result.exit_code, house.dump()) == (2, rows)
    assert said in result.stderr


def test_of_several_programmes_one_must_be_named(respite, house):
    with house.session() as session:
        cast.programme(session, cast.site(session), name="Summer group")

    result = respite("invite")

    assert result.exit_code == 2
    assert "say --programme with one of 1 (First programme), 2 (Summer group)" in result.stderr


def test_without_a_database_there_is_no_invite(respite, environment, home):
    environment["RESPITE_KEYS"] = cast.KEYS

    result = respite("invite")

    assert (result.exit_code, result.stderr) == (2, "there is no database yet: run `respite setup`\n")
    assert list(home.iterdir()) == []
