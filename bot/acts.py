"""Acts: one plain function, one transaction, on the database's own thread."""

import secrets
from collections.abc import Callable, Collection
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from bot.clock import Clock
from bot.transactions import Begin, Transactions
from content.message import Reply
from db import inbox, people
from db.models import Role
from db.session import Database, Session
from flows import factor
from flows.act import Act
from flows.errors import NotForYou, OldButton, Refusal, Stranger
from flows.families import threshold
from flows.overhearing import overhear
from flows.refusals import explain
from handlers.context import Hearing, Speaker
from scales.model import OutOfRange

P = ParamSpec("P")
T = TypeVar("T")
CHANCE_BYTES = 16


class AlreadyApplied(RuntimeError):
    """The update took effect before: only showing is left."""


class Acts:
    """The way from `await` to the database's own threads.

    No transaction is ever open while the network is awaited, because what runs here cannot await.
    """

    def __init__(self, database: Database, clock: Clock, admin_ids: Collection[int] = ()) -> None:
        self._transactions = Transactions(database)
        self._clock, self._admin_ids = clock, frozenset(admin_ids)

    async def __call__(
        self, function: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function with a session as its first argument; it is committed when this returns."""

        def work(begin: Begin) -> T:
            with begin() as session:
                return function(session, *args, **kwargs)

        return await self._transactions.run(work)

    async def apply(
        self, flow: Callable[..., Reply], heard: Hearing, speaker: Speaker, **arguments: object
    ) -> Reply:
        """Run a flow and mark its update as applied, both in one transaction; a refusal becomes its words.

        Raises AlreadyApplied if the update took effect before.
        """
        return await self._transactions.run(partial(self._apply, flow, heard, speaker, arguments))

    @property
    def running(self) -> int:
        """How many transactions are under way or wait for their turn."""
        return self._transactions.running

    def close(self) -> None:
        """Wait for the last transaction and let the threads go."""
        self._transactions.close()

    def _apply(
        self,
        flow: Callable[..., Reply],
        heard: Hearing,
        speaker: Speaker,
        arguments: dict[str, object],
        begin: Begin,
    ) -> Reply:
        try:
            with begin() as session:
                return self._perform(session, flow, heard, speaker, arguments)
        except Refusal as refusal:
            told = refusal
        except OutOfRange:
            told = OldButton()
        with begin() as session:
            return self._refuse(session, told, heard, speaker)

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
        if act.person is not None and act.person.role != Role.CAREGIVER:
            factor.touch(act)
        act, seen = overhear(act)
        threshold.pass_by(act, at_rest=speaker.at_rest)
        reply = flow(act, **arguments) + seen
        self._mark(session, heard, reply)
        return reply

    def _refuse(self, session: Session, refusal: Refusal, heard: Hearing, speaker: Speaker) -> Reply:
        act, seen = overhear(self._act(session, heard, speaker))
        reply = explain(act, refusal) + seen
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
            written=speaker.written,
            chance=secrets.token_bytes(CHANCE_BYTES),
        )

    def _mark(self, session: Session, heard: Hearing, reply: Reply) -> None:
        if not inbox.mark_applied(session, heard.row_id, self._clock.now(), reply.to_json()):
            raise AlreadyApplied
