"""The second factor: its key is noted, the code is typed, the session is ended."""

from telegram import Update

from flows import enrolment, factor
from handlers.context import Context


async def on_noted(update: Update, context: Context) -> None:
    """Take the key off the screen."""
    await context.act(update, factor.noted)


async def on_not_now(update: Update, context: Context) -> None:
    """Leave the code for later."""
    await context.act(update, factor.not_now)


async def on_lock(update: Update, context: Context) -> None:
    """End the session."""
    await context.act(update, enrolment.after_joining(factor.lock))
