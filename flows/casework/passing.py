"""Passing on: what a family writes, says or shows goes to its own worker, once the family says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from content.message import Button, Message, Reply, Rows, column, edit, send
from db import deliveries, letters, people, programmes
from db.models import Enrolment, Kind, Letter, Person
from flows.act import Act
from flows.casework import whose
from flows.casework.owing import row
from flows.casework.paths import on_button, plainly
from flows.errors import OldButton
from flows.rota import within_reach

OFFERED = "passing"
PATIENCE = timedelta(hours=24)
MOST_PARTS, LONGEST = 12, 4096
# What Telegram passes on by its own name for it.
CARRIED = frozenset({"voice", "audio", "video_note", "photo", "video", "document"})


@dataclass(frozen=True)
class Sent:
    """Something that a family sent: a text, or what Telegram keeps under a name, with its caption."""

    kind: str
    text: str | None = None
    file: str | None = None

    @property
    def carried(self) -> bool:
        """Whether it can be passed on."""
        return (
            bool(plainly(self.text or ""))
            if self.kind == "text"
            else self.kind in CARRIED and bool(self.file)
        )


@dataclass(frozen=True)
class Reader:
    """Who reads what a family writes now, and when she is there to read it."""

    place: Enrolment
    worker: Person
    at: datetime


def reader(act: Act) -> Reader | None:
    """Return who would read what this family writes; None where nobody can be told."""
    place = programmes.enrolment_of(act.session, act.who.id)
    worker = whose.writes_now(act.session, place, whose.today(act)) if place else None
    if place is None or worker is None or not within_reach([worker]):
        return None
    at = whose.seen_at(act.session, worker, act.now)
    return Reader(place, worker, at) if at else None


def offer(act: Act, sent: Sent, asks: str = "") -> Reply | None:
    """Ask whether to pass on what was sent; more joins what waits. None where it cannot be passed on.

    `asks` is the key of other words to ask with, for whom the usual ones do not fit.
    """
    to = reader(act)
    known = people.draft_of(act.session, act.who.id, act.now)
    if to is None or not sent.carried or (known is not None and known.kind != OFFERED):
        return None
    parts = list(known.said["parts"]) if known is not None else []
    parts = [*parts, part(sent)][-MOST_PARTS:]
    said = {"worker": to.worker.id, "parts": parts, "token": act.update_id}
    people.begin_draft(act.session, act.who.id, OFFERED, "offer", said=said, now=act.now, lasts=PATIENCE)
    return send(_ask(act, to, parts, act.update_id, asks))


def agree(act: Act, *, token: int) -> Reply:
    """Pass on what waits; if somebody else reads it by now, ask again with her name."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind != OFFERED or draft.said["token"] != token:
        raise OldButton
    to = reader(act)
    if to is None:
        people.drop_draft(act.session, act.who.id)
        return edit(nobody(act))
    if to.worker.id != draft.said["worker"]:
        draft.said = {**draft.said, "worker": to.worker.id}
        return edit(_ask(act, to, draft.said["parts"], token))
    parts = draft.said["parts"]
    people.drop_draft(act.session, act.who.id)
    return edit(pass_on(act, to, parts))


def pass_on(act: Act, to: Reader, parts: Sequence[dict[str, Any]]) -> Message:
    """Keep the letters, let the worker be told when she is there, and say when that is."""
    kept = [_keep(act, to, each) for each in parts]
    last = kept[-1]
    due_at = max(act.now, to.at)
    owed = row(last, Kind.WRITTEN, f"written:{last.id}", to.worker.id, due_at=due_at, now=act.now)
    deliveries.queue(act.session, [owed])
    told = act.words.say("word.passed", name=whose.name(act, to.worker), when=when(act, to))
    return Message(told, help_(act))


def _keep(act: Act, to: Reader, part: dict[str, Any]) -> Letter:
    return letters.add(
        act.session,
        Letter(
            site_id=to.place.site_id,
            programme_id=to.place.programme_id,
            person_id=act.who.id,
            worker_id=to.worker.id,
            from_family=True,
            kind=part["kind"],
            said=part["text"],
            file=part["file"],
            written_at=act.now,
        ),
    )


def _ask(act: Act, to: Reader, parts: Sequence[dict[str, Any]], token: int, asks: str = "") -> Message:
    values = {"name": whose.name(act, to.worker), "when": when(act, to)}
    usual = "pass.ask_more" if len(parts) > 1 else "pass.ask"
    asked = act.words.say(asks or usual, n=len(parts), **values)
    rows: Rows = column(
        Button(on_button(act.words, "pass.yes", name=values["name"]), f"pass:{token}"),
        Button(act.words.say("button.contact"), "contact"),
    )
    return Message(asked, (*rows, *help_(act)))


def nobody(act: Act) -> Message:
    """Return the words for something that was not passed on, and the two ways to a human."""
    contact = column(Button(act.words.say("button.contact"), "contact"))
    return Message(act.words.say("word.not_passed"), (*contact, *help_(act)))


def help_(act: Act) -> Rows:
    """Return the way to help, which stands under everything here."""
    return column(Button(act.words.say("button.help"), "help"))


def part(sent: Sent) -> dict[str, Any]:
    """Return what is kept of something sent until the family says whether to pass it on."""
    text = plainly(sent.text or "")[:LONGEST] or None
    return {"kind": sent.kind, "text": text, "file": sent.file}


def when(act: Act, to: Reader) -> str:
    """Return in words when the reader is there."""
    return whose.say_seen(act, programmes.site(act.session, to.place.site_id), to.at)
