"""Invites: the doors into a programme, and the links that open them."""

import secrets
from datetime import datetime, timedelta

from db import programmes
from db.models import Invite
from db.session import Session

TOKEN_BYTES = 16


def make_invite(
    session: Session,
    *,
    site_id: int,
    programme_id: int | None,
    role: str,
    uses: int,
    lasts: timedelta,
    now: datetime,
) -> str:
    """Keep a new invite and return its token: 128 random bits that Telegram takes as a start parameter.

    Only the token's hash is stored: nobody can read the token from the database, and it is not shown again.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invite = Invite(
        site_id=site_id,
        programme_id=programme_id,
        role=role,
        token_hash=programmes.token_hash(token),
        uses_left=uses,
        expires_at=now + lasts,
        created_at=now,
    )
    programmes.add_invite(session, invite)
    return token
