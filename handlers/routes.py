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
from handlers import families
from handlers.caregiver import checkin, listening, onboarding, preferences, support
from handlers.context import ANYONE, MEMBERS, Context, Handle
from handlers.errors import on_error
from handlers.staff import caseload, paper

CAREGIVER: frozenset[Role | None] = frozenset({Role.CAREGIVER})
WORKER: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER})
# Who answers for themselves, and who enters what a family has answered on paper.
ANSWERING: frozenset[Role | None] = CAREGIVER | WORKER
TREATING: frozenset[Role | None] = ANSWERING | {Role.MEDICAL_WORKER}
ALERTED: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.ADMIN})

ID = r"(\d{1,15})"
ITEM = r"([a-z0-9_]+\.[a-z0-9_]+)"
NEVER = r"(?!)"


@dataclass(frozen=True)
class Route:
    """One way in: a command or the pattern of a button, its handler, and the roles it is open to.

    The ways to a human are open `at_rest` too: to whoever waits for a yes, or whose child has died.
    """

    way: str
    handle: Handle
    roles: frozenset[Role | None]
    at_rest: bool = False


COMMANDS = (
    Route("start", onboarding.on_start, ANYONE, at_rest=True),
    Route("help", listening.on_help, MEMBERS, at_rest=True),
    Route("pause", preferences.on_pause, CAREGIVER),
    Route("stop", preferences.on_stop, CAREGIVER),
    Route("trend", support.on_trend, CAREGIVER),
    Route("digest", caseload.on_digest, WORKER),
    Route("paper", paper.on_paper, WORKER),
    Route("change", families.on_change, TREATING),
    Route("plan", families.on_plan, ANSWERING),
    Route("week", families.on_week, CAREGIVER),
    Route("child", families.on_child, CAREGIVER),
    Route("partner", families.on_invite_partner, ANSWERING),
)

BUTTONS = (
    Route(r"^join:([a-z]+):([\w:/+-]+)$", onboarding.on_step, MEMBERS),
    Route(rf"^(answer|change):{ID}:{ITEM}:(-?\d{{1,4}}|skip)$", checkin.on_answer, ANSWERING),
    Route(rf"^open:{ID}$", checkin.on_open, ANSWERING),
    Route(rf"^back:{ID}:{ITEM}$", checkin.on_back, ANSWERING),
    Route(rf"^listen:{ID}:{ITEM}$", checkin.on_listen, ANSWERING),
    Route(rf"^later:{ID}(?::(\d{{1,4}}))?$", checkin.on_later, CAREGIVER),
    Route(r"^help$", support.on_help_now, CAREGIVER, at_rest=True),
    Route(r"^contact$", support.on_contact, CAREGIVER, at_rest=True),
    Route(r"^trend$", support.on_trend, CAREGIVER),
    Route(r"^pause:([a-z_]+)(?::(\d{1,3}))?$", preferences.on_pause_choice, CAREGIVER),
    Route(r"^stop:(yes|no)$", preferences.on_stop_choice, CAREGIVER),
    Route(r"^return:yes$", preferences.on_return, CAREGIVER),
    Route(rf"^halt:(ask|do):{ID}:([a-z]+)$", families.on_halt, TREATING),
    Route(rf"^halt:no:{ID}$", families.on_unchanged, TREATING),
    Route(rf"^halt:(open|words|send|keeper|undo):{ID}$", families.on_care, ALERTED),
    Route(rf"^halt:give:{ID}:{ID}$", families.on_give, ALERTED),
    Route(rf"^care:{ID}$", families.on_words, CAREGIVER, at_rest=True),
    Route(rf"^admit:(look|yes|no):{ID}$", families.on_admit, ALERTED),
    Route(r"^week:(\d{4}-\d\d-\d\d):(me|other)$", families.on_turn, CAREGIVER),
    Route(r"^child:([a-z]+):([a-z]+)$", families.on_permission, CAREGIVER),
    Route(r"^need:([a-z]+):([a-z]+)$", families.on_need, CAREGIVER),
    Route(rf"^paper:{ID}:([a-z0-9_]+)$", paper.on_part, WORKER),
    Route(rf"^alert:take:{ID}$", caseload.on_take, ALERTED),
    Route(rf"^alert:close:{ID}:([a-z]+)$", caseload.on_close, ALERTED),
)


def add_to(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    """Give the application every route, in the order in which they are tried."""
    for handler in _handlers():
        application.add_handler(handler)
    application.add_error_handler(on_error)


def _handlers() -> Iterable[BaseHandler[Any, Context, Any]]:
    private = filters.ChatType.PRIVATE
    fresh = filters.UpdateType.MESSAGE
    yield ChatMemberHandler(
        _for(preferences.on_membership, MEMBERS, at_rest=True), ChatMemberHandler.MY_CHAT_MEMBER
    )
    yield MessageHandler(~private, _for(listening.on_outside, ANYONE, at_rest=True))
    for route in COMMANDS:
        yield CommandHandler(
            route.way, _for(route.handle, route.roles, at_rest=route.at_rest), filters=private & fresh
        )
    yield MessageHandler(private & fresh & filters.COMMAND, _for(listening.on_unknown_command, MEMBERS))
    yield MessageHandler(private & fresh, _for(listening.on_message, MEMBERS, at_rest=True))
    yield MessageHandler(
        private & filters.UpdateType.EDITED_MESSAGE, _for(listening.on_edit, MEMBERS, at_rest=True)
    )
    unknown_tap = _privately(_for(listening.on_unknown_tap, MEMBERS))
    # PTB hands a tap without data to the first handler that has a pattern, whatever the pattern is.
    yield CallbackQueryHandler(unknown_tap, pattern=NEVER)
    for route in BUTTONS:
        yield CallbackQueryHandler(
            _privately(_for(route.handle, route.roles, at_rest=route.at_rest)), pattern=route.way
        )
    yield CallbackQueryHandler(unknown_tap)
    yield TypeHandler(Update, _for(_ignore, ANYONE, at_rest=True))


def _for(handle: Handle, roles: frozenset[Role | None], *, at_rest: bool = False) -> Handle:
    async def guarded(update: Update, context: Context) -> None:
        context.roles, context.at_rest = roles, at_rest
        await handle(update, context)

    return guarded


def _privately(handle: Handle) -> Handle:
    """Return the handler of a tap; outside of a private chat nothing personal is shown or done."""
    outside = _for(listening.on_outside, ANYONE, at_rest=True)

    async def guarded(update: Update, context: Context) -> None:
        chat = update.effective_chat
        private = chat is None or chat.type == ChatType.PRIVATE
        await (handle if private else outside)(update, context)

    return guarded


async def _ignore(update: Update, context: Context) -> None:
    """Leave alone what is neither said nor tapped, such as a change of a group's members."""
