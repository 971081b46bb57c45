"""What a social worker taps: alerts, and the digest on request."""

from telegram import Update

from flows import asking, caseload, digest_day, enrolment, mailbox, second_look, tending
from handlers.context import Context
from handlers.tapped import in_chat


async def on_take(update: Update, context: Context) -> None:
    """Take an alert."""
    await context.act(update, tending.take, alert_id=int(context.parts[0]), on=in_chat(update))


async def on_close(update: Update, context: Context) -> None:
    """Say what came of an alert."""
    alert_id, outcome = context.parts
    await context.act(update, caseload.close, alert_id=int(alert_id), outcome=outcome)


async def on_contact(update: Update, context: Context) -> None:
    """Show whom to call, with the code or at once."""
    way, alert_id = context.parts
    flow = caseload.contact if way == "contact" else caseload.contact_at_once
    await context.act(update, flow, alert_id=int(alert_id))


async def on_second(update: Update, context: Context) -> None:
    """Show a second person what would be closed without contact, or take their answer."""
    alert_id, choice = context.parts
    await context.act(update, second_look.decide, alert_id=int(alert_id), choice=choice)


async def on_note(update: Update, context: Context) -> None:
    """Ask for a note on an alert."""
    await context.act(update, caseload.ask_note, alert_id=int(context.parts[0]))


async def on_line(update: Update, context: Context) -> None:
    """Tend to a line of the digest."""
    place_id, way, _ = context.parts
    await context.act(update, tending.tend, place_id=int(place_id), way=way, on=in_chat(update))


async def on_digest(update: Update, context: Context) -> None:
    """Ask for the digest of the week so far."""
    await context.act(update, enrolment.after_joining(asking.digest))


async def on_page(update: Update, context: Context) -> None:
    """Ask for the page of a week, its picture or its workbook."""
    which, week, whose = context.parts
    await context.act(update, asking.file, which=which, week=week, whose=int(whose or 0))


async def on_mail(update: Update, context: Context) -> None:
    """Take a tap in the settings of the notice by mail."""
    await context.act(update, mailbox.tap, what=context.parts[0])


async def on_day(update: Update, context: Context) -> None:
    """Show the weekday of the digest, or choose another."""
    [weekday] = context.parts
    if weekday:
        await context.act(update, digest_day.choose, weekday=int(weekday))
    else:
        await context.act(update, digest_day.show)
