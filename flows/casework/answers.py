"""A family's latest answers and scores, in a line each."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from zoneinfo import ZoneInfo

from db import caseload
from db.models import Score
from db.session import Session
from flows import sharing
from flows.act import Act
from flows.casework.door import Case
from flows.casework.moments import day
from scales import children, deck
from scales.keys import Scale

CHECKINS = 3
TAPS = ("mood", "load")
SHORT = re.compile(r"[(（]([^)）]+)[)）]")


def shared(session: Session, case: Case) -> bool:
    """Whether the family shows its answers and scores to its social worker."""
    return sharing.shares(session, case.person.id, sharing.Reader.SOCIAL_WORKER, sharing.What.SCORES)


def lines(act: Act, case: Case, most: int) -> list[str]:
    """Return the latest check-ins in the words that were tapped, and the latest score of each scale.

    What was said about the child comes last, in lines of its own: it is no score of the caregiver's.
    """
    about_child = list(_children(act, case))
    found = [*_checkins(act, case), *_scores(act, case)]
    return [*found[: most - len(about_child)], *about_child]


def _checkins(act: Act, case: Case) -> Iterator[str]:
    """Yield a line for each of the latest three-tap check-ins."""
    card = deck.card("micro")
    by_checkin: dict[int, dict[str, int]] = {}
    when: dict[int, date] = {}
    for answer in caseload.answers_of(act.session, case.place, "micro", 3 * CHECKINS):
        if answer.value is not None:
            by_checkin.setdefault(answer.checkin_id, {})[answer.item] = answer.value
            when[answer.checkin_id] = answer.answered_at.astimezone(ZoneInfo(act.who.zone)).date()
    for checkin_id, given in list(by_checkin.items())[:CHECKINS]:
        said = {
            item: next(
                (each.say(act.language) for each in card.options_for(item) if each.value == given.get(item)),
                "–",
            )
            for item in TAPS
        }
        yield act.words.say("answers.checkin", day=day(when[checkin_id], act.words), **said)


def _scores(act: Act, case: Case) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for score in caseload.scores_of(act.session, case.place):
        key = (score.instrument, score.scale)
        scale = scale_of(*key)
        if key not in seen and scale is not None and scale.bands is not None:
            yield _score_line(act, score, scale)
        seen.add(key)


def _children(act: Act, case: Case) -> Iterator[str]:
    """Yield a line for each form about the child that was answered: by whom, when, and its latest scores."""
    kept = caseload.scores_of(act.session, case.place)
    for card in children.forms():
        latest = next((score for score in kept if score.instrument == card.id), None)
        if latest is None:
            continue
        values = _values(kept, latest)
        told = (
            f"{act.words.say(children.name_of(card.id, name))} {values[name]:.0f}"
            for name in children.SCALES[card.id]
            if name in values
        )
        on = day(latest.scored_at.astimezone(ZoneInfo(act.who.zone)).date(), act.words)
        yield act.words.say(f"answers.child.{card.respondent}", day=on, said=" · ".join(told))


def _values(kept: Sequence[Score], latest: Score) -> dict[str, Decimal]:
    """Return the scores of one form: of the same card in the same check-in."""
    same = (each for each in kept if each.checkin_id == latest.checkin_id)
    return {each.scale: each.value for each in same if each.instrument == latest.instrument}


def _score_line(act: Act, score: Score, scale: Scale) -> str:
    assert scale.bands is not None, "only scales with bands are shown"
    band = next((step.label.say(act.language) for step in scale.bands.steps if step.id == score.band), "–")
    name = short_name(score.instrument, act.language)
    on = day(score.scored_at.astimezone(ZoneInfo(act.who.zone)).date(), act.words)
    several = len([each for each in deck.card(score.instrument).scales if each.bands]) > 1
    return act.words.say(
        "answers.score",
        name=f"{name} {score.scale}" if several else name,
        value=f"{score.value.normalize():f}",
        most=f"{scale.range[1].normalize():f}",
        band=band,
        day=on,
    )


def scale_of(instrument: str, scale_id: str) -> Scale | None:
    """Return a scale of a card as the site has it now, or None."""
    card = deck.in_use().cards.get(instrument)
    return next((each for each in card.scales if each.id == scale_id), None) if card else None


def short_name(instrument: str, language: str) -> str:
    """Return the letters by which an instrument is known, or its title."""
    title = deck.card(instrument).title.say(language)
    found = SHORT.search(title)
    return escape(found[1] if found else title, quote=False)
