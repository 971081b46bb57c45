"""Read aloud: where the ward has recorded a question, a button plays it."""

from content import recordings
from content.message import Message, Reply, send
from db import checkins
from db.models import OPEN
from flows import questions
from flows.act import Act
from flows.checkin import over, own
from flows.errors import OldButton


def listen(act: Act, *, checkin_id: int, item: str) -> Reply:
    """Play the named question; raises OldButton where there is no recording of it any more."""
    checkin = own(act, checkin_id)
    if checkin.progress not in OPEN:
        return send(over(act, checkin))
    question = questions.find(checkin, item, checkins.answers(act.session, checkin.id))
    name = recordings.name_of(act.language, question.code) if question else None
    if name is None:
        raise OldButton
    checkins.tapped(act.session, checkin.id, act.now)
    return send(Message("", voice=name))
