"""Families: who comes in, what has changed, who is with the child, and the plan of two weeks."""

from telegram import Update

from flows import enrolment
from flows.families import admitting, caring, child, halting, needs, partner, plan, weeks
from handlers.context import Context

CARE = {
    "open": caring.open_,
    "words": caring.read_words,
    "send": caring.send_words,
    "keeper": caring.ask_keeper,
    "undo": caring.ask_note,
}


async def on_change(update: Update, context: Context) -> None:
    """Ask what has changed."""
    await context.act(update, enrolment.after_joining(halting.choose), label=_label(context))


async def on_chosen(update: Update, context: Context) -> None:
    """Ask what has changed for one of two families of the same label."""
    await context.act(update, halting.chosen, place_id=int(context.parts[0]))


async def on_halt(update: Update, context: Context) -> None:
    """Ask once more, then stop the questions or everything."""
    step, place_id, why = context.parts
    flow = halting.ask if step == "ask" else halting.begin
    await context.act(update, flow, place_id=int(place_id), why=why)


async def on_unchanged(update: Update, context: Context) -> None:
    """Change nothing."""
    await context.act(update, halting.leave, place_id=int(context.parts[0]))


async def on_care(update: Update, context: Context) -> None:
    """Stand by a family for whom everything has stopped."""
    step, halt_id = context.parts
    await context.act(update, CARE[step], halt_id=int(halt_id))


async def on_words(update: Update, context: Context) -> None:
    """Unfold the words that a person has sent."""
    await context.act(update, caring.unfold, halt_id=int(context.parts[0]))


async def on_give(update: Update, context: Context) -> None:
    """Let another worker stand by the family."""
    halt_id, worker_id = context.parts
    await context.act(update, caring.give, halt_id=int(halt_id), worker_id=int(worker_id))


async def on_admit(update: Update, context: Context) -> None:
    """Look at who asks to join, and let them in or not."""
    step, admission_id = context.parts
    if step == "look":
        await context.act(update, admitting.look, admission_id=int(admission_id))
    else:
        await context.act(update, admitting.decide, admission_id=int(admission_id), yes=step == "yes")


async def on_week(update: Update, context: Context) -> None:
    """Ask who is with the child this week."""
    await context.act(update, enrolment.after_joining(weeks.ask))


async def on_turn(update: Update, context: Context) -> None:
    """Say who is with the child this week."""
    week, who = context.parts
    await context.act(update, weeks.take, week=week, who=who)


async def on_child(update: Update, context: Context) -> None:
    """Show what is allowed about the child."""
    await context.act(update, enrolment.after_joining(child.show))


async def on_permission(update: Update, context: Context) -> None:
    """Take a guardian's or the child's answer."""
    who, choice = context.parts
    await context.act(update, child.say, who=who, choice=choice)


async def on_need(update: Update, context: Context) -> None:
    """Take an answer to the checklist of needs."""
    item, choice = context.parts
    await context.act(update, needs.answer, item=item, choice=choice)


async def on_plan(update: Update, context: Context) -> None:
    """Ask for the plan of the coming two weeks."""
    await context.act(update, enrolment.after_joining(plan.ask), label=_label(context))


async def on_plan_of(update: Update, context: Context) -> None:
    """Ask for the plan of the family whose button was tapped."""
    await context.act(update, plan.of_place, place_id=int(context.parts[0]))


async def on_partner_of(update: Update, context: Context) -> None:
    """Make a link for the other caregiver of the family whose button was tapped."""
    bot = context.bot.username
    await context.act(update, partner.of_place, place_id=int(context.parts[0]), bot=bot)


async def on_invite_partner(update: Update, context: Context) -> None:
    """Make a link for the other one who cares for the child."""
    bot = context.bot.username
    await context.act(update, enrolment.after_joining(partner.invite), label=_label(context), bot=bot)


def _label(context: Context) -> str:
    """Return the case label as it was meant; what cannot be seen is in no label."""
    written = context.args[0] if context.args else ""
    return "".join(letter for letter in written.upper() if letter.isprintable())[:12]
