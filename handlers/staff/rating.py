"""What a nurse or a doctor says about the programme."""

from telegram import Update

from flows import enrolment, rating
from handlers.context import Context


async def on_rate(update: Update, context: Context) -> None:
    """Begin the four questions, or go on with them."""
    await context.act(update, enrolment.after_joining(rating.begin))
