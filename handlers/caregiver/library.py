"""The library, and the steps that fit."""

from telegram import Update

from flows import enrolment, library, practice
from flows.picking import VERDICTS
from handlers.context import Context


async def on_library(update: Update, context: Context) -> None:
    """Open the library, or look in it for the words after the command."""
    word = " ".join(context.args or ())
    await context.act(update, enrolment.after_joining(library.open_), word=word)


async def on_page(update: Update, context: Context) -> None:
    """Show a page of feelings, or of what the person keeps."""
    which, page = context.parts
    flow = library.menu if which == "menu" else library.kept
    await context.act(update, enrolment.after_joining(flow), page=int(page))


async def on_feeling(update: Update, context: Context) -> None:
    """Show the pieces for what one feels."""
    feeling, page = context.parts
    await context.act(update, enrolment.after_joining(library.felt), feeling=feeling, page=int(page))


async def on_piece(update: Update, context: Context) -> None:
    """Show a piece, keep it or let it go, or send its picture."""
    verb, key = context.parts
    if verb in {"keep", "drop"}:
        await context.act(update, enrolment.after_joining(library.keep), key=key, at_hand=verb == "keep")
        return
    flow = library.read if verb == "read" else library.ask_medium
    await context.act(update, enrolment.after_joining(flow), key=key)


async def on_verdict(update: Update, context: Context) -> None:
    """Take whether a piece helped."""
    key, helped = context.parts
    await context.act(update, enrolment.after_joining(library.judge), key=key, helped=helped)


async def on_way(update: Update, context: Context) -> None:
    """Ask for a word to look for, or show a small step."""
    flow = library.ask_word if context.parts[0] == "search" else practice.ask
    await context.act(update, enrolment.after_joining(flow))


async def on_practice(update: Update, context: Context) -> None:
    """Open what was covered, or take how a step went."""
    practice_id, said = context.parts
    if said in {*VERDICTS, "untried", "refuse"}:
        await context.act(update, practice.answer, practice_id=int(practice_id), said=said)
        return
    flow = practice.open_ if said == "open" else practice.ask_again
    await context.act(update, flow, practice_id=int(practice_id))
