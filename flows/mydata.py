"""One's own data: a page to read and a file for a computer, made when they are sent and kept nowhere."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import orjson

from content.catalogue import words
from content.message import Attachment, Message, Reply
from db import audit, deliveries, traces
from db.models import Act as Deed
from db.models import Kind, Person, Priority
from db.session import Session
from flows import mydata_page
from flows.act import Act

PAGE, DATA = "page", "data"
PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def ask(act: Act) -> Reply:
    """Queue both files; a reply carries none."""
    person = act.who
    deliveries.queue(
        act.session,
        [
            {
                "site_id": person.site_id,
                "kind": Kind.MYDATA,
                "subject": f"{Kind.MYDATA}:{act.update_id}/{part}",
                "about_id": None,
                "person_id": person.id,
                "priority": Priority.REPLY,
                "due_at": act.now,
                "queued_at": act.now,
            }
            for part in (PAGE, DATA)
        ],
    )
    audit.record(
        act.session, site_id=person.site_id, actor_id=person.id, act=Deed.EXPORTED, person_id=person.id,
        about="their own data", now=act.now,
    )  # fmt: skip
    return act.say("mydata.on_its_way")


def message(session: Session, person: Person, subject: str, now: datetime) -> Message:
    """Return the message with one of the two files in it, as things stand now."""
    say = words(person.language).say
    if subject.endswith(f"/{PAGE}"):
        content = mydata_page.page(session, person, now).encode()
        return Message(say("mydata.page"), (), Attachment("my-data.html", content, "text/html"))
    return Message(
        say("mydata.data"), (), Attachment("my-data.json", data(session, person, now), "application/json")
    )


def data(session: Session, person: Person, now: datetime) -> bytes:
    """Return everything that any table knows of this person, as JSON, table by table."""
    tables = {
        str(name): [{str(column): _plain(value) for column, value in row.items()} for row in rows]
        for name, rows in traces.rows_of(session, person.id)
    }
    return orjson.dumps({"made_at": now, "tables": tables}, option=PRETTY)


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date | time) else value
