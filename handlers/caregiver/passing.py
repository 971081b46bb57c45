"""What a family reads from its worker, and what it passes on to her."""

from telegram import Update

from flows.casework import answering, passing, placing
from handlers.context import Context

WORDS = {"open": answering.open_, "fold": answering.fold, "answer": answering.begin_answer}


async def on_word(update: Update, context: Context) -> None:
    """Open a letter, fold it away, or begin an answer."""
    letter_id, verb = context.parts
    await context.act(update, WORDS[verb], letter_id=int(letter_id))


async def on_pass(update: Update, context: Context) -> None:
    """Pass on what was written or sent."""
    await context.act(update, passing.agree, token=int(context.parts[0]))


async def on_where(update: Update, context: Context) -> None:
    """Take where the family says the child is."""
    await context.act(update, placing.told, where=context.parts[0])
