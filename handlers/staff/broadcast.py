"""Broadcasts in chat: composing them, and steering those that are on their way."""

from telegram import Update

from flows import enrolment
from flows.broadcasting import drafting, start, steering
from handlers.context import Context


async def on_broadcast(update: Update, context: Context) -> None:
    """List the broadcasts and offer a new one."""
    await context.act(update, enrolment.after_joining(start.everything))


async def on_new(update: Update, context: Context) -> None:
    """Begin a new one."""
    await context.act(update, start.new)


async def on_compose(update: Update, context: Context) -> None:
    """Take a tap on a draft."""
    number, what, value = context.parts
    await context.act(update, drafting.tap, broadcast_id=int(number), what=what, value=value)


async def on_steer(update: Update, context: Context) -> None:
    """Take a tap on one that has left its draft."""
    number, what, seen = context.parts
    await context.act(update, steering.tap, broadcast_id=int(number), what=what, seen=seen)
