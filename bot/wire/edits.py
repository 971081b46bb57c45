"""Edits that wait: a newer edit of the same message takes the place of an older one."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bot.wire.turns import Ticket, Turns

Result = TypeVar("Result")

_BUTTONS_ONLY = "editMessageReplyMarkup"


@dataclass(frozen=True)
class Ending(Generic[Result]):
    """How an edit went: one value, or the error, or neither if its caller gave up waiting."""

    value: tuple[Result, ...] = ()
    error: Exception | None = None

    @property
    def known(self) -> bool:
        """Whether it came to an answer at all."""
        return bool(self.value) or self.error is not None

    def told(self) -> Result:
        """Return the value or raise the error."""
        if self.error is not None:
            raise self.error
        return self.value[0]


@dataclass(eq=False)
class Edit(Generic[Result]):
    """One edit on its way; those whose place it took learn from `ended` how it went."""

    endpoint: str
    message: Hashable
    ticket: Ticket
    order: int
    ended: "asyncio.Future[Ending[Result]]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def replaces(self, other: "Edit[Result]") -> bool:
        """Whether nothing of the other would be seen after this one: any edit sets the buttons too."""
        return self.order > other.order and other.endpoint in (self.endpoint, _BUTTONS_ONLY)

    @property
    def abandoned(self) -> bool:
        """Whether its caller gave up, so that it can stand in for no other."""
        return self.ended.done() and not self.ended.result().known


class Edits(Generic[Result]):
    """The edits under way, by message: those waiting, those in the air, and what outdates them."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._under_way: dict[Hashable, list[Edit[Result]]] = {}

    async def make(self, edit: Edit[Result], work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Do the work of an edit, which waits for its `turn`, and let those it replaced know the end."""
        self._under_way.setdefault(edit.message, []).append(edit)
        ending: Ending[Result] = Ending()
        try:
            value = await work()
            ending = Ending(value=(value,))
            return value
        except Exception as error:
            ending = Ending(error=error)
            raise
        finally:
            edit.ended.set_result(ending)
            self._forget_outdated(edit.message)

    async def turn(self, edit: Edit[Result]) -> Ending[Result] | None:
        """Wait until the edit's turn has come (None) or a newer one has been made in its place."""
        while True:
            successor = self._successor(edit)
            if successor is not None:
                ending = await asyncio.shield(successor.ended)
                if ending.known:
                    return ending
                continue
            self._take_places(edit)
            if await self._turns.wait(edit.ticket):
                return None

    def _successor(self, edit: Edit[Result]) -> Edit[Result] | None:
        others = self._under_way[edit.message]
        return next((other for other in others if other.replaces(edit) and not other.abandoned), None)

    def _take_places(self, edit: Edit[Result]) -> None:
        for older in self._under_way[edit.message]:
            if edit.replaces(older) and older.ticket.queued:
                edit.ticket.rank = min(edit.ticket.rank, older.ticket.rank)
                self._turns.withdraw(older.ticket)

    def _forget_outdated(self, message: Hashable) -> None:
        """Keep an edit that has ended only while an older one could still undo it."""
        edits = self._under_way[message]
        oldest = min((edit.order for edit in edits if not edit.ended.done()), default=None)
        if oldest is None:
            del self._under_way[message]
        else:
            edits[:] = [edit for edit in edits if edit.order >= oldest]
