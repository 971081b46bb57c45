"""What the social worker received: her digests out of the chat, and the same weeks' figures."""

import asyncio
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.server import Sandbox

_PDF = "digest-"


@dataclass(frozen=True)
class Received:
    """One digest as it stands in her chat; `week` is such as 2026-W12."""

    week: str
    text: str
    pdf: bytes


@dataclass(frozen=True)
class Asked:
    """What figures are asked for: whose, from which database, as of which moment."""

    database_url: str
    keys: str
    worker_id: int
    now: datetime


def digests_in(box: Sandbox, worker: int) -> Iterator[Received]:
    """Yield every digest in the social worker's chat, oldest first."""
    for message in box.chat(worker):
        file = message.get("document")
        if file is not None and file["file_name"].startswith(_PDF):
            stored = box.world.files.find(file["file_id"])
            assert stored is not None, "a file that was sent is kept"
            week = file["file_name"].removeprefix(_PDF).removesuffix(".pdf")
            yield Received(week, message["caption"], stored.upload.data)


def write_received(digests: Sequence[Received], folder: Path) -> None:
    """Write the chat text and the document of each digest."""
    folder.mkdir(exist_ok=True)
    for digest in digests:
        (folder / f"{digest.week}.txt").write_text(f"{digest.text}\n")
        (folder / f"{digest.week}.pdf").write_bytes(digest.pdf)


async def write_figures(digests: Sequence[Received], asked: Asked, folder: Path) -> None:
    """Write the figures of the same weeks as `respite digest` counts them, in one child process."""
    if not digests:
        return
    deaf = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends the child
    with ProcessPoolExecutor(1, get_context("spawn"), signal.signal, deaf) as pool:
        weeks = [digest.week for digest in digests]
        await asyncio.get_running_loop().run_in_executor(pool, _figures, weeks, asked, folder)


def _figures(weeks: Sequence[str], asked: Asked, folder: Path) -> None:
    from bot.commands.digest import write

    for week in weeks:
        with TemporaryDirectory() as aside:
            paths = write(asked.database_url, asked.keys, asked.worker_id, week, Path(aside), asked.now)
            figures = next(path for path in paths if path.suffix == ".json")
            (folder / f"{week}.json").write_bytes(figures.read_bytes())
