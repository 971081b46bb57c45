"""The postman: a mail to one of the staff goes to the mail server, and its answer becomes an outcome."""

import asyncio
import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from bot.relay import Relay, hand_over, relay
from bot.settings import Settings
from scheduler.mailing import Sealed
from scheduler.settling import Outcome

FOR_GOOD = 500


class Postman:
    """Sends mails from the site's address, on a thread of its own: alerts never wait for it."""

    def __init__(self, relay: Relay, sender: str) -> None:
        self._relay, self._sender = relay, sender
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="postman")

    async def send(self, mail: Sealed, now: datetime) -> Outcome:
        """Send a mail and say how it ended; no reason quotes an address."""
        message = self._write(mail, now)
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, hand_over, self._relay, message)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome("refused" if _is_for_good(error) else "retry", type(error).__name__.lower())
        return Outcome("sent")

    def _write(self, mail: Sealed, now: datetime) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = mail.written.subject
        message["From"], message["To"] = self._sender, mail.written.address
        message["Date"] = format_datetime(now)
        # The same for every attempt, so that a mailbox can see a repeat.
        message["Message-ID"] = f"<respite-mail-{mail.id}@{self._relay.host}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.written.text)
        return message


def postman_of(settings: Settings) -> Postman | None:
    """Return who sends mails, where the settings name a mail server."""
    url, to = settings.smtp_url.get_secret_value(), settings.alert_mail
    return Postman(relay(url), settings.alert_mail_from or to[0]) if url and to else None


def _is_for_good(error: Exception) -> bool:
    """Whether the server will never take this mail: what it says of the reader or the message, not of us."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= FOR_GOOD
