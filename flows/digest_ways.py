"""The buttons of a digest: below it, a row for each line it shows."""

from collections.abc import Mapping

from content.catalogue import Words
from content.message import Button, Rows
from reports.model import Figures, Line

NAME_LENGTH = 16
MORE, DONE, UNDO, TAKE = "more", "done", "undo", "take"
CALL, WRITE, STEP, OVER = "call", "write", "step", "over"

# What a reason calls for first; for what is not here nothing is proposed.
CALLS_FOR: Mapping[str, str] = {
    "alert_red": CALL,
    "alert_amber": CALL,
    "bereaved": CALL,
    "relapse": WRITE,
    "load": STEP,
    "wish": CALL,
    "screening": CALL,
    "change": STEP,
    "noted": WRITE,
    "absent": CALL,
    "quiet": CALL,
    "paused": WRITE,
    "unreachable": CALL,
}


def rows(figures: Figures, shown: int, voice: Words) -> Rows:
    """Return the rows for the first `shown` lines: what it calls for, everything else, and done.

    Somebody without a place has only their alert, which can be taken.
    """
    return tuple(row for line in figures.lines[:shown] if (row := _row(line, voice)))


def row_of(place_id: int, label: str, first: str | None, voice: Words) -> tuple[Button, ...]:
    """Return the row of a family: what its line calls for `first`, if anything, everything else, and done."""
    at = f"line:{place_id}"
    proposed = (Button(_named(first, label, voice), f"{at}:{first}"),) if first else ()
    more = voice.say("line.others") if first else _named("others", label, voice)
    return (*proposed, Button(more, f"{at}:{MORE}"), Button(voice.say("line.done"), f"{at}:{DONE}"))


def _row(line: Line, voice: Words) -> tuple[Button, ...]:
    short = line.label if len(line.label) <= NAME_LENGTH else f"{line.label[: NAME_LENGTH - 1]}…"
    if line.place_id is None:
        if line.alert_id is None:
            return ()
        return (Button(_named(TAKE, short, voice), f"alert:take:{line.alert_id}"),)
    first = TAKE if line.alert_id is not None else CALLS_FOR.get(line.reasons[0].code)
    return row_of(line.place_id, short, first, voice)


def _named(way: str, label: str, voice: Words) -> str:
    return f"{label} · {voice.say(f'line.{way}')}"
