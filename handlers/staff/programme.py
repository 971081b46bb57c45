"""Running a programme: planning, moving and cancelling sessions, marking who came, noting it down."""

from telegram import Update

from flows import attendance, enrolment, inviting, planning, programme, session_note, session_page
from handlers.context import Context


async def on_programme(update: Update, context: Context) -> None:
    """Show the worker's programme."""
    await context.act(update, enrolment.after_joining(programme.open_))


async def on_programme_button(update: Update, context: Context) -> None:
    """Show a programme, or begin what its button says."""
    what, number = context.parts
    if what in planning.STEPS:
        await context.act(update, planning.begin, kind=what, about=int(number))
    elif what == "invite":
        bot = context.bot.username
        await context.act(update, inviting.invite, programme_id=int(number), bot=bot)
    else:
        flow = {"show": programme.page, "with": programme.colleagues, "week": programme.turn_week}[what]
        await context.act(update, flow, programme_id=int(number))


async def on_colleague(update: Update, context: Context) -> None:
    """Give a colleague a place in the programme."""
    number, person = context.parts
    await context.act(update, programme.add_colleague, programme_id=int(number), person_id=int(person))


async def on_plan(update: Update, context: Context) -> None:
    """Take a tapped answer to a step of planning."""
    step, choice = context.parts
    await context.act(update, planning.tap, step=step, choice=choice)


async def on_session_button(update: Update, context: Context) -> None:
    """Show a session, or begin what its button says."""
    what, number = context.parts
    if what in planning.OF_A_SESSION:
        await context.act(update, planning.begin, kind=what, about=int(number))
    else:
        flows = {"show": session_page.page, "cancel": session_page.ask_cancel, "drop": session_page.cancel}
        flow = flows[what]
        await context.act(update, flow, meeting_id=int(number))


async def on_attendance(update: Update, context: Context) -> None:
    """Show the names, turn one over, mark all, or let them count."""
    number, what = context.parts
    if what in {"show", "done"}:
        flow = attendance.show if what == "show" else attendance.done
        await context.act(update, flow, meeting_id=int(number))
    else:
        place = None if what == "all" else int(what)
        await context.act(update, attendance.mark, meeting_id=int(number), place_id=place)


async def on_makeup(update: Update, context: Context) -> None:
    """Offer a word to somebody who missed a session."""
    number, place = context.parts
    await context.act(update, attendance.offer, meeting_id=int(number), place_id=int(place))


async def on_note(update: Update, context: Context) -> None:
    """Take one tap of the note on a session."""
    number, what, value = context.parts
    if what == "begin":
        await context.act(update, session_note.begin, meeting_id=int(number))
    else:
        level = int(value) if value else None
        await context.act(update, session_note.tap, meeting_id=int(number), what=what, value=level)
