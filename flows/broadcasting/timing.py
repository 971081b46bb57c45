"""When a broadcast goes out: at once, or on a day at an hour of each one's own clock, and how often."""

from datetime import date, time, timedelta

from content.message import Button, Message, Rows
from content.moments import day_only, read_day, read_hour
from db import people
from db.models import Broadcast, Repeats
from flows import running
from flows.act import Act
from flows.broadcasting import talking
from flows.errors import OldButton

HOURS = ("08:00", "09:00", "10:00", "12:00", "14:00", "16:00", "18:00", "19:00", "20:00")
DAYS, DEFAULT = 8, time(9)


def days(act: Act, one: Broadcast) -> Message:
    """Return the days to choose from, and "at once"."""
    first = running.today(people.site_of(act.session, act.who).zone, act.now)
    talking.begin(act, one, talking.DAY)
    buttons = [
        Button(day_only(day, act.language), f"bc:{one.id}:day:{day}")
        for day in (first + timedelta(days=ahead) for ahead in range(DAYS))
    ]
    at_once = Button(act.words.say("broadcast.button.at_once"), f"bc:{one.id}:day:now")
    return Message(act.words.say("broadcast.ask.day"), ((at_once,), *_in_rows(buttons, 2)))


def take_day(act: Act, one: Broadcast, value: str) -> bool:
    """Keep a day; true if the hour is still to be said."""
    if value == "now":
        one.day, one.at, one.repeats = None, None, None
        return False
    try:
        one.day = date.fromisoformat(value)
    except ValueError:
        raise OldButton from None
    one.at = one.at or DEFAULT
    return True


def hours(act: Act, one: Broadcast) -> Message:
    """Return the hours to choose from, all of them out of the quiet ones."""
    talking.begin(act, one, talking.HOUR)
    buttons = [Button(hour, f"bc:{one.id}:hour:{hour.replace(':', '-')}") for hour in HOURS]
    return Message(act.words.say("broadcast.ask.hour"), _in_rows(buttons, 3))


def take_hour(act: Act, one: Broadcast, value: str) -> None:
    """Keep an hour."""
    if one.day is None or value.replace("-", ":") not in HOURS:
        raise OldButton
    one.at = time.fromisoformat(value.replace("-", ":"))


def hear(act: Act, one: Broadcast, step: str, text: str) -> Message:
    """Take a day or an hour that was written, in whatever way people write it; else ask again."""
    if step == talking.DAY:
        today = running.today(people.site_of(act.session, act.who).zone, act.now)
        day = read_day(text, today)
        if day is None or day < today:
            return days(act, one).with_note(act.words.say("broadcast.unclear.day"))
        take_day(act, one, day.isoformat())
        return hours(act, one)
    hour = read_hour(text)
    if hour is None or one.day is None:
        return hours(act, one).with_note(act.words.say("broadcast.unclear.hour"))
    one.at = hour
    return often(act, one)


def often(act: Act, one: Broadcast) -> Message:
    """Ask how often."""
    talking.drop(act)
    buttons = [
        Button(act.words.say(f"broadcast.button.often.{key}"), f"bc:{one.id}:often:{key}")
        for key in ("once", *Repeats)
    ]
    return Message(act.words.say("broadcast.ask.often"), _in_rows(buttons, 3))


def take_often(act: Act, one: Broadcast, value: str) -> None:
    """Keep how often."""
    if value not in {"once", *Repeats}:
        raise OldButton
    one.repeats = None if value == "once" else value


def _in_rows(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[n : n + width]) for n in range(0, len(buttons), width))
