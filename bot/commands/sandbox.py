"""`respite sandbox`: the stand-in for Telegram alone, on this machine."""

import asyncio
import os
import signal
from pathlib import Path

import typer

from bot.commands.run import fastest_loop
from sandbox.server import Sandbox


def sandbox(port: int, journal: Path | None) -> int:
    """Run the stand-in until Ctrl-C, and print its address once it is there.

    Raises ValueError in plain words if the port cannot be had.
    """
    with asyncio.Runner(loop_factory=fastest_loop()) as runner:
        runner.run(_stand_in(port, journal))
    typer.echo("stopped")
    return 0


async def _stand_in(port: int, journal: Path | None) -> None:
    box, stopped = Sandbox(journal=journal, open_tokens=True), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Left to Python, an interrupt may wait until something else wakes uvloop.
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        await box.start(port)
    except OSError as error:
        raise ValueError(f"port {port} cannot be had: {os.strerror(error.errno or 0)}") from None
    typer.echo(f"{box.url}   any bot token works; set RESPITE_BOT_API_URL to this address; Ctrl-C stops it")
    try:
        await stopped.wait()
    finally:
        await box.stop()
