"""A call: an alert as whoever may do something with it has it before them."""

from db import alerts, deliveries
from db.models import Alert, AlertState, Kind
from flows import authority
from flows.act import Act
from flows.errors import OldButton


def mine(act: Act, name: str, alert_id: int) -> Alert:
    """Return the alert if the one who acts may do this with it, or if it was them who were rung for it."""
    found = alerts.for_worker(act.session, alert_id, authority.reached(act, name))
    if found is None and authority.reach(act.who.role, name) is not None:
        rung = deliveries.told_about(act.session, Kind.ALERT, alert_id)
        found = alerts.by_id(act.session, alert_id) if act.who.id in rung else None
    if found is None:
        raise OldButton
    return found


def held(act: Act, alert_id: int) -> Alert:
    """Return an open alert that this very worker has taken."""
    alert = mine(act, "caseload.contact", alert_id)
    if not holds(act, alert):
        raise OldButton
    return alert


def holds(act: Act, alert: Alert) -> bool:
    """Whether the one who acts has this alert, and it is open."""
    return alert.state == AlertState.TAKEN and alert.taken_by == act.who.id
