"""Answering a check-in: each tap turns the question into the next one."""

from telegram import Update

from flows import aloud, checkin, snooze
from flows.questions import SKIP
from handlers.context import Context


async def on_answer(update: Update, context: Context) -> None:
    """Record the tapped answer, or the change of one, and show what comes next."""
    verb, checkin_id, item, value = context.parts
    await context.act(
        update,
        checkin.answer,
        checkin_id=int(checkin_id),
        item=item,
        value=None if value == SKIP else int(value),
        changing=verb == "change",
    )


async def on_open(update: Update, context: Context) -> None:
    """Show the question at hand."""
    await context.act(update, checkin.open_, checkin_id=int(context.parts[0]))


async def on_back(update: Update, context: Context) -> None:
    """Show the question before."""
    checkin_id, item = context.parts
    await context.act(update, checkin.back, checkin_id=int(checkin_id), item=item)


async def on_listen(update: Update, context: Context) -> None:
    """Play a question."""
    checkin_id, item = context.parts
    await context.act(update, aloud.listen, checkin_id=int(checkin_id), item=item)


async def on_later(update: Update, context: Context) -> None:
    """Put the check-in off."""
    checkin_id, minutes = context.parts
    await context.act(
        update, snooze.later, checkin_id=int(checkin_id), minutes=int(minutes) if minutes else None
    )
