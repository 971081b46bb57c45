"""Permission: a form about a child is asked where a guardian and, from eight years, the child said yes."""

from collections.abc import Mapping, Sequence

from db import families
from db.session import Session
from scales.batteries import cards_of
from scales.model import Card

NOT_AGREED = "not_agreed"
FAMILY = ("caregiver", "child")


def unagreed(session: Session, asked: Sequence[tuple[int, str]]) -> Mapping[tuple[int, str], dict[str, str]]:
    """Return, for each (person, battery), the cards that may not be asked, each with the reason."""
    about = {battery: _about_child(battery) for _, battery in asked}
    people = {person for person, battery in asked if about[battery]}
    agreed = families.agreed(session, people) if people else set[int]()
    return {
        (person, battery): {} if person in agreed else dict.fromkeys(about[battery], NOT_AGREED)
        for person, battery in asked
    }


def _about_child(battery: str) -> list[str]:
    return [card.id for card in (cards_of(battery) if battery else ()) if _is_about_child(card)]


def _is_about_child(card: Card) -> bool:
    return card.subject == "child" and card.respondent in FAMILY
