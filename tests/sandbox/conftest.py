"""A sandbox on a stopped clock, Amina and Bao in it, and both ways to reach it: PTB and plain HTTP."""

import os

os.environ["PTB_TIMEDELTA"] = "1"

import aiohttp
import pytest
from telegram import Bot

from sandbox.clock import Clock
from sandbox.server import Sandbox
from tests.sandbox.cast import AMINA, BAO, MONDAY, TOKEN


@pytest.fixture
def clock():
    return Clock(at=MONDAY)


@pytest.fixture
async def box(clock, tmp_path):
    box = Sandbox(clock=clock, journal=tmp_path / "journal.jsonl")
    box.add_bot(token=TOKEN, username="respite_bot")
    box.add_person(user_id=AMINA, first_name="Amina", language_code="zh-hans")
    box.add_person(user_id=BAO, first_name="Bao")
    await box.start(port=0)
    yield box
    await box.stop()


@pytest.fixture
async def bot(box):
    async with Bot(TOKEN, base_url=f"{box.url}/bot", base_file_url=f"{box.url}/file/bot") as bot:
        yield bot


@pytest.fixture
async def http(box):
    async with aiohttp.ClientSession(box.url) as session:
        yield session


@pytest.fixture
def post(http):
    """Call a method with a JSON body and return status, headers and answer."""

    async def post(method, /, token=TOKEN, **params):
        async with http.post(f"/bot{token}/{method}", json=params) as response:
            return response.status, response.headers, await response.json()

    return post


@pytest.fixture
def order(http):
    """Give an order and return status and answer."""

    async def order(name, **body):
        async with http.post(f"/control/{name}", json=body) as response:
            return response.status, await response.json()

    return order


@pytest.fixture
def view(http):
    """Look at something and return its result."""

    async def view(name, **params):
        async with http.get(f"/control/{name}", params=params) as response:
            assert response.status == 200, await response.text()
            return (await response.json())["result"]

    return view
