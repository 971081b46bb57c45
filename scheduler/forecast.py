"""The forecast: a person's occasions to come, by the very rules that plan them. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from db.models import Asks
from db.subscriptions import Due
from scales.blocks import block_of
from scheduler.following import following, gives_way


@dataclass(frozen=True)
class Turn:
    """An occasion to come: the subscription as it will stand then, and whether a wave's blocks come first."""

    each: Due
    gives_way: bool


def turns(
    subscriptions: Sequence[Due], blocks: Mapping[int, Collection[str]], now: datetime, until: datetime
) -> Iterator[Turn]:
    """Yield the occasions of one person's subscriptions up to a moment, in the order of time.

    `blocks` are the blocks of the baseline that the person was asked, by subscription.
    """
    waiting = {each.id: each for each in subscriptions}
    asked = {key: set(blocks.get(key, ())) for key in waiting}
    while waiting:
        each = min(waiting.values(), key=lambda one: (one.due_at, one.id))
        if each.due_at > until:
            return
        if each.day is not None:
            yield Turn(each, gives_way(each))
            asked[each.id].add(block_of(each.battery or ""))
        to = following(each, asked[each.id], max(now, each.due_at))
        del waiting[each.id]
        moved = replace(each, last_day=each.day or each.last_day, owed_day=None)
        if to is not None:
            moved = replace(moved, due_at=to.due_at, day=to.day, battery=to.battery)
            waiting[each.id] = moved
        if each.asks == Asks.WAVE:
            waiting = _told(waiting, moved, ends=to is None)


def _told(waiting: Mapping[int, Due], wave: Due, *, ends: bool) -> dict[int, Due]:
    """Return the subscriptions with the wave's days in those of the same programme."""
    comes = None if ends else wave.day
    return {
        key: replace(one, wave_last=wave.last_day, wave_next=comes)
        if one.programme_id == wave.programme_id
        else one
        for key, one in waiting.items()
    }
