"""The keeper: what happens beside the bot while it runs. Bytes are wiped, lists written, backups taken."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.acts import Acts
from bot.backup import shelf
from bot.backup.taking import Source, take
from bot.clock import Clock
from db import deeds, erasing, retention, wiping
from db.models import Act
from db.session import Database

log = logging.getLogger(__name__)
TRIES_AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Keeping:
    """Where things are kept; without a folder and a key for them no backups are taken."""

    data_dir: Path
    backup_dir: Path | None = None
    backup_key: bytes | None = None


class Keeper:
    """One look after the other; `look` may be called again while a backup is still being taken."""

    def __init__(self, acts: Acts, database: Database, keeping: Keeping, clock: Clock) -> None:
        self._acts, self._database, self._keeping, self._clock = acts, database, keeping, clock
        self._at_it = False
        self._tries_at: datetime | None = None

    async def look(self) -> None:
        """Do what is to be done now."""
        await self._wipe()
        if self._keeping.backup_dir is not None and self._keeping.backup_key is not None:
            await self._back_up(self._keeping.backup_dir, self._keeping.backup_key)

    async def _wipe(self) -> None:
        """Let the bytes of whoever was forgotten go, and write down that they must not come back."""
        if not await self._acts(erasing.unwiped):
            return
        since = self._clock.now()
        marks = await self._acts(erasing.all_marks)
        for folder in (self._keeping.data_dir, self._keeping.backup_dir):
            if folder is not None:
                await asyncio.to_thread(shelf.write_marks, shelf.make(folder), marks)
        if await asyncio.to_thread(wiping.wipe, self._database):
            await self._acts(erasing.mark_wiped, since, self._clock.now())

    async def _back_up(self, folder: Path, key: bytes) -> None:
        now = self._clock.now()
        if self._at_it or (self._tries_at is not None and now < self._tries_at):
            return
        if not shelf.is_due(shelf.newest(folder), now):
            return
        self._at_it = True
        try:
            await asyncio.to_thread(take, Source(self._database, self._keeping.data_dir, key), folder, now)
            await self._acts(deeds.note, Act.BACKED_UP, "at night", now)
            gone = await asyncio.to_thread(shelf.clear, folder, now, retention.in_use().backups)
            log.info("a backup was taken; %s older ones were deleted", gone)
        except Exception:
            self._tries_at = now + TRIES_AGAIN_AFTER
            log.exception("the backup failed; it is tried again in %s", TRIES_AGAIN_AFTER)
        finally:
            self._at_it = False
