"""What must be true after every round of updates, whoever sent them and whatever was in them."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from logging import Formatter
from typing import Any

from sqlalchemy import select

from db.models import Heard, Role
from tests.fuzz.house import House
from tests.fuzz.ledger import NOBODY, Actor, allowed, of_a_farewell
from tests.fuzz.updates import Sent

SAID = ("sendMessage", "sendVoice", "sendDocument", "editMessageText")
MARK = re.compile(r"(?:Mark-|\+99 555 |Adult-)(\d+)")
SHOWN_OF_UPDATE = 1500
LONG = re.compile(r"(.{1,8}?)\1{20,}")
Call = dict[str, Any]


def faults(house: House, batch: Sequence[Sent]) -> Iterator[str]:
    """Yield everything that is not as it should be after this round; what was seen is forgotten."""
    ends = _ends(house, batch)
    acts = house.ledger.take()
    calls = [call for call in house.box.calls if "chat_id" in call["params"]]
    actors = house.ledger.actors({each.user for each in batch if isinstance(each.user, int)})
    yield from _unshown(batch, ends)
    yield from complaints(house, batch)
    yield from _written(house, batch, acts, actors)
    yield from _strayed(house, batch, calls, acts)
    yield from _silent(batch, calls)
    yield from _spinning(house, batch, ends)
    yield from told_of_others(house, calls)
    forget(house)


def forget(house: House) -> None:
    """Forget the calls and complaints so far."""
    house.box.calls.clear()
    house.box.world.journal.entries.clear()
    house.complaints.heard.clear()
    house.ledger.take()


def told_of_others(house: House, calls: Sequence[Call]) -> Iterator[str]:
    """Yield every message that tells what a family told of itself to somebody who may not know."""
    said: dict[tuple[int, int], str] = {}
    for call in (each for each in calls if each["ok"]):
        chat = int(call["params"]["chat_id"])
        said |= {(chat, whom): _said(call) for whom in _marks(call) if whom != chat}
    if not said:
        return
    actors = house.ledger.actors({user for pair in said for user in pair})
    for (chat, whom), words in sorted(said.items()):
        reader, family = actors[chat], actors[whom]
        shares = reader.role == Role.SOCIAL_WORKER and reader.programmes & family.programmes
        # A lead is on the rota of the site, and sees the card of an alert that they have taken.
        shares = shares or (reader.role == Role.LEAD and reader.site == family.site)
        if not shares and reader.role != Role.ADMIN:
            yield f"chat {chat}, {reader}, was told what {whom}, {family}, has told: {words}"


def describe(sent: Sent) -> str:
    """Return an update in short, for a report."""
    state = ("broken" if sent.broken else "whole") + ("" if sent.readable else ", unreadable")
    told = LONG.sub(r"\1…", json.dumps(sent.update))[:SHOWN_OF_UPDATE]
    return f"update {sent.number} by {sent.user} in {sent.chat} ({sent.kind}, {state}): {told}"


def _ends(house: House, batch: Sequence[Sent]) -> Mapping[int, Heard]:
    with house.database.read() as session:
        numbers = [each.number for each in batch]
        rows = session.scalars(select(Heard).where(Heard.update_id.in_(numbers))).all()
    return {row.update_id: row for row in rows}


def _unshown(batch: Sequence[Sent], ends: Mapping[int, Heard]) -> Iterator[str]:
    """An update ends shown; only one that is no update at all may be set aside, with its error."""
    for each in batch:
        row = ends.get(each.number)
        if row is None:
            yield f"never stored: {describe(each)}"
        elif row.shown_at is None and not (row.dead_at and row.error and (each.broken or not each.readable)):
            yield f"set aside with {row.error}: {describe(each)}"


def complaints(house: House, batch: Sequence[Sent] = ()) -> Iterator[str]:
    """Yield what was logged as an error, but for what was broken: a line about an update names it."""
    excused = {each.number for each in batch if each.broken or not each.readable}
    for record in house.complaints.heard:
        if batch and "have no number" in record.msg:
            continue
        named = record.args if isinstance(record.args, tuple) else ()
        if excused.isdisjoint(each for each in named if isinstance(each, int)):
            yield f"logged as an error: {Formatter().format(record)}"


def _written(
    house: House,
    batch: Sequence[Sent],
    acts: Sequence[tuple[list[int], list[Any]]],
    actors: Mapping[int, Actor],
) -> Iterator[str]:
    """A row is written by whom it belongs to, or by whom the rules name."""
    known = house.ledger.known()
    by_number = {each.number: each for each in batch}
    for numbers, writes in acts:
        sent = [by_number[number] for number in numbers if number in by_number]
        who = [actors.get(each.user, NOBODY) for each in sent] or [NOBODY]
        for write in writes:
            if not of_a_farewell(write, writes) and not any(allowed(write, each, known) for each in who):
                yield f"{write} by {who}: " + "; ".join(map(describe, sent))


def _strayed(
    house: House, batch: Sequence[Sent], calls: Sequence[Call], acts: Sequence[tuple[list[int], list[Any]]]
) -> Iterator[str]:
    """An answer goes to the chat of whoever acted, or to the group it was said in."""
    own = {str(each.user) for each in batch} | {each.address for each in batch if not each.private}
    rung = {write.owner for _, writes in acts for write in writes if write.origin == "deliveries"}
    fine = own | {str(chat) for chat in house.ledger.owed(rung)} if rung else own
    for call in calls:
        if str(call["params"]["chat_id"]) not in fine:
            near = [each for each in batch if call["params"]["chat_id"] in json.dumps(each.update)]
            yield f"{call['method']} to {call['params']['chat_id']} after " + "; ".join(map(describe, near))


def _silent(batch: Sequence[Sent], calls: Sequence[Call]) -> Iterator[str]:
    """Whoever writes or taps in the own chat is answered, each time."""
    owed = Counter(each.address for each in batch if each.owed)
    said = Counter(
        str(call["params"]["chat_id"]) for call in calls if call["method"] in SAID and _reads(call)
    )
    for chat, number in owed.items():
        if said[chat] < number:
            mine = [describe(each) for each in batch if each.address == chat and each.owed]
            yield f"{number} to be answered in chat {chat}, {said[chat]} were: " + "; ".join(mine)


def _spinning(house: House, batch: Sequence[Sent], ends: Mapping[int, Heard]) -> Iterator[str]:
    """Every tap that was not set aside stops showing its waiting sign, wherever it was made."""
    calls = [call["params"] for call in house.box.calls if call["method"] == "answerCallbackQuery"]
    stopped = {str(params.get("callback_query_id")) for params in calls}
    for each in batch:
        tapped = each.kind == "callback_query" and not each.broken and each.readable
        if tapped and ends[each.number].shown_at and each.update[each.kind]["id"] not in stopped:
            yield f"its waiting sign stays: {describe(each)}"


def _reads(call: Call) -> bool:
    """Whether the chat now says what it was to say, be it that it said so before."""
    return bool(call["ok"]) or "message is not modified" in call["error"]["description"]


def _marks(call: Call) -> Collection[int]:
    return {int(found) for found in MARK.findall(_said(call))}


def _said(call: Call) -> str:
    return " ".join(str(call["params"].get(name, "")) for name in ("text", "caption"))
