"""The digest's charts and tables of the whole group, as data for the template."""

from html import unescape
from typing import Any

from content.catalogue import Words
from flows.digest_words import counted, number_of, on_page
from reports.groups import LISTED
from reports.model import BandCount, Figures, Group, WeekFigures
from reports.sections import Quality
from reports.suppression import FEWEST, TEAM

WEEKLY_ITEMS = ("burden", "body", "connect")
DRAWN = ("mood", "load", "burden")
OUTCOMES = ("sent", "answered", "unfinished", "expired", "waiting")
Data = dict[str, Any]


def charts(figures: Figures, voice: Words) -> Data:
    """Return the weeks' response rates, and the group's mood and load by week."""
    return {
        "rate": {
            "title": on_page(voice, "by_week"),
            "key": on_page(voice, "rate_key"),
            "bars": [_bar(week, voice) for week in figures.weeks],
        },
        "groups": [_spread(figures, item, voice) for item in DRAWN],
        "group_key": on_page(voice, "group_key", fewest=FEWEST[figures.view]),
        "not_validated": on_page(voice, "not_validated"),
    }


def items(figures: Figures, voice: Words) -> Data:
    """Return the weekly questions' medians, beside those of the week before."""
    before = figures.weeks[-2].items if len(figures.weeks) > 1 else {}
    return {
        "title": on_page(voice, "items"),
        "head": [on_page(voice, key) for key in ("item", "median", "middle", "n", "before")],
        "rows": [
            {
                "name": on_page(voice, item),
                "scale": on_page(voice, f"{item}.scale"),
                "cells": _cells(figures.this.items[item], before.get(item, Group(0)), voice),
            }
            for item in WEEKLY_ITEMS
        ],
    }


def screening(figures: Figures, voice: Words) -> Data:
    """Return the PHQ-4 results by band, or why there are none to show."""
    seen = figures.phq4
    if not seen.n:
        text = on_page(voice, "phq4_none")
    else:
        text = counted(voice, "phq4_n" if seen.bands else "phq4_few", seen.n)
    return {
        "title": on_page(voice, "phq4"),
        "text": text,
        "head": [on_page(voice, key) for key in ("band", "people")],
        "rows": [[_band(count, voice), str(count.n)] for count in seen.bands],
        "most": max((count.n for count in seen.bands), default=0),
        "note": _band_note(figures, voice) if seen.bands else "",
    }


def _band_note(figures: Figures, voice: Words) -> str:
    if figures.view == TEAM:
        return on_page(voice, "phq4_note")
    return on_page(voice, "phq4_note_outward", fewest=FEWEST[figures.view])


def quality(figures: Figures, voice: Words) -> Data:
    """Return what became of the week's check-ins."""
    this = figures.this
    told = OUTCOMES if figures.view == TEAM else OUTCOMES[:2]
    rows = [[on_page(voice, outcome), str(getattr(this, outcome))] for outcome in told]
    return {
        "title": on_page(voice, "quality"),
        "rows": [*rows, *(_quality(figures.sections.quality, voice) if figures.sections.quality else [])],
    }


def _quality(found: Quality, voice: Words) -> list[list[str]]:
    """Return what may be wrong with the answers: skipped, all alike, too fast."""
    return [
        [on_page(voice, "skipped"), on_page(voice, "of", part=found.skipped, whole=found.questions)],
        [on_page(voice, "alike"), on_page(voice, "of", part=found.alike, whole=found.forms)],
        [on_page(voice, "fast"), str(found.fast)],
    ]


def _bar(week: WeekFigures, voice: Words) -> Data:
    return {
        "week": on_page(voice, "week", number=number_of(week.week)),
        "rate": week.rate,
        "text": on_page(voice, "none" if week.rate is None else "percent", rate=week.rate),
        "below": f"{week.answered}/{week.sent}",
    }


def _spread(figures: Figures, item: str, voice: Words) -> Data:
    points = [_point(week, item, voice) for week in figures.weeks]
    blank = all(point["median"] is None for point in points)
    return {
        "title": on_page(voice, f"{item}_by_week"),
        "low": unescape(voice.say(f"digest.{item}.1")),
        "high": unescape(voice.say(f"digest.{item}.5")),
        "points": points,
        "empty": unescape(voice.say("digest.too_few")) if blank else "",
    }


def _point(week: WeekFigures, item: str, voice: Words) -> Data:
    seen = week.items[item]
    return {
        "week": on_page(voice, "week", number=number_of(week.week)),
        "median": seen.median,
        "q1": seen.q1,
        "q3": seen.q3,
        "below": str(seen.n),
    }


def _cells(seen: Group, before: Group, voice: Words) -> list[str]:
    none = on_page(voice, "none")
    middle = none if seen.q1 is None or seen.q3 is None else f"{seen.q1:g} – {seen.q3:g}"
    return [
        none if seen.median is None else f"{seen.median:g}",
        middle,
        str(seen.n),
        none if before.median is None else f"{before.median:g}",
    ]


def _band(count: BandCount, voice: Words) -> str:
    first, last = (on_page(voice, f"band.{name}") for name in (count.first, count.last))
    return (
        first
        if count.first == count.last or count.first == LISTED
        else on_page(voice, "bands", first=first, last=last)
    )
