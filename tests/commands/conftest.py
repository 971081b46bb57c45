"""A folder to work in without any settings, and the command line to type at."""

import asyncio
import contextlib
import os

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from db import crypto
from sandbox.server import Sandbox
from tests.commands.house import NOWHERE, TOKEN, House


@pytest.fixture
def environment():
    """The environment without settings; what a test adds is gone afterwards."""
    before = dict(os.environ)
    for name in before:
        if name.startswith("RESPITE_") and not name.startswith("RESPITE_TEST_"):
            del os.environ[name]
    yield os.environ
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def home(tmp_path, environment):
    """An empty working directory; the keys that a command unlocks are forgotten afterwards."""
    before = crypto.keyring()
    with contextlib.chdir(tmp_path):
        yield tmp_path
    crypto.unlock(before)


@pytest.fixture
def respite(home, environment):
    """Type a command and return its result; unless a test starts one there is no Telegram."""
    environment.setdefault("RESPITE_BOT_API_URL", NOWHERE)

    def respite(*words, typed=None):
        return CliRunner().invoke(app, [str(word) for word in words], input=typed)

    return respite


@pytest.fixture
def house(home):
    """A ward that was set up on the default SQLite file, before there was a Telegram."""
    words = ["setup", "--yes", "--site", "Ward 5", "--country", "CN", "--bot-token", TOKEN]
    result = CliRunner().invoke(app, words, env={"RESPITE_BOT_API_URL": NOWHERE})
    assert result.exit_code == 0, result.output
    return House(home)


@pytest.fixture
def house_of(home):
    """Return the house that the commands so far have built."""
    return lambda: House(home)


@pytest.fixture
async def telegram(environment):
    """The stand-in for Telegram, which knows the token; settings point to it."""
    box = Sandbox()
    box.add_bot(token=TOKEN, username="respite_bot")
    await box.start()
    environment["RESPITE_BOT_API_URL"] = box.url
    yield box
    await box.stop()


@pytest.fixture
def respite_aside(respite):
    """Type a command while the stand-in for Telegram answers."""

    async def respite_aside(*words, typed=None):
        return await asyncio.to_thread(respite, *words, typed=typed)

    return respite_aside
