"""Serving: the bot on this machine, from start to a clean stop, with one process per token."""

import asyncio
import fcntl
import logging
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pydantic import SecretStr
from telegram.error import InvalidToken

from bot.acts import Acts
from bot.clock import Clock, WallClock
from bot.engine import Engine, Wiring, engine
from bot.settings import Settings
from bot.site_cards import ask_as_site
from content import recordings
from db import leases
from db.crypto import parse_keys, unlock
from db.revision import current, newest
from db.session import Database
from scheduler.local import LocalScheduler

log = logging.getLogger(__name__)

# An alarm waits for the next look: four a second leave it most of its second.
PLAN_EVERY, DELIVER_EVERY, RENEW_EVERY, RETAIN_EVERY = 5.0, 0.25, 2.0, 3600.0
STOPPED, TOKEN_REFUSED = 0, 3


class AnotherRuns(RuntimeError):
    """Another process serves this data folder: stop it first."""


async def serve(settings: Settings) -> int:
    """Run the bot until it is told to stop and return the exit status.

    Raises AnotherRuns, and ValueError in plain words for a database that is behind this version.
    """
    keys = settings.keys.get_secret_value()
    _prepare(settings, keys)
    database = Database(settings.database_url.get_secret_value())
    with _alone(settings.data_dir, needed=database.is_sqlite):
        _bring_up_to_date(database)
        wiring = Wiring(
            settings.bot_token.get_secret_value(),
            settings.bot_api_url,
            database,
            keys,
            WallClock(),
            _secret(settings.proxy),
            settings.admin_ids,
            paid_broadcast=settings.paid_broadcast,
        )
        status = TOKEN_REFUSED
        try:
            async with engine(wiring) as running:
                await _serve(running, alone=database.is_sqlite)
            status = STOPPED
        except* InvalidToken:
            log.error("Telegram does not know this bot token: check RESPITE_BOT_TOKEN")
        finally:
            database.close()
        return status


def _prepare(settings: Settings, keys: str) -> None:
    """Give this process the keys, the recordings and the cards of its site."""
    unlock(parse_keys(keys))
    recordings.keep_in(settings.data_dir / "voices")
    ask_as_site(settings)


async def _serve(running: Engine, *, alone: bool) -> None:
    lease = _Lease(running.acts, f"bot:{running.app.bot.id}")
    await lease.wait_for(running.clock, force=alone)
    await running.tick.recover(running.clock.now(), alone=True)
    timer = _beats(running, lease)
    stopped = _on_signals()
    try:
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(running.listen())
            watching = group.create_task(timer.watch(running.clock.now, running.clock.steady))
            timer.start()
            log.warning("listening as @%s", running.app.bot.username)
            await stopped.wait()
            listening.cancel()
            watching.cancel()
    finally:
        await timer.stop()
        await lease.let_go()


def _beats(running: Engine, lease: "_Lease") -> LocalScheduler:
    clock, tick, timer = running.clock, running.tick, LocalScheduler()
    first = clock.now()
    timer.every(PLAN_EVERY, "plan", lambda: tick.plan(clock.now()), first)
    timer.every(DELIVER_EVERY, "deliver", lambda: tick.deliver(clock.now()), first)
    timer.every(RETAIN_EVERY, "retain", lambda: tick.retain(clock.now()), first)
    timer.every(RENEW_EVERY, "renew", lease.renew, first)
    return timer


class _Lease:
    """A process's hold on the bot; losing it ends the process rather than letting two send."""

    def __init__(self, acts: Acts, name: str) -> None:
        self._acts, self._name, self._owner = acts, name, secrets.token_hex(8)

    async def wait_for(self, clock: Clock, *, force: bool) -> None:
        """Return once the lease is ours."""
        while not await self._acts(leases.take, self._name, self._owner, force=force):
            log.warning("another process holds the bot; waiting for it to end")
            await clock.sleep(1)

    async def renew(self) -> None:
        """Keep the lease; a process that lost it ends itself."""
        if not await self._acts(leases.take, self._name, self._owner):
            log.error("another process took the bot over: stopping")
            signal.raise_signal(signal.SIGTERM)

    async def let_go(self) -> None:
        """Give the lease back."""
        await self._acts(leases.release, self._name, self._owner)


def _on_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def _bring_up_to_date(database: Database) -> None:
    """Migrate an embedded database; a server's is migrated by hand, when its operator chooses."""
    if current(database) == newest():
        return
    if not database.is_sqlite:
        raise ValueError("the database is not at this version: run `respite db upgrade`")
    from db.upgrade import upgrade

    upgrade(database)


@contextmanager
def _alone(data_dir: Path, *, needed: bool) -> Iterator[None]:
    """Hold the data folder's lock: on one machine it proves that nobody else is alive."""
    if not needed:
        yield
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "respite.lock").open("w") as file:
        _lock(file)
        yield


def _lock(file: TextIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AnotherRuns(AnotherRuns.__doc__) from None
