"""Figures made up for a message: a middling week of nine, and whatever a test says instead."""

from datetime import UTC, date, datetime

from content.catalogue import words
from flows.digest_chat import message, shown
from reports.groups import step
from reports.model import Change, Figures, Group, Line, Reason, Screening, WeekFigures
from tests.digest.ward import WEEK

ALERTS, PAUSES = ("help", "contact", "load"), ("hospital", "procedure", "hard_days", "other")


MIDDLING, HEAVY = Group(9, 3.0, 2.0, 4.0, 3.1), Group(9, 4.0, 3.0, 5.0, 3.9)


def week(sent=30, answered=23, caregivers=12, mood=MIDDLING, load=HEAVY):
    rate = round(100 * answered / sent) if sent else None
    items = {"mood": mood, "load": load}
    return WeekFigures(WEEK, date(2026, 4, 6), caregivers, sent, answered, 2, 3, 2, rate, items)


def figures(lines=(), this=None, mood=0.4, load=-0.4, **columns):
    changes = {"mood": Change(8, mood, step(mood)), "load": Change(8, load, step(load))}
    defaults = {
        "week": WEEK,
        "zone": "Asia/Shanghai",
        "as_of": datetime(2026, 4, 13, tzinfo=UTC),
        "so_far": False,
        "synthetic": False,
        "programmes": ("Spring group",),
        "weeks": (this or week(),),
        "changes": changes,
        "phq4": Screening(0),
        "lines": tuple(lines),
    }
    return Figures(**defaults | columns)


def line(number, *codes, label=None):
    reasons = tuple(Reason(code, date(2026, 4, 9)) for code in codes)
    return Line(number, label or f"C-{number:02d}", reasons)


def said(made, language="en"):
    return shown(message(made, words(language)).text)
