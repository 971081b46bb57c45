"""The document's view of the group since the programme began, with small numbers hidden from outsiders."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from db import digest_children, digest_group, digest_scores, opinions
from db.digest_scores import Known, Mark
from flows.meeting import HEARD_AFTER
from flows.practice import SENT
from flows.scope import Scope
from flows.sharing import Reader, What
from reports.model import Line
from reports.sections import Area, BeforeAfter, Held, Outcome, Piece, Quality, Said, Satisfaction, Sections
from reports.suppression import FEWEST, OUTSIDE, TEAM, suppress, told
from scales import areas, children, deck
from scales.change import Category, change

FEWEST_OPINIONS = 5
MOST_PIECES = 6
COUNTED_AS = {Category.RECOVERED: 0, Category.IMPROVED: 0, Category.UNCHANGED: 1, Category.DETERIORATED: 2}
TIREDNESS = "tired"


def readers(view: str) -> tuple[str, ...]:
    """Return to whom somebody must show something for it to be counted in a view."""
    if view == OUTSIDE:
        return (Reader.SOCIAL_WORKER, Reader.RESEARCHER)
    return (Reader.SOCIAL_WORKER,)


def sections_of(scope: Scope, lines: Sequence[Line], view: str, language: str) -> Sections:
    """Return what the document says of the group; outside of the team no number lets anybody be found."""
    if not scope.ids:
        return Sections()
    known = Known(scope.ids, readers(view), What.SCORES, scope.as_of)
    found, k = _areas(scope, known, view), FEWEST[view]
    pieces = digest_group.pieces(scope.session, scope.ids, scope.as_of, SENT)
    week = scope.spans[-1]
    return Sections(
        outcomes=tuple(_outcomes(scope, known, view, language)),
        areas=tuple(area for area in found if area.name != TIREDNESS),
        tired=next((area for area in found if area.name == TIREDNESS), None),
        children=tuple(_children(scope, known, view)),
        sessions=tuple(_held(scope, view)),
        steps=tuple(_piece(row[0], row[2:], view) for row in pieces if not row[1])[:MOST_PIECES],
        materials=tuple(_piece(row[0], row[2:], view) for row in pieces if row[1])[:MOST_PIECES],
        satisfaction=_satisfaction(scope, k, view),
        quality=Quality(*digest_group.quality(scope.session, known, (week.start, week.end))),
        reasons=_reasons(lines, view, k),
    )


def _outcomes(scope: Scope, known: Known, view: str, language: str) -> Iterator[Outcome]:
    """Yield each questionnaire whose change beyond chance can be told, by how many changed how."""
    counted: dict[tuple[str, str], list[int]] = {}
    for instrument, name, first, latest, people in digest_scores.changes(
        scope.session, known, list(areas.OF_AREA)
    ):
        category = _category((instrument, name), first, latest)
        if category is not None:
            counted.setdefault((instrument, name), [0, 0, 0])[COUNTED_AS[category]] += people
    for key in areas.OF_AREA:
        if key in counted:
            yield _outcome(key, counted[key], view, language)


def _category(key: tuple[str, str], first: Decimal, latest: Decimal) -> Category | None:
    scale = areas.scale_of(key)
    if scale is None or not all(scale.range[0] <= value <= scale.range[1] for value in (first, latest)):
        return None
    return change(scale, first, latest).category


def _outcome(key: tuple[str, str], counts: list[int], view: str, language: str) -> Outcome:
    card = deck.card(key[0])
    status = card.translation_status.get("zh_hans" if language.startswith("zh") else "en")
    n, (better, same, worse) = _table(counts, view)
    return Outcome(*key, n, better, same, worse, status == "working", card.text_status == "project_made")


def _table(counts: Sequence[int], view: str) -> tuple[int | None, tuple[int | None, ...]]:
    """Return the number of people in a table, and its counts as this reader may see them.

    The team sees its own families anyway: for it a table only needs enough people to be worth reading.
    """
    n, k = sum(counts), FEWEST[view]
    if view == TEAM:
        return n, tuple(counts) if n >= k else (None,) * len(counts)
    return told(n, k), suppress(counts, k)


def _areas(scope: Scope, known: Known, view: str) -> list[Area]:
    """Return the areas, the one with the largest share of people who need attention first; tiredness last."""
    marks = [Mark(each.area, each.key, each.value, each.op) for each in areas.beyond()]
    found = digest_scores.areas(scope.session, known, marks)
    ordered = sorted(found, key=lambda name: (-found[name][1] / found[name][0], areas.AREAS.index(name)))
    shown = [_area(name, *found[name], view) for name in ordered]
    marks = [Mark(TIREDNESS, key, Decimal(value), ">=") for key, value in areas.TIRED.items()]
    asked, often = digest_scores.tired(scope.session, known, marks)
    return [*shown, _area(TIREDNESS, asked, often, view)] if asked else shown


def _area(name: str, n: int, beyond: int, view: str) -> Area:
    people, (attention, rest) = _table((beyond, n - beyond), view)
    return Area(name, people, attention, rest)


def _children(scope: Scope, known: Known, view: str) -> Iterator[BeforeAfter]:
    """Yield what was said about children before and after: by their parents, then by themselves."""
    for respondent in (children.CAREGIVER, children.CHILD):
        scales = children.keys(respondent)
        by_child = respondent == children.CHILD
        found = {
            (instrument, name): (n, float(before), float(after))
            for instrument, name, n, before, after in digest_children.means(
                scope.session, known, scales, by_child=by_child
            )
        }
        for key in scales:
            if key in found:
                yield _before_after(key, respondent, *found[key], view)


def _before_after(
    key: tuple[str, str], respondent: str, n: int, before: float, after: float, view: str
) -> BeforeAfter:
    """Return two means, or none: few children are no group, and outside of the team nobody may be found."""
    k = FEWEST[view]
    shown = n if view == TEAM else told(n, k)
    if n < k:
        return BeforeAfter(*key, respondent, shown, None, None)
    return BeforeAfter(*key, respondent, shown, round(before, 1), round(after, 1))


def _held(scope: Scope, view: str) -> Iterator[Held]:
    for _, number, day, _, _, came, expected in digest_group.held(scope.session, scope.ids, scope.as_of):
        if view == TEAM:
            yield Held(number, day, came, expected - came)
        else:
            yield Held(number, day, *suppress((came, expected - came), FEWEST[view]))


def _piece(key: str, row: Sequence[int], view: str) -> Piece:
    """Return a piece; outside of the team each number must stand for enough people, and so what is left."""
    reached, answered, tried, helped = row
    if view == TEAM:
        return Piece(key, reached, answered, tried, helped)
    k = FEWEST[view]
    shown = suppress((helped, tried - helped, answered - tried, reached - answered), k)
    if None in shown:
        return Piece(key, told(reached, k), None, None, None)
    return Piece(key, reached, answered, tried, helped)


def _satisfaction(scope: Scope, k: int, view: str) -> Satisfaction | None:
    """Return what was said about the latest session that is closed and that enough people spoke about."""
    held = digest_group.held(scope.session, scope.ids, scope.as_of)
    for meeting_id, number, _, starts_at, minutes, _, _ in reversed(held):
        if starts_at + timedelta(minutes=minutes) + HEARD_AFTER > scope.as_of:
            continue
        said = opinions.of(scope.session, meeting_id)
        if len(said) >= max(k, FEWEST_OPINIONS):
            keys = sorted({key for one in said for key in one})
            asked = (_said(key, [one[key] for one in said if key in one], k, view) for key in keys)
            return Satisfaction(number, len(said), tuple(each for each in asked if each))
    return None


def _said(key: str, values: Sequence[int], k: int, view: str) -> Said | None:
    card, _, item = key.partition(".")
    if len(values) < max(k, FEWEST_OPINIONS):
        return None
    possible = deck.card(card).values_of(item)
    counts = [values.count(value) for value in possible]
    shown = counts if view == TEAM else suppress(counts, k)
    return Said(card, item, dict(zip(possible, shown, strict=True)))


def _reasons(lines: Sequence[Line], view: str, k: int) -> dict[str, int | None]:
    """Return how many families are on the list for each first reason.

    How many there are in all is told nowhere, so nothing can be subtracted. An open alert is told as it is to
    whoever answers for the house: it is no trait of somebody's but a duty of the team's.
    """
    counted = Counter(line.reasons[0].code for line in lines)
    if view == TEAM:
        return dict(counted)
    alerts = {code: n for code, n in counted.items() if code.startswith("alert_")}
    others = {code: told(n, k) for code, n in counted.items() if code not in alerts}
    return {**(alerts if view != OUTSIDE else {}), **others}
