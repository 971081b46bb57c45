"""The ways to a human, and one's own trend."""

from telegram import Update

from flows import concern, enrolment, family, trend
from handlers.context import Context


async def on_help_now(update: Update, context: Context) -> None:
    """Raise a red alert and show whom to call."""
    await context.act(update, concern.ask_for_help)


async def on_mistake(update: Update, context: Context) -> None:
    """Note that help was pressed by mistake."""
    await context.act(update, family.by_mistake, alert_id=int(context.parts[0]))


async def on_contact(update: Update, context: Context) -> None:
    """Ask the social worker to get in touch."""
    await context.act(update, concern.ask_for_contact)


async def on_trend(update: Update, context: Context) -> None:
    """Show the person's own trend."""
    await context.act(update, enrolment.after_joining(trend.show))
