"""The plan of two weeks in plain words: what comes when and why, and how much of the week is used."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from content.catalogue import Words, words
from content.message import Message
from db import people, programmes
from db.models import Delivery, Kind, Person
from db.session import Session
from scales.batteries import CHILD_WAVE, KINDS
from scheduler.budget import DAILY, WEEKLY
from scheduler.cadence import monday_of
from scheduler.known import known
from scheduler.preview import Line, preview
from scheduler.rules import local_date

SPAN = timedelta(days=14)
# Most lines that a phone shows without scrolling far.
MOST = 24
# What gives way, or comes with a check-in that has its own line.
HIDDEN = frozenset({"wave", "not_due", "quiet", "rides"})
QUESTIONS = frozenset({Kind.CHECKIN})
OTHERS: Mapping[str, str] = {Kind.REMINDER: "plan.reminder", Kind.SESSION: "plan.group"}


def plan(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | str:
    """Return the two weeks of the person asked about, or the outcome where they are nobody's to see."""
    about = people.by_id(session, delivery.about_id or 0)
    if about is None:
        return "skipped:gone"
    said, own = words(person.language), about.id == person.id
    facts = known(session, about, now, now + SPAN)
    lines = [line for line in preview(facts, now, now + SPAN) if line.verdict not in HIDDEN]
    monday = monday_of(local_date(now, about.zone))
    used = sum(monday_of(local_date(at, about.zone)) == monday for at in facts.gone)
    place = programmes.enrolment_of(session, about.id)
    head = said.say("plan.own") if own else said.say("plan.family", label=place.label if place else "–")
    budget = said.say("plan.budget", used=used, most=WEEKLY, daily=DAILY)
    shown = [_line(said, line, about.zone) for line in lines[:MOST]] or [said.say("plan.nothing")]
    foot = [said.say("plan.why")] if own and lines else []
    return Message("\n".join([head, budget, "", *shown, *foot]))


def _line(said: Words, line: Line, zone: str) -> str:
    at = line.at.astimezone(ZoneInfo(zone))
    day = format_skeleton("MMMEd", at, locale=said.language.replace("-", "_"))
    return said.say("plan.line", day=day, time=f"{at:%H:%M}", what=_what(said, line))


def _what(said: Words, line: Line) -> str:
    asked = line.kind in QUESTIONS and line.what in KINDS
    kind = line.what if line.what in CHILD_WAVE else KINDS.get(line.what, "")
    what = said.say(f"plan.{kind}" if asked else OTHERS.get(line.kind, "plan.message"))
    return (
        what
        if line.verdict == "sent"
        else said.say("plan.not", what=what, why=said.say(f"plan.because.{line.verdict}"))
    )
