"""Composing: the words of a broadcast, written language by language, or made from a session."""

from zoneinfo import ZoneInfo

from content.catalogue import LANGUAGES, words
from content.message import Button, Message, Reply, column, send
from content.moments import day_and_hour
from content.programmes import in_language
from db import sessions
from db.models import Broadcast, Draft, Meeting
from flows import meeting
from flows.act import Act
from flows.broadcasting import screens, talking, wording
from flows.broadcasting.talking import ADD, WRITE
from flows.casework.passing import Sent
from flows.errors import OldButton

LONGEST, LONGEST_CAPTION = 4096, 1024
# What can stand above a text.
SHOWN = frozenset({"photo", "document"})
TEMPLATES = ("remind", "place", "bring")


def ask(act: Act, one: Broadcast, language: str) -> Message:
    """Open the dialogue in which the words of one language are written, and ask for them."""
    talking.begin(act, one, WRITE, language)
    say = act.words.say
    names = {key: wording.named(key, act.words) for key in LANGUAGES if key != language}
    others = [
        Button(say("broadcast.button.rather", language=name), f"bc:{one.id}:write:{key}")
        for key, name in names.items()
    ]
    notice = [Button(say("broadcast.button.notice"), f"bc:{one.id}:notice")] if one.programme_id else []
    enough = "enough" if one.texts else "later"
    buttons = column(*others, *notice, Button(say(f"broadcast.button.{enough}"), f"bc:{one.id}:show"))
    return Message(say("broadcast.ask.words", language=wording.named(language, act.words)), buttons)


def ask_missing(act: Act, one: Broadcast) -> Message:
    """Ask for the words of a language that is missing, one's own first; where none is, for one's own anew."""
    ordered = sorted(LANGUAGES, key=lambda key: key != act.language)
    return ask(act, one, next((key for key in ordered if key not in one.texts), act.language))


def notice(act: Act, one: Broadcast, value: str) -> Message:
    """Ask which session and which template, or fill the template in every language."""
    key, _, number = value.partition("-")
    if not number:
        return _ask_template(act, one)
    about = sessions.by_id(act.session, int(number)) if number.isdecimal() else None
    if about is None or about.programme_id != one.programme_id or key not in TEMPLATES:
        raise OldButton
    one.texts = {language: _filled(key, about, language) for language in LANGUAGES}
    return ask_line(act, one, next(iter(one.texts)))


def fault(act: Act, text: str, *, captioned: bool) -> str | None:
    """Return why a text cannot be sent as it is, in words, or None."""
    most = LONGEST_CAPTION if captioned else LONGEST
    length = len(wording.bare(text))
    return act.words.say("broadcast.too_long", length=length, most=most) if length > most else None


def take(act: Act, one: Broadcast, draft: Draft, text: str, sent: Sent | None) -> Reply:
    """Take what was written or sent: the words of a language, or a line to add to those of a template.

    A picture or a file goes with every language.
    """
    language = draft.said["language"]
    if sent is not None and (sent.kind not in SHOWN or sent.file is None):
        return act.say("broadcast.only_these")
    media = {"kind": sent.kind, "file": sent.file or ""} if sent else one.media
    whole = f"{one.texts[language]}\n\n{text}" if draft.step == ADD else text
    if wrong := fault(act, whole, captioned=bool(media)):
        return send(_again(act, one, draft.step, language).with_note(wrong))
    one.media, one.texts = media, {**one.texts, language: whole}
    following = _following(one, draft.step, language)
    if following is not None:
        kept = act.words.say("broadcast.kept", language=wording.named(language, act.words))
        return send(_again(act, one, draft.step, following).with_note(kept))
    talking.drop(act)
    return send(screens.draft(act.session, one, act.words))


def _again(act: Act, one: Broadcast, step: str, language: str) -> Message:
    return ask_line(act, one, language) if step == ADD else ask(act, one, language)


def _following(one: Broadcast, step: str, language: str) -> str | None:
    """Return the language that comes next: one that is missing, or after a template each in turn."""
    if step != ADD:
        return next((key for key in LANGUAGES if key not in one.texts), None)
    rest = list(one.texts)
    return next(iter(rest[rest.index(language) + 1 :]), None)


def ask_line(act: Act, one: Broadcast, language: str) -> Message:
    """Ask for a line of one's own below what the template says."""
    talking.begin(act, one, ADD, language)
    said = act.words.say("broadcast.ask.line", language=wording.named(language, act.words))
    button = Button(act.words.say("broadcast.button.enough"), f"bc:{one.id}:show")
    return Message(said, column(button))


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
