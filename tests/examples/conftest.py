"""The examples, fetched once, and a stage for each test."""

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.examples import source
from tests.examples.stage import TOKEN, Stage


@pytest.fixture(scope="session")
def examples(tmp_path_factory):
    """The folder with the example bots as they were published."""
    try:
        return source.fetch(tmp_path_factory.mktemp("source"))
    except source.NotFetched as why:
        raise pytest.fail.Exception(str(why), pytrace=False) from None


@pytest.fixture
async def stage(examples, tmp_path):
    """A sandbox with three people and a bot, and nothing playing yet.

    The people are quicker than anybody is, and the examples take no refusal: a chat may
    take many messages at once.
    """
    box = Sandbox()
    box.limits.configure(chat_burst=100)
    box.add_bot(TOKEN, "example_bot", "Example")
    for number, name in enumerate(("Amina", "Bao", "Chen"), start=7):
        box.add_person(number, name)
    await box.start()
    async with aiohttp.ClientSession(box.url) as http:
        stage = Stage(http, box.url, examples, tmp_path)
        yield stage
        await stage.kill()
    await box.stop()
