"""Checks of what alerts need: words of danger, the second channel, somebody to ring, and the last drill."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands.findings import FAULT, OK, WARNING, Finding
from bot.paging.channels import channels_of
from bot.settings import Settings
from content import danger
from content.danger import DangerFaults
from db import drills, mailboxes, mails
from db.models import SiteRow
from db.session import Session
from flows.drill import MISSED
from flows.ladder import Ladder, Rung
from flows.rota import rota

A_WEEK = timedelta(days=7)
OPEN_FIRST = "let a social worker open their link; `respite invite --role social_worker` makes one"
STAND_IN = "say who stands in, by `respite alarm leave … --stand-in`"


def words(settings: Settings) -> Finding:
    """Check the lists of words that may speak of danger, and what the site has added or silenced."""
    file = settings.data_dir / danger.SITE_FILE
    try:
        lists = danger.read(settings.data_dir)
    except DangerFaults as error:
        told = "; ".join(str(error).splitlines())
        return Finding(FAULT, "danger words", f"{told}; mend {file}, or take it away")
    count = sum(len(phrases) for phrases in lists.entries.values())
    silenced = f"; silenced by the site: {', '.join(lists.silenced)}" if lists.silenced else ""
    return Finding(OK, "danger words", f"{count} phrases in {len(lists.entries)} entries{silenced}")


def channels(settings: Settings) -> Finding:
    """Check that there is a second channel, and that it is set whole."""
    try:
        there = channels_of(settings).channels
    except ValueError as error:
        return Finding(FAULT, "second channel", str(error))
    if not there:
        said = "there is none: while Telegram reaches nobody, no alert is heard; set RESPITE_SMTP_URL"
        return Finding(WARNING, "second channel", said)
    return Finding(OK, "second channel", f"{', '.join(there)}; `respite alarm try` sends a test")


def notices(session: Session, settings: Settings, now: datetime) -> Finding:
    """Check that whoever wants a notice by mail gets one."""
    wanted, lost = mailboxes.count(session), mails.lost_since(session, now - A_WEEK)
    if wanted and not settings.smtp_url.get_secret_value():
        said = f"{wanted} of the staff want them, and there is no mail server: set RESPITE_SMTP_URL"
        return Finding(WARNING, "notices by mail", said)
    if lost:
        how = ", ".join(f"{count} {outcome}" for outcome, count in sorted(lost.items()))
        said = f"in the last seven days some did not arrive ({how}); `respite alarm try` sends a test"
        return Finding(WARNING, "notices by mail", said)
    return Finding(OK, "notices by mail", f"{wanted} of the staff want them")


def of_site(session: Session, site: SiteRow, now: datetime) -> Iterator[Finding]:
    """Yield whether a site's alerts have somebody to ring, and how the last drill went."""
    today = now.astimezone(ZoneInfo(site.zone)).date()
    running = {each: rota(session, site, each, now) for each in drills.programmes(session, site.id, today)}
    alone = [str(each) for each, there in running.items() if not there.reaches(Rung.FIRST)]
    away = [str(each) for each, there in running.items() if there.reaches(Rung.FIRST) and not there.anybody()]
    for numbers, whom, what in ((alone, "nobody can be rung", OPEN_FIRST), (away, "all are away", STAND_IN)):
        if numbers:
            said = f"{whom} for programme {', '.join(numbers)}: {what}"
            yield Finding(WARNING, f"alerts of site {site.id}", said)
    if wrong := Ladder.of(site).faults():
        yield Finding(WARNING, f"alerts of site {site.id}", f"{'; '.join(wrong)}; `respite alarm ladder`")
    last = drills.latest(session, site.id)
    if last is None:
        yield Finding(OK, f"drill of site {site.id}", "none yet; `respite drill` makes one")
    elif last.closed_as == MISSED:
        said = f"nobody took drill {last.id} of {last.raised_at:%Y-%m-%d}: see `respite alarm show`"
        yield Finding(WARNING, f"drill of site {site.id}", said)
    else:
        yield Finding(
            OK, f"drill of site {site.id}", f"drill {last.id} of {last.raised_at:%Y-%m-%d} was taken"
        )
