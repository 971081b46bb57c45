"""Planning by chat: a programme's sessions, the move of one, one more; step by step, tapped or written."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from content.message import Button, Message, Reply, column, edit, send
from content.programmes import in_language, template
from db import people, programmes, sessions
from db.models import Draft, Meeting, Programme
from flows import material, meeting, plan_steps, programme, running, session_page
from flows.act import Act
from flows.errors import OldButton
from flows.material import NONE, OTHER
from flows.running import Venue

PATIENCE = timedelta(days=1)
STEPS: Mapping[str, tuple[str, ...]] = {
    "plan": ("template", "day", "hour", "place", "room", "sure"),
    "move": ("day", "hour", "sure"),
    "extra": ("theme", "topic", "piece", "day", "hour", "place", "sure"),
    "material": ("topic", "piece"),
}
OF_A_SESSION = frozenset({"move", "material"})
# Where nothing is written that could be understood.
TAPPED = frozenset({"template", "topic", "piece", "sure"})


def begin(act: Act, *, kind: str, about: int) -> Reply:
    """Open a dialogue: plan a programme (0 for a new one), move, add, or choose what a session brings."""
    said: dict[str, Any] = {"about": about}
    if kind in OF_A_SESSION:
        if not _may(act, kind, meeting.of_worker(act, about)):
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
        way = (
            f"sess:show:{draft.said['about']}"
            if draft.kind in OF_A_SESSION
            else f"prog:show:{draft.said['about']}"
        )
        return edit(Message(act.words.say("plan.stopped"), column(Button(act.words.say("prog.back"), way))))
    if draft.step != step:
        return edit(ask(act, draft, act.words.say("join.step_over")))
    if step == "sure":
        return _again(act, draft, choice) if choice in plan_steps.SAID_ANEW else _do(act, draft)
    if (step, choice) == ("piece", OTHER):
        return _again(act, draft, "topic")
    value = plan_steps.understand(act, draft.step, choice)
    if value is None:
        raise OldButton
    return _go_on(act, draft, value)


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take a written answer; one that cannot be understood is asked again."""
    if draft.step in TAPPED:
        return send(ask(act, draft, act.words.say("join.please_tap")))
    value = plan_steps.understand(act, draft.step, " ".join(text.split()))
    if value is None:
        return send(ask(act, draft, act.words.say(f"plan.{draft.step}.unclear")))
    return _go_on(act, draft, value)


def ask(act: Act, draft: Draft, note: str = "") -> Message:
    """Return the question of the step at hand, below a note."""
    steps = _steps(draft)
    head = act.words.say("plan.progress", number=steps.index(draft.step) + 1, total=len(steps))
    said = plan_steps.summary(act, draft) if draft.step == "sure" else act.words.say(f"plan.{draft.step}")
    if draft.kind in OF_A_SESSION:
        head = f"{head} · {meeting.name(meeting.of_worker(act, int(draft.said['about'])), act.words)}"
    stop = (Button(act.words.say(f"plan.stop.{draft.kind}"), f"plan:{draft.step}:stop"),)
    message = Message(f"{head}\n\n{said}", (*plan_steps.buttons(act, draft), stop))
    return message.with_note(note) if note else message


def _steps(draft: Draft) -> tuple[str, ...]:
    """Return the steps of a dialogue as far as it is known which come: what brings nothing asks for none."""
    passed: set[str] = set()
    if draft.said.get("theme") == meeting.REUNION:
        passed = {"topic", "piece"}
    elif draft.said.get("topic") == NONE:
        passed = {"piece"}
    return tuple(step for step in STEPS[draft.kind] if step not in passed)


def _may(act: Act, kind: str, about: Meeting) -> bool:
    """Whether a session can still be moved, or what it brings be chosen."""
    return meeting.is_to_come(about, act.now) and (kind == "move" or material.is_chosen(about))


def _go_on(act: Act, draft: Draft, value: str) -> Reply:
    draft.said = {**draft.said, draft.step: value}
    steps = _steps(draft)
    left = [step for step in steps[steps.index(draft.step) + 1 :] if step not in draft.said]
    return _again(act, draft, left[0]) if left else _do(act, draft)


def _again(act: Act, draft: Draft, step: str) -> Reply:
    draft.step = step
    draft.changed_at, draft.expires_at = act.now, act.now + PATIENCE
    return edit(ask(act, draft))


def _do(act: Act, draft: Draft) -> Reply:
    """Do what was agreed; a moment that has passed meanwhile is asked anew."""
    about, kind = int(draft.said["about"]), draft.kind
    if kind == "material":
        return _chosen(act, meeting.of_worker(act, about), draft)
    venue = plan_steps.venue(draft)
    zone = meeting.of_worker(act, about).zone if kind == "move" else plan_steps.zone_of(act)
    if meeting.instant(venue.day, venue.at, zone) <= act.now:
        draft.step = "day"
        return edit(ask(act, draft, act.words.say("plan.day.past")))
    people.drop_draft(act.session, act.who.id)
    if kind == "move":
        return _moved(act, meeting.of_worker(act, about), venue)
    if kind == "extra":
        one = plan_steps.session_of(draft, act.language)
        running.add(act.session, _programme(act, about), zone, venue, one, act.now)
        return programme.page(act, programme_id=about)
    return _planned(act, about, template(draft.said["template"]).key, venue)


def _chosen(act: Act, about: Meeting, draft: Draft) -> Reply:
    people.drop_draft(act.session, act.who.id)
    about.piece = plan_steps.piece_of(draft)
    act.session.flush()
    return session_page.page(act, meeting_id=about.id, note=act.words.say("plan.piece.kept"))


def _moved(act: Act, about: Meeting, venue: Venue) -> Reply:
    told = running.move(act.session, about, venue.day, venue.at, act.now)
    return session_page.page(act, meeting_id=about.id, note=session_page.told_to(act, told))


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
