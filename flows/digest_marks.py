"""A digest that stands in a chat, brought up to date: lines that were dealt with show it, and can come back.

The message is the one that was tapped, as Telegram hands it back: nothing of it is composed anew.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape

from content.catalogue import LANGUAGES, Words, words
from content.message import Button, Message, Rows
from flows.digest_ways import CALL, DONE, MORE, TAKE, UNDO, row_of

CAPTION = 1024
"""The most characters that may stand below a file; a page that came by chat has the digest there."""

TICK, BETWEEN, CUT = "✓ ", " · ", "…"
STRUCK = re.compile(r"^✓ <s>(.*)</s>$")
TAG = re.compile(r"</?\w[^<>]*>")
OF_A_PLACE = re.compile(r"^line:(\d+):([a-z]+)(?::([a-z]+))?$")
OF_AN_ALERT = re.compile(r"^alert:take:(\d+)$")
OF_A_WEEK = re.compile(r"^digest:(?:page|picture|book):(\d{4}-W\d{2}):(\d+)$")


@dataclass(frozen=True)
class Mark:
    """What became of a line: whether it is `done` (and whether by the reader), and what alert there is."""

    done: bool = False
    mine: bool = False
    raised: bool = False
    taken: bool = False


@dataclass(frozen=True)
class Row:
    """A line's row of buttons: its place or its alert, the label that stands there, and what it proposes."""

    place: int | None
    alert: int | None
    label: str
    first: str | None


def is_digest(message: Message) -> bool:
    """Whether a message is a digest: only that has the ways to its files."""
    return any(about_week(button.data) for row in message.buttons for button in row)


def about_week(data: str) -> tuple[str, int] | None:
    """Return the week, and whose digest of it, that a button brings a file of; None for any other."""
    found = OF_A_WEEK.match(data)
    return (found[1], int(found[2])) if found else None


def rows_of(message: Message) -> Iterator[Row]:
    """Yield the rows of its lines, in their order."""
    for row in message.buttons:
        if (found := _row(row)) is not None:
            yield found


def brought_up_to_date(
    message: Message, places: Mapping[int, Mark], alerts: Mapping[int, Mark], voice: Words
) -> Message:
    """Return the digest with each line as it is by now; unchanged where nothing happened.

    What is not in `places` and `alerts` stays as it was.
    """
    lines, at, rows = message.text.split("\n"), 0, list[tuple[Button, ...]]()
    for buttons in message.buttons:
        row = _row(buttons)
        mark = _mark(row, places, alerts) if row else None
        if row is None or mark is None:
            rows.append(buttons)
            continue
        rows += _rebuilt(row, mark, voice)
        where = next((n for n in range(at, len(lines)) if _is_about(lines[n], row.label)), None)
        if where is not None:
            lines[where], at = _line(lines[where], row, mark, voice), where + 1
    text = "\n".join(lines)
    fits = len(unescape(TAG.sub("", text))) <= CAPTION
    return replace(message, text=text if fits else message.text, buttons=tuple(rows))


def _row(buttons: tuple[Button, ...]) -> Row | None:
    label = buttons[0].text.rpartition(BETWEEN)[0] if buttons else ""
    if not label:
        return None
    if taking := OF_AN_ALERT.match(buttons[0].data):
        return Row(None, int(taking[1]), label, TAKE)
    tapped = OF_A_PLACE.match(buttons[0].data)
    if tapped is None:
        return None
    first = tapped[3] if tapped[2] == UNDO else tapped[2]
    return Row(int(tapped[1]), None, label, None if first == MORE else first)


def _mark(row: Row, places: Mapping[int, Mark], alerts: Mapping[int, Mark]) -> Mark | None:
    return places.get(row.place) if row.place is not None else alerts.get(row.alert or 0)


def _rebuilt(row: Row, mark: Mark, voice: Words) -> Rows:
    """Return the buttons of a line; none once an alert of somebody without a place is taken."""
    if row.place is None:
        button = Button(f"{row.label}{BETWEEN}{voice.say('line.take')}", f"alert:take:{row.alert}")
        return ((button,),) if mark.raised else ()
    if mark.done and mark.mine:
        back = f"line:{row.place}:{UNDO}:{row.first or MORE}"
        return ((Button(f"{row.label}{BETWEEN}{voice.say('line.undo')}", back),),)
    first = CALL if row.first == TAKE and not mark.raised else row.first
    whole = row_of(row.place, row.label, first, voice)
    return (tuple(each for each in whole if not mark.done or not each.data.endswith(f":{DONE}")),)


def _is_about(line: str, label: str) -> bool:
    """Whether a line of the text is about the family on a row; a label that was cut is known by its start."""
    said = unescape(TAG.sub("", line)).removeprefix(TICK).removeprefix("❗ ")
    return said.startswith(label[:-1] if label.endswith(CUT) else label + BETWEEN)


def _line(line: str, row: Row, mark: Mark, voice: Words) -> str:
    """Return a line as it is by now; that an alert was taken is told where the digest offered to take it."""
    struck = STRUCK.match(line)
    said = bare = struck[1] if struck else line
    for language in LANGUAGES:
        bare = bare.removesuffix(words(language).say("line.taken"))
    if mark.done:
        return f"{TICK}<s>{bare}</s>"
    news = mark.taken and (row.first == TAKE or said != bare)
    return f"{bare}{voice.say('line.taken')}" if news else bare
