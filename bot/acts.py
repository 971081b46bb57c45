"""Acts: one plain function, one transaction, on the database's own thread."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from bot.clock import Clock
from content.message import Reply
from db import inbox, people
from db.models import Role
from db.session import Database, Session
from flows.act import Act
from flows.errors import NotForYou, OldButton, Refusal, Stranger
from flows.refusals import explain
from handlers.context import Hearing, Speaker
from scales.model import OutOfRange

P = ParamSpec("P")
T = TypeVar("T")
POSTGRES_THREADS = 4


class AlreadyApplied(RuntimeError):
    """The update took effect before: only showing is left."""


class Acts:
    """The way from `await` to the database: one thread for SQLite, a small pool for PostgreSQL.

    No transaction is ever open while the network is awaited, because what runs here cannot await.
    """

    def __init__(self, database: Database, clock: Clock, admin_ids: Collection[int] = ()) -> None:
        self._database, self._clock, self._admin_ids = database, clock, frozenset(admin_ids)
        self._threads = ThreadPoolExecutor(1 if database.is_sqlite else POSTGRES_THREADS, "db")
        self.running = 0

    async def __call__(
        self, function: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function with a session as its first argument; it is committed when this returns."""
        return await self._on_thread(
            lambda: self._transact(lambda session: function(session, *args, **kwargs))
        )

    async def apply(
        self, flow: Callable[..., Reply], heard: Hearing, speaker: Speaker, **arguments: object
    ) -> Reply:
        """Run a flow and mark its update as applied, both in one transaction; a refusal becomes its words.

        Raises AlreadyApplied if the update took effect before.
        """
        return await self._on_thread(partial(self._apply, flow, heard, speaker, arguments))

    def close(self) -> None:
        """Wait for the last transaction and let the threads go."""
        self._threads.shutdown()

    async def _on_thread(self, work: Callable[[], T]) -> T:
        self.running += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self.running -= 1

    def _transact(self, function: Callable[[Session], T]) -> T:
        with self._database.begin() as session:
            return function(session)

    def _apply(
        self, flow: Callable[..., Reply], heard: Hearing, speaker: Speaker, arguments: dict[str, object]
    ) -> Reply:
        try:
            return self._transact(lambda session: self._perform(session, flow, heard, speaker, arguments))
        except Refusal as refusal:
            told = refusal
        except OutOfRange:
            told = OldButton()
        return self._transact(lambda session: self._refuse(session, told, heard, speaker))

    def _perform(
        self,
        session: Session,
        flow: Callable[..., Reply],
        heard: Hearing,
        speaker: Speaker,
        arguments: dict[str, object],
    ) -> Reply:
        act = self._act(session, heard, speaker)
        if act.person is None and None not in speaker.roles:
            raise Stranger
        if act.person is not None and Role(act.person.role) not in speaker.roles:
            raise NotForYou
        if act.person is not None and act.person.unreachable_at is not None:
            people.mark_reachable(
                session, act.person.id
            )  # whoever acts is here; `block` says otherwise below
        reply = flow(act, **arguments)
        self._mark(session, heard, reply)
        return reply

    def _refuse(self, session: Session, refusal: Refusal, heard: Hearing, speaker: Speaker) -> Reply:
        reply = explain(self._act(session, heard, speaker), refusal)
        self._mark(session, heard, reply)
        return reply

    def _act(self, session: Session, heard: Hearing, speaker: Speaker) -> Act:
        person = people.of_telegram(session, speaker.user_id)
        return Act(
            session,
            self._clock.now(),
            person,
            speaker.user_id,
            speaker.chat_id,
            heard.update_id,
            speaker.spoken,
            named_admin=speaker.user_id in self._admin_ids,
        )

    def _mark(self, session: Session, heard: Hearing, reply: Reply) -> None:
        if not inbox.mark_applied(session, heard.row_id, self._clock.now(), reply.to_json()):
            raise AlreadyApplied
