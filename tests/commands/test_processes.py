"""Commands as processes of their own: how they start, how they end, what they load."""

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "aiohttp",
    "alembic",
    "babel",
    "numpy",
    "pandas",
    "prometheus_client",
    "pydantic",
    "rich",
    "sqlalchemy",
    "telegram",
    "yaml",
}


@pytest.fixture
async def start(home):
    """Start Python with these words in the home folder; whatever still runs is killed at the end."""
    started = []

    async def start(*words):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            env=dict(os.environ) | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            cwd=home,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
def ended(start):
    """Run `respite` to its end and return status, output and errors."""

    async def ended(*words):
        process = await start("-m", "bot", *words)
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    return ended


async def test_help_loads_no_heavy_library(start):
    listed = "import sys, json, bot.__main__; print(json.dumps([*sys.modules]))"
    out, _ = await (await start("-c", listed)).communicate()

    assert "bot.__main__" in json.loads(out)
    assert HEAVY.isdisjoint(json.loads(out))


async def test_an_expected_error_is_one_sentence_and_status_2(ended):
    assert await ended("db", "check") == (2, "", "there is no database yet: run `respite setup`\n")


async def test_a_file_in_the_way_is_named(ended, home):
    (home / ".env").mkdir()

    status, _, err = await ended("setup", "--yes", "--site", "Ward 5", "--country", "CN")

    assert (status, err) == (2, ".env: Is a directory\n")


async def test_the_bot_does_not_start_with_a_fault(ended):
    status, _, err = await ended("run")

    assert status == 1
    assert "fault    database: there is no database yet: run `respite setup`" in err
    assert err.endswith("The bot was not started.\n")


async def test_the_bot_serves_until_it_is_told_to_stop(start, house, telegram):
    process = await start("-m", "bot", "run")
    said = []
    async for line in process.stderr:
        said.append(line.decode())
        if "listening as @respite_bot" in said[-1]:
            process.send_signal(signal.SIGTERM)

    assert await process.wait() == 0, "".join(said)


async def test_the_sandbox_answers_until_it_is_interrupted(start, home):
    process = await start("-m", "bot", "sandbox", "--port", "0", "--journal", "journal.jsonl")
    address = (await process.stdout.readline()).decode().split()[0]
    async with aiohttp.ClientSession() as http, http.get(f"{address}/bot1:any-token/getMe") as response:
        answer = await response.json()
    process.send_signal(signal.SIGINT)
    out, err = await process.communicate()

    assert answer["result"]["username"] == "respite_bot"
    assert (process.returncode, out.decode(), err.decode()) == (0, "stopped\n", "")
    assert json.loads((home / "journal.jsonl").read_text())["method"] == "getMe"


async def test_a_port_that_is_taken_is_told(ended):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert await ended("sandbox", "--port", str(port)) == (
            2,
            "",
            f"port {port} cannot be had: Address already in use\n",
        )
