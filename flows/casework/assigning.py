"""Assigning: whose first worker somebody is; new families go to the worker who has the fewest."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.message import Button, Message, Reply, edit
from db import assignments, leaves, people, programmes
from db.models import Act as Deed
from db.models import Enrolment, Person
from db.session import Session
from flows import gate
from flows.act import Act
from flows.casework import door, handover, whose
from flows.casework.door import Case, case
from flows.casework.paths import on_button
from flows.errors import OldButton

ON_A_SCREEN = 7


def give_first_worker(session: Session, place: Enrolment, now: datetime) -> Person | None:
    """Give a new family to the worker of its programme who has the fewest and is not away."""
    today = now.astimezone(ZoneInfo(programmes.site(session, place.site_id).zone)).date()
    team = people.workers_of(session, place.programme_id)
    here = [each for each in team if _here(session, each, today)] or team
    if not here:
        return None
    loads = assignments.loads(session, place.programme_id)
    chosen = min(here, key=lambda each: (loads.get(each.id, 0), each.id))
    assignments.give(session, place, chosen.id, now)
    return chosen


@gate.needs_second_factor
def choose(act: Act, *, place_id: int) -> Reply:
    """Show who may become the family's first worker, each with how many families they have."""
    found = case(act, place_id)
    team = people.workers_of(act.session, found.place.programme_id)[:ON_A_SCREEN]
    loads = assignments.loads(act.session, found.place.programme_id)
    first = assignments.first_worker(act.session, found.place)
    asked = act.words.say("assign.ask", label=found.label, name=whose.name(act, first) if first else "–")
    buttons = [
        (
            Button(
                on_button(act.words, "assign.to", name=whose.name(act, each), n=loads.get(each.id, 0)),
                f"assign:{place_id}:{each.id}",
            ),
        )
        for each in team
        if first is None or each.id != first.id
    ]
    back = (Button(act.words.say("case.back"), f"case:{place_id}"),)
    return edit(Message(asked, (*buttons, back)))


@gate.needs_second_factor
def give(act: Act, *, place_id: int, worker_id: int) -> Reply:
    """Make a colleague, or oneself, the family's first worker, and let the family know."""
    found = case(act, place_id)
    worker = next(
        (each for each in people.workers_of(act.session, found.place.programme_id) if each.id == worker_id),
        None,
    )
    if worker is None:
        raise OldButton
    first = assignments.first_worker(act.session, found.place)
    if first is None or first.id != worker.id:
        assignments.give(act.session, found.place, worker.id, act.now)
        door.note(act, Deed.ASSIGNED, found.place, f"to worker {worker.id}")
        handover.tell_assigned(act.session, found.place, act.update_id, act.now)
    return edit(_given(act, found, worker))


def _given(act: Act, found: Case, worker: Person) -> Message:
    told = act.words.say("assign.given", label=found.label, name=whose.name(act, worker))
    return Message(told, ((Button(act.words.say("case.back"), f"case:{found.place.id}"),),))


def _here(session: Session, worker: Person, today: date) -> bool:
    return leaves.present(session, worker.id, today) is None
