"""Mail: a call as a short plain message, by the site's own mail server."""

import asyncio
import smtplib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from bot.relay import Relay, hand_over
from flows import ringing
from scheduler.paging import Call

SUBJECT = "Respite {number}: please look / 请查看"
WORDS = """\
Case {number} waits for somebody of the team. Please open Respite in Telegram, or ask a colleague.
编号 {number} 正在等团队处理。请打开 Telegram 里的 Respite，或告诉同事。
"""
WITHOUT_CODE = """\
Case {number}: a phone has seen whom to call without a code, and nobody else can be told in Telegram.
Please ask the colleague who has it at once whether it was them. If not, end that access by /staff in Respite.
编号 {number}：有人没输验证码，看了联系方式，Telegram 里又通知不到别的同事。
请马上问一下接手的同事，是不是本人看的。不是的话，请在 Respite 里发 /staff，停用那个账号。
"""
DRILL = """\
This is a drill: nobody is in danger. Please open Respite in Telegram and take case {number}.
这是演练，没有人处在危险中。请打开 Telegram 里的 Respite，接下编号 {number}。
"""


class Mail:
    """Sends calls to the addresses of the team; each attempt has a connection and a thread of its own."""

    def __init__(self, relay: Relay, sender: str, to: Sequence[str]) -> None:
        self._relay, self._sender, self._to = relay, sender, tuple(to)

    async def send(self, call: Call, now: datetime) -> str | None:
        """Send a call; return None once the server took it, or in a word why not."""
        try:
            await asyncio.to_thread(hand_over, self._relay, self._write(call, now))
        except (OSError, smtplib.SMTPException) as error:  # what it says may quote an address
            return type(error).__name__.lower()
        return None

    def _write(self, call: Call, now: datetime) -> EmailMessage:
        message = EmailMessage()
        number = f"#{call.case} (DRILL / 演练)" if call.drill else f"#{call.case}"
        message["Subject"] = SUBJECT.format(number=number)
        message["From"], message["To"] = self._sender, ", ".join(self._to)
        message["Date"] = format_datetime(now)
        # The same for every attempt, so that a mailbox can see a repeat.
        message["Message-ID"] = f"<respite-page-{call.id}@{self._relay.host}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Priority"] = "1"
        message.set_content(_words(call).format(number=call.case))
        return message


def _words(call: Call) -> str:
    if call.drill:
        return DRILL
    return WITHOUT_CODE if call.subject.startswith(ringing.WITHOUT_CODE) else WORDS
