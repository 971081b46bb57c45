"""What became of the lines of a digest since it was sent, and the digest that shows it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from content.message import InChat, Reply, edit
from db import caseload, handled, people
from db.models import Alert, AlertState, Enrolment
from flows import authority
from flows.act import Act
from flows.digest_marks import Mark, about_week, brought_up_to_date, rows_of
from flows.figures import weekdays
from reports.weeks import due_at

LINE = "caseload.line"


def shown(act: Act, on: InChat) -> Reply:
    """Return the digest with each line as it stands now, in place of the tapped one."""
    rows = list(rows_of(on.message))
    within = authority.reached(act, LINE)
    places = caseload.places(act.session, {row.place for row in rows if row.place is not None}, within)
    opened = caseload.open_alerts(act.session, list(within)) if rows else []
    marks = _marks(act, on, places, opened)
    alerts = {row.alert: _alert(row.alert, opened) for row in rows if row.alert is not None}
    return edit(brought_up_to_date(on.message, marks, alerts, act.words))


def changed(act: Act, on: InChat) -> Reply:
    """Return the same, or nothing where the tapped message says all of it already."""
    reply = shown(act, on)
    return reply if reply.shows[0].message != on.message else Reply()


def mark(act: Act, on: InChat, place: Enrolment) -> Mark:
    """Return what became of a family's line: it is done where no alert holds it there."""
    return _marks(act, on, [place], caseload.open_alerts(act.session, [place.programme_id]))[place.id]


def _marks(
    act: Act, on: InChat, places: Collection[Enrolment], opened: Collection[Alert]
) -> Mapping[int, Mark]:
    """Return what became of families' lines, by place."""
    dealt = handled.since(act.session, {each.programme_id for each in places}, _as_of(act, on))
    found = {}
    for place in places:
        states = {alert.state for alert in opened if alert.person_id == place.person_id}
        by = dealt.get((place.person_id, place.programme_id), ())
        found[place.id] = Mark(
            done=bool(by) and not states,
            mine=act.who.id in by,
            raised=AlertState.RAISED in states,
            taken=bool(states) and AlertState.RAISED not in states,
        )
    return found


def _as_of(act: Act, on: InChat) -> datetime:
    """Return until when the digest knows what was dealt with: when it was due, or asked for before that."""
    made = handled.digest_queued_at(act.session, act.who.id, on.number) or on.at
    found = (about_week(button.data) for row in on.message.buttons for button in row)
    week, whose = next(about for about in found if about)
    owner = people.by_id(act.session, whose)
    if owner is None:  # forgotten since, and so is when theirs was due
        return made
    return min(made, due_at(week, owner.zone, weekdays(act.session, owner)(week)))


def _alert(alert_id: int, opened: Collection[Alert]) -> Mark:
    state = next((alert.state for alert in opened if alert.id == alert_id), None)
    return Mark(raised=state == AlertState.RAISED, taken=state == AlertState.TAKEN)
