"""`respite sandbox`: the stand-in for Telegram alone, on this machine."""

import asyncio
from pathlib import Path

import typer

from sandbox.server import Sandbox


def sandbox(port: int, journal: Path | None) -> int:
    """Run the stand-in until Ctrl-C, and print its address once it is there.

    Raises ValueError if the port is taken or the journal cannot be written.
    """
    try:
        asyncio.run(_stand_in(port, journal))
    except KeyboardInterrupt:
        typer.echo("stopped")
    return 0


async def _stand_in(port: int, journal: Path | None) -> None:
    try:
        box = Sandbox(journal=journal, open_tokens=True)
        await box.start(port)
    except OSError as error:
        raise ValueError(f"the sandbox cannot start: {error.strerror}") from None
    typer.echo(f"{box.url}   any bot token works; set RESPITE_BOT_API_URL to this address; Ctrl-C stops it")
    try:
        await asyncio.Event().wait()
    finally:
        await box.stop()
