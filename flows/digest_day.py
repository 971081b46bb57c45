"""The day on which a worker's digest comes by itself, and the way to the notice by mail."""

from datetime import timedelta

from babel.dates import get_day_names

from content.message import Button, Message, Reply, edit, send
from db import digest_days, mailboxes
from db.models import Role
from flows import mailing
from flows.act import Act
from flows.digest_words import number_of
from flows.figures import weekdays
from reports.weeks import due_at, monday_of, name_of, week_before

DAYS = range(7)
A_ROW = 4
A_WEEK = timedelta(days=7)


def show(act: Act) -> Reply:
    """Show on which day the digest comes, and the others to choose from."""
    now_on = weekdays(act.session, act.who)(_pending(act))
    days = [
        Button(f"✓ {_day(act, each)}" if each == now_on else _day(act, each), f"digest:day:{each}")
        for each in DAYS
    ]
    rows = tuple(tuple(days[at : at + A_ROW]) for at in range(0, len(days), A_ROW))
    text = act.words.say("digest.day_ask", day=_day(act, now_on))
    if act.who.role != Role.SOCIAL_WORKER:  # only a worker's comes by itself
        return send(Message(text, rows))
    if not mailing.there() and mailboxes.of(act.session, act.who.id) is None:
        return send(Message(f"{text}\n{act.words.say('mailbox.no_server')}", rows))
    mail = Button(act.words.say("mailbox.button.notice"), "digest:mail")
    return send(Message(text, (*rows, (mail,))))


def choose(act: Act, *, weekday: int) -> Reply:
    """Let the digest come on another day, from the next one on whose new day has not passed.

    The digests before that one stay as they were: the day says what each of them knows.
    """
    week = _pending(act)
    if due_at(week, act.who.zone, weekday) <= act.now:
        week = name_of(monday_of(week) + A_WEEK)
    digest_days.choose(act.session, act.who.id, week, weekday, act.now)
    digest_days.replan_digest(act.session, act.who.id, act.now)
    kept = act.words.say("digest.day_kept", number=number_of(week), day=_day(act, weekday))
    return edit(Message(kept))


def _pending(act: Act) -> str:
    """Return the week whose digest comes next."""
    week, chosen = week_before(act.now, act.who.zone), weekdays(act.session, act.who)
    passed = due_at(week, act.who.zone, chosen(week)) <= act.now
    return name_of(monday_of(week) + A_WEEK) if passed else week


def _day(act: Act, weekday: int) -> str:
    return str(get_day_names("wide", locale=act.language.replace("-", "_"))[weekday])
