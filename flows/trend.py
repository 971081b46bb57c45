"""A person's own trend: only when they ask for it."""

from collections.abc import Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from content.message import Message, Reply, send
from db import checkins
from flows.act import Act

SHOWN = 8
BARS = "▁▃▄▆█"
LINES = (("micro", "mood"), ("micro", "load"))


def show(act: Act) -> Reply:
    """Show the last eight moods and loads as small bars with their dates; too few says so kindly."""
    rows = checkins.history(act.session, act.who.id, LINES, SHOWN)
    moods = [(when, value) for when, scale, value in rows if scale == "mood"][:SHOWN][::-1]
    loads = [value for _, scale, value in rows if scale == "load"][:SHOWN][::-1]
    if len(moods) < 2:
        return send(Message(act.words.say("trend.too_few")))
    zone = ZoneInfo(act.who.zone)
    first, last = (when.astimezone(zone).strftime("%m-%d") for when in (moods[0][0], moods[-1][0]))
    text = act.words.say(
        "trend.shown", first=first, last=last, mood=_bars([value for _, value in moods]), load=_bars(loads)
    )
    return send(Message(text))


def _bars(values: Sequence[Decimal]) -> str:
    """Return one bar a value; values lie in 1 to 5."""
    return "".join(BARS[max(0, min(len(BARS) - 1, int(value) - 1))] for value in values)
