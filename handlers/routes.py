"""The table of contents: every command, button and kind of message, and who may use it."""

from collections.abc import Iterable
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
from handlers import kin, sessions
from handlers.buttons import BUTTONS
from handlers.caregiver import leaving, library, listening, onboarding, preferences, sharing, support
from handlers.context import ANYONE, MEMBERS, Context, Handle
from handlers.errors import on_error
from handlers.route import (
    CAREGIVER,
    DIGESTED,
    GROUPED,
    KEEPERS,
    LISTING,
    MEDICAL,
    STAFF,
    TREATING,
    WORKER,
    Route,
    check,
)
from handlers.staff import broadcast, caseload, factor, families, handing, paper, programme, rating, staffing

NEVER = r"(?!)"

COMMANDS = (
    Route("start", onboarding.on_start, ANYONE, at_rest=True),
    Route("help", listening.on_help, MEMBERS, at_rest=True),
    Route("pause", preferences.on_pause, CAREGIVER),
    Route("stop", preferences.on_stop, CAREGIVER),
    Route("trend", support.on_trend, CAREGIVER),
    Route("library", library.on_library, CAREGIVER),
    Route("mydata", leaving.on_mydata, CAREGIVER, at_rest=True),
    Route("forgetme", leaving.on_forgetme, MEMBERS, at_rest=True),
    Route("sharing", sharing.on_sharing, CAREGIVER),
    Route("digest", caseload.on_digest, DIGESTED),
    Route("paper", paper.on_paper, WORKER),
    Route("send", handing.on_send, WORKER),
    Route("today", families.on_today, DIGESTED),
    Route("families", families.on_families, LISTING),
    Route("find", families.on_find, WORKER),
    Route("leave", families.on_leave, WORKER),
    Route("staff", staffing.on_staff, KEEPERS),
    Route("broadcast", broadcast.on_broadcast, KEEPERS),
    Route("lock", factor.on_lock, STAFF),
    Route("sessions", sessions.on_sessions, GROUPED),
    Route("programme", programme.on_programme, WORKER),
    Route("rate", rating.on_rate, MEDICAL),
    Route("change", kin.on_change, TREATING),
    Route("plan", kin.on_plan, GROUPED),
    Route("week", kin.on_week, CAREGIVER),
    Route("child", kin.on_child, CAREGIVER),
    Route("partner", kin.on_invite_partner, GROUPED),
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
    check(handle, roles)

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
