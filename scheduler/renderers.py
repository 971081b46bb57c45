"""One renderer for each kind of delivery: what is owed becomes a message, or an outcome instead of one."""

from collections.abc import Callable, Mapping
from datetime import datetime

from content.catalogue import words
from content.message import Message
from db import alerts, broadcasts
from db.models import Alert, AlertState, Delivery, Kind, Person, Standing
from db.session import Session
from flows import caseload, drill, family, leaving, mailing, mydata, reach, ringing, second_look, session_post
from flows.broadcasting import correcting, grown, screens
from flows.casework import bringing, handover
from scheduler import arrivals, kin, materials, planning
from scheduler.standing import Instead, resting

Renderer = Callable[[Session, Delivery, Person, datetime], Message | Instead]


def render(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the message of a claimed delivery as things stand now, or the outcome that ends it unsent."""
    return RENDERERS[Kind(delivery.kind)](session, delivery, person, now)


def _session(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Tell something about a session; a pause and a relapse let the questions rest, not the group."""
    if person.standing not in {Standing.PAUSED, Standing.RELAPSE}:
        rests = resting(person.standing, person.unreachable_at)
        if rests:
            return rests
    elif person.unreachable_at is not None:
        return "skipped:unreachable"
    return session_post.message(session, delivery.subject, person, now)


def _alert(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    step = delivery.subject.rpartition("/")[2]
    if alert is None or not _still_rings(session, alert, step, now):
        return "skipped:taken"
    return caseload.announce(words(person.language), alert, step)


def _still_rings(session: Session, alert: Alert, step: str, now: datetime) -> bool:
    """Whether nobody has it still; or, for one that is overdue, whether nothing was heard of it since.

    What tells of a second look, or of one who had no code, rings while that is so.
    """
    if step.startswith((second_look.SECOND, second_look.STAYS)):
        return second_look.still(session, alert, step)
    if step.startswith(ringing.WITHOUT_CODE):
        return alert.state == AlertState.TAKEN and step == ringing.without_code(alert)
    if alert.state == AlertState.RAISED:
        return True
    overdue = alert.contact_by is not None and alert.contact_by <= now
    return step.startswith(ringing.OVERDUE) and alert.state == AlertState.TAKEN and overdue


def _seen(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    if alert is None or alert.state == AlertState.CLOSED:  # they have spoken by now
        return "skipped:closed"
    return family.seen(session, words(person.language), alert)


def _unheard(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    said = family.unheard(session, words(person.language), alert, person) if alert else None
    return said or "skipped:heard"


def _drill(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    return drill.report(session, words(person.language), alert) if alert else "skipped:closed"


def _made_elsewhere(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    raise LookupError(f"a {delivery.kind} is made elsewhere, not here")


def _unreachable(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return reach.announce(session, words(person.language), delivery.about_id or 0) or "skipped:reachable"


def _mydata(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return mydata.message(session, person, delivery.subject, now)


def _left(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return leaving.announce(session, words(person.language), person, delivery.subject) or "skipped:taken"


def _progress(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    one = broadcasts.by_id(session, delivery.about_id or 0)
    return screens.status(session, one, words(person.language)) if one else "skipped:gone"


def _agree(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return grown.message(session, delivery, person)


def _correction(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return correcting.message(session, delivery, person)


RENDERERS: Mapping[Kind, Renderer] = {
    Kind.ALERT: _alert,
    Kind.CHECKIN: arrivals.arriving,
    Kind.REMINDER: arrivals.reminder,
    # Composed in the child process.
    Kind.DIGEST: _made_elsewhere,
    Kind.UNREACHABLE: _unreachable,
    Kind.WORD: bringing.word,
    Kind.WRITTEN: bringing.written,
    Kind.RETURNED: bringing.returned,
    Kind.HANDOVER: handover.told,
    Kind.PICTURE: _made_elsewhere,
    # Made for many at once, in scheduler/announcing.py.
    Kind.BROADCAST: _made_elsewhere,
    Kind.SEEN: _seen,
    Kind.UNHEARD: _unheard,
    Kind.DRILL: _drill,
    Kind.MYDATA: _mydata,
    Kind.LEAVING: _left,
    Kind.LEFT: _left,
    Kind.MATERIAL: materials.material,
    Kind.PRACTICE: materials.step,
    Kind.BY_HAND: materials.material,
    Kind.SESSION: _session,
    Kind.ADMISSION: kin.admission,
    Kind.ADMITTED: kin.admitted,
    Kind.HALT: kin.halt,
    Kind.CARE: kin.care,
    Kind.TURN: kin.turn,
    Kind.PLAN: planning.plan,
    Kind.NEEDS: kin.again,
    Kind.AUDIENCE: _made_elsewhere,
    Kind.REPORT: _made_elsewhere,
    Kind.PROGRESS: _progress,
    Kind.AGREE: _agree,
    Kind.CORRECTION: _correction,
    Kind.UNMAILED: mailing.lost,
}
