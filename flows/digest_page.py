"""The digest as a document: its head, its key figures and its families; every label the template sets."""

from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from content.catalogue import Words
from flows.digest_charts import charts, items, quality, screening
from flows.digest_group import group
from flows.digest_sheets import sheets
from flows.digest_words import counted, level, moved, on_page, page_title, since_of, weekday, why
from flows.scope import Family, Scope
from reports.glyphs import lacks
from reports.model import Figures, Line
from reports.suppression import FEWEST, TEAM

MARKS = {"alert_red": "red", "alert_amber": "amber"}
LIMITS = ("screening", "missing", "small", "weeks", "cause", "tired", "quality")
OUTWARD = ("hidden",)
Data = dict[str, Any]


def pdf(figures: Figures, families: Mapping[int, Family], scope: Scope, voice: Words, now: datetime) -> bytes:
    """Return the document of a digest, dated `now`; loads Typst."""
    from reports.documents.page import render

    return render("digest", page(figures, families, scope, voice), now)


def page(figures: Figures, families: Mapping[int, Family], scope: Scope, voice: Words) -> Data:
    """Return everything the template reads, as plain text and numbers."""
    return {
        "language": voice.language,
        "outward": figures.view != TEAM,
        **_head(figures, voice),
        "tiles": _tiles(figures, voice),
        "charts": charts(figures, voice),
        "families": _families(figures, families, voice),
        "items": items(figures, voice),
        "screening": screening(figures, voice),
        "group": group(figures, voice),
        "sheets": sheets(scope, figures.lines, families, voice, figures.zone),
        "quality": quality(figures, voice),
        "limits": {
            "title": on_page(voice, "limits"),
            "texts": [
                on_page(voice, f"limit.{limit}", fewest=FEWEST[figures.view])
                for limit in (*LIMITS, *(OUTWARD if figures.view != TEAM else ()))
            ],
        },
    }


def _head(figures: Figures, voice: Words) -> Data:
    known = figures.as_of.astimezone(ZoneInfo(figures.zone))
    names = unescape(voice.say("digest.and")).join(figures.programmes)
    return {
        "title": on_page(voice, "title"),
        "week": page_title(figures, voice),
        "programmes": on_page(voice, "programmes", names=names),
        "as_of": on_page(voice, "as_of", day=weekday(voice, known), time=f"{known:%H:%M}"),
        "synthetic": unescape(voice.say("digest.synthetic")) if figures.synthetic else "",
        "notes": [unescape(voice.say(key)) for key in notes(figures)],
        "footer": on_page(voice, "footer" if figures.view == TEAM else f"footer_{figures.view}"),
        "of_pages": on_page(voice, "of_pages", page="{page}", pages="{pages}"),
    }


def notes(figures: Figures) -> list[str]:
    """Return the keys of what must be known before the figures are read."""
    found = ["digest.so_far"] if figures.so_far else []
    if not figures.programmes:
        return [*found, "digest.no_programme"]
    if not figures.this.caregivers:
        return [*found, "digest.nobody"]
    return found if figures.this.sent else [*found, "digest.nothing_sent"]


def _tiles(figures: Figures, voice: Words) -> list[Data]:
    this, none = figures.this, on_page(voice, "none")
    rate = none if this.rate is None else on_page(voice, "percent", rate=this.rate)
    note = on_page(voice, "rate_note", answered=this.answered, sent=this.sent)
    tiles = [_tile(on_page(voice, "rate"), rate, note)]
    for item, change in figures.changes.items():
        seen = this.items[item]
        word = unescape(level(item, seen, voice))
        value, under = (word, moved(item, change, voice)) if seen.median is not None else (none, word)
        tiles.append(_tile(on_page(voice, item), value, unescape(under)))
    note = counted(voice, "families_note", this.caregivers)
    listed = str(len(figures.lines)) if figures.view == TEAM else str(this.caregivers or none)
    label = on_page(voice, "families" if figures.view == TEAM else "caregivers")
    return [*tiles, _tile(label, listed, note if figures.view == TEAM else "")]


def _tile(label: str, value: str, note: str) -> Data:
    return {"label": label, "value": value, "note": note}


def _families(figures: Figures, families: Mapping[int, Family], voice: Words) -> Data:
    rows = [_row(line, families.get(line.person_id), voice) for line in figures.lines]
    rare = any(lacks(text) for row in rows for text in (row["label"], row["called"]))
    return {
        "title": on_page(voice, "families"),
        "head": [on_page(voice, key) for key in ("case", "called", "why", "since")],
        "rows": rows,
        "empty": _quiet(figures, voice),
        "key": {mark: on_page(voice, f"key_{mark}") for mark in ("red", "amber", "other")},
        "footnote": on_page(voice, "footnote") if rare else "",
    }


def _row(line: Line, family: Family | None, voice: Words) -> Data:
    called = family.called if family else None
    return {
        "label": line.label,
        "called": called or on_page(voice, "none"),
        "mark": MARKS.get(line.reasons[0].code, "other"),
        "reasons": [
            {"why": unescape(why(told, voice)), "since": since_of(told, voice)} for told in line.reasons
        ],
    }


def _quiet(figures: Figures, voice: Words) -> str:
    """Return the line of a week in which no family needs a look; the others have their reasons in numbers."""
    return (
        unescape(voice.say("digest.quiet_week")) if figures.this.caregivers and figures.view == TEAM else ""
    )
