"""The buttons of a digest: below it, a row for each line it shows."""

from content.catalogue import Words
from content.message import Button, Rows
from flows.tending import CALLS_FOR, DONE, MORE, TAKE
from reports.model import Figures, Line

NAME_LENGTH = 16


def rows(figures: Figures, shown: int, voice: Words) -> Rows:
    """Return the rows for the first `shown` lines: what it calls for, everything else, and done.

    Somebody without a place has only their alert, which can be taken.
    """
    return tuple(row for line in figures.lines[:shown] if (row := _row(line, voice)))


def _row(line: Line, voice: Words) -> tuple[Button, ...]:
    if line.place_id is None:
        if line.alert_id is None:
            return ()
        return (Button(_named("take", line, voice), f"alert:take:{line.alert_id}"),)
    at = f"line:{line.place_id}"
    first = TAKE if line.alert_id is not None else CALLS_FOR.get(line.reasons[0].code)
    proposed = (Button(_named(first, line, voice), f"{at}:{first}"),) if first else ()
    more = voice.say("line.others") if first else _named("others", line, voice)
    return (*proposed, Button(more, f"{at}:{MORE}"), Button(voice.say("line.done"), f"{at}:{DONE}"))


def _named(way: str, line: Line, voice: Words) -> str:
    short = line.label if len(line.label) <= NAME_LENGTH else f"{line.label[: NAME_LENGTH - 1]}…"
    return f"{short} · {voice.say(f'line.{way}')}"
