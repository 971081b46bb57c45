"""`respite demo`: the bot, a stand-in for Telegram and made-up families, to be tried in a browser."""

import asyncio
import logging
import signal
import webbrowser
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from bot.clock import VirtualClock, WallClock
from bot.rehearsal.folder import claim, database_url, synthetic_keys
from bot.rehearsal.handover import Handover
from bot.rehearsal.prologue import Prologue, opening_clock, play
from bot.rehearsal.stage import TOKEN, Stage, open_database, sandbox
from bot.rehearsal.stillness import Failed, reasons
from bot.serving import STOPPED, serve
from bot.settings import Settings, load
from bot.site_cards import ask_as_site
from sandbox.server import Sandbox

TO_TRY = """\
1. Be the first or the second caregiver: a check-in is waiting. Answer it by tapping.
2. Be the social worker and send /digest: the answer is counted in it.
3. Be a caregiver and send /sessions: the group meets tomorrow. Say whether you come.
4. Be the social worker and send /sessions: see who comes, and mark who was there last week.
5. Be the newcomer and send the line that stands in her chat: that is how a family joins."""


def demo(port: int, data_dir: Path, seed: int, open_browser: bool = False) -> int:
    """Show everything until Ctrl-C, and return the exit status.

    Each time begins anew: what an earlier demo left in `data_dir` is deleted. Raises ValueError in plain
    words if anything else lies there, or the port cannot be used.
    """
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    try:
        return asyncio.run(_show(port, data_dir, seed, open_browser))
    except asyncio.CancelledError:
        return STOPPED


async def _show(port: int, data_dir: Path, seed: int, open_browser: bool) -> int:
    _end_on_signals()
    prologue = Prologue(seed, WallClock().now())
    clock = opening_clock(prologue)
    passing = Handover(clock)
    async with sandbox(passing, port=port) as box:
        folder = claim(data_dir, synthetic_keys(seed))
        ask_as_site(_settings(folder, box, seed))
        await _play(prologue, clock, box, folder)
        passing.to_real_time()
        box.limits.configure(enabled=True)
        _tell(box.url, open_browser)
        return await serve(_settings(folder, box, seed))


async def _play(prologue: Prologue, clock: VirtualClock, box: Sandbox, folder: Path) -> None:
    """Play the past into the folder's database, with a line that says how far it has come."""
    keys = synthetic_keys(prologue.seed)
    database = open_database(folder, keys)
    console = Console(stderr=True)
    failed: list[str] = []
    try:
        with console.status("Playing the first days of a made-up programme") as status:
            stage = Stage(database, keys, clock)
            await play(prologue, stage, box, lambda now: status.update(f"Playing {now:%A %d %B}"))
    except* Failed as failures:
        failed = list(reasons(failures))
    finally:
        database.close()
    if failed:
        raise ValueError(f"the past could not be played: {'; '.join(failed)}")


def _settings(folder: Path, box: Sandbox, seed: int) -> Settings:
    """Return settings that nothing outside the demo can change, but for texts that are switched off."""
    return Settings.model_construct(
        data_dir=folder,
        database_url=SecretStr(database_url(folder)),
        bot_token=SecretStr(TOKEN),
        keys=SecretStr(synthetic_keys(seed)),
        bot_api_url=box.url,
        restricted_use=load().restricted_use,
        log_level="ERROR",
    )


def _tell(url: str, open_browser: bool) -> None:
    print(f"Everything here is synthetic. Open {url}/\n{TO_TRY}\nCtrl-C stops it.", flush=True)
    if open_browser:
        webbrowser.open(url)


def _end_on_signals() -> None:
    """Let Ctrl-C end the past too; once the bot serves, it listens to the signals itself."""
    task = asyncio.current_task()
    assert task is not None, "called from a coroutine"
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
