"""A digest for readers outside of the team: no family, and no number that stands for too few people; pure."""

from dataclasses import replace
from typing import Any

from reports.model import Change, Figures, Group, Screening, WeekFigures
from reports.suppression import FEWEST, TEAM

NOTHING = {"sent": 0, "answered": 0, "unfinished": 0, "expired": 0, "waiting": 0, "rate": None}


def outward(figures: Figures) -> Figures:
    """Return the figures as their `view` may see them; the team's stay as they are.

    A number of people under k becomes nought with nothing beside it. What became of check-ins is told as sent
    and answered only, and for weeks with enough caregivers.
    """
    if figures.view == TEAM:
        return figures
    k = FEWEST[figures.view]
    seen = figures.phq4
    return replace(
        figures,
        lines=(),
        weeks=tuple(_week(week, k) for week in figures.weeks),
        changes={item: each if each.n >= k else Change(0) for item, each in figures.changes.items()},
        phq4=seen if seen.n >= k else Screening(0),
    )


def _week(week: WeekFigures, k: int) -> WeekFigures:
    items = {item: each if each.n >= k else Group(0) for item, each in week.items.items()}
    if week.caregivers < k:
        hidden: dict[str, Any] = {"caregivers": 0, **NOTHING}
        return replace(week, items=items, **hidden)
    return replace(week, items=items, unfinished=0, expired=0, waiting=0)
