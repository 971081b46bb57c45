"""Leave: a worker says from when until when she is away and who stands in; it ends by itself."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from content.message import Button, Message, Reply, Rows, edit, send
from db import assignments, leaves, people
from db.models import Draft, Leave, Person
from flows.act import Act
from flows.casework import handover, whose
from flows.casework.moments import day
from flows.casework.paths import cancel, on_button
from flows.errors import OldButton

DRAFT = "leave"
PATIENCE = timedelta(hours=2)
SHOWN, OFFERED = 4, 6
LENGTHS = (3, 7, 14)
LONGEST = timedelta(days=366)
NOBODY = "0"
WRITTEN = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


def show(act: Act) -> Reply:
    """Show one's leaves that are not over, and the way to a new one."""
    return send(_mine(act))


def begin(act: Act) -> Reply:
    """Ask who stands in."""
    _open(act, "who", {})
    buttons: list[tuple[Button, ...]] = [
        (Button(whose.name(act, each), f"leave:who:{each.id}"),) for each in _candidates(act)
    ]
    nobody = (Button(act.words.say("leave.nobody"), f"leave:who:{NOBODY}"),)
    return edit(Message(act.words.say("leave.who"), (*buttons, nobody, cancel(act))))


def choose(act: Act, *, step: str, value: str) -> Reply:
    """Take a tapped choice of this step; raises OldButton for one of another step or never offered."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind != DRAFT or draft.step != step:
        raise OldButton
    if step == "who":
        if value != NOBODY and int(value) not in {each.id for each in _candidates(act)}:
            raise OldButton
        _go_on(act, draft, "since", stand_in=int(value) or None)
        return edit(_ask_since(act))
    return edit(_take(act, draft, _iso(value)))


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take a written day for the step at hand."""
    if draft.step not in {"since", "until"}:
        return send(Message(act.words.say("leave.tap"), (cancel(act),)))
    on = written_day(text, whose.today(act))
    if on is None:
        asked = _ask_since(act) if draft.step == "since" else _ask_until(act, draft)
        return send(asked.with_note(act.words.say("leave.no_day")))
    return send(_take(act, draft, on))


def agree(act: Act) -> Reply:
    """Keep the leave and owe the families the name of who writes to them meanwhile."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind != DRAFT or draft.step != "sure":
        raise OldButton
    people.drop_draft(act.session, act.who.id)
    since, until = date.fromisoformat(draft.said["since"]), date.fromisoformat(draft.said["until"])
    if leaves.overlaps(act.session, act.who.id, since, until):
        return edit(_mine(act).with_note(act.words.say("leave.overlaps")))
    leave = Leave(
        site_id=act.who.site_id,
        person_id=act.who.id,
        since=since,
        until=until,
        stand_in_id=draft.said["stand_in"],
    )
    handover.tell_leave(act.session, leaves.add(act.session, leave), act.now)
    return edit(_mine(act).with_note(act.words.say("leave.kept")))


def end(act: Act, *, leave_id: int) -> Reply:
    """End one's own leave; the families hear that their worker is back, if they heard that she was away."""
    leave = leaves.by_id(act.session, leave_id)
    today = whose.today(act)
    if leave is None or leave.person_id != act.who.id or leave.until < today:
        raise OldButton
    if leave.since <= today:
        handover.tell_back(act.session, leave, act.now)
    leaves.end(act.session, leave, today)
    return edit(_mine(act).with_note(act.words.say("leave.ended")))


def written_day(text: str, today: date) -> date | None:
    """Return the next such day that somebody wrote (3-10, 3月10日, 2026-03-10); None if it is none."""
    found = WRITTEN.fullmatch("".join(text.split()))
    if found is None:
        return None
    try:
        month, on = int(found[2]), int(found[3])
        if found[1]:
            return date(int(found[1]), month, on)
        this = date(today.year, month, on)
        return this if this >= today else date(today.year + 1, month, on)
    except ValueError:
        return None


def _take(act: Act, draft: Draft, on: date) -> Message:
    """Take a day for the step at hand; a leave lies ahead, and its end after its beginning."""
    today = whose.today(act)
    if draft.step == "since":
        if not today <= on <= today + LONGEST:
            return _ask_since(act).with_note(act.words.say("leave.no_day"))
        _go_on(act, draft, "until", since=on.isoformat())
        return _ask_until(act, draft)
    since = date.fromisoformat(draft.said["since"])
    if not since <= on <= since + LONGEST:
        return _ask_until(act, draft).with_note(act.words.say("leave.no_day"))
    _go_on(act, draft, "sure", until=on.isoformat())
    stand_in = people.by_id(act.session, draft.said["stand_in"] or 0)
    asked = act.words.count(
        "leave.sure" if stand_in else "leave.sure_nobody",
        len(assignments.families_of(act.session, act.who.id)),
        since=day(since, act.words),
        until=day(on, act.words),
        name=whose.name(act, stand_in) if stand_in else "",
    )
    return Message(asked, ((Button(act.words.say("leave.yes"), "leave:yes"),), cancel(act)))


def _mine(act: Act) -> Message:
    say, today = act.words.say, whose.today(act)
    kept = leaves.to_come(act.session, act.who.id, today)[:SHOWN]
    lines, rows = [], []
    for leave in kept:
        stand_in = people.by_id(act.session, leave.stand_in_id or 0)
        since, until = day(leave.since, act.words), day(leave.until, act.words)
        name = whose.name(act, stand_in) if stand_in else say("leave.nobody")
        lines.append(say("leave.line", since=since, until=until, name=name))
        rows.append((Button(on_button(act.words, "leave.end", since=since), f"leave:end:{leave.id}"),))
    new = (Button(say("leave.new"), "leave:new"),)
    return Message("\n".join(lines) or say("leave.none"), (*rows, new))


def _ask_since(act: Act) -> Message:
    today = whose.today(act)
    monday = today + timedelta(days=7 - today.weekday())
    days = dict.fromkeys((today, today + timedelta(days=1), monday))
    return Message(act.words.say("leave.since"), (*_days(act, "since", list(days)), cancel(act)))


def _ask_until(act: Act, draft: Draft) -> Message:
    since = date.fromisoformat(draft.said["since"])
    days = [since + timedelta(days=length - 1) for length in LENGTHS]
    return Message(
        act.words.say("leave.until", since=day(since, act.words)), (*_days(act, "until", days), cancel(act))
    )


def _days(act: Act, step: str, days: Sequence[date]) -> Rows:
    return tuple((Button(day(each, act.words), f"leave:{step}:{each.isoformat()}"),) for each in days)


def _candidates(act: Act) -> Sequence[Person]:
    """Return who may stand in: colleagues of one's own programmes first, then others of the site."""
    found: dict[int, Person] = {}
    for programme_id in whose.programmes_seen(act):
        found |= {each.id: each for each in whose.colleagues(act.session, programme_id, act.who.id)}
    for each in people.workers_at(act.session, act.who.site_id):
        found.setdefault(each.id, each)
    found.pop(act.who.id, None)
    return list(found.values())[:OFFERED]


def _open(act: Act, step: str, said: dict[str, object]) -> None:
    people.begin_draft(act.session, act.who.id, DRAFT, step, said=said, now=act.now, lasts=PATIENCE)


def _go_on(act: Act, draft: Draft, step: str, **said: object) -> None:
    draft.said = {**draft.said, **said}
    draft.step, draft.changed_at, draft.expires_at = step, act.now, act.now + PATIENCE


def _iso(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise OldButton from None
