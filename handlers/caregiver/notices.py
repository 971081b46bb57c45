"""A notice that waits behind a neutral line."""

from telegram import Update

from flows.broadcasting import covered
from handlers.context import Context


async def on_open(update: Update, context: Context) -> None:
    """Open it."""
    await context.act(update, covered.open_, broadcast_id=int(context.parts[0]))
