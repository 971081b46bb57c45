"""Where a worker hears by mail that their digest is ready: an address of their own, shown by a code."""

import hmac
import re
import unicodedata
from datetime import timedelta

from content.message import Button, Message, Reply, Rows, column, edit, forget, send
from db import mailboxes, mails, people
from db.models import Draft, Mailed
from flows import mailing
from flows.act import Act
from flows.casework.paths import cancel
from flows.errors import OldButton
from flows.mailing import CODE, DIALOGUE, masked

ADDRESS = "address"
PATIENCE, A_DAY = timedelta(minutes=30), timedelta(days=1)
MOST_CODES, MOST_WRONG, DIGITS = 5, 5, 6
LONGEST, LONGEST_LOCAL = 254, 64
DOT = "\u3002"
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
IS_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
LOST = ("failed:", mails.LATE)


def show(act: Act) -> Reply:
    """Show to which address the notices go, or ask for one; without a mail server say that there is none."""
    address = mailboxes.of(act.session, act.who.id)
    if not mailing.there():
        remove = column(_button(act, "remove")) if address else ()
        return edit(Message(act.words.say("mailbox.no_server"), remove))
    if address is None:
        return new(act)
    last = mails.last_notice(act.session, act.who.id) or ""
    lines = [act.words.say("mailbox.set", address=masked(address))]
    lines += [act.words.say("mailbox.last_lost")] if last.startswith(LOST) else []
    return edit(Message("\n".join(lines), column(_button(act, "other"), _button(act, "remove"))))


def new(act: Act) -> Reply:
    """Ask for an address; the one that counts so far does until the new one is confirmed."""
    if not mailing.there():
        return edit(Message(act.words.say("mailbox.no_server")))
    _open(act, ADDRESS, {})
    return edit(Message(act.words.say("mailbox.ask"), (cancel(act),)))


def remove(act: Act) -> Reply:
    """Forget the address; what was not sent yet goes nowhere."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is not None and draft.kind == DIALOGUE:
        people.drop_draft(act.session, act.who.id)
    mailboxes.forget(act.session, act.who.id)
    mails.cancel(act.session, act.now, "removed", person_id=act.who.id)
    return edit(Message(act.words.say("mailbox.removed")))


def tap(act: Act, *, what: str) -> Reply:
    """Take a tap in the settings of the notice."""
    ways = {"": show, "new": new, "remove": remove}
    if what not in ways:
        raise OldButton
    return ways[what](act)


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take an address or its code; either leaves the chat again, for neither is to be read there."""
    if not mailing.there():
        people.drop_draft(act.session, act.who.id)
        return forget() + act.say("mailbox.no_server")
    typed = read(text)
    if draft.step == CODE and "@" not in typed:
        return _hear_code(act, draft, typed)
    if not is_address(typed):
        return send(Message(act.words.say("mailbox.no_address"), (cancel(act),)))
    return forget() + _send_code(act, typed)


def read(text: str) -> str:
    """Return what was typed without blanks and in plain letters; a Chinese keyboard has its own dot and @."""
    return "".join(unicodedata.normalize("NFKC", text).replace(DOT, ".").split())


def is_address(text: str) -> bool:
    """Whether this can be a mail address."""
    local = text.partition("@")[0]
    return len(text) <= LONGEST and len(local) <= LONGEST_LOCAL and IS_ADDRESS.fullmatch(text) is not None


def _send_code(act: Act, address: str) -> Reply:
    if mails.codes_since(act.session, act.who.id, act.now - A_DAY) >= MOST_CODES:
        people.drop_draft(act.session, act.who.id)
        return act.say("mailbox.too_many")
    code = f"{int.from_bytes(act.chance) % 10**DIGITS:0{DIGITS}d}"
    subject = f"code:{act.update_id}"
    _open(act, CODE, {"address": address, "code": code, "mail": subject, "wrong": 0})
    row = {"site_id": act.who.site_id, "person_id": act.who.id, "kind": Mailed.CODE, "subject": subject}
    mailing.owe(act.session, row, act.now, PATIENCE)
    return send(Message(act.words.say("mailbox.code_sent", address=masked(address)), _ways(act)))


def _hear_code(act: Act, draft: Draft, typed: str) -> Reply:
    if not (typed.isascii() and typed.isdigit() and len(typed) == DIGITS):
        return send(Message(act.words.say("mailbox.six_digits"), _ways(act)))
    if not hmac.compare_digest(typed, draft.said["code"]):
        return forget() + _wrong(act, draft)
    address = draft.said["address"]
    people.drop_draft(act.session, act.who.id)
    mailboxes.keep(act.session, act.who.id, address, act.now)
    return forget() + act.say("mailbox.confirmed", address=masked(address))


def _wrong(act: Act, draft: Draft) -> Reply:
    wrong = draft.said["wrong"] + 1
    if wrong >= MOST_WRONG:
        people.drop_draft(act.session, act.who.id)
        return act.say("mailbox.wrong_too_often")
    draft.said = {**draft.said, "wrong": wrong}
    return send(Message(act.words.count("mailbox.wrong", MOST_WRONG - wrong), _ways(act)))


def _open(act: Act, step: str, said: dict[str, object]) -> None:
    people.begin_draft(act.session, act.who.id, DIALOGUE, step, said=said, now=act.now, lasts=PATIENCE)


def _ways(act: Act) -> Rows:
    return ((_button(act, "other"),), cancel(act))


def _button(act: Act, what: str) -> Button:
    data = {"other": "digest:mail:new", "remove": "digest:mail:remove"}[what]
    return Button(act.words.say(f"mailbox.button.{what}"), data)
