"""The worklist, a family's card, search, places, notes, who looks after whom, and leave."""

from telegram import Update

from flows import enrolment
from flows.casework import assigning, card, leaving, noting, paths, picture, placing, search, worklist
from handlers.context import Context

NEW, ADD = "new", "add"


async def on_today(update: Update, context: Context) -> None:
    """Show the families that need a look."""
    await context.act(update, enrolment.after_joining(worklist.today))


async def on_families(update: Update, context: Context) -> None:
    """Show every family."""
    await context.act(update, enrolment.after_joining(worklist.families))


async def on_list(update: Update, context: Context) -> None:
    """Turn the pages of a list."""
    which, owner, number = context.parts
    await context.act(update, worklist.turn, which=which, owner=owner, number=int(number))


async def on_find(update: Update, context: Context) -> None:
    """Look for a family."""
    await context.act(update, enrolment.after_joining(search.find), text=" ".join(context.args or ()))


async def on_case(update: Update, context: Context) -> None:
    """Show a screen of a family's card."""
    place_id, screen = context.parts
    await context.act(update, card.show, place_id=int(place_id), screen=screen)


async def on_picture(update: Update, context: Context) -> None:
    """Ask for the trend picture."""
    await context.act(update, picture.ask, place_id=int(context.parts[0]))


async def on_where(update: Update, context: Context) -> None:
    """Set where a child is, or ask for the bed."""
    place_id, where = context.parts
    if where == "bed":
        await context.act(update, placing.begin_bed, place_id=int(place_id))
    else:
        await context.act(update, placing.move, place_id=int(place_id), where=where)


async def on_note(update: Update, context: Context) -> None:
    """Open a note, begin one, or add to one."""
    verb, number = context.parts
    if verb == NEW:
        await context.act(update, noting.begin, place_id=int(number))
    elif verb == ADD:
        await context.act(update, noting.begin_addition, note_id=int(number))
    else:
        await context.act(update, noting.open_, note_id=int(number))


async def on_assign(update: Update, context: Context) -> None:
    """Choose a first worker, or make somebody one."""
    place_id, worker_id = context.parts
    if worker_id:
        await context.act(update, assigning.give, place_id=int(place_id), worker_id=int(worker_id))
    else:
        await context.act(update, assigning.choose, place_id=int(place_id))


async def on_leave(update: Update, context: Context) -> None:
    """Show one's leaves."""
    await context.act(update, enrolment.after_joining(leaving.show))


async def on_leave_new(update: Update, context: Context) -> None:
    """Begin a leave."""
    await context.act(update, leaving.begin)


async def on_leave_step(update: Update, context: Context) -> None:
    """Take who stands in, or a day."""
    step, value = context.parts
    await context.act(update, leaving.choose, step=step, value=value)


async def on_leave_sure(update: Update, context: Context) -> None:
    """Keep the leave."""
    await context.act(update, leaving.agree)


async def on_leave_end(update: Update, context: Context) -> None:
    """End a leave."""
    await context.act(update, leaving.end, leave_id=int(context.parts[0]))


async def on_cancel(update: Update, context: Context) -> None:
    """Leave the open dialogue."""
    await context.act(update, paths.leave)
