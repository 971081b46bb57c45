"""The digest as a workbook: a sheet for each kind of figure, and a codebook in the reader's words."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape

from content.catalogue import Words
from flows.digest_group import title_of
from flows.digest_words import why
from reports.model import Figures
from reports.pages import Meaning, Page
from reports.sections import Piece, Sections
from reports.suppression import TEAM

STEP, MATERIAL = "step", "material"


def workbook(figures: Figures, voice: Words, now: datetime) -> bytes:
    """Return the workbook of a digest; what stays hidden is an empty cell. Loads the writer."""
    from reports.workbook import write

    pages = list(_pages(figures, voice))
    meanings = [
        Meaning(page.name, column, unescape(voice.say(f"digest.book.{column}")))
        for page in pages
        for column in page.columns
    ]
    titles = [unescape(voice.say(f"digest.book_{key}")) for key in ("codebook", "sheet", "column", "meaning")]
    return write(pages, now, meanings=meanings, titles=(titles[0], titles[1], titles[2], titles[3]))


def _pages(figures: Figures, voice: Words) -> Iterator[Page]:
    yield _weeks(figures)
    yield _items(figures)
    yield Page(
        "changes",
        ("item", "n", "change"),
        tuple((item, each.n or None, each.mean) for item, each in figures.changes.items()),
    )
    yield Page(
        "phq4", ("first", "last", "n"), tuple((each.first, each.last, each.n) for each in figures.phq4.bands)
    )
    yield from _sections(figures, voice)
    if figures.view == TEAM:
        yield Page(
            "families",
            ("case", "reason", "why", "since", "until"),
            tuple(
                (line.label, told.code, unescape(why(told, voice)), told.since, told.until)
                for line in figures.lines
                for told in line.reasons
            ),
        )


def _weeks(figures: Figures) -> Page:
    columns = ("week", "monday", "caregivers", "sent", "answered", "unfinished", "expired", "waiting", "rate")
    hidden = figures.view != TEAM
    rows = tuple(
        (
            each.week,
            each.monday,
            each.caregivers if each.caregivers or not hidden else None,
            each.sent if each.caregivers or not hidden else None,
            each.answered if each.caregivers or not hidden else None,
            *((None,) * 3 if hidden else (each.unfinished, each.expired, each.waiting)),
            each.rate,
        )
        for each in figures.weeks
    )
    return Page("weeks", columns, rows)


def _items(figures: Figures) -> Page:
    rows = tuple(
        (week.week, item, each.n or None, each.median, each.q1, each.q3, each.mean)
        for week in figures.weeks
        for item, each in week.items.items()
    )
    return Page("items", ("week", "item", "n", "median", "q1", "q3", "mean"), rows)


def _sections(figures: Figures, voice: Words) -> Iterator[Page]:
    found = figures.sections
    yield _outcomes(found)
    asked = (*found.areas, *([found.tired] if found.tired else []))
    yield Page(
        "areas", ("area", "n", "attention"), tuple((each.name, each.n, each.attention) for each in asked)
    )
    yield Page(
        "children",
        ("instrument", "scale", "respondent", "n", "before", "after"),
        tuple(
            (each.instrument, each.scale, each.respondent, each.n, each.before, each.after)
            for each in found.children
        ),
    )
    yield Page(
        "sessions",
        ("session", "day", "came", "missed"),
        tuple((each.number, each.day, each.came, each.missed) for each in found.sessions),
    )
    both = ((STEP, found.steps), (MATERIAL, found.materials))
    yield Page(
        "pieces",
        ("piece", "title", "kind", "reached", "told", "tried", "helped"),
        tuple(_piece(each, kind, voice) for kind, pieces in both for each in pieces),
    )
    if found.quality is not None:
        best = found.quality
        row = (best.questions, best.skipped, best.forms, best.alike, best.fast)
        yield Page("quality", ("questions", "skipped", "forms", "alike", "fast"), (row,))


def _outcomes(found: Sections) -> Page:
    columns = ("instrument", "scale", "n", "improved", "unchanged", "deteriorated", "working")
    rows = tuple(
        (each.instrument, each.scale, each.n, each.improved, each.unchanged, each.deteriorated, each.working)
        for each in found.outcomes
    )
    return Page("outcomes", columns, rows)


def _piece(each: Piece, kind: str, voice: Words) -> tuple[str | int | None, ...]:
    title = title_of(each.key, voice)
    return each.key, title, kind, each.reached, each.told, each.tried, each.helped
