"""`respite run`: the bot itself, once the doctor has nothing against it."""

import asyncio
from contextlib import suppress

import typer

from bot import logs
from bot.clock import WallClock
from bot.commands.database import upgrade_embedded
from bot.commands.doctor import MAY_NOT_START, examine
from bot.commands.findings import OK, may_start, show
from bot.settings import SettingsFault, load


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
    logs.set_up(settings.log_level, settings.log_format)
    with asyncio.Runner(loop_factory=fastest_loop()) as runner:
        return runner.run(serve(settings))


def fastest_loop() -> "type[asyncio.AbstractEventLoop] | None":
    """Return uvloop's loop where it can be had; None means Python's own."""
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return None
    return uvloop.Loop
