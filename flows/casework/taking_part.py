"""Taking part: which sessions a family came to, and which small steps it tried, in seven lines."""

from content.library import library
from db import attendance, practices, rsvps
from db.models import Attendance, Meeting, Practice
from flows import sharing
from flows.act import Act
from flows.casework import answers
from flows.casework.door import Case
from flows.casework.moments import day, today
from flows.picking import HELPED

SESSIONS, STEPS = 3, 2


def lines(act: Act, case: Case) -> list[str]:
    """Return what the family lets its worker see of it: the sums first, then the latest."""
    return [*_sessions(act, case), *_steps(act, case)]


def _sessions(act: Act, case: Case) -> list[str]:
    if not sharing.shares(act.session, case.person.id, sharing.Reader.SOCIAL_WORKER, sharing.What.ATTENDANCE):
        return [act.words.say("part.attendance_kept")]
    held = attendance.of_family(act.session, case.person.id, case.place.programme_id)
    if not held:
        return [act.words.say("part.no_session")]
    came = [mark for _, mark in held if mark.came]
    minutes = sum(mark.minutes for mark in came)
    head = act.words.say("part.sessions", came=len(came), held=len(held), minutes=minutes)
    return [head, *(_session(act, case, about, mark) for about, mark in held[:SESSIONS])]


def _session(act: Act, case: Case, about: Meeting, mark: Attendance) -> str:
    when = {"number": about.number, "day": day(about.day, act.words)}
    said = None if mark.came else rsvps.of_person(act.session, about, case.person.id)
    if said is not None and said.reason:
        reason = act.words.say(f"rsvp.because.{said.reason}")
        return act.words.say("part.missed_because", reason=reason, **when)
    return act.words.say("part.came" if mark.came else "part.missed", **when)


def _steps(act: Act, case: Case) -> list[str]:
    if not answers.shared(act.session, case):
        return [act.words.say("part.steps_kept")]
    found = practices.steps_of(act.session, case.person.id)
    if not found:
        return [act.words.say("part.no_step")]
    tried, helped = sum(bool(each.tried) for each in found), sum(each.helped == HELPED for each in found)
    head = act.words.say("part.steps", offered=len(found), tried=tried, helped=helped)
    return [head, *(_step(act, each) for each in found[:STEPS])]


def _step(act: Act, step: Practice) -> str:
    piece = library().text(step.piece, act.language)
    assert step.offered_at is not None, "it reached them"
    on = day(today(step.offered_at, act.who.zone), act.words)
    title = piece.front.title if piece else step.piece
    return act.words.say("part.step", day=on, title=title, said=act.words.say(f"part.said.{_said(step)}"))


def _said(step: Practice) -> str:
    if step.answered_at is None:
        return "nothing"
    if step.tried:
        return step.helped or "untried"
    return "refused" if step.helped else "untried"
