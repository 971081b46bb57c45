"""The table of contents: every command, button and kind of message, and who may use it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from db.models import Role
from flows import authority
from handlers.caregiver import checkin, library, listening, onboarding, preferences, sharing, support
from handlers.context import ANYONE, MEMBERS, Context, Handle
from handlers.errors import on_error
from handlers.staff import caseload, factor, handing, paper, staffing

CAREGIVER: frozenset[Role | None] = frozenset({Role.CAREGIVER})
WORKER: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER})
# Who answers for themselves, and who enters what a family has answered on paper.
ANSWERING: frozenset[Role | None] = CAREGIVER | WORKER
ALERTED: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.LEAD, Role.ADMIN})
DIGESTED: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.LEAD})
KEEPERS: frozenset[Role | None] = frozenset({Role.LEAD, Role.ADMIN})
STAFF: frozenset[Role | None] = MEMBERS - CAREGIVER

ID = r"(\d{1,15})"
ITEM = r"([a-z0-9_]+\.[a-z0-9_]+)"
PIECE = r"([a-z][a-z_]{1,31})"
PAGE = r"(\d{1,2})"
NEVER = r"(?!)"


class Unlisted(RuntimeError):
    """A handler is not in `flows.authority.TABLE`, or open to others than it says."""


def act_of(handle: Handle) -> str:
    """Return the name of a handler's act in the authorisation table."""
    module, name = handle.__module__.rpartition(".")[2], handle.__name__
    return f"{module}.{name.removeprefix('on_').removeprefix('_')}"


def _check(handle: Handle, roles: frozenset[Role | None]) -> None:
    name = act_of(handle)
    if name not in authority.TABLE or authority.roles(name) != roles:
        raise Unlisted(name)


@dataclass(frozen=True)
class Route:
    """One way in: a command or the pattern of a button, its handler, and the roles it is open to.

    Raises Unlisted where the authorisation table does not say the same.
    """

    way: str
    handle: Handle
    roles: frozenset[Role | None]

    def __post_init__(self) -> None:
        _check(self.handle, self.roles)


COMMANDS = (
    Route("start", onboarding.on_start, ANYONE),
    Route("help", listening.on_help, MEMBERS),
    Route("pause", preferences.on_pause, CAREGIVER),
    Route("stop", preferences.on_stop, CAREGIVER),
    Route("trend", support.on_trend, CAREGIVER),
    Route("library", library.on_library, CAREGIVER),
    Route("sharing", sharing.on_sharing, CAREGIVER),
    Route("digest", caseload.on_digest, DIGESTED),
    Route("paper", paper.on_paper, WORKER),
    Route("send", handing.on_send, WORKER),
    Route("staff", staffing.on_staff, KEEPERS),
    Route("lock", factor.on_lock, STAFF),
)

