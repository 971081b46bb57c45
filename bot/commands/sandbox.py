"""`respite sandbox`: the stand-in for Telegram alone, on this machine."""

import asyncio
import os
from pathlib import Path

import typer

from bot.commands.run import fastest_loop
from sandbox.server import Sandbox


def sandbox(port: int, journal: Path | None) -> int:
    """Run the stand-in until Ctrl-C, and print its address once it is there.

    Raises ValueError in plain words if the port cannot be had.
    """
    try:
        with asyncio.Runner(loop_factory=fastest_loop()) as runner:
            runner.run(_stand_in(port, journal))
    except KeyboardInterrupt:
        typer.echo("stopped")
    return 0


async def _stand_in(port: int, journal: Path | None) -> None:
    box = Sandbox(journal=journal, open_tokens=True)
    try:
        await box.start(port)
    except OSError as error:
        raise ValueError(f"port {port} cannot be had: {os.strerror(error.errno or 0)}") from None
    typer.echo(f"{box.url}   any bot token works; set RESPITE_BOT_API_URL to this address; Ctrl-C stops it")
    try:
        await asyncio.Event().wait()
    finally:
        await box.stop()
