"""Pause, stop, and coming back."""

from telegram import ChatMember, Update
from telegram.constants import ChatType

from flows import enrolment, resting
from handlers.context import Context


async def on_pause(update: Update, context: Context) -> None:
    """Ask why the questions should rest."""
    await context.act(update, enrolment.after_joining(resting.ask_reason))


async def on_pause_choice(update: Update, context: Context) -> None:
    """Take the reason, then the number of days."""
    reason, days = context.parts
    if days:
        await context.act(update, resting.pause, reason=reason, days=int(days))
    else:
        await context.act(update, enrolment.after_joining(resting.ask_days), reason=reason)


async def on_stop(update: Update, context: Context) -> None:
    """Ask once whether to stop."""
    await context.act(update, resting.ask_stop)


async def on_stop_choice(update: Update, context: Context) -> None:
    """Stop, or stay."""
    await context.act(update, resting.stop, sure=context.parts[0] == "yes")


async def on_return(update: Update, context: Context) -> None:
    """Go on after a pause or a stop."""
    await context.act(update, enrolment.come_back)


async def on_membership(update: Update, context: Context) -> None:
    """Note that the person blocked the bot, or opened the door again; a group says neither."""
    change = update.my_chat_member
    assert change is not None, "routed by ChatMemberHandler"
    if change.chat.type != ChatType.PRIVATE:
        return
    gone = change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}
    await context.act(update, resting.block if gone else resting.unblock)
