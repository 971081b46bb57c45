"""What a family shares with whom, and who saw it."""

from telegram import Update

from flows import enrolment, seen, sharing
from handlers.context import Context


async def on_sharing(update: Update, context: Context) -> None:
    """Show the map: what each kind of reader sees."""
    await context.act(update, enrolment.after_joining(sharing.show))


async def on_reader(update: Update, context: Context) -> None:
    """Show what one kind of reader sees, and let it be changed."""
    await context.act(update, sharing.choose, reader=context.parts[0])


async def on_change(update: Update, context: Context) -> None:
    """Share something with a reader, or no longer."""
    reader, what, shared = context.parts
    await context.act(update, sharing.change, reader=reader, what=what, shared=shared == "yes")


async def on_seen(update: Update, context: Context) -> None:
    """Say who saw the person's answers."""
    await context.act(update, seen.show)
