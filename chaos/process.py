"""The bot's own process: launched as an operator launches it, ended as a power cut ends it."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests import cast

TOKEN = "1000:CHAOS-token-of-nobody"
READY = b"listening as"
ROOT = Path(__file__).parents[1]
LOOKS_EVERY = 0.02
LONGEST_START, LONGEST_STOP, CHILDREN_END_WITHIN = 60.0, 20.0, 5.0


class BotProcess:
    """One `respite run` after the other on the same data folder; what they say goes to one log."""

    def __init__(self, api_url: str, database_url: str, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "bot.log"
        self._read_to = 0
        self._groups: list[int] = []
        self._running: asyncio.subprocess.Process | None = None
        self._settings = {
            "RESPITE_BOT_TOKEN": TOKEN,
            "RESPITE_BOT_API_URL": api_url,
            "RESPITE_DATABASE_URL": database_url,
            "RESPITE_DATA_DIR": str(folder),
            "RESPITE_KEYS": cast.KEYS,
            "RESPITE_LOG_LEVEL": "INFO",
            "PYTHONPATH": str(ROOT),
        }

    async def launch(self) -> None:
        """Start a process and do not wait for it."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("RESPITE_")}
        with self._log.open("ab") as log:
            self._read_to = log.tell()
            self._running = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                env=plain | self._settings, cwd=self._folder, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._groups.append(self._running.pid)

    async def ready(self, within: float = LONGEST_START) -> bool:
        """Wait until the process listens; false if it ended, or did not come so far in time."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within
        while loop.time() < give_up and self.alive:
            if READY in self._said():
                return True
            await asyncio.sleep(LOOKS_EVERY)
        return False

    async def ended(self, within: float) -> int | None:
        """Wait for a process that ends by itself and return its exit status, None if it lives on."""
        assert self._running is not None, "launched before"
        try:
            return await asyncio.wait_for(self._running.wait(), within)
        except TimeoutError:
            return None

    async def kill(self) -> bool:
        """End the process at once, as a power cut would; false if there was none any more."""
        return await self._end(signal.SIGKILL) == -signal.SIGKILL

    async def stop(self) -> int | None:
        """Ask the process to stop and return its exit status."""
        return await self._end(signal.SIGTERM)

    @property
    def alive(self) -> bool:
        """Whether the process has not ended yet."""
        return self._running is not None and self._running.returncode is None

    @property
    def last_words(self) -> str:
        """The end of what the present process has said."""
        return " | ".join(self._said().decode(errors="replace").splitlines()[-4:])

    async def left_behind(self, within: float = CHILDREN_END_WITHIN) -> list[int]:
        """Return the groups of processes in which somebody still lives after a while."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + within
        while (left := await _living(self._groups)) and loop.time() < give_up:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.2)
        return left

    def clear_up(self) -> None:
        """End whoever is left of the processes that were launched here."""
        for group in self._groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

    async def _end(self, number: signal.Signals) -> int | None:
        if self._running is None:
            return None
        if self.alive:
            with suppress(ProcessLookupError):
                self._running.send_signal(number)
        return await asyncio.wait_for(self._running.wait(), LONGEST_STOP)

    def _said(self) -> bytes:
        with self._log.open("rb") as log:
            log.seek(self._read_to)
            return log.read()


async def _living(groups: list[int]) -> list[int]:
    """Return the groups with a process that is not merely waiting to be counted."""
    asking = asyncio.subprocess.PIPE
    ps = await asyncio.create_subprocess_exec("ps", "-A", "-o", "pgid=,stat=", stdout=asking)
    told = (await ps.communicate())[0].decode().split()
    return sorted(
        {int(group) for group, state in zip(told[::2], told[1::2], strict=True) if state[0] != "Z"}
        & {*groups}
    )
