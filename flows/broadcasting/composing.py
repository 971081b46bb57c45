"""Composing: the words of a broadcast, written language by language, or made from a session."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from content.catalogue import LANGUAGES, words
from content.message import Button, Message, Reply, column, send
from content.moments import day_and_hour
from content.programmes import in_language
from db import broadcasts, people, sessions
from db.models import Broadcast, Draft, Meeting, Sending
from flows import meeting
from flows.act import Act
from flows.broadcasting import screens, wording
from flows.casework.passing import Sent
from flows.errors import OldButton

KIND, WRITE = "broadcast", "write"
PATIENCE = timedelta(days=7)
LONGEST, LONGEST_CAPTION = 4096, 1024
# What can stand above a text.
SHOWN = frozenset({"photo", "document"})
TEMPLATES = ("remind", "place", "bring")


def ask(act: Act, one: Broadcast, language: str, note: str = "") -> Message:
    """Open the dialogue in which the words of one language are written, and ask for them."""
    said = {"broadcast": one.id, "language": language}
    people.begin_draft(act.session, act.who.id, KIND, WRITE, said=said, now=act.now, lasts=PATIENCE)
    say = act.words.say
    others = [
        Button(say("broadcast.button.rather", language=name), f"bc:{one.id}:write:{key}")
        for key, name in LANGUAGES.items()
        if key != language
    ]
    notice = [Button(say("broadcast.button.notice"), f"bc:{one.id}:notice")] if one.programme_id else []
    enough = "enough" if one.texts else "later"
    buttons = column(*others, *notice, Button(say(f"broadcast.button.{enough}"), f"bc:{one.id}:show"))
    asked = Message(say("broadcast.ask.words", language=LANGUAGES[language]), buttons)
    return asked.with_note(note) if note else asked


def hear(act: Act, draft: Draft, marked: str) -> Reply:
    """Take a text, with its formatting, as the words in the language that is being written."""
    return _take(act, draft, marked, None)


def hear_sent(act: Act, draft: Draft, sent: Sent, marked: str) -> Reply:
    """Take a picture or a file with its caption; it goes with every language."""
    if sent.kind not in SHOWN or sent.file is None:
        return act.say("broadcast.only_these")
    return _take(act, draft, marked, {"kind": sent.kind, "file": sent.file})


def is_composing(draft: Draft | None) -> bool:
    """Whether what is sent belongs into a broadcast."""
    return draft is not None and draft.kind == KIND


def notice(act: Act, one: Broadcast, value: str) -> Message:
    """Ask which session and which template, or fill the template in every language."""
    key, _, number = value.partition("-")
    if not number:
        return _ask_template(act, one)
    about = sessions.by_id(act.session, int(number)) if number.isdecimal() else None
    if about is None or about.programme_id != one.programme_id or key not in TEMPLATES:
        raise OldButton
    one.texts = {language: _filled(key, about, language) for language in LANGUAGES}
    people.drop_draft(act.session, act.who.id)
    return screens.draft(act.session, one, act.words)


def drop(act: Act) -> None:
    """Close the dialogue, if it is one about a broadcast."""
    if is_composing(people.draft_of(act.session, act.who.id, act.now)):
        people.drop_draft(act.session, act.who.id)


def fault(act: Act, text: str, *, captioned: bool) -> str | None:
    """Return why a text cannot be sent as it is, in words, or None."""
    most = LONGEST_CAPTION if captioned else LONGEST
    length = len(wording.bare(text))
    return act.words.say("broadcast.too_long", length=length, most=most) if length > most else None


def _take(act: Act, draft: Draft, text: str, media: dict[str, str] | None) -> Reply:
    one = broadcasts.by_id(act.session, draft.said["broadcast"])
    if one is None or one.state != Sending.DRAFT or one.created_by != act.who.id:
        people.drop_draft(act.session, act.who.id)
        return act.say("broadcast.not_a_draft")
    language = draft.said["language"]
    shown = media or one.media
    if wrong := fault(act, text, captioned=bool(shown)):
        return send(ask(act, one, language, wrong))
    one.media = shown
    one.texts = {**one.texts, language: text}
    following = next((key for key in LANGUAGES if key not in one.texts), None)
    if following is not None:
        kept = act.words.say("broadcast.kept", language=LANGUAGES[language])
        return send(ask(act, one, following, kept))
    people.drop_draft(act.session, act.who.id)
    return send(screens.draft(act.session, one, act.words))


def _ask_template(act: Act, one: Broadcast) -> Message:
    coming = [each for each in sessions.to_come(act.session, [one.programme_id or 0], act.now)][:2]
    buttons = [
        Button(
            act.words.say(f"broadcast.button.template.{key}", name=meeting.name(each, act.words)),
            f"bc:{one.id}:notice:{key}-{each.id}",
        )
        for each in coming
        for key in TEMPLATES
    ]
    back = Button(act.words.say("broadcast.button.words"), f"bc:{one.id}:words")
    said = "broadcast.ask.notice" if buttons else "broadcast.no_session"
    return Message(act.words.say(said), column(*buttons, back))


def _filled(key: str, about: Meeting, language: str) -> str:
    said = words(language)
    local = about.starts_at.astimezone(ZoneInfo(about.zone))
    values = {
        "number": about.number,
        "theme": in_language(about.theme, language),
        "when": day_and_hour(local, language),
        "place": about.place or said.say("broadcast.place_unknown"),
    }
    return said.say(f"broadcast.template.{key}", **values)
