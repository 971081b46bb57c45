"""A peer to talk to and a way to talk to it."""

import asyncio

import pytest

from bot.wire.transport import AiohttpRequest
from tests.wire.desk import Desk
from tests.wire.peer import Peer


@pytest.fixture
async def peer():
    async with Peer().running() as running:
        yield running


@pytest.fixture
async def request_object():
    async with AiohttpRequest() as request:
        yield request


@pytest.fixture
async def desk():
    async with asyncio.TaskGroup() as group:
        desk = Desk(group)
        yield desk
        for task in desk.tasks:
            task.cancel()
