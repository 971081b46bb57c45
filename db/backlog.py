"""The backlog of one chat: what came while more was in hand than memory is given for it."""

from collections.abc import Sequence

from sqlalchemy import select

from db.inbox import OPEN, Waiting, of_bot
from db.models import Heard
from db.session import Session


def waiting_in_chat(
    session: Session, bot_id: int, chat_key: bytes, after: int, upto: int, limit: int
) -> Sequence[Waiting]:
    """Return what one chat has not been shown yet from after row `after` up to row `upto`, oldest first."""
    query = select(Heard.id, Heard.update_id, Heard.chat_key, Heard.payload, Heard.reply).where(
        of_bot == bot_id, Heard.chat_key == chat_key, Heard.id > after, Heard.id <= upto, *OPEN
    )
    rows = session.execute(query.order_by(Heard.id).limit(limit)).all()
    return [Waiting(row.id, row.update_id, row.chat_key, row.payload, row.reply) for row in rows]
