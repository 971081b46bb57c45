"""The stand-in for Telegram, in the test's own process: it outlives every end of the bot."""

from collections.abc import AsyncIterator

import pytest

from sandbox.server import Sandbox
from tests.process.running import STARTED, TOKEN, WORKER_CHAT


@pytest.fixture(autouse=True)
async def nothing_left() -> AsyncIterator[None]:
    """End what a test that failed has left running."""
    yield
    for process in STARTED:
        if process.returncode is None:
            process.kill()
            await process.wait()
    STARTED.clear()


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    """A running sandbox that knows the bot and the social worker."""
    sandbox = Sandbox(limits=False)
    await sandbox.start()
    sandbox.add_bot(token=TOKEN, username="respite_test_bot")
    sandbox.add_person(user_id=WORKER_CHAT, first_name="Synthetic", language_code="en")
    await sandbox.text(WORKER_CHAT, "/help")
    yield sandbox
    await sandbox.stop()
