"""The digest's sections about the group since the programme began, as data for the template."""

from collections.abc import Sequence
from html import unescape
from typing import Any

from content.catalogue import Words
from content.library import library
from flows.casework.answers import short_name
from flows.digest_words import day, on_page
from reports.model import Figures
from reports.sections import Area, BeforeAfter, Outcome, Piece, Said
from reports.suppression import FEWEST
from scales import children, deck
from scales.asking import language_of

Data = dict[str, Any]
MOST_SESSIONS = 8


def group(figures: Figures, voice: Words) -> Data:
    """Return change, areas, sessions, steps, materials and satisfaction."""
    return {
        "outcomes": _outcomes(figures.sections.outcomes, voice),
        "areas": _areas(figures, voice),
        "children": _children(figures.sections.children, voice),
        "sessions": _sessions(figures, voice),
        "steps": _pieces("steps", figures.sections.steps, voice),
        "materials": _pieces("materials", figures.sections.materials, voice),
        "satisfaction": _satisfaction(figures, voice),
        "reasons": _reasons(figures, voice),
    }


def shown(n: int | None, voice: Words) -> str:
    """Return a number, or the sign of one that stays hidden."""
    return on_page(voice, "hidden") if n is None else str(n)


def _outcomes(found: Sequence[Outcome], voice: Words) -> Data:
    notes = [on_page(voice, "outcomes_note")]
    if any(each.working for each in found):
        notes.append(on_page(voice, "working_note"))
    return {
        "title": on_page(voice, "outcomes"),
        "head": [on_page(voice, key) for key in ("questionnaire", "both", "better", "same", "worse")],
        "rows": [_outcome(each, voice) for each in found],
        "empty": "" if found else on_page(voice, "outcomes_none"),
        "notes": notes if found else [],
    }


def _outcome(each: Outcome, voice: Words) -> Data:
    counts = (each.improved, each.unchanged, each.deteriorated)
    mark = "†" if each.working else ""
    return {
        "name": unescape(short_name(each.instrument, voice.language)) + mark,
        "about": on_page(voice, f"about.{each.instrument}"),
        "cells": [shown(n, voice) for n in (each.n, *counts)],
        "bar": [] if None in counts else list(counts),
    }


def _areas(figures: Figures, voice: Words) -> Data:
    found, tired = figures.sections.areas, figures.sections.tired
    return {
        "title": on_page(voice, "areas"),
        "rows": [_area(each, voice) for each in found],
        "tired": _tired(tired, voice) if tired else "",
        "note": on_page(voice, "areas_note") if found else "",
        "empty": "" if found else on_page(voice, "areas_none"),
    }


def _area(each: Area, voice: Words) -> Data:
    if each.attention is None or each.n is None:
        text, share = on_page(voice, "area_few"), None
    else:
        text = on_page(voice, "area_of", attention=each.attention, n=each.n)
        share = each.attention / each.n
    return {"name": on_page(voice, f"area.{each.name}"), "text": text, "share": share}


def _tired(each: Area, voice: Words) -> str:
    if each.attention is None or each.n is None:
        return on_page(voice, "tired_few")
    return on_page(voice, "tired", attention=each.attention, n=each.n)


def _children(found: Sequence[BeforeAfter], voice: Words) -> Data:
    """Return a row for each scale, parents and children beside each other; no rows where nobody was asked."""
    rows: dict[str, dict[str, list[str]]] = {}
    for each in found:
        name = unescape(voice.say(children.name_of(each.instrument, each.scale)))
        hidden = each.before is None or each.after is None
        means = on_page(voice, "hidden" if hidden else "from_to", before=each.before, after=each.after)
        rows.setdefault(name, {})[each.respondent] = [shown(each.n, voice), means]
    none = [on_page(voice, "none")] * 2
    who = (children.CAREGIVER, children.CHILD)
    lines = ([name, *(cell for each in who for cell in said.get(each, none))] for name, said in rows.items())
    return {
        "title": on_page(voice, "children"),
        "head": ["", *(on_page(voice, f"children_{part}") for part in ("n", "parents", "n", "themselves"))],
        "rows": list(lines),
        "note": on_page(voice, "children_note"),
    }


def _sessions(figures: Figures, voice: Words) -> Data:
    rows = []
    for each in figures.sections.sessions[-MOST_SESSIONS:]:
        both = each.came is not None and each.missed is not None
        expected = (each.came or 0) + (each.missed or 0)
        text = on_page(voice, "came", came=each.came, expected=expected) if both else on_page(voice, "hidden")
        share = (each.came or 0) / expected if both and expected else None
        name = on_page(voice, "session", number=each.number, day=day(voice, each.day))
        rows.append({"name": name, "text": text, "share": share})
    return {
        "title": on_page(voice, "sessions"),
        "rows": rows,
        "empty": "" if rows else on_page(voice, "sessions_none"),
    }


def _pieces(which: str, found: Sequence[Piece], voice: Words) -> Data:
    return {
        "title": on_page(voice, which),
        "head": [on_page(voice, key) for key in ("piece", "reached", "told", "tried", "helped")],
        "rows": [
            [
                title_of(each.key, voice),
                *(shown(n, voice) for n in (each.reached, each.told, each.tried, each.helped)),
            ]
            for each in found
        ],
        "empty": "" if found else on_page(voice, f"{which}_none"),
    }


def title_of(key: str, voice: Words) -> str:
    """Return the title of a piece, or its key once the library has it no more."""
    piece = library().text(key, voice.language)
    return piece.front.title if piece else key


def _satisfaction(figures: Figures, voice: Words) -> Data:
    found = figures.sections.satisfaction
    if found is None:
        return {
            "title": on_page(voice, "satisfaction"),
            "text": on_page(voice, "satisfaction_none", fewest=FEWEST[figures.view]),
            "rows": [],
        }
    return {
        "title": on_page(voice, "satisfaction"),
        "text": unescape(voice.count("digest.page.satisfaction_n", found.n, number=found.session)),
        "rows": [_said(each, voice) for each in found.said],
    }


def _said(each: Said, voice: Words) -> Data:
    card = deck.card(each.card)
    language = language_of(card, voice.language)
    options = [one for one in card.options_for(each.item) if one.value is not None]
    told = [
        f"{one.say(language)} {shown(each.counts.get(one.value or 0), voice)}"
        for one in sorted(options, key=lambda one: -(one.value or 0))
        if each.counts.get(one.value or 0) != 0
    ]
    return {"question": card.text(each.item, language), "told": " · ".join(told)}


def _reasons(figures: Figures, voice: Words) -> Data:
    """Return for a reader outside of the team how many families need a look for what."""
    found = figures.sections.reasons or {}
    rows = [[unescape(voice.say(f"digest.why.{code}")), _few(n, voice)] for code, n in found.items()]
    return {
        "title": on_page(voice, "reasons"),
        "rows": rows,
        "empty": "" if rows else unescape(voice.say("digest.quiet_week")),
    }


def _few(n: int | None, voice: Words) -> str:
    return on_page(voice, "few") if n is None else str(n)
