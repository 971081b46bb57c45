"""Mailing: mails to the staff are claimed, sent and settled one by one, apart from alerts and Telegram."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from db import mails
from db.models import Mail
from db.session import Session
from flows import mailing
from flows.mailing import Written
from scheduler.acts import Acts
from scheduler.settling import Outcome

log = logging.getLogger(__name__)

# A mail in the air longer than this was lost with its sender; a slow server has taken it by then.
LEASE = timedelta(minutes=5)
WAITS = tuple(timedelta(seconds=each) for each in (10, 60, 300, 900, 1800, 3600))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A mail on its way, with a number of its own, the same for every attempt."""

    id: int
    written: Written


class Postman(Protocol):
    """What bot/ injects: the mail server."""

    async def send(self, mail: Sealed, now: datetime) -> Outcome:
        """Send a mail; it was `sent`, `refused` for good, or is to be tried again (`retry`)."""


class MailLoop:
    """Sends what is due, one at a time: a server that is slow holds up nothing but other mails."""

    def __init__(self, acts: Acts, postman: Postman | None) -> None:
        self._acts, self._postman, self._at_work = acts, postman, False

    async def send(self, now: datetime) -> int:
        """Send every mail that is due by `now` and return how many that were; 0 while a call is at it."""
        if self._postman is None or self._at_work:
            return 0
        self._at_work, sent = True, 0
        try:
            while mail := await self._acts(claim, now):
                outcome = await self._postman.send(mail, now)
                if outcome.how != "sent":
                    log.warning("mail %s was not taken (%s)", mail.id, outcome.reason)
                await self._acts(settle, mail.id, outcome, now)
                sent += 1
        finally:
            self._at_work = False
        return sent


def claim(session: Session, now: datetime) -> Sealed | None:
    """Take the mail that is due first, as things stand now; what is too late or not wanted any more ends."""
    while (mail := mails.claim(session, now, LEASE)) is not None:
        if mail.not_after < now:
            _give_up(session, mail, mails.LATE, now)
            continue
        written = mailing.write(session, mail, now)
        if isinstance(written, Written):
            return Sealed(mail.id, written)
        mails.settle(session, mail.id, written, now)
    return None


def settle(session: Session, mail_id: int, outcome: Outcome, now: datetime) -> None:
    """Write that a mail was taken, let it be tried again, or give it up and tell its reader in the chat."""
    mail = mails.by_id(session, mail_id)
    if mail is None:  # its person was forgotten while it was in the air
        return
    again = now + WAITS[min(mail.attempts, len(WAITS)) - 1]
    if outcome.how == "sent":
        mails.settle(session, mail.id, "sent", now)
    elif outcome.how == "refused" or again > mail.not_after:
        _give_up(session, mail, f"failed:{outcome.reason}"[:40], now)
    else:
        mails.put_back(session, mail.id, again)


def _give_up(session: Session, mail: Mail, outcome: str, now: datetime) -> None:
    if mails.settle(session, mail.id, outcome, now):
        mailing.tell_lost(session, mail, now)
