"""`respite run`: the bot itself, once the doctor has nothing against it."""

import asyncio
import logging
from contextlib import suppress

import typer

from bot.clock import WallClock
from bot.commands.database import upgrade_embedded
from bot.commands.doctor import MAY_NOT_START, examine
from bot.commands.findings import OK, may_start, show
from bot.settings import SettingsFault, load

# These name people and texts when they are talkative, so they never are.
QUIET = ("telegram", "aiohttp", "apscheduler", "asyncio", "sqlalchemy", "alembic")


def run() -> int:
    """Serve until told to stop, and return the exit status: 1 if the bot may not start."""
    with suppress(SettingsFault):  # the doctor tells it, with all the rest
        upgrade_embedded(load())
    findings = examine(WallClock().now())
    show([finding for finding in findings if finding.level != OK], err=True)
    if not may_start(findings):
        typer.echo("The bot was not started.", err=True)
        return MAY_NOT_START
    from bot.serving import serve

    settings = load("bot_token", "keys")
    _log(settings.log_level)
    with asyncio.Runner(loop_factory=fastest_loop()) as runner:
        return runner.run(serve(settings))


def fastest_loop() -> "type[asyncio.AbstractEventLoop] | None":
    """Return uvloop's loop where it can be had; None means Python's own."""
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return None
    return uvloop.Loop


def _log(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
