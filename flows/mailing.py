"""Mail to the staff: what is owed, what each mail says, and what is told where one did not arrive.

A mail says that something is ready, and nothing of it: no name, no label, no number, no file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from content.catalogue import Words, words
from content.message import Button, Message, column
from db import deliveries, mailboxes, mails, people
from db.models import Delivery, Kind, Mail, Mailed, Person, Priority, Role, Standing
from db.session import Session

# A notice of a digest that is older than this is none any more.
NOTICE_LASTS = timedelta(days=2)
OF_A_WEEK = re.compile(r"digest:(\d+)/\d{4}-W\d{2}")
DIALOGUE, CODE = "mailbox", "code"
_there = [False]


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as it goes out, as plain text."""

    address: str
    subject: str
    text: str


def use(*, there: bool) -> None:
    """Say whether this process has a mail server."""
    _there[0] = there


def there() -> bool:
    """Whether mail can be sent at all."""
    return _there[0]


def owe_notice(session: Session, delivery: Delivery, now: datetime) -> None:
    """Owe the mail about a week's digest to whoever has just got that, if they want it; once for each."""
    wanted = there() and OF_A_WEEK.fullmatch(delivery.subject)
    if wanted and mailboxes.of(session, delivery.person_id) is not None:
        to = {"site_id": delivery.site_id, "person_id": delivery.person_id}
        owe(session, {**to, "kind": Mailed.NOTICE, "subject": delivery.subject}, now, NOTICE_LASTS)


def owe(session: Session, row: Mapping[str, object], now: datetime, lasts: timedelta) -> None:
    """Queue a mail to one of the staff, to be sent now and for so long."""
    mails.queue(session, {**row, "queued_at": now, "due_at": now, "not_after": now + lasts})


def write(session: Session, mail: Mail, now: datetime) -> Written | str:
    """Return a mail as things stand now, or the outcome that ends it unsent."""
    person = people.by_id(session, mail.person_id)
    assert person is not None, "a mail goes with its person"
    if person.role != Role.SOCIAL_WORKER or person.standing != Standing.ACTIVE or person.chat is None:
        return "skipped:left"
    said = words(person.language)
    if mail.kind == Mailed.CODE:
        return _code(session, mail, person, said, now)
    address = mailboxes.of(session, person.id)
    if address is None:
        return "skipped:removed"
    own = mail.subject.startswith(f"digest:{person.id}/")
    return _plain(said, address, "notice" if own else "stand_in")


def _code(session: Session, mail: Mail, person: Person, said: Words, now: datetime) -> Written | str:
    draft = people.draft_of(session, person.id, now)
    if draft is None or draft.kind != DIALOGUE or draft.said.get("mail") != mail.subject:
        return "skipped:left_off"
    return _plain(said, draft.said["address"], "code", code=draft.said["code"])


def _plain(said: Words, address: str, what: str, **values: object) -> Written:
    subject, text = (unescape(said.say(f"mail.{what}.{part}", **values)) for part in ("subject", "text"))
    return Written(address, subject, f"{text}\n")


def tell_lost(session: Session, mail: Mail, now: datetime) -> None:
    """Tell somebody in the chat that a mail to them did not arrive."""
    row = {
        "site_id": mail.site_id, "kind": Kind.UNMAILED, "subject": f"mail:{mail.id}", "about_id": mail.id,
        "person_id": mail.person_id, "due_at": now, "queued_at": now,
        "priority": Priority.REPLY if mail.kind == Mailed.CODE else Priority.DIGEST,
    }  # fmt: skip
    deliveries.queue(session, [row])


def lost(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | str:
    """Return what is told of a mail that did not arrive; nothing where its address was given up since."""
    mail, said = mails.by_id(session, delivery.about_id or 0), words(person.language)
    if mail is None or person.role != Role.SOCIAL_WORKER:
        return "skipped:gone"
    buttons = [Button(said.say("mailbox.button.other"), "digest:mail:new")]
    if mail.kind == Mailed.CODE:
        draft = people.draft_of(session, person.id, now)
        if draft is None or draft.said.get("mail") != mail.subject:
            return "skipped:gone"
        return Message(said.say("mailbox.code_lost", address=masked(draft.said["address"])), column(*buttons))
    address = mailboxes.of(session, person.id)
    if address is None:
        return "skipped:gone"
    buttons.append(Button(said.say("mailbox.button.remove"), "digest:mail:remove"))
    return Message(said.say("mailbox.notice_lost", address=masked(address)), column(*buttons))


def masked(address: str) -> str:
    """Return an address so that its owner knows it and nobody else can write to it."""
    local, _, domain = address.rpartition("@")
    name, dot, last = domain.rpartition(".")
    return f"{local[:1]}•••@{(name or last)[:1]}•••{dot}{last if dot else ''}"
