"""Writing to families and reading what they write."""

from telegram import Update

from flows.casework import reading, writing
from handlers.context import Context


async def on_write(update: Update, context: Context) -> None:
    """Begin a letter."""
    await context.act(update, writing.begin, place_id=int(context.parts[0]))


async def on_send(update: Update, context: Context) -> None:
    """Send the letter that was shown."""
    await context.act(update, writing.finish, place_id=int(context.parts[0]))


async def on_letters(update: Update, context: Context) -> None:
    """Open the first unread letter of a family."""
    await context.act(update, reading.first, place_id=int(context.parts[0]))


async def on_letter(update: Update, context: Context) -> None:
    """Open a letter, or say that it needs no answer."""
    letter_id, verb = context.parts
    flow = reading.settle if verb else reading.open_
    await context.act(update, flow, letter_id=int(letter_id))
