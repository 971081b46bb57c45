"""A ward whose programme has waves, sessions, steps and opinions; all follows from the family's number."""

from datetime import date, timedelta

from db.models import Meets, Opinion, Progress
from db.session import Session
from scales import deck
from tests import cast
from tests.digest.ward import Ward, local

BASELINE, END = date(2026, 3, 3), date(2026, 4, 7)
CARDS = ("phq8", "gad7", "phq15", "who5", "ucla3", "cbi_personal", "bsfc_s")
MAIN = {"who5": "percent", "cbi_personal": "personal"}
SESSIONS = (date(2026, 3, 17), date(2026, 3, 24), date(2026, 3, 31), date(2026, 4, 8))


def with_programme(ward: Ward) -> Ward:
    """Let the ward's families live through a programme: two waves, four sessions, steps and opinions."""
    for number, person in enumerate(ward.families):
        for at, day in enumerate((BASELINE, END)):
            if at == 0 or number % 6 != 5:
                for card in CARDS:
                    _form(ward, person, card, day, seed=number * 5 + at * (3 if number % 3 else 11))
    _sessions(ward)
    _steps(ward)
    ward.session.flush()
    return ward


def _form(ward: Ward, person, card_id: str, day: date, *, seed: int) -> None:
    card = deck.card(card_id)
    when = local(day)
    done = {"sent_at": when, "opened_at": when, "done_at": when + timedelta(minutes=4)}
    checkin = cast.checkin(
        ward.session, person, ward.programme, day=day, battery=f"of_{card_id}",
        expires_at=when + timedelta(hours=20), progress=Progress.DONE, **done,
    )  # fmt: skip
    span = 0.05 if seed % 7 == 3 else 8
    for at, item in enumerate(card.items):
        values = card.values_of(item.id)
        value = (
            None
            if (seed + at) % 23 == 22
            else values[(seed // 2 + (0 if seed % 8 == 1 else at)) % len(values)]
        )
        moment = when + timedelta(seconds=10 + at * span)
        cast.answer(ward.session, checkin, item.id, value, instrument=card_id, answered_at=moment)
    name = MAIN.get(card_id, "total")
    scale = next(each for each in card.scales if each.id == name)
    low, high = (int(edge) for edge in scale.range)
    value = low + (seed * 7 + len(card_id)) % (high - low + 1)
    cast.score(
        ward.session, checkin, name, value, instrument=card_id, band=scale.band_of(value),
        scored_at=when + timedelta(minutes=4),
    )  # fmt: skip


def _sessions(ward: Ward) -> None:
    for number, day in enumerate(SESSIONS, start=1):
        met = cast.meeting(
            ward.session, ward.programme, number=number, key=f"k{number}", day=day, starts_at=local(day),
            state=Meets.HELD, held_at=local(day) + timedelta(hours=2),
        )  # fmt: skip
        for at, person in enumerate(ward.families):
            cast.attendance(
                ward.session, met, person, came=(at + number) % 5 != 0 and not (at == 7 and number > 2)
            )
        for at in range(4 + number):
            said = {
                f"session_taps.{item.id}": 1 + (at + number) % 3 for item in deck.card("session_taps").items
            }
            ward.session.add(
                Opinion(key=met.id.to_bytes(8) + at.to_bytes(8), session_id=met.id, answers=said)
            )


def _steps(ward: Ward) -> None:
    for at, person in enumerate(ward.families):
        told = {"answered_at": local(date(2026, 3, 26)), "tried": at % 3 != 0} if at % 4 else {}
        if told.get("tried"):
            told["helped"] = ("helped", "little", "not")[at % 3]
        cast.practice(
            ward.session, person, piece=("grounding", "worry_time")[at % 2],
            chosen_at=local(date(2026, 3, 25)), offered_at=local(date(2026, 3, 25)), **told,
        )  # fmt: skip
        if at % 5 == 0:
            cast.practice(
                ward.session, person, piece="money", because="sent", sent_by=ward.worker.id,
                chosen_at=local(date(2026, 3, 27)), offered_at=local(date(2026, 3, 27)),
            )  # fmt: skip


def lived(session: Session, language: str = "en", families: int = 12, **site: object) -> Ward:
    """A ward with everything in it that a digest can tell; a small one has no trouble."""
    ward = Ward(session, families, language, **site).live()
    return with_programme(ward.trouble() if families > 5 else ward)
