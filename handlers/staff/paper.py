"""Entering answers from paper."""

from telegram import Update

from flows import enrolment, paper
from handlers.context import Context


async def on_paper(update: Update, context: Context) -> None:
    """Ask which part the named family has filled in; what cannot be seen is in no label."""
    written = context.args[0] if context.args else ""
    label = "".join(letter for letter in written.upper() if letter.isprintable())
    await context.act(update, enrolment.after_joining(paper.choose), label=label[:12])


async def on_part(update: Update, context: Context) -> None:
    """Begin a part, or go on with it."""
    place_id, battery = context.parts
    await context.act(update, paper.begin, place_id=int(place_id), battery=battery)
