"""Leaving for good: asked twice, promised with dates, and never past an open red alert unseen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit, send
from db import alerts, audit, deliveries, erasing, leaving, programmes, retention
from db.models import Act as Deed
from db.models import Alert, AlertState, Enrolment, Kind, Person, Priority
from db.session import Session
from flows import resting
from flows.act import Act
from flows.errors import OldButton
from flows.ringing import listeners

# Long enough for a worker to reach somebody who asked for help on a Friday evening.
SEEN_WITHIN = timedelta(hours=72)
EVERYTHING, BUT_ANSWERS = "all", "study"


def ask(act: Act) -> Reply:
    """Say what being forgotten means and ask whether it is wished; staying changes nothing."""
    if leaving.wish_of(act.session, act.who.id) is not None:
        return send(_promised(act))
    buttons = column(
        Button(act.words.say("forget.go_on"), "forget:sure"),
        Button(act.words.say("forget.stay"), "forget:no"),
    )
    return send(Message(act.words.say("forget.sure"), buttons))


def choose(act: Act, *, choice: str) -> Reply:
    """Take the answer to the first or the second question, or the way back."""
    say = act.words.say
    if choice == "no":
        return edit(Message(say("forget.stayed")))
    if choice == "back":
        key = "forget.kept" if leaving.take_back(act.session, act.who.id) else "forget.stayed"
        return edit(Message(say(key)))
    if choice == "sure":
        buttons = column(
            Button(say("forget.all"), f"forget:{EVERYTHING}"),
            Button(say("forget.but_answers"), f"forget:{BUT_ANSWERS}"),
            Button(say("forget.stay"), "forget:no"),
        )
        return edit(Message(say("forget.last", backups=backups_until(act)), buttons))
    if choice not in {EVERYTHING, BUT_ANSWERS}:
        raise OldButton
    return _leave(act, for_study=choice == BUT_ANSWERS)


def announce(session: Session, words: Words, person: Person, subject: str) -> Message | None:
    """Return the word to a worker that a case has left or wants to, by label; None if it is over."""
    kind, _, rest = subject.partition(":")
    if kind == Kind.LEFT:
        return Message(words.say("left.told", label=rest.partition("/")[0]))
    number, label, until = rest.split("/")
    alert = alerts.by_id(session, int(number))
    if alert is None or alert.state == AlertState.CLOSED:
        return None
    when = datetime.fromisoformat(until).astimezone(ZoneInfo(person.zone))
    text = words.say("left.wants", label=label, number=alert.id, when=f"{when:%m-%d %H:%M}")
    take = Button(words.say("alert.take"), f"alert:take:{alert.id}")
    return Message(text, column(take) if alert.state == AlertState.RAISED else ())


def let_go(
    session: Session, person: Person, now: datetime, *, for_study: bool, on_paper: bool = False
) -> None:
    """Tell the workers which case has left, forget the person, and write down that a number was erased.

    What was asked for `on_paper` an operator typed, and is written down as that.
    """
    site_id, number = person.site_id, person.id
    for place in _places(session, person):
        heard = listeners(session, place.site_id, place.programme_id)
        subject = f"{Kind.LEFT}:{place.label}/{now:%Y-%m-%dT%H:%M:%S}"
        rows = [_word(each, Kind.LEFT, subject, None, now) for each in heard if each.id != person.id]
        deliveries.queue(session, rows)
    erasing.erase(session, person, now, for_study=for_study)
    _write_down(session, Deed.ERASED, (site_id, number), now, for_study=for_study, on_paper=on_paper)


def begin(act: Act, *, for_study: bool, on_paper: bool = False) -> datetime | None:
    """Forget a person at once, or where a red alert is open once that was seen to.

    Returns by when at the latest; None where it is done.
    """
    alert = leaving.open_red(act.session, act.who.id)
    if alert is None:
        let_go(act.session, act.who, act.now, for_study=for_study, on_paper=on_paper)
        return None
    resting.stop(act, sure=True)
    leaving.ask(act.session, act.who.id, act.now, act.now + SEEN_WITHIN, for_study=for_study)
    _tell_first(act, alert)
    known = act.who.site_id, act.who.id
    _write_down(act.session, Deed.ERASURE_ASKED, known, act.now, for_study=for_study, on_paper=on_paper)
    wish = leaving.wish_of(act.session, act.who.id)
    assert wish is not None, "it was just noted"
    return wish.due_at


def _write_down(
    session: Session, deed: Deed, known: tuple[int, int], now: datetime, *, for_study: bool, on_paper: bool
) -> None:
    site_id, number = known
    about = "asked for it" + (" on paper" if on_paper else "")
    about += ", answers left to the study" if for_study else ""
    actor = None if on_paper else number
    audit.record(session, site_id=site_id, actor_id=actor, act=deed, person_id=number, about=about, now=now)


def _leave(act: Act, *, for_study: bool) -> Reply:
    words, backups = act.words, backups_until(act)
    if begin(act, for_study=for_study) is None:
        return edit(Message(words.say("forget.done", backups=backups)))
    return edit(_promised(act))


def _promised(act: Act) -> Message:
    wish = leaving.wish_of(act.session, act.who.id)
    assert wish is not None, "asked for before"
    local = wish.due_at.astimezone(ZoneInfo(act.who.zone))
    text = act.words.say(
        "forget.promised", until=f"{_day(act.words, local)} {local:%H:%M}", backups=backups_until(act)
    )
    buttons = column(
        Button(act.words.say("button.help"), "help"), Button(act.words.say("forget.take_back"), "forget:back")
    )
    return Message(text, buttons)


def _tell_first(act: Act, alert: Alert) -> None:
    """Let a human know before the phone number goes: this alert is still open."""
    place = programmes.place_of(act.session, act.who.id, alert.programme_id)
    until = (act.now + SEEN_WITHIN).strftime("%Y-%m-%dT%H:%M:00+00:00")
    subject = f"{Kind.LEAVING}:{alert.id}/{place.label if place else '–'}/{until}"
    heard = listeners(act.session, alert.site_id, alert.programme_id)
    rows = [_word(each, Kind.LEAVING, subject, alert.id, act.now) for each in heard]
    deliveries.queue(act.session, rows)


def _places(session: Session, person: Person) -> Sequence[Enrolment]:
    found = [
        programmes.place_of(session, person.id, each) for each in programmes.programmes_of(session, person.id)
    ]
    return [place for place in found if place is not None]


def _word(worker: Person, kind: Kind, subject: str, about: int | None, now: datetime) -> dict[str, object]:
    urgent = kind == Kind.LEAVING
    return {
        "site_id": worker.site_id,
        "kind": kind,
        "subject": subject,
        "about_id": about,
        "person_id": worker.id,
        "priority": Priority.SAFETY if urgent else Priority.SESSION,
        "due_at": now,
        "queued_at": now,
    }


def backups_until(act: Act) -> str:
    """Return the day by which the last backup is gone in which this person still is."""
    local = (act.now + retention.in_use().backups).astimezone(ZoneInfo(act.who.zone))
    return _day(act.words, local + timedelta(days=1))


def _day(words: Words, day: datetime) -> str:
    return words.say("forget.day", year=day.year, month=day.month, day=day.day)
