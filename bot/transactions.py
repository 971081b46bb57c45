"""The database's own threads: one act, one transaction; on SQLite those that wait together share a commit."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

from db.session import Database, Session, Spoiled

T = TypeVar("T")
Begin = Callable[[], AbstractContextManager[Session]]
Work = Callable[[Begin], T]
POSTGRES_THREADS = 4
# A commit waits for the disk once for all of these; what a dozen taps write is far below a tenth of a second.
TOGETHER = 12


@dataclass(frozen=True)
class _Waiting:
    work: Work[Any]
    future: "asyncio.Future[Any]"


@dataclass(frozen=True)
class _Ended:
    value: object = None
    error: BaseException | None = None


class Transactions:
    """Runs work on the database's threads: one for SQLite, which has one writer, a small pool for PostgreSQL.

    A piece of work may be begun twice, never committed twice: if one of those that share a commit spoils it
    for the others, nothing of it is kept and each is done again alone. So work does nothing but read and
    write the session that `begin` gives it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._threads = ThreadPoolExecutor(1 if database.is_sqlite else POSTGRES_THREADS, "db")
        self._line: deque[_Waiting] = deque()
        self.running = 0

    async def run(self, work: Work[T]) -> T:
        """Return what the work returns, once it is committed; raise what it raises, once it is undone."""
        self.running += 1
        try:
            if not self._database.is_sqlite:
                alone = partial(work, self._database.begin)
                return await asyncio.get_running_loop().run_in_executor(self._threads, alone)
            return await self._in_line(work)
        finally:
            self.running -= 1

    def close(self) -> None:
        """Wait for the last transaction and let the threads go."""
        self._threads.shutdown()

    async def _in_line(self, work: Work[T]) -> T:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        self._line.append(_Waiting(work, future))
        self._threads.submit(self._take_some, loop)
        return cast(T, await future)

    def _take_some(self, loop: asyncio.AbstractEventLoop) -> None:
        """Do what waits now; whoever was done with others before finds the line empty."""
        some = [self._line.popleft() for _ in range(min(len(self._line), TOGETHER))]
        some = [each for each in some if not each.future.cancelled()]
        if some:
            ended = self._alone(some) if len(some) == 1 else self._together(some)
            loop.call_soon_threadsafe(_tell, some, ended)

    def _together(self, some: Sequence[_Waiting]) -> Sequence[_Ended]:
        try:
            with self._database.share() as part:
                return [_ended(partial(each.work, part)) for each in some]
        except Exception:
            # Whatever it was, a commit that failed or one that was spoiled: it is each one's own again.
            return self._alone(some)

    def _alone(self, some: Sequence[_Waiting]) -> Sequence[_Ended]:
        return [_ended(partial(each.work, self._database.begin)) for each in some]


def _ended(work: Callable[[], object]) -> _Ended:
    try:
        return _Ended(work())
    except Spoiled:
        raise
    except BaseException as error:  # it is raised again where the work is awaited
        return _Ended(error=error)


def _tell(some: Sequence[_Waiting], ended: Sequence[_Ended]) -> None:
    for each, end in zip(some, ended, strict=True):
        if each.future.done():
            continue
        if end.error is not None:
            each.future.set_exception(end.error)
        else:
            each.future.set_result(end.value)
