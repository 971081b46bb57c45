"""`respite run`: the bot itself, once the doctor has nothing against it."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

import typer

from bot import logs
from bot.clock import WallClock
from bot.commands.database import upgrade_embedded
from bot.commands.doctor import MAY_NOT_START, examine
from bot.commands.findings import FAULT, OK, Finding, may_start, show
from bot.settings import SettingsFault, load
from db import typist

log = logging.getLogger(__name__)


def run() -> int:
    """Serve until told to stop, and return the exit status: 1 if the bot may not start."""
    as_json = False
    with suppress(SettingsFault):  # the doctor tells it, with all the rest
        settings = load()
        as_json = settings.log_format == "json"
        logs.set_up(settings.log_level, settings.log_format)
        upgrade_embedded(settings)
    findings = examine(WallClock().now())
    _tell([finding for finding in findings if finding.level != OK], as_json=as_json)
    if not may_start(findings):
        typer.echo("The bot was not started.", err=True)
        return MAY_NOT_START
    from bot.serving import serve

    settings = load("bot_token", "keys")
    with typist.typing(None), asyncio.Runner(loop_factory=fastest_loop()) as runner:
        return runner.run(serve(settings))


def _tell(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Say what the doctor found, as lines of the log where those are read by a program."""
    if not as_json:
        show(findings, err=True)
        return
    for each in findings:
        tell = log.error if each.level == FAULT else log.warning
        tell("doctor: %s: %s", each.about, each.words)


def fastest_loop() -> "type[asyncio.AbstractEventLoop] | None":
    """Return uvloop's loop where it can be had; None means Python's own."""
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return None
    return uvloop.Loop