BUTTONS = (
    Route(r"^join:([a-z]+):([\w:/+-]+)$", onboarding.on_step, MEMBERS),
    Route(rf"^(answer|change):{ID}:{ITEM}:(-?\d{{1,4}}|skip)$", checkin.on_answer, ANSWERING),
    Route(rf"^open:{ID}$", checkin.on_open, ANSWERING),
    Route(rf"^back:{ID}:{ITEM}$", checkin.on_back, ANSWERING),
    Route(rf"^listen:{ID}:{ITEM}$", checkin.on_listen, ANSWERING),
    Route(rf"^later:{ID}(?::(\d{{1,4}}))?$", checkin.on_later, CAREGIVER),
    Route(r"^help$", support.on_help_now, CAREGIVER),
    Route(r"^contact$", support.on_contact, CAREGIVER),
    Route(r"^trend$", support.on_trend, CAREGIVER),
    Route(r"^pause:([a-z_]+)(?::(\d{1,3}))?$", preferences.on_pause_choice, CAREGIVER),
    Route(r"^stop:(yes|no)$", preferences.on_stop_choice, CAREGIVER),
    Route(r"^return:yes$", preferences.on_return, CAREGIVER),
    Route(rf"^library:(menu|kept):{PAGE}$", library.on_page, CAREGIVER),
    Route(rf"^library:felt:([a-z]+):{PAGE}$", library.on_feeling, CAREGIVER),
    Route(rf"^library:(read|keep|drop|media):{PIECE}$", library.on_piece, CAREGIVER),
    Route(rf"^library:said:{PIECE}:(helped|little|not)$", library.on_verdict, CAREGIVER),
    Route(r"^library:(search|step)$", library.on_way, CAREGIVER),
    Route(rf"^practice:{ID}:(helped|little|not|untried|refuse|open|ask)$", library.on_practice, CAREGIVER),
    Route(r"^share:([a-z_]+)$", sharing.on_reader, CAREGIVER),
    Route(r"^share:([a-z_]+):([a-z]+):(yes|no)$", sharing.on_change, CAREGIVER),
    Route(r"^seen$", sharing.on_seen, CAREGIVER),
    Route(rf"^paper:{ID}:([a-z0-9_]+)$", paper.on_part, WORKER),
    Route(rf"^send:{ID}:{PAGE}$", handing.on_page, WORKER),
    Route(rf"^send:{ID}:(look|give):{PIECE}$", handing.on_piece, WORKER),
    Route(rf"^alert:take:{ID}$", caseload.on_take, ALERTED),
    Route(rf"^alert:close:{ID}:([a-z]+)$", caseload.on_close, ALERTED),
    Route(rf"^alert:(contact|now):{ID}$", caseload.on_contact, ALERTED),
    Route(r"^digest:page:(\d{4}-W\d{2})$", caseload.on_page, DIGESTED),
    Route(r"^factor:noted$", factor.on_noted, STAFF),
    Route(r"^factor:stop$", factor.on_not_now, STAFF),
    Route(rf"^staff:{ID}$", staffing.on_card, KEEPERS),
    Route(rf"^staff:reset:{ID}(?::(yes))?$", staffing.on_reset, KEEPERS),
    Route(rf"^staff:revoke:{ID}(?::(yes))?$", staffing.on_revoke, KEEPERS),
    Route(rf"^staff:role:{ID}:([a-z_]+)$", staffing.on_role, KEEPERS),
)


def add_to(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    """Give the application every route, in the order in which they are tried."""
    for handler in _handlers():
        application.add_handler(handler)
    application.add_error_handler(on_error)


def _handlers() -> Iterable[BaseHandler[Any, Context, Any]]:
    private = filters.ChatType.PRIVATE
    fresh = filters.UpdateType.MESSAGE
    yield ChatMemberHandler(_for(preferences.on_membership, MEMBERS), ChatMemberHandler.MY_CHAT_MEMBER)
    yield MessageHandler(~private, _for(listening.on_outside, ANYONE))
    for route in COMMANDS:
        yield CommandHandler(route.way, _for(route.handle, route.roles), filters=private & fresh)
    yield MessageHandler(private & fresh & filters.COMMAND, _for(listening.on_unknown_command, MEMBERS))
    yield MessageHandler(private & fresh, _for(listening.on_message, MEMBERS))
    yield MessageHandler(private & filters.UpdateType.EDITED_MESSAGE, _for(listening.on_edit, MEMBERS))
    unknown_tap = _privately(_for(listening.on_unknown_tap, MEMBERS))
    # PTB hands a tap without data to the first handler that has a pattern, whatever the pattern is.
    yield CallbackQueryHandler(unknown_tap, pattern=NEVER)
    for route in BUTTONS:
        yield CallbackQueryHandler(_privately(_for(route.handle, route.roles)), pattern=route.way)
    yield CallbackQueryHandler(unknown_tap)
    yield TypeHandler(Update, _for(_ignore, ANYONE))


def _for(handle: Handle, roles: frozenset[Role | None]) -> Handle:
    _check(handle, roles)

    async def guarded(update: Update, context: Context) -> None:
        context.roles = roles
        await handle(update, context)

    return guarded


def _privately(handle: Handle) -> Handle:
    """Return the handler of a tap; outside of a private chat nothing personal is shown or done."""
    outside = _for(listening.on_outside, ANYONE)

    async def guarded(update: Update, context: Context) -> None:
        chat = update.effective_chat
        private = chat is None or chat.type == ChatType.PRIVATE
        await (handle if private else outside)(update, context)

    return guarded


async def _ignore(update: Update, context: Context) -> None:
    """Leave alone what is neither said nor tapped, such as a change of a group's members."""
