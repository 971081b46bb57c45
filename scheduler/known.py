"""What a preview of a person's next days is made from, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db import asked, spent, subscriptions
from db.models import Asks, Kind, Person
from db.session import Session
from flows.arm import waits_for_programme
from flows.families import permitting
from scheduler import occasions
from scheduler.forecast import Turn, turns
from scheduler.guard import gone, week_of
from scheduler.reminded import Reminded, reminded

QUESTIONS = frozenset({Kind.CHECKIN, Kind.REMINDER})


@dataclass(frozen=True)
class Known:
    """What is known of a person: as they stand now, what they were sent this week, what is to come."""

    person: Person
    waits: bool
    answered: Mapping[str, date]
    # By battery, the cards that may not be asked.
    unagreed: Mapping[str, Mapping[str, str]]
    gone: Sequence[datetime]
    queued: Sequence[spent.Message]
    batteries: Mapping[int, str]
    turns: Sequence[Turn]
    meetings: Sequence[Reminded]


def known(session: Session, person: Person, now: datetime, until: datetime) -> Known:
    """Return what is known of a person for a preview up to a moment, and to the end of its week."""
    until = week_of(until, person.zone)[1]
    mine = subscriptions.of_people(session, [person.id])
    coming = list(turns(mine, occasions.blocks_asked(session, mine), now, until))
    questions = [turn.each for turn in coming if turn.each.asks != Asks.DIGEST]
    unagreed = permitting.unagreed(session, [(person.id, each.battery or "") for each in questions])
    messages = spent.messages(session, [person.id], (week_of(now, person.zone)[0], until))
    return Known(
        person,
        waits_for_programme(session, person),
        occasions.last_answered(session, questions).get(person.id, {}),
        {battery: left for (_, battery), left in unagreed.items()},
        gone(messages),
        [one for one in messages if one.waits],
        asked.by_checkin(session, [one.about_id for one in messages if one.kind in QUESTIONS]),
        coming,
        reminded(session, person, messages, [turn.each.due_at for turn in coming if not turn.gives_way], now),
    )
