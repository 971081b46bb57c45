"""Whose a family is: who is its first worker, who does her work now, and who may read its letters."""

from collections.abc import Sequence

from db import assignments, leaves, people
from db.models import Enrolment, Letter, Person
from db.session import Session
from flows.act import Act


def first_worker(session: Session, place: Enrolment) -> Person | None:
    """Return the family's first worker, whether she is here or away."""
    return assignments.first_worker(session, place)


def writes_now(act: Act, place: Enrolment) -> Person | None:
    """Return who reads what the family writes now: the first worker, or who stands in for her.

    A family that is nobody's is read by the worker who has been longest in the programme.
    """
    first = assignments.first_worker(act.session, place)
    if first is not None:
        return _in_place_of(act, first)
    team = people.workers_of(act.session, place.programme_id)
    return _in_place_of(act, team[0]) if team else None


def may_read(act: Act, place: Enrolment, letter: Letter | None = None) -> bool:
    """Whether this worker may read a family's letters: they were written to somebody, not to everybody.

    The first worker may, whoever stands in for her, and who wrote or was written to; of a family that is
    nobody's, every worker of the programme.
    """
    first = assignments.first_worker(act.session, place)
    if first is None or first.id == act.who.id or (letter is not None and letter.worker_id == act.who.id):
        return True
    return leaves.stand_in(act.session, first.id, act.now) == act.who.id


def colleagues(act: Act, programme_id: int) -> Sequence[Person]:
    """Return the other workers of a programme."""
    return [each for each in people.workers_of(act.session, programme_id) if each.id != act.who.id]


def name(act: Act, worker: Person) -> str:
    """Return what families call a worker."""
    return worker.called or act.words.say("word.social_worker")


def within_reach(person: Person) -> bool:
    """Whether a message can reach somebody, as far as we know."""
    return person.chat is not None and person.unreachable_at is None


def _in_place_of(act: Act, worker: Person) -> Person:
    who = leaves.stand_in(act.session, worker.id, act.now)
    if who == worker.id:
        return worker
    person = people.by_id(act.session, who)
    assert person is not None, "a leave goes with its people"
    return person
