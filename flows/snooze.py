"""Not now: a check-in is put off to a time that still lies inside its window."""

from datetime import timedelta

from content.message import Button, Message, Reply, column, edit
from db import deliveries
from db.models import OPEN, CheckIn, Kind, Priority
from db.spent import CHOSEN
from flows.act import Act
from flows.checkin import at_hand, over, own

SNOOZES = (30, 120, 240)


def later(act: Act, *, checkin_id: int, minutes: int | None = None) -> Reply:
    """Put the check-in off: offer the times that still lie inside its window, then keep the chosen one."""
    checkin = own(act, checkin_id)
    if checkin.progress not in OPEN:
        return edit(over(act, checkin))
    if checkin.expires_at is None:
        return edit(at_hand(act, checkin))
    fits = [each for each in SNOOZES if act.now + timedelta(minutes=each) < checkin.expires_at]
    if minutes is None:
        return edit(_offer_times(act, checkin, fits))
    if minutes not in fits:
        return edit(at_hand(act, checkin).with_note(act.words.say("later.too_late")))
    checkin.snoozed_until = act.now + timedelta(minutes=minutes)
    _remind_at_chosen_time(act, checkin)
    again = column(Button(act.words.say("button.answer_now"), f"open:{checkin.id}"))
    return edit(Message(_count(act, "later.noted", minutes), again))


def _offer_times(act: Act, checkin: CheckIn, fits: list[int]) -> Message:
    options = [Button(_count(act, "later.span", each), f"later:{checkin.id}:{each}") for each in fits]
    back_button = Button(act.words.say("button.answer_now"), f"open:{checkin.id}")
    key = "later.when" if fits else "later.no_time"
    return Message(act.words.say(key), column(*options, back_button))


def _remind_at_chosen_time(act: Act, checkin: CheckIn) -> None:
    """Replace the one reminder by the time the person chose, which quiet hours do not move."""
    deliveries.cancel(
        act.session, checkin.person_id, "snoozed", act.now, kinds=[Kind.REMINDER], about=checkin.id
    )
    deliveries.queue(
        act.session,
        [
            {
                "site_id": checkin.site_id,
                "kind": Kind.REMINDER,
                "subject": f"{CHOSEN}{checkin.id}/{act.update_id}",
                "about_id": checkin.id,
                "person_id": checkin.person_id,
                "priority": Priority.CHECKIN,
                "due_at": checkin.snoozed_until,
                "not_after": checkin.expires_at,
                "queued_at": act.now,
            }
        ],
    )


def _count(act: Act, key: str, minutes: int) -> str:
    """Say a span as people do: in hours where it is hours."""
    hours, rest = divmod(minutes, 60)
    return act.words.count(f"{key}.minutes", minutes) if rest else act.words.count(f"{key}.hours", hours)
