"""The guard at the sender: what a person must not get is held back here, whoever queued it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from db import alerts, sessions, spent, subscriptions
from db.models import FROM_PEOPLE, Delivery, Kind, Person, Priority, Standing
from db.session import Session
from db.spent import Message
from flows.arm import waits_for_programme
from flows.meeting import LOOKS_AHEAD
from scheduler.budget import ToCome, allows, counted, rank_of
from scheduler.cadence import WEEK, monday_of
from scheduler.forecast import turns
from scheduler.occasions import blocks_asked
from scheduler.rules import instant, local_date
from scheduler.standing import HUSHED

# What rests while an alert is open; measurement, session notices and safety go on.
RESTS = frozenset({Priority.MATERIAL, Priority.BROADCAST})
QUESTION, OF_A_SESSION = 2 * Priority.CHECKIN, 2 * Priority.SESSION


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claimed message on its way to somebody whose messages are counted, with its rank in the budget."""

    delivery_id: int
    person_id: int
    zone: str
    rank: int


def hushed(kind: str, person: Person) -> str | None:
    """Return the outcome of whatever is not sent by hand to somebody whose child has died, or None."""
    return HUSHED if person.standing == Standing.BEREAVED and kind not in FROM_PEOPLE else None


def withheld(session: Session, delivery: Delivery, person: Person, now: datetime) -> str | None:
    """Return the outcome of a claimed message that must not go to this person now, or None to send it.

    What puts an earlier message right goes wherever that one went.
    """
    if delivery.kind == Kind.CORRECTION:
        return None
    if of_the_programme(delivery.kind, delivery.priority) and waits_for_programme(session, person):
        return "withheld:arm"
    rests = delivery.priority in RESTS and delivery.kind != Kind.SESSION
    if rests and alerts.any_open(session, person.id):
        return "withheld:alert"
    rank = rank_of(delivery.kind, delivery.priority, free=spent.is_free(delivery.subject))
    if rank is None or not counted(person.role):
        return None
    mine = Candidate(delivery.id, person.id, person.zone, rank)
    return "withheld:budget" if over_budget(session, [mine], now) else None


def over_budget(session: Session, candidates: Sequence[Candidate], now: datetime) -> set[int]:
    """Return the deliveries that do not fit into their person's week or day, in a few statements for all.

    Of messages that were claimed together the one that ranks first counts for the others.
    """
    if not candidates:
        return set()
    weeks = {zone: week_of(now, zone) for zone in {each.zone for each in candidates}}
    widest = min(begins for begins, _ in weeks.values()), max(ends for _, ends in weeks.values())
    known: dict[int, list[Message]] = defaultdict(list)
    for message in spent.messages(session, {each.person_id for each in candidates}, widest):
        known[message.person_id].append(message)
    asking = {each.person_id: weeks[each.zone][1] for each in candidates if each.rank > QUESTION}
    ahead = _questions_ahead(session, asking, now)
    zones = {each.person_id: each.zone for each in candidates if each.rank > QUESTION}
    groups = _sessions_ahead(session, zones, widest[1], now)
    return {
        each.delivery_id
        for each in candidates
        if not _fits(each, known[each.person_id], _both(each.person_id, ahead, groups), now)
    }


def of_the_programme(kind: str, priority: int) -> bool:
    """Whether only the intervention brings it, as its sessions; measurement and safety reach every arm."""
    return priority in RESTS or kind == Kind.SESSION


def _both(person: int, *ahead: Mapping[int, Sequence[ToCome]]) -> list[ToCome]:
    return [one for each in ahead for one in each.get(person, ())]


def week_of(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return when the calendar week begins and ends where the person is."""
    monday = monday_of(local_date(now, zone))
    return instant(monday, time.min, zone), instant(monday + WEEK, time.min, zone)


def gone(known: Sequence[Message]) -> list[datetime]:
    """Return when the messages that counted went out."""
    return [one.at for one in known if not one.waits and _rank(one) is not None]


def _fits(mine: Candidate, known: Sequence[Message], asked: Sequence[ToCome], now: datetime) -> bool:
    claimed_at = next((one.at for one in known if one.id == mine.delivery_id), now)
    others = [one for one in known if one.id != mine.delivery_id and _rank(one) is not None]
    together = [one for one in others if one.in_the_air and one.at == claimed_at]
    before = [one for one in others if one not in together] + [
        one for one in together if (_rank(one), one.id) < (mine.rank, mine.delivery_id)
    ]
    ahead = [*_owed(others, mine.zone), *asked]
    return allows(mine.rank, now, mine.zone, gone(before), ahead)


def _owed(known: Sequence[Message], zone: str) -> Iterator[ToCome]:
    """Yield the queued messages for which others leave room."""
    for one in known:
        rank = _rank(one)
        if one.waits and rank is not None:
            yield ToCome(local_date(one.at, zone), rank)


def _questions_ahead(
    session: Session, until: Mapping[int, datetime], now: datetime
) -> Mapping[int, Sequence[ToCome]]:
    """Return, by person, the questions that the cadence still asks up to each one's moment."""
    if not until:
        return {}
    everybodys = subscriptions.of_people(session, until)
    blocks = blocks_asked(session, everybodys)
    found: dict[int, list[ToCome]] = {}
    for person, ends in until.items():
        mine = [each for each in everybodys if each.person_id == person]
        coming = [one for one in turns(mine, blocks, now, ends) if not one.gives_way]
        found[person] = [ToCome(one.each.day, QUESTION) for one in coming if one.each.day is not None]
    return found


def _sessions_ahead(
    session: Session, zones: Mapping[int, str], until: datetime, now: datetime
) -> Mapping[int, Sequence[ToCome]]:
    """Return, by person, what their sessions up to a moment will still bring.

    Of each they are reminded two hours before; what is queued already counts as that.
    """
    found: dict[int, list[ToCome]] = defaultdict(list)
    for person, starts_at in sessions.ahead(session, zones, now, until) if zones else ():
        if starts_at - now > LOOKS_AHEAD:
            found[person].append(ToCome(local_date(starts_at, zones[person]), OF_A_SESSION))
    return found


def _rank(one: Message) -> int | None:
    return rank_of(one.kind, one.priority, free=one.free)
