"""Batteries: the instruments that are asked together, and the line of check-ins that each belongs to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from scales import deck
from scales.deck import Deck
from scales.model import Card

# Battery to the cards it asks, in order.
BATTERIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "micro": ("micro",),
        "weekly": ("weekly",),
        "weekly_phq4": ("weekly", "phq4"),
        # The waves of week 0 and week 5, one block a day; phq9_gad7 where a site has people for item 9.
        "phq8_gad7": ("phq8", "gad7"),
        "phq9_gad7": ("phq9", "gad7"),
        "phq15_who5": ("phq15", "who5"),
        "bsfc_cbi_ucla_social": ("bsfc_s", "cbi_personal", "ucla3", "interpersonal"),
        "follow_up": ("phq8", "gad7", "cbi_personal", "ucla3", "interpersonal"),
        # Brought forward by a PHQ-4: see scales/steps.py.
        "gad7": ("gad7",),
        "phq8": ("phq8",),
        "gad7_phq8": ("gad7", "phq8"),
        "after_session": ("session_taps",),
        "after_programme": ("session_satisfaction", "aim"),
        # Of parents whose children take part in a programme for children.
        "phq4": ("phq4",),
        # The wave of a programme for children: a parent about the child, and the child from eight on.
        "child": ("child_social", "child_wellbeing"),
        "child_self": ("child_social_self",),
        "observers": ("observer",),
        "observers_ward": ("observer_ward",),
        "ward_on_programme": ("programme_rating",),
    }
)
# Battery to the kind of check-in: a person is asked one battery of a kind on a date.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "micro": "micro",
        "weekly": "weekly",
        "weekly_phq4": "weekly",
        "phq4": "weekly",
        "phq8_gad7": "wave",
        "phq9_gad7": "wave",
        "phq15_who5": "wave",
        "bsfc_cbi_ucla_social": "wave",
        "follow_up": "wave",
        "gad7": "step",
        "phq8": "step",
        "gad7_phq8": "step",
        "after_session": "session",
        "after_programme": "session",
        "child": "wave",
        "child_self": "wave",
        "observers": "observer",
        "observers_ward": "observer",
        "ward_on_programme": "programme",
    }
)
# Weekday (0 is Monday) to the block asked on it, in week 0 and again in week 5.
WAVE: Mapping[int, str] = MappingProxyType({1: "phq8_gad7", 3: "phq15_who5", 4: "bsfc_cbi_ucla_social"})
# The blocks of a programme for children, in the order of a week.
CHILD, CHILD_SELF = "child", "child_self"
CHILD_WAVE = (CHILD, CHILD_SELF)
# What measures a caregiver before and after by itself, and so gives way to no block.
KEEPS_ITS_DAY = frozenset({"phq4"})
# Block to the same block with the PHQ-9 in place of the PHQ-8.
WITH_ITEM_9: Mapping[str, str] = MappingProxyType({"phq8_gad7": "phq9_gad7"})


def block_of(battery: str) -> str:
    """Return the block that a battery is, with or without item 9."""
    return next((block for block, form in WITH_ITEM_9.items() if form == battery), battery)


def ids_of(battery: str, site: Deck | None = None) -> tuple[str, ...]:
    """Return the cards that a battery is made of, then those that the site added; LookupError for no battery.

    What is added to a block is asked in both its forms.
    """
    site = site or deck.in_use()
    added = [id for name in dict.fromkeys((block_of(battery), battery)) for id in site.added.get(name, ())]
    return tuple(dict.fromkeys((*BATTERIES[battery], *added)))


def cards_of(battery: str, site: Deck | None = None) -> Sequence[Card]:
    """Return the cards of a battery in the order asked, as the site in use or another has them.

    What a site has switched off is not among them; the battery asks the rest.
    """
    site = site or deck.in_use()
    return [site.cards[id] for id in ids_of(battery, site) if id in site.cards and site.spoken[id]]
