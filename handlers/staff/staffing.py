"""Looking after the staff of a site: who is there, and what each may do."""

from telegram import Update

from flows import enrolment, staffing
from handlers.context import Context


async def on_staff(update: Update, context: Context) -> None:
    """List the staff."""
    await context.act(update, enrolment.after_joining(staffing.everybody))


async def on_card(update: Update, context: Context) -> None:
    """Show one of them, with what can be changed."""
    await context.act(update, staffing.card, person_id=int(context.parts[0]))


async def on_reset(update: Update, context: Context) -> None:
    """Let somebody set up a new second factor."""
    person_id, sure = context.parts
    await context.act(update, staffing.reset, person_id=int(person_id), sure=sure == "yes")


async def on_revoke(update: Update, context: Context) -> None:
    """Take somebody's access away."""
    person_id, sure = context.parts
    await context.act(update, staffing.revoke, person_id=int(person_id), sure=sure == "yes")


async def on_role(update: Update, context: Context) -> None:
    """Give somebody another role."""
    person_id, role = context.parts
    await context.act(update, staffing.change_role, person_id=int(person_id), role=role)
