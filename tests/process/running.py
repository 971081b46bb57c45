"""`respite run` as a child process against the sandbox."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import IO

from tests import cast

TOKEN = "1000:TEST-token-of-nobody"
WORKER_CHAT = 5999
STARTED_WITHIN = 30.0
READY = "listening as"
ROOT = Path(__file__).parents[2]


STARTED: list[asyncio.subprocess.Process] = []


class RunningBot:
    """The bot's own process; `kill` is SIGKILL, `stop` is what an operator does."""

    def __init__(self, api_url: str, database_url: str, data_dir: Path, **settings: str) -> None:
        self._log = data_dir / "bot.log"
        self._data_dir = data_dir
        self._settings = {
            "RESPITE_BOT_TOKEN": TOKEN,
            "RESPITE_BOT_API_URL": api_url,
            "RESPITE_DATABASE_URL": database_url,
            "RESPITE_DATA_DIR": str(data_dir),
            "RESPITE_KEYS": cast.KEYS,
            "RESPITE_LOG_LEVEL": "INFO",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the process and wait until it listens; its words go to a file."""
        before = self.log.count(READY)
        await self._launch()
        loop = asyncio.get_running_loop()
        give_up = loop.time() + STARTED_WITHIN
        while self.log.count(READY) == before:
            assert self._running.returncode is None, self.log
            assert loop.time() < give_up, self.log
            await asyncio.sleep(0.02)

    async def try_to_start(self) -> int:
        """Start a process that ends by itself and return its exit status."""
        await self._launch()
        return await self.wait()

    async def says(self, words: str) -> None:
        """Wait until the process has written these words."""
        async with asyncio.timeout(STARTED_WITHIN):
            while words not in self.log:  # noqa: ASYNC110 - a file tells nobody when it grows
                await asyncio.sleep(0.02)

    async def command(self, *words: str) -> str:
        """Run another command with the same settings, while this one runs or not, and return what it says."""
        process = await self._spawn(*words, out=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    async def try_command(self, *words: str) -> str:
        """Run another command with the same settings, which may fail, and return what it says."""
        process = await self._spawn(*words, out=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
        return said.decode()

    async def _launch(self) -> None:
        with self._log.open("a") as log:
            self._process = await self._spawn("run", out=log)

    async def _spawn(self, *words: str, out: IO[str] | int) -> asyncio.subprocess.Process:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("RESPITE_")}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            env=plain | self._settings,
            cwd=self._data_dir,
            stdout=out,
            stderr=asyncio.subprocess.STDOUT,
        )
        STARTED.append(process)
        return process

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to stop and return its exit status."""
        return await self._end(signal.SIGTERM)

    async def wait(self) -> int:
        """Return the exit status of a process that ends by itself."""
        return await asyncio.wait_for(self._running.wait(), STARTED_WITHIN)

    @property
    def log(self) -> str:
        """Everything it has written so far."""
        return self._log.read_text() if self._log.exists() else ""

    async def _end(self, number: signal.Signals) -> int:
        if self._running.returncode is None:
            self._running.send_signal(number)
        return await asyncio.wait_for(self._running.wait(), 15)

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "started before"
        return self._process
