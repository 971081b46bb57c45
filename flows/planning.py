"""Planning by chat: a programme's sessions, the move of one, one more; step by step, tapped or written."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from content.message import Button, Message, Reply, edit, send
from content.programmes import in_language, template
from db import people, programmes, sessions
from db.models import Draft, Meeting, Programme
from flows import meeting, plan_steps, programme, running
from flows.act import Act
from flows.errors import OldButton
from flows.running import Venue

PATIENCE = timedelta(days=1)
STEPS: Mapping[str, tuple[str, ...]] = {
    "plan": ("template", "day", "hour", "place", "room", "sure"),
    "move": ("day", "hour", "sure"),
    "extra": ("day", "hour", "place", "sure"),
}


def begin(act: Act, *, kind: str, about: int) -> Reply:
    """Open the dialogue: to plan a programme (0 for a new one), to move a session, or to add one."""
    said: dict[str, Any] = {"about": about}
    if kind == "move":
        moved = meeting.of_worker(act, about)
        if not meeting.is_to_come(moved, act.now):
            return edit(Message(act.words.say("rsvp.over")))
    elif kind not in STEPS or (about and about not in programmes.programmes_of(act.session, act.who.id)):
        raise OldButton
    elif kind == "plan" and about and sessions.of_programme(act.session, about):
        return programme.page(act, programme_id=about)
    draft = people.begin_draft(
        act.session, act.who.id, kind, STEPS[kind][0], said=said, now=act.now, lasts=PATIENCE
    )
    return edit(ask(act, draft))


def tap(act: Act, *, step: str, choice: str) -> Reply:
    """Take a tapped answer; a button of an earlier step shows the step at hand."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind not in STEPS:
        raise OldButton
    if choice == "stop":
        people.drop_draft(act.session, act.who.id)
        return edit(Message(act.words.say("plan.stopped")))
    if draft.step != step:
        return edit(ask(act, draft, act.words.say("join.step_over")))
    if step == "sure":
        return _again(act, draft) if choice == "again" else _do(act, draft)
    value = plan_steps.understand(act, draft.step, choice)
    if value is None:
        raise OldButton
    return edit(_go_on(act, draft, value))


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take a written answer; one that cannot be understood is asked again."""
    if draft.step in {"template", "sure"}:
        return send(ask(act, draft, act.words.say("join.please_tap")))
    value = plan_steps.understand(act, draft.step, " ".join(text.split()))
    if value is None:
        return send(ask(act, draft, act.words.say(f"plan.{draft.step}.unclear")))
    return send(_go_on(act, draft, value))


def ask(act: Act, draft: Draft, note: str = "") -> Message:
    """Return the question of the step at hand, below a note."""
    steps = STEPS[draft.kind]
    head = act.words.say("plan.progress", number=steps.index(draft.step) + 1, total=len(steps))
    said = plan_steps.summary(act, draft) if draft.step == "sure" else act.words.say(f"plan.{draft.step}")
    stop = (Button(act.words.say("plan.stop"), f"plan:{draft.step}:stop"),)
    message = Message(f"{head}\n\n{said}", (*plan_steps.buttons(act, draft.step), stop))
    return message.with_note(note) if note else message


def _go_on(act: Act, draft: Draft, value: str) -> Message:
    steps = STEPS[draft.kind]
    draft.said = {**draft.said, draft.step: value}
    draft.step = steps[steps.index(draft.step) + 1]
    draft.changed_at, draft.expires_at = act.now, act.now + PATIENCE
    return ask(act, draft)


def _again(act: Act, draft: Draft) -> Reply:
    draft.step = "day"
    return edit(ask(act, draft))


def _do(act: Act, draft: Draft) -> Reply:
    """Do what was agreed; a moment that has passed meanwhile is asked anew."""
    venue, about, kind = plan_steps.venue(draft), int(draft.said["about"]), draft.kind
    zone = meeting.of_worker(act, about).zone if kind == "move" else plan_steps.zone_of(act)
    if meeting.instant(venue.day, venue.at, zone) <= act.now:
        draft.step = "day"
        return edit(ask(act, draft, act.words.say("plan.day.past")))
    people.drop_draft(act.session, act.who.id)
    if kind == "move":
        return _moved(act, meeting.of_worker(act, about), venue)
    if kind == "extra":
        running.add(act.session, _programme(act, about), zone, venue, act.now)
        return programme.page(act, programme_id=about)
    return _planned(act, about, template(draft.said["template"]).key, venue)


def _moved(act: Act, about: Meeting, venue: Venue) -> Reply:
    told = running.move(act.session, about, venue.day, venue.at, act.now)
    note = act.words.count("plan.told", told)
    return programme.session_page(act, meeting_id=about.id, note=note)


def _planned(act: Act, about: int, key: str, venue: Venue) -> Reply:
    site = people.site_of(act.session, act.who)
    if about:
        running.plan(act.session, _programme(act, about), site.zone, template(key), venue, act.now)
        return programme.page(act, programme_id=about)
    made = running.found(act.session, site, template(key), venue, act.now, name=_name(act, key, venue.day))
    running.join(act.session, made, act.who, act.now)
    return programme.page(act, programme_id=made.id)


def _name(act: Act, key: str, day: date) -> str:
    return f"{in_language(template(key).title, act.language)} {day:%Y-%m-%d}"


def _programme(act: Act, programme_id: int) -> Programme:
    found = programmes.by_id(act.session, programme_id)
    assert found is not None, "a worker's programme is never deleted"
    return found
