"""What a handler is given: the update's row in the inbox, and the way to one flow in one transaction."""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackContext

from content.message import Reply
from db.models import Role
from handlers.courier import Courier
from handlers.render import show

ANYONE: frozenset[Role | None] = frozenset({None, *Role})
MEMBERS: frozenset[Role | None] = frozenset(Role)


@dataclass
class Hearing:
    """The inbox row at hand; `failure` is what the error handler reports back to the inbox."""

    row_id: int
    update_id: int
    failure: Exception | None = None


hearing: ContextVar[Hearing] = ContextVar("hearing")


@dataclass(frozen=True)
class Speaker:
    """Who Telegram says is acting, and where; `roles` are those the act is open to (None is a stranger).

    `written` are their words, if it was in words that they spoke. What is open `at_rest` is so to whoever
    waits for a yes, or whose child has died.
    """

    user_id: int
    chat_id: int
    spoken: str | None
    roles: frozenset[Role | None]
    written: str | None = None
    at_rest: bool = False


class Acts(Protocol):
    """What bot/ injects: one flow in one transaction, together with the mark that the update was applied."""

    async def apply(
        self, flow: Callable[..., Reply], heard: Hearing, speaker: Speaker, **arguments: object
    ) -> Reply:
        """Return what the flow wants shown, or the words of its refusal."""


class Context(CallbackContext[Courier, dict[Any, Any], dict[Any, Any], Acts]):
    """PTB's context with one verb of our own."""

    roles: frozenset[Role | None] = frozenset()
    at_rest: bool = False

    async def act(self, update: Update, flow: Callable[..., Reply], **arguments: object) -> None:
        """Run one flow for this update and show what it returns; nothing where nobody or no chat is named.

        Nor in a private chat that is not the person's own: somebody else would read the words.
        """
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None or (chat.type == ChatType.PRIVATE and chat.id != user.id):
            await show(self.bot, update, Reply())
            return
        written = _written(update) if chat.type == ChatType.PRIVATE else None
        speaker = Speaker(user.id, chat.id, user.language_code, self.roles, written, self.at_rest)
        reply = await self.bot_data.apply(flow, hearing.get(), speaker, **arguments)
        await show(self.bot, update, reply)

    @property
    def parts(self) -> tuple[str, ...]:
        """The groups that the pattern of a button found in its data; "" for one that is not there."""
        assert self.match is not None, "only a route with a pattern asks for its parts"
        return tuple(part or "" for part in self.match.groups())


def _written(update: Update) -> str | None:
    """Return the words of a message, also of a corrected one, of a command, or below a picture."""
    message = update.message or update.edited_message
    return (message.text or message.caption) if message else None


Handle = Callable[[Update, Context], Coroutine[Any, Any, None]]
