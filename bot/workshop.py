"""The workshop: digests and pictures are composed in a child process, where pandas and Typst live and die."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import datetime
from functools import partial
from multiprocessing import get_context, parent_process
from typing import TypeVar

from bot.acts import Acts
from content.message import Attachment, Message
from db.apart import apart
from db.deliveries import Owed
from db.models import Kind
from flows import opening
from flows.broadcasting import account, consent
from flows.casework import picture
from flows.digest import BOOK, PDF, PICTURE, Digest, compose
from reports.pages import MIME as WORKBOOK
from scheduler import foreseen

T = TypeVar("T")
DIGESTS_BEFORE_RENEWAL = 20
MIME = {
    PDF: "application/pdf",
    BOOK: WORKBOOK,
    PICTURE: "image/png",
}
# What comes besides digests: a trend picture, who would get a broadcast, and how it ended.
ASKED_FOR: Mapping[str, Callable[..., Message]] = {
    Kind.PICTURE: picture.compose,
    Kind.AUDIENCE: foreseen.compose,
    Kind.REPORT: account.compose,
}


class Workshop:
    """Composes digests one at a time on a read-only connection of the child's own."""

    def __init__(self, database_url: str, keys: str, acts: Acts) -> None:
        self._database_url, self._keys, self._acts = database_url, keys, acts
        self._pool: ProcessPoolExecutor | None = None
        self._asked = 0

    async def compose(self, owed: Owed, now: datetime) -> Message:
        """Return the message of what somebody asked for, or of a digest with its PDF where the site sends it.

        The page shows names: where a second factor is needed, it comes only to who asked for it with one.
        """
        if owed.kind in ASKED_FOR:
            return await self._in_child(self._asked_for(owed, now))
        found = await self._acts(opening.opened, owed.person_id, owed.subject, now)
        digest = await self.digest(
            found.whose, found.week, now, files=(found.file,) if found.file else (), reader_id=owed.person_id
        )
        message = await self._acts(opening.with_ways, owed.person_id, digest.message, found)
        if found.file is None:
            return message
        file = Attachment(digest.name_of(found.file), digest.files[found.file], MIME[found.file])
        return replace(message, attachment=file)

    def _asked_for(self, owed: Owed, now: datetime) -> Callable[[], Message]:
        """Return the work of making what somebody asked for a moment ago."""
        if owed.kind == Kind.PICTURE:
            about = {"worker_id": owed.person_id, "place_id": owed.about_id or 0}
        else:
            about = {"person_id": owed.person_id, "broadcast_id": owed.about_id or 0}
        return partial(apart, ASKED_FOR[owed.kind], self._database_url, self._keys, **about, now=now)

    async def digest(
        self,
        worker_id: int,
        week: str,
        now: datetime,
        *,
        files: tuple[str, ...],
        reader_id: int | None = None,
    ) -> Digest:
        """Return a digest composed in the child."""
        work = partial(
            apart,
            compose,
            self._database_url,
            self._keys,
            worker_id=worker_id,
            week=week,
            now=now,
            files=files,
            reader_id=reader_id,
        )
        return await self._in_child(work)

    async def _in_child(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._open(), work)
        except BrokenProcessPool:
            # Somebody killed the child, for its memory perhaps: the next digest gets a new one.
            self._pool = None
            raise

    def close(self) -> None:
        """Let the child go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        """Return the child that makes the next digest; after so many a new one, lest memory grow.

        The pool could renew it by itself (`max_tasks_per_child`), but waits for ever once two were asked for
        at once: it counts the child as idle for each of them (gh-115634).
        """
        if self._pool is not None and self._asked == DIGESTS_BEFORE_RENEWAL:
            self._pool.shutdown(wait=False)  # it makes what it was asked for, and goes
            self._pool = None
        if self._pool is None:
            self._pool, self._asked = one_child(), 0
        self._asked += 1
        return self._pool


def one_child() -> ProcessPoolExecutor:
    """Return a pool of one child that ends with its parent, however that ends, and leaves Ctrl-C to it."""
    return ProcessPoolExecutor(1, get_context("spawn"), initializer=_settle_in, initargs=(consent.above(),))


def _settle_in(may_send_alone: int) -> None:
    # The child has read no settings: what it counts for a notice goes by the parent's.
    consent.use(may_send_alone)
    # Ctrl-C reaches every process of a terminal; ours ends the child in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None, "a child has a parent"
    parent.join()
    os._exit(1)  # a killed parent closes no queue: the child would wait for work for ever
