"""The second factor: a worker sets it up once, and types six digits before what is personal shows."""

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from content.message import Button, Message, Reply, column, edit, forget, send
from db import audit, crypto, factors, people
from db.models import Act as Deed
from db.models import Draft, Factor, SiteRow
from flows import totp
from flows.act import Act
from flows.errors import Refusal

KIND, KEY, CODE = "factor", "key", "code"
IDLE, WHOLE_SHIFT = timedelta(minutes=15), timedelta(hours=12)
PATIENCE, MOST_WRONG, BLOCKED_FOR = timedelta(minutes=10), 5, timedelta(minutes=15)
# What waits behind the factor, by name: a flow that was asked for goes on once the code is right.
WAITING: dict[str, Callable[..., Reply]] = {}


def required(site: SiteRow) -> bool:
    """Whether this site's staff need a second factor; only made-up families may be seen without one."""
    return site.second_factor or not site.synthetic


def session_open(found: Factor | None, now: datetime) -> bool:
    """Whether the session runs: less than 15 minutes idle, less than twelve hours in all."""
    if found is None or found.confirmed_at is None or found.opened_at is None or found.seen_at is None:
        return False
    return now - found.seen_at < IDLE and now - found.opened_at < WHOLE_SHIFT


def touch(act: Act) -> None:
    """Note that a worker is at work, which keeps an open session open."""
    factors.touch(act.session, act.who.id, act.now, since=act.now - IDLE)


def ask(act: Act, flow: str, arguments: dict[str, Any]) -> Reply:
    """Ask for the code, or lead to setting one up; then `flow` goes on with its arguments."""
    found = factors.of(act.session, act.who.id)
    if found is not None and _blocked(found, act.now):
        return _say_blocked(act, found)
    enrolled = found is not None and found.confirmed_at is not None
    _open(act, CODE if enrolled else KEY, flow, arguments)
    if enrolled:
        return send(Message(act.words.say("factor.code"), _not_now(act)))
    secret = crypto.new_secret()
    factors.begin(act.session, act.who.id, secret, act.now)
    link = totp.link(secret, act.who.called or str(act.who.id))
    text = act.words.say("factor.set_up", secret=secret, link=link)
    return send(Message(text, column(Button(act.words.say("factor.button.noted"), "factor:noted"))))


def noted(act: Act) -> Reply:
    """Take the key off the screen once the app has it, and ask for the first code."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind != KIND or draft.step != KEY:
        return edit(Message(act.words.say("factor.over")))
    draft.step = CODE
    return edit(Message(act.words.say("factor.code"), _not_now(act)))


def not_now(act: Act) -> Reply:
    """Leave it; whatever dialogue was open before goes on."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is not None and draft.kind == KIND:
        _put_back(act, draft)
    return edit(Message(act.words.say("factor.left")))


def lock(act: Act) -> Reply:
    """End the session now."""
    factors.close(act.session, act.who.id)
    return act.say("factor.locked")


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take a typed code, wipe it from the chat, and go on with what was asked for."""
    typed = "".join(unicodedata.normalize("NFKC", text).split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == totp.DIGITS):
        return send(Message(act.words.say("factor.six_digits"), _not_now(act)))
    found = factors.of(act.session, act.who.id)
    if draft.step == KEY or found is None:
        return forget() + act.say("factor.tap_first")
    if _blocked(found, act.now):
        return forget() + _say_blocked(act, found)
    step = totp.matching_step(found.secret, typed, act.now)
    first = found.confirmed_at is None
    if step is None or not factors.take_code(act.session, act.who.id, step, act.now):
        return forget() + _wrong(act, draft)
    if first:
        _write_down(act, Deed.FACTOR_SET)
    return forget() + _go_on(act, draft)


def _go_on(act: Act, draft: Draft) -> Reply:
    said = draft.said
    _put_back(act, draft)
    flow = WAITING.get(said["flow"])
    if flow is None:
        return act.say("factor.opened")
    try:
        return flow(act, **said["arguments"])
    except Refusal as refusal:  # the code was right all the same, and stays taken
        return act.say(refusal.key, **refusal.values)


def _wrong(act: Act, draft: Draft) -> Reply:
    wrong = factors.count_wrong(act.session, act.who.id)
    if wrong < MOST_WRONG:
        return send(Message(act.words.count("factor.wrong", MOST_WRONG - wrong), _not_now(act)))
    factors.block(act.session, act.who.id, act.now + BLOCKED_FOR)
    _put_back(act, draft)
    _write_down(act, Deed.FACTOR_BLOCKED)
    found = factors.of(act.session, act.who.id)
    assert found is not None, "it was just blocked"
    return _say_blocked(act, found)


def _blocked(found: Factor, now: datetime) -> bool:
    return found.blocked_until is not None and now < found.blocked_until


def _say_blocked(act: Act, found: Factor) -> Reply:
    assert found.blocked_until is not None, "only asked when blocked"
    until = found.blocked_until.astimezone(ZoneInfo(act.who.zone))
    return act.say("factor.blocked", time=until.strftime("%H:%M"))


def _open(act: Act, step: str, flow: str, arguments: dict[str, Any]) -> None:
    """Begin the dialogue; one that was open is kept inside, to go on with afterwards."""
    before = people.draft_of(act.session, act.who.id, act.now)
    said: dict[str, Any] = {"flow": flow, "arguments": arguments, "before": None}
    if before is not None and before.kind == KIND:
        said["before"] = before.said["before"]
    elif before is not None:
        left = (before.expires_at - act.now).total_seconds()
        said["before"] = {"kind": before.kind, "step": before.step, "said": before.said, "left": left}
    people.begin_draft(act.session, act.who.id, KIND, step, said=said, now=act.now, lasts=PATIENCE)


def _put_back(act: Act, draft: Draft) -> None:
    before = draft.said["before"]
    people.drop_draft(act.session, act.who.id)
    if before:
        lasts = timedelta(seconds=before["left"])
        kept = {"said": before["said"], "now": act.now, "lasts": lasts}
        people.begin_draft(act.session, act.who.id, before["kind"], before["step"], **kept)


def _not_now(act: Act) -> tuple[tuple[Button, ...], ...]:
    return column(Button(act.words.say("factor.button.not_now"), "factor:stop"))


def _write_down(act: Act, deed: Deed) -> None:
    who = act.who
    audit.record(act.session, site_id=who.site_id, actor_id=who.id, act=deed, person_id=who.id, now=act.now)
