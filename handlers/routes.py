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
from handlers import sessions
from handlers.caregiver import checkin, listening, onboarding, preferences, support
from handlers.context import ANYONE, MEMBERS, Context, Handle
from handlers.errors import on_error
from handlers.staff import caseload, paper, programme, rating

CAREGIVER: frozenset[Role | None] = frozenset({Role.CAREGIVER})
WORKER: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER})
# Families and the ward's staff answer for themselves, a worker enters what a family answered on paper.
ANSWERING: frozenset[Role | None] = CAREGIVER | WORKER | {Role.MEDICAL_WORKER}
MEDICAL: frozenset[Role | None] = frozenset({Role.MEDICAL_WORKER})
ALERTED: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.ADMIN})

ID = r"(\d{1,15})"
ITEM = r"([a-z0-9_]+\.[a-z0-9_]+)"
NEVER = r"(?!)"


@dataclass(frozen=True)
class Route:
    """One way in: a command or the pattern of a button, its handler, and the roles it is open to."""

    way: str
    handle: Handle
    roles: frozenset[Role | None]


COMMANDS = (
    Route("start", onboarding.on_start, ANYONE),
    Route("help", listening.on_help, MEMBERS),
    Route("pause", preferences.on_pause, CAREGIVER),
    Route("stop", preferences.on_stop, CAREGIVER),
    Route("trend", support.on_trend, CAREGIVER),
    Route("digest", caseload.on_digest, WORKER),
    Route("paper", paper.on_paper, WORKER),
    Route("sessions", sessions.on_sessions, CAREGIVER | WORKER),
    Route("programme", programme.on_programme, WORKER),
    Route("rate", rating.on_rate, MEDICAL),
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
    Route(rf"^paper:{ID}:([a-z0-9_]+)$", paper.on_part, WORKER),
    Route(rf"^alert:take:{ID}$", caseload.on_take, ALERTED),
    Route(rf"^alert:close:{ID}:([a-z]+)$", caseload.on_close, ALERTED),
    Route(rf"^rsvp:{ID}:([a-z]+)(?::{ID})?$", sessions.on_rsvp, CAREGIVER),
    Route(rf"^calendar:{ID}$", sessions.on_calendar, CAREGIVER),
    Route(rf"^notice:{ID}:([a-z0-9]+)$", sessions.on_notice, CAREGIVER),
    Route(rf"^opinion:{ID}:(\d{{1,2}}):(\d{{1,2}})$", sessions.on_opinion, CAREGIVER),
    Route(rf"^prog:(show|plan|extra|with|week):{ID}$", programme.on_programme_button, WORKER),
    Route(rf"^prog:join:{ID}:{ID}$", programme.on_colleague, WORKER),
    Route(r"^plan:([a-z]+):([\w:-]{1,40})$", programme.on_plan, WORKER),
    Route(rf"^sess:(show|move|cancel|drop):{ID}$", programme.on_session_button, WORKER),
    Route(rf"^here:{ID}:(show|all|done|\d{{1,15}})$", programme.on_attendance, WORKER),
    Route(rf"^makeup:{ID}:{ID}$", programme.on_makeup, WORKER),
    Route(rf"^note:{ID}:([a-z_]{{1,12}})(?::(\d{{1,2}}))?$", programme.on_note, WORKER),
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
