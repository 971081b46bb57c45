"""Joining by invite, step by step."""

from telegram import Update

from flows import enrolment
from handlers.context import Context


async def on_start(update: Update, context: Context) -> None:
    """Open the door for an invite, or go on where the person stopped."""
    token = context.args[0] if context.args else ""
    await context.act(update, enrolment.start, token=token)


async def on_step(update: Update, context: Context) -> None:
    """Take a tapped answer to a step of joining."""
    step, choice = context.parts
    await context.act(update, enrolment.answer_by_tap, step=step, choice=choice)
