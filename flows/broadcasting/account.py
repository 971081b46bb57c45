"""The account of a broadcast: counts for the chat, and a row for each person under their code."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from content.catalogue import LANGUAGES, Words, words
from content.message import Attachment, Message
from db import broadcasts, ends, people
from db.ends import Ended
from db.models import Broadcast
from db.session import Session
from flows.broadcasting import wording
from reports.pages import MIME, Cell, Page

HEADS = ("code", "role", "language", "round", "outcome", "reason", "at", "attempts")
# What is nobody's to know of one person but their worker's: in a row it all reads the same.
RESTS = frozenset({"withheld:alert", "withheld:paused", "withheld:relapse", "cancelled:bereaved"})
AT_REST = "withheld:resting"


def compose(session: Session, *, broadcast_id: int, person_id: int, now: datetime) -> Message:
    """Return the report as a message with its workbook."""
    from reports.workbook import write  # only a child of the bot ever writes one

    one, reader = broadcasts.by_id(session, broadcast_id), people.by_id(session, person_id)
    assert one is not None, "what was sent is kept"
    assert reader is not None, "a delivery goes with its person"
    said = words(reader.language)
    rows = ends.one_by_one(session, one)
    file = write([_people(rows, reader.zone, said), _counts(rows, said)], now)
    name = f"broadcast-{one.id}-{now.astimezone(ZoneInfo(reader.zone)):%Y-%m-%d}.xlsx"
    return Message(_text(session, one, said), attachment=Attachment(name, file, MIME))


def _text(session: Session, one: Broadcast, said: Words) -> str:
    counted = ends.counts(session, one)
    why = {how: count for how, count in counted.items() if how != wording.SENT and how not in wording.OPEN}
    lines = [
        said.say("broadcast.report", number=one.id),
        wording.whom(session, one, said),
        said.say("broadcast.counts", **wording.totals(counted)),
        said.say("broadcast.not_sent", reasons=wording.reasons(said, why)) if why else "",
        said.say("broadcast.sent_is_not_read"),
    ]
    return "\n".join(line for line in lines if line)


def _people(rows: Sequence[Ended], zone: str, said: Words) -> Page:
    told = tuple(_row(each, zone, said) for each in rows)
    return Page(said.say("broadcast.sheet.people"), _heads(said, HEADS), told)


def _row(each: Ended, zone: str, said: Words) -> tuple[Cell, ...]:
    how = AT_REST if each.how in RESTS else each.how
    return (
        each.code,
        said.say(f"broadcast.role.{each.role}"),
        LANGUAGES.get(each.language, each.language),
        int(each.subject.rpartition("round")[2]),
        how,
        wording.reason(said, how),
        each.at.astimezone(ZoneInfo(zone)) if each.at else None,
        each.attempts,
    )


def _counts(rows: Sequence[Ended], said: Words) -> Page:
    counted = Counter(AT_REST if each.how in RESTS else each.how for each in rows)
    heads = _heads(said, ("outcome", "reason", "people"))
    lines = tuple((how, wording.reason(said, how), n) for how, n in counted.most_common())
    return Page(said.say("broadcast.sheet.counts"), heads, lines)


def _heads(said: Words, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(said.say(f"broadcast.column.{key}") for key in keys)
