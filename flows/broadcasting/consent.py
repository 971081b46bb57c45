"""Consent: a second pair of eyes on what goes to many, or to everybody at a site."""

from content.catalogue import Words
from content.message import Button, Message, Reply, column
from content.message import send as now
from db import audiences, broadcasts, people
from db.models import Broadcast, Delivery, Kind, Person, Role, Sending, Standing
from db.session import Session
from flows import broadcast
from flows.act import Act
from flows.broadcasting import looking, screens, wording
from flows.errors import OldButton
from flows.meeting import instant

# In these states somebody's yes is waited for.
ASKED = (Sending.ASKING, Sending.WAITING)
# To how many somebody may send alone.
ALONE = 100
_above = [ALONE]


def use(above: int) -> None:
    """Ask for a second admin's consent above this many people."""
    _above[0] = above


def above() -> int:
    """Return to how many somebody may send alone."""
    return _above[0]


def needed(session: Session, one: Broadcast) -> bool:
    """Whether somebody else must agree: above the set size, and for whatever goes to a whole site."""
    return one.programme_id is None or audiences.size(session, one) > _above[0]


def of_two(session: Session, one: Broadcast) -> bool:
    """Whether its words are those of two: a second one agreed to them, or would have to now."""
    return one.agreed_by is not None or needed(session, one)


def send(act: Act, one: Broadcast, seen: str) -> Message:
    """Let a draft go out, or first ask for the consent it needs; `seen` is the print of what was shown."""
    say = act.words.say
    if seen != wording.print_of(one):
        return screens.draft(act.session, one, act.words).with_note(say("broadcast.look_first"))
    if not one.texts or not audiences.size(act.session, one):
        return screens.draft(act.session, one, act.words).with_note(say("broadcast.nobody"))
    if one.day is not None and broadcast.plan(act.session, one) <= act.now and _is_past(act, one):
        return screens.draft(act.session, one, act.words).with_note(say("broadcast.past"))
    if not needed(act.session, one):
        return _go(act, one, None)
    asked = others(act.session, one)
    if not asked:
        return screens.draft(act.session, one, act.words).with_note(say("broadcast.no_second"))
    if not broadcasts.move(act.session, one, [Sending.DRAFT], Sending.ASKING):
        raise OldButton
    broadcast.write_down(act.session, one, "asked for consent", act.now, act.who.id)
    for each in asked:
        subject = f"broadcast:{one.id}/agree{act.update_id}"
        broadcast.owe(act.session, one, Kind.AGREE, subject, each.id, act.now)
    return screens.status(act.session, one, act.words).with_note(
        act.words.count("broadcast.asked", len(asked))
    )


def asking(session: Session, words: Words, delivery: Delivery) -> Message | str:
    """Return the question to somebody who may agree, as things stand now."""
    one = broadcasts.by_id(session, delivery.about_id or 0)
    if delivery.subject.endswith("/refused"):
        return Message(words.say("broadcast.refused", number=one.id if one else 0))
    if one is None or one.state != Sending.ASKING:
        return "skipped:taken"
    text = words.say("broadcast.asks_you", number=one.id, people=audiences.size(session, one))
    whom = wording.whom(session, one, words)
    return Message(f"{text}\n{whom}", column(Button(words.say("broadcast.button.see"), f"bs:{one.id}:see")))


def see(act: Act, one: Broadcast) -> Reply:
    """Show what somebody is asked to agree to, with yes and no."""
    if one.state not in ASKED or one.created_by == act.who.id:
        raise OldButton
    say = act.words.say
    text = f"{wording.whom(act.session, one, act.words)}\n{wording.when(one, act.words)}"
    buttons = column(
        Button(say("broadcast.button.agree"), f"bs:{one.id}:agree:{wording.print_of(one)}"),
        Button(say("broadcast.button.refuse"), f"bs:{one.id}:refuse"),
    )
    return looking.as_seen(act, one) + now(Message(text, buttons))


def agree(act: Act, one: Broadcast, seen: str) -> Message:
    """Agree to what was seen of somebody else's broadcast: it goes out, or waits for its hour."""
    check(act, one, seen)
    return _go(act, one, act.who.id)


def check(act: Act, one: Broadcast, seen: str) -> None:
    """Raise OldButton unless somebody else's broadcast waits for a yes to just what was seen of it."""
    if one.state not in ASKED or one.created_by == act.who.id or seen != wording.print_of(one):
        raise OldButton


def refuse(act: Act, one: Broadcast) -> Message:
    """Give it back to whoever composed it."""
    if one.created_by == act.who.id or not broadcasts.move(act.session, one, [Sending.ASKING], Sending.DRAFT):
        raise OldButton
    broadcast.write_down(act.session, one, "refused", act.now, act.who.id)
    if one.created_by is not None:
        subject = f"broadcast:{one.id}/{act.update_id}/refused"
        broadcast.owe(act.session, one, Kind.AGREE, subject, one.created_by, act.now)
    return Message(act.words.say("broadcast.you_refused", number=one.id))


def back(act: Act, one: Broadcast) -> Message:
    """Take it back from those who were asked; whoever composed it goes on with the draft."""
    mine = one.created_by == act.who.id
    if not mine or not broadcasts.move(act.session, one, [Sending.ASKING], Sending.DRAFT):
        raise OldButton
    return screens.draft(act.session, one, act.words)


def _go(act: Act, one: Broadcast, agreed_by: int | None) -> Message:
    """Let it out now, or plan its first round; from here on nothing of its words or audience changes."""
    next_at = broadcast.plan(act.session, one) if one.day is not None else None
    values = {"agreed_by": agreed_by, "next_at": next_at, "look_at": broadcast.look_at(agreed_by, next_at)}
    if not broadcasts.move(act.session, one, [Sending.DRAFT, Sending.ASKING], Sending.PLANNED, **values):
        raise OldButton
    if agreed_by is not None:
        broadcast.write_down(act.session, one, "agreed to", act.now, agreed_by)
    if next_at is None or next_at <= act.now:
        broadcast.begin(act.session, one, act.now, by=act.who.id)
        return Message(act.words.say("broadcast.goes", number=one.id))
    broadcast.write_down(act.session, one, "planned", act.now, act.who.id)
    return screens.status(act.session, one, act.words)


def _is_past(act: Act, one: Broadcast) -> bool:
    zone = people.site_of(act.session, act.who).zone
    assert one.day is not None, "only asked of what has a day"
    assert one.at is not None, "a day comes with its hour"
    return instant(one.day, one.at, zone) <= act.now


def others(session: Session, one: Broadcast) -> list[Person]:
    """Return who may agree: the admins and leads of the site, but whoever composed it."""
    return [
        each
        for each in people.staff(session, one.site_id)
        if each.role in {Role.ADMIN, Role.LEAD}
        and each.standing == Standing.ACTIVE
        and each.id != one.created_by
    ]
