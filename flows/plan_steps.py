"""The steps of planning: what each asks, which answers it offers, and what a written one means."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

from content.message import Button, Rows, column
from content.moments import day_only, read_day, read_hour
from content.numerals import in_figures
from content.programmes import LONGEST_THEME, Planned, in_language, keys, template
from db import people
from db.models import Draft
from flows import material, meeting, running
from flows.act import Act
from flows.running import Venue

HOURS = ("09:00", "10:00", "14:00", "14:30", "15:00", "16:00", "19:00", "19:30")
ROOMS = ("6", "8", "10", "12", "15", "none")
DAYS_OFFERED, FARTHEST = 14, timedelta(days=400)
LONGEST_PLACE = 200
SATURDAY = 5
SAID_ANEW = ("day", "hour", "place", "room")


def buttons(act: Act, draft: Draft) -> Rows:
    """Return the answers that the step at hand offers."""
    if draft.step == "piece":
        return material.titles(draft.said["topic"], act.words)
    if draft.step == "sure":
        return _sure(act, draft)
    return _BUTTONS[draft.step](act)


def understand(act: Act, step: str, text: str) -> str | None:
    """Return what an answer to a step means, as it is kept; None for one that cannot be understood."""
    return _READS[step](act, text)


def venue(draft: Draft) -> Venue:
    """Return the day, hour, place and seats that were said so far."""
    said = draft.said
    room = said.get("room", "none")
    return Venue(
        date.fromisoformat(said["day"]),
        time.fromisoformat(said["hour"]),
        said.get("place", ""),
        None if room == "none" else int(room),
    )


def session_of(draft: Draft, language: str) -> Planned:
    """Return the session that is to be added: a reunion, or one on what was written."""
    theme = draft.said["theme"]
    return running.reunion() if theme == meeting.REUNION else running.own(theme, language, piece_of(draft))


def piece_of(draft: Draft) -> str | None:
    """Return the piece that was chosen, or None for none."""
    piece = draft.said.get("piece", material.NONE)
    return None if material.NONE in {piece, draft.said.get("topic")} else piece


def summary(act: Act, draft: Draft) -> str:
    """Return what is about to be done, for the worker to agree to."""
    where = venue(draft)
    clock = where.at.isoformat("minutes")
    if draft.kind != "plan":
        day = day_only(where.day, act.language)
        if draft.kind == "move":
            number = meeting.of_worker(act, draft.said["about"]).number
            return act.words.say("plan.sure.move", number=number, day=day, hour=clock)
        one = session_of(draft, act.language)
        said = act.words.say(
            "plan.sure.extra",
            theme=in_language(one.theme, act.language),
            day=day,
            hour=clock,
            place=where.place,
        )
        return f"{said}\n{_brings(act, one)}" if one.key == meeting.OWN else said
    run = template(draft.said["template"])
    title = in_language(run.title, act.language)
    seats = act.words.say("plan.room.none") if where.capacity is None else str(where.capacity)
    lines = [act.words.say("plan.sure.plan", title=title, hour=clock, place=where.place, seats=seats)]
    days = [where.day + timedelta(days=one.day) for one in run.sessions]
    for number, one in enumerate(run.sessions, start=1):
        day = day_only(where.day + timedelta(days=one.day), act.language)
        lines.append(f"{number}. {day} · {in_language(one.theme, act.language)}")
    weekend = sum(day.weekday() >= SATURDAY for day in days)
    if weekend:
        lines.append(f"\n{act.words.count('plan.sure.weekend', weekend)}")
    return "\n".join(lines)


def zone_of(act: Act) -> str:
    """Return the zone of the ward, in which its sessions are planned."""
    return people.site_of(act.session, act.who).zone


def _brings(act: Act, one: Planned) -> str:
    return act.words.say("session.brings", title=material.title(one.piece or material.NONE, act.words))


def _read_theme(act: Act, text: str) -> str | None:
    return text if 0 < len(text) <= LONGEST_THEME else None


def _read_template(act: Act, text: str) -> str | None:
    return text if text in keys() else None


def _read_day(act: Act, text: str) -> str | None:
    today = running.today(zone_of(act), act.now)
    day = read_day(text, today)
    return day.isoformat() if day is not None and today <= day <= today + FARTHEST else None


def _read_hour(act: Act, text: str) -> str | None:
    hour = read_hour(text)
    return None if hour is None else hour.isoformat("minutes")


def _read_place(act: Act, text: str) -> str | None:
    return text[:LONGEST_PLACE] or None


def _read_room(act: Act, text: str) -> str | None:
    if text == "none":
        return text
    number = in_figures(text).rstrip("个人名位 ")
    return str(int(number)) if number.isdecimal() and 1 <= int(number) <= 500 else None


def _templates(act: Act) -> Rows:
    return column(
        *(Button(in_language(template(key).title, act.language), f"plan:template:{key}") for key in keys())
    )


def _themes(act: Act) -> Rows:
    return column(Button(act.words.say("session.reunion"), f"plan:theme:{meeting.REUNION}"))


def _days(act: Act) -> Rows:
    today = running.today(zone_of(act), act.now)
    days = [today + timedelta(days=ahead) for ahead in range(1, DAYS_OFFERED + 1)]
    return _in_twos([Button(day_only(day, act.language), f"plan:day:{day}") for day in days])


def _hours(act: Act) -> Rows:
    return _in_twos([Button(hour, f"plan:hour:{hour}") for hour in HOURS])


def _rooms(act: Act) -> Rows:
    return _in_twos(
        [
            Button(act.words.say("plan.room.none") if room == "none" else room, f"plan:room:{room}")
            for room in ROOMS
        ]
    )


def _sure(act: Act, draft: Draft) -> Rows:
    """Offer to do it, or to say one of the answers anew; the others stay as they were said."""
    yes = Button(act.words.say("plan.yes"), "plan:sure:yes")
    anew = [
        Button(act.words.say(f"plan.again.{step}"), f"plan:sure:{step}")
        for step in SAID_ANEW
        if step in draft.said
    ]
    return ((yes,), *_in_twos(anew))


def _in_twos(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))


_BUTTONS: Mapping[str, Callable[[Act], Rows]] = {
    "template": _templates, "day": _days, "hour": _hours, "place": lambda act: (), "room": _rooms,
    "theme": _themes, "topic": lambda act: material.topics(act.words),
}  # fmt: skip
_READS: Mapping[str, Callable[[Act, str], str | None]] = {
    "template": _read_template, "day": _read_day, "hour": _read_hour, "place": _read_place,
    "room": _read_room, "theme": _read_theme, "topic": lambda act, text: material.read_topic(text),
    "piece": lambda act, text: material.read_piece(text),
}  # fmt: skip
