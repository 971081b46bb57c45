"""One's own data, being forgotten, and a text that has changed."""

from telegram import Update

from flows import enrolment, going, leaving, mydata
from handlers.context import Context


async def on_mydata(update: Update, context: Context) -> None:
    """Send the person everything that is kept about them."""
    await context.act(update, mydata.ask)


async def on_forgetme(update: Update, context: Context) -> None:
    """Ask whether everything about this person is to be deleted; of staff, who they are."""
    await context.act(update, going.ask)


async def on_forget_choice(update: Update, context: Context) -> None:
    """Take the answer to that, or to the second question."""
    await context.act(update, leaving.choose, choice=context.parts[0])


async def on_gone(update: Update, context: Context) -> None:
    """Take the answer of staff to that, or to the second question."""
    await context.act(update, going.choose, choice=context.parts[0])


async def on_consent(update: Update, context: Context) -> None:
    """Take the answer to a text that has changed."""
    await context.act(update, enrolment.agree_again, agrees=context.parts[0] == "yes")
