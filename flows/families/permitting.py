"""Permission: about a child only what its guardian and, from eight years, the child itself have allowed."""

from collections.abc import Mapping, Sequence

from db import checkins, deliveries, families, permits, programmes
from db.models import CheckIn, Child, Kind
from db.permits import YOUNGEST, Permit
from db.session import Session
from flows.act import Act
from scales.batteries import BATTERIES, cards_of
from scales.model import Card

NOT_AGREED, TOO_YOUNG, OTHER_PHONE = "not_agreed", "too_young", "other_phone"
FAMILY = ("caregiver", "child")
# From this text on a child agrees to be asked itself as well.
OF_ITSELF = "2026-12"
QUESTIONS = (Kind.CHECKIN, Kind.REMINDER)


def unagreed(session: Session, asked: Sequence[tuple[int, str]]) -> Mapping[tuple[int, str], dict[str, str]]:
    """Return, for each (person, battery), the cards that may not be asked, each with the reason."""
    about = {battery: _about_child(battery) for _, battery in asked}
    people = {person for person, battery in asked if about[battery]}
    said = permits.of_people(session, people) if people else dict[int, Permit]()
    found: dict[tuple[int, str], dict[str, str]] = {}
    for person, battery in asked:
        reasons = {card.id: _hindrance(card, said.get(person)) for card in about[battery]}
        found[person, battery] = {card: reason for card, reason in reasons.items() if reason}
    return found


def follow(act: Act, child: Child) -> None:
    """Follow what was said last: a no takes back what waits about the child, a yes asks what could not be.

    It holds for all who care for the child. What was answered before a no stays: it was allowed then.
    """
    people = [each.id for each in families.carers(act.session, child.id)]
    batteries = [battery for battery in BATTERIES if _about_child(battery)]
    for asked in permits.unfinished(act.session, people, batteries):
        _take_back(act, asked)
    again = {
        asked.person_id
        for asked in permits.unasked(act.session, people, batteries)
        if _may_be_asked_after_all(act, asked)
    }
    for person in again:
        programmes.replan(act.session, person, act.now)


def _take_back(act: Act, asked: CheckIn) -> None:
    """Leave out what may not be asked any more, and close what has nothing else to ask."""
    asked.left_out = {**(asked.left_out or {}), **_left(act.session, asked)} or None
    if all(card.id in (asked.left_out or {}) for card in cards_of(asked.battery)):
        checkins.close(act.session, NOT_AGREED, ids=[asked.id])
        deliveries.cancel(act.session, asked.person_id, NOT_AGREED, act.now, kinds=QUESTIONS, about=asked.id)


def _may_be_asked_after_all(act: Act, asked: CheckIn) -> bool:
    """Let what only a missing yes kept from being asked count as not asked, once there is one."""
    if NOT_AGREED not in (asked.left_out or {}).values() or _left(act.session, asked):
        return False
    asked.closed_because = NOT_AGREED
    return True


def _left(session: Session, asked: CheckIn) -> dict[str, str]:
    key = asked.person_id, asked.battery
    return unagreed(session, [key])[key]


def _about_child(battery: str) -> list[Card]:
    return [card for card in (cards_of(battery) if battery else ()) if _is_about_child(card)]


def _is_about_child(card: Card) -> bool:
    return card.subject == "child" and card.respondent in FAMILY


def _hindrance(card: Card, permit: Permit | None) -> str | None:
    """Return why a card is not asked on this caregiver's phone, or None where it is.

    A child below the age of assent is not asked, and has no answer of its own. With two phones in a family
    the child answers on one.
    """
    if permit is None or not permit.guardian:
        return NOT_AGREED
    if card.respondent != "child":
        unasked = permit.band == YOUNGEST and not permit.version
        return None if permit.child or unasked else NOT_AGREED
    if permit.band == YOUNGEST:
        return TOO_YOUNG
    if not permit.child or permit.version < OF_ITSELF:
        return NOT_AGREED
    return None if permit.first else OTHER_PHONE
