"""Foreseen: who of an audience would get a broadcast, who would not and why, and when it reaches them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.catalogue import Words, words
from content.message import Button, Message, Rows
from content.moments import day_only
from db import audiences, broadcasts, people
from db.models import Broadcast
from db.session import Session
from flows.broadcasting import consent, wording
from flows.meeting import instant
from scheduler.announcing import OVER_BUDGET, instead
from scheduler.another_day import Better, better, full
from scheduler.night import morning


@dataclass(frozen=True)
class Foreseen:
    """Who gets it, why others do not, the first and the last moment with their zones, and a better day."""

    gets: int
    why: Mapping[str, int]
    asleep: int
    first: tuple[datetime, str] | None
    last: tuple[datetime, str] | None
    better: Better | None


def foresee(session: Session, one: Broadcast, now: datetime) -> Foreseen:
    """Return what would come of a broadcast that is let out now, by the very rules of the sender."""
    everybody = audiences.audience(session, one)
    reasons = {each.person_id: instead(each) for each in everybody}
    going = [each for each in everybody if reasons[each.person_id] is None]
    start = {each.zone: _start(one, each.zone, now) for each in going}
    crowded = full(session, going, min(start.values(), default=now))
    arriving = [each for each in going if each.delivery_id not in crowded]
    why = Counter(reason for reason in reasons.values() if reason) + Counter({OVER_BUDGET: len(crowded)})
    instead_on = better(session, one, going, len(arriving), now) if crowded else None
    wake = {zone: morning(zone, moment) for zone, moment in start.items()}
    asleep = sum(wake[each.zone] > start[each.zone] for each in arriving)
    moments = _paced(sorted((wake[each.zone], each.zone) for each in arriving))
    first, last = (moments[0], moments[-1]) if moments else (None, None)
    return Foreseen(len(arriving), why, asleep, first, last, instead_on)


def compose(session: Session, *, broadcast_id: int, person_id: int, now: datetime) -> Message:
    """Return the numbers of a draft in words, with the way to let it out."""
    one, reader = broadcasts.by_id(session, broadcast_id), people.by_id(session, person_id)
    assert reader is not None, "a delivery goes with its person"
    said = words(reader.language)
    if one is None:
        return Message(said.say("broadcast.thrown_away"))
    seen = foresee(session, one, now)
    return Message("\n".join(_lines(session, one, seen, said)), _ways(one, seen, said))


def _lines(session: Session, one: Broadcast, seen: Foreseen, said: Words) -> list[str]:
    lines = [
        said.say("broadcast.numbers", number=one.id, gets=seen.gets, not_=sum(seen.why.values())),
        wording.whom(session, one, said),
        wording.when(one, said),
    ]
    if seen.why:
        lines.append(said.say("broadcast.not_sent", reasons=wording.reasons(said, seen.why)))
    if seen.better:
        day = day_only(seen.better.day, said.language)
        lines.append(said.count("broadcast.better", seen.better.gets, day=day))
    if seen.first and seen.last:
        first, last = (wording.local(*moment, said) for moment in (seen.first, seen.last))
        lines.append(said.say("broadcast.first_last", first=first, last=last))
        lines += [said.count("broadcast.asleep", seen.asleep)] if seen.asleep else []
    lines += wording.missing(session, one, said)
    return [*lines, *([said.say("broadcast.needs_second")] if consent.needed(session, one) else [])]


def _ways(one: Broadcast, seen: Foreseen, said: Words) -> Rows:
    key = "send_at" if one.day is not None else "send"
    other: Rows = ()
    if seen.better:
        day = day_only(seen.better.day, said.language)
        other = (
            (Button(said.say("broadcast.button.better", day=day), f"bc:{one.id}:other:{seen.better.day}"),),
        )
    return (
        *other,
        (Button(said.say(f"broadcast.button.{key}"), f"bc:{one.id}:send:{wording.print_of(one)}"),),
        (Button(said.say("broadcast.button.rather_change"), f"bc:{one.id}:show"),),
    )


def _start(one: Broadcast, zone: str, now: datetime) -> datetime:
    """Return from when on it may go out to people in a zone."""
    return max(now, instant(one.day, one.at, zone)) if one.day and one.at else now


def _paced(moments: Sequence[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """Return when each really goes out: no sooner than the rate lets it."""
    step, free, found = timedelta(seconds=1 / wording.PER_SECOND), None, list[tuple[datetime, str]]()
    for moment, zone in moments:
        at = moment if free is None else max(moment, free)
        found.append((at, zone))
        free = at + step
    return found
