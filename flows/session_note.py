"""A worker's note after a session: what of the plan was done, what was seen, and three short texts."""

from collections.abc import Mapping
from datetime import timedelta

from content.message import Button, Message, Reply, Rows, column, edit, send
from content.programmes import in_language
from db import people, session_notes, sessions
from db.models import Draft, Meeting, Meets, SessionNote
from flows import attendance, gate, meeting
from flows.act import Act
from flows.errors import OldButton
from flows.noted import SEEN, TEXTS

KIND = "session_note"
PATIENCE = timedelta(days=2)
LONGEST = 2000
LEVELS = (1, 2, 3)
STEPS = ("plan", *SEEN, *TEXTS)


@gate.needs_second_factor
def begin(act: Act, *, meeting_id: int) -> Reply:
    """Open the note on a session, with what was written on it before."""
    about = meeting.of_worker(act, meeting_id)
    if about.state != Meets.HELD:
        return edit(Message(act.words.say("session_note.first_attendance")))
    return edit(_begin(act, about))


def tap(act: Act, *, meeting_id: int, what: str, value: int | None) -> Reply:
    """Take one tap of the note; a button of another step shows the step at hand."""
    about = meeting.of_worker(act, meeting_id)
    draft = _draft(act, about)
    if draft is None:
        raise OldButton
    if what == "stop":
        people.drop_draft(act.session, act.who.id)
        return edit(attendance.result(act, about).with_note(act.words.say("session_note.stopped")))
    if what == "back":
        return edit(_back(act, about, draft))
    if what == "step" and draft.step == "plan" and value is not None:
        return edit(_toggle(act, about, draft, value))
    if what == draft.step in SEEN and value in LEVELS:
        draft.said = {**draft.said, "seen": {**draft.said["seen"], what: value}}
        return _go_on(act, about, draft, tapped=True)
    if (what, draft.step) == ("go", "plan") or (what == "skip" and draft.step in TEXTS):
        return _go_on(act, about, draft, tapped=True)
    return edit(_ask(act, about, draft))


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take what the worker wrote, or show again what is to be tapped."""
    about = sessions.by_id(act.session, int(draft.said["meeting"]))
    assert about is not None, "a session is never deleted"
    if draft.step not in TEXTS:
        return send(_ask(act, about, draft))
    draft.said = {**draft.said, draft.step: text.strip()[:LONGEST]}
    return _go_on(act, about, draft, tapped=False)


def _begin(act: Act, about: Meeting) -> Message:
    earlier = session_notes.of_programme(act.session, about.programme_id).get(about.id)
    said = {
        "meeting": about.id,
        "done": list(earlier.done) if earlier else list(range(len(about.outline))),
        "seen": dict(earlier.observed) if earlier else {},
        **({name: getattr(earlier, name) for name in TEXTS} if earlier else {}),
    }
    step = _steps(about)[0]
    draft = people.begin_draft(act.session, act.who.id, KIND, step, said=said, now=act.now, lasts=PATIENCE)
    return _ask(act, about, draft)


def _steps(about: Meeting) -> tuple[str, ...]:
    """Return the steps of a note; a session without a plan has none to look at."""
    return STEPS if about.outline else STEPS[1:]


def _back(act: Act, about: Meeting, draft: Draft) -> Message:
    steps = _steps(about)
    draft.step = steps[max(steps.index(draft.step) - 1, 0)]
    return _ask(act, about, draft)


def _draft(act: Act, about: Meeting) -> Draft | None:
    draft = people.draft_of(act.session, act.who.id, act.now)
    mine = draft is not None and draft.kind == KIND and draft.said.get("meeting") == about.id
    return draft if mine else None


def _toggle(act: Act, about: Meeting, draft: Draft, step: int) -> Message:
    if not 0 <= step < len(about.outline):
        raise OldButton
    done = set(draft.said["done"]) ^ {step}
    draft.said = {**draft.said, "done": sorted(done)}
    return _ask(act, about, draft)


def _go_on(act: Act, about: Meeting, draft: Draft, *, tapped: bool) -> Reply:
    steps = _steps(about)
    place = steps.index(draft.step) + 1
    draft.changed_at, draft.expires_at = act.now, act.now + PATIENCE
    if place < len(steps):
        draft.step = steps[place]
        message = _ask(act, about, draft)
    else:
        _keep(act, about, draft.said)
        kept = act.words.say("session_note.kept", name=meeting.name(about, act.words))
        message = attendance.result(act, about).with_note(kept)
    return edit(message) if tapped else send(message)


def _keep(act: Act, about: Meeting, said: Mapping[str, object]) -> None:
    done, seen = said["done"], said["seen"]
    assert isinstance(done, list), "as begun"
    assert isinstance(seen, dict), "as begun"
    note = SessionNote(
        site_id=about.site_id, session_id=about.id, done=done, observed=seen, written_by=act.who.id,
        written_at=act.now, **{name: said.get(name) for name in TEXTS},
    )  # fmt: skip
    people.drop_draft(act.session, act.who.id)
    session_notes.put(act.session, note)


def _ask(act: Act, about: Meeting, draft: Draft) -> Message:
    steps = _steps(about)
    number = steps.index(draft.step) + 1
    head = act.words.say("plan.progress", number=number, total=len(steps))
    head = f"{head} · {meeting.name(about, act.words)}"
    text = f"{head}\n\n<b>{act.words.say(f'session_note.ask.{draft.step}')}</b>"
    ways = [Button(act.words.say("button.previous"), f"note:{about.id}:back")] if number > 1 else []
    last = (*ways, Button(act.words.say("session_note.stop"), f"note:{about.id}:stop"))
    if draft.step == "plan":
        return Message(text, (*_plan(act, about, draft), last))
    if draft.step in SEEN:
        return Message(text, (*_levels(act, about, draft), last))
    had = draft.said.get(draft.step)
    if had:
        text = f"{text}\n\n{act.words.say('session_note.earlier', text=had)}"
    keep = Button(act.words.say("session_note.keep" if had else "session_note.skip"), f"note:{about.id}:skip")
    return Message(text, ((keep,), last))


def _plan(act: Act, about: Meeting, draft: Draft) -> Rows:
    done = set(draft.said["done"])
    steps = [
        Button(
            f"{'✓' if number in done else '○'} {in_language(step, act.language)}",
            f"note:{about.id}:step:{number}",
        )
        for number, step in enumerate(about.outline)
    ]
    return column(*steps, Button(act.words.say("session_note.go"), f"note:{about.id}:go"))


def _levels(act: Act, about: Meeting, draft: Draft) -> Rows:
    """Return the three levels; one that was tapped before has a mark."""
    chosen = draft.said["seen"].get(draft.step)
    return column(
        *(
            Button(
                f"{'✓ ' if level == chosen else ''}{act.words.say(f'session_note.{draft.step}.{level}')}",
                f"note:{about.id}:{draft.step}:{level}",
            )
            for level in LEVELS
        )
    )
