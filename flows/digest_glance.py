"""The digest's group at a glance: a picture that a phone shows whole, with words that can be read on it."""

from datetime import datetime
from html import unescape
from typing import Any

from content.catalogue import Words
from flows.digest_charts import DRAWN
from flows.digest_chat import programmes
from flows.digest_page import notes
from flows.digest_words import ARROWS, STEPS, counted, level, number_of, on_page, page_title
from reports.model import Figures, WeekFigures
from reports.suppression import FEWEST, TEAM

Data = dict[str, Any]


def picture(figures: Figures, voice: Words, now: datetime) -> bytes:
    """Return the picture as PNG, without any family; loads Typst."""
    from reports.documents.page import picture as draw

    return draw("digest_picture", shown(figures, voice), now)


def shown(figures: Figures, voice: Words) -> Data:
    """Return everything that stands on the picture, as plain text and numbers."""
    return {
        "language": voice.language,
        "week": page_title(figures, voice),
        "programmes": unescape(programmes(figures, voice)) if figures.programmes else "",
        "synthetic": unescape(voice.say("digest.synthetic")) if figures.synthetic else "",
        "notes": [unescape(voice.say(key)) for key in notes(figures)],
        "people": _people(figures, voice),
        "rows": [_rate(figures, voice), *(_spread(figures, item, voice) for item in DRAWN)],
        "key": on_page(voice, "glance_key", fewest=FEWEST[figures.view]),
    }


def _people(figures: Figures, voice: Words) -> Data:
    """Return how many families to look at; outside of the team how many take part."""
    taking_part = figures.this.caregivers
    if figures.view != TEAM:
        value = str(taking_part or on_page(voice, "none"))
        return {"label": on_page(voice, "caregivers"), "value": value, "note": ""}
    note = counted(voice, "families_note", taking_part)
    return {"label": on_page(voice, "families"), "value": str(len(figures.lines)), "note": note}


def _rate(figures: Figures, voice: Words) -> Data:
    this, none = figures.this, on_page(voice, "none")
    return {
        "kind": "rate",
        "label": on_page(voice, "rate"),
        "value": none if this.rate is None else on_page(voice, "percent", rate=this.rate),
        "note": on_page(voice, "rate_note", answered=this.answered, sent=this.sent),
        "empty": "",
        "points": [
            {**_week(week, voice), "rate": week.rate, "below": "" if week.rate is None else str(week.rate)}
            for week in figures.weeks
        ],
    }


def _spread(figures: Figures, item: str, voice: Words) -> Data:
    """Return a question's weeks, with its level in a word and its change where these have words."""
    change = figures.changes.get(item)
    seen, points = figures.this.items[item], [_point(week, item, voice) for week in figures.weeks]
    blank = all(point["median"] is None for point in points)
    value, note = "", ""
    if change is not None and seen.median is not None:
        value = unescape(level(item, seen, voice))
        if change.step is not None:
            step = unescape(voice.say(f"digest.{item}_step.{STEPS[change.step]}"))
            note = f"{ARROWS[change.step]} {step}"
    return {
        "kind": "spread",
        "label": on_page(voice, item if change is not None else f"{item}_by_week"),
        "value": value,
        "note": note,
        "empty": unescape(voice.say("digest.too_few")) if blank else "",
        "points": points,
    }


def _point(week: WeekFigures, item: str, voice: Words) -> Data:
    seen = week.items[item]
    spread = {"median": seen.median, "q1": seen.q1, "q3": seen.q3}
    return {**_week(week, voice), **spread, "below": str(seen.n) if seen.n else ""}


def _week(week: WeekFigures, voice: Words) -> Data:
    return {"week": on_page(voice, "week", number=number_of(week.week))}
