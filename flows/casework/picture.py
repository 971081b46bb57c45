"""The trend picture: a family's own moods and loads as a picture, on a worker's request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

from content.catalogue import Words, words
from content.message import Attachment, Message, Reply, send
from db import caseload, deliveries, people, programmes
from db.models import Enrolment, Kind, Person, Priority
from db.session import Session
from flows import gate
from flows.act import Act
from flows.casework.answers import shared
from flows.casework.door import look
from flows.casework.moments import day
from scales import deck

CHECKINS = 24
ITEMS = ("mood", "load")


@dataclass(frozen=True)
class Point:
    """One check-in: its day and the two answers, each 1 to 5 or none."""

    on: str
    mood: int | None
    load: int | None


@gate.needs_second_factor
def ask(act: Act, *, place_id: int) -> Reply:
    """Queue the picture; it comes as a message of its own."""
    found = look(act, place_id, "card picture")
    if not shared(act.session, found):
        return send(Message(act.words.say("case.kept_back")))
    row = {
        "site_id": act.who.site_id,
        "kind": Kind.PICTURE,
        "subject": f"picture:{place_id}/{act.update_id}",
        "about_id": place_id,
        "person_id": act.who.id,
        "priority": Priority.REPLY,
        "due_at": act.now,
        "queued_at": act.now,
    }
    deliveries.queue(act.session, [row])
    return send(Message(act.words.say("picture.on_its_way", label=found.label)))


def compose(session: Session, *, worker_id: int, place_id: int, now: datetime) -> Message:
    """Return the picture for a worker, or a line that there is too little to draw; loads Typst."""
    worker, place = people.by_id(session, worker_id), programmes.place(session, place_id)
    assert worker is not None, "a delivery goes with its person"
    assert place is not None, "a picture is of a place"
    said = words(worker.language)
    points = _points(session, place, worker)
    if len(points) < 2:
        return Message(said.say("picture.too_few", label=place.label))
    from reports.documents import page

    drawn = page.picture("trend", _data(points, said), now)
    name = f"{place.label}.png"
    return Message(
        said.say("picture.caption", label=place.label), attachment=Attachment(name, drawn, "image/png")
    )


def _points(session: Session, place: Enrolment, worker: Person) -> list[Point]:
    """Return the latest check-ins, oldest first."""
    by_checkin: dict[int, dict[str, int]] = {}
    when: dict[int, datetime] = {}
    for answer in caseload.answers_of(session, place, "micro", 3 * CHECKINS):
        if answer.value is not None and answer.item in ITEMS:
            by_checkin.setdefault(answer.checkin_id, {})[answer.item] = answer.value
            when[answer.checkin_id] = answer.answered_at
    said, zone = words(worker.language), ZoneInfo(worker.zone)
    found = [
        Point(day(when[key].astimezone(zone).date(), said), given.get("mood"), given.get("load"))
        for key, given in by_checkin.items()
    ]
    return found[:CHECKINS][::-1]


def _data(points: Sequence[Point], said: Words) -> dict[str, object]:
    card = deck.card("micro")
    rows = []
    for item in ITEMS:
        options = [each for each in card.options_for(item) if each.value is not None]
        options = sorted(options, key=lambda each: each.value or 0)
        rows.append(
            {
                "title": unescape(said.say(f"picture.{item}")),
                "low": options[0].say(said.language),
                "high": options[-1].say(said.language),
                "values": [getattr(point, item) for point in points],
            }
        )
    return {"language": said.language, "rows": rows, "first": points[0].on, "last": points[-1].on}
