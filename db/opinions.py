"""Opinions: what was said about a session by nobody in particular."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select

from db import sessions
from db.models import Draft, Opinion
from db.session import Session


def add(session: Session, meeting_id: int, key: bytes, answers: Mapping[str, int]) -> None:
    """Put one more opinion among those of its session, so that nothing tells which was the last.

    All of the session's rows are written anew in the order of their random keys: on PostgreSQL a row
    otherwise lies where its turn was, carries the number of its transaction, and is dumped in that order.
    """
    sessions.lock(session, meeting_id)
    known = session.execute(select(Opinion.key, Opinion.answers).where(Opinion.session_id == meeting_id))
    rows: list[dict[str, Any]] = [
        {"key": bytes(each), "session_id": meeting_id, "answers": said} for each, said in known
    ]
    rows.append({"key": key, "session_id": meeting_id, "answers": dict(answers)})
    forget(session, meeting_id)
    session.execute(insert(Opinion), sorted(rows, key=lambda row: bytes(row["key"])))


def of(session: Session, meeting_id: int) -> Sequence[Mapping[str, int]]:
    """Return what was said about a session, in the order of random keys."""
    query = select(Opinion.answers).where(Opinion.session_id == meeting_id).order_by(Opinion.key)
    return session.scalars(query).all()


def count(session: Session, meeting_id: int) -> int:
    """Return how many opinions about a session there are."""
    return (
        session.scalar(select(func.count()).select_from(Opinion).where(Opinion.session_id == meeting_id)) or 0
    )


def forget(session: Session, meeting_id: int) -> None:
    """Delete what was said about a session."""
    session.execute(delete(Opinion).where(Opinion.session_id == meeting_id))


def drop_unfinished(session: Session, step: str) -> None:
    """Delete the dialogues about a session that nobody brought to an end, with what was answered in them."""
    session.execute(delete(Draft).where(Draft.kind == "opinion", Draft.step == step))
