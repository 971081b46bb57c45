"""Sessions as everybody sees them, and what a family says about one."""

from telegram import Update

from flows import enrolment, opinion, rsvp, session_list, session_post
from handlers.context import Context


async def on_sessions(update: Update, context: Context) -> None:
    """Show the sessions to come."""
    await context.act(update, enrolment.after_joining(session_list.show))


async def on_rsvp(update: Update, context: Context) -> None:
    """Keep whether a family comes."""
    number, said, checkin = context.parts
    await context.act(
        update, rsvp.answer, meeting_id=int(number), said=said, checkin_id=int(checkin) if checkin else None
    )


async def on_calendar(update: Update, context: Context) -> None:
    """Send the calendar file."""
    await context.act(update, rsvp.send_file, meeting_id=int(context.parts[0]))


async def on_notice(update: Update, context: Context) -> None:
    """Show what a neutral line stood for."""
    number, what = context.parts
    await context.act(update, session_post.open_, meeting_id=int(number), what=what)


async def on_opinion(update: Update, context: Context) -> None:
    """Keep one tap about a session."""
    number, question, value = context.parts
    await context.act(update, opinion.answer, meeting_id=int(number), number=int(question), value=int(value))
