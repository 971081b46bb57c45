"""Sending a family a piece of the library."""

from telegram import Update

from flows import enrolment, handing
from handlers.context import Context


async def on_send(update: Update, context: Context) -> None:
    """Ask which piece the named family is to get; what cannot be seen is in no label."""
    written = context.args[0] if context.args else ""
    label = "".join(letter for letter in written.upper() if letter.isprintable())
    await context.act(update, enrolment.after_joining(handing.choose), label=label[:12])


async def on_page(update: Update, context: Context) -> None:
    """Show a page of titles."""
    place_id, page = context.parts
    await context.act(update, handing.turn, place_id=int(place_id), page=int(page))


async def on_piece(update: Update, context: Context) -> None:
    """Show a piece as the family will read it, or send it."""
    place_id, verb, key = context.parts
    flow = handing.look if verb == "look" else handing.give
    await context.act(update, flow, place_id=int(place_id), key=key)
