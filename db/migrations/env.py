"""Alembic's environment: it uses the connection it is given."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import LargeBinary

from db.crypto import Sealed, SealedJson
from db.models import Table, UtcDateTime


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - Alembic's signature
    """Write our own types as what the database sees, so a migration never depends on today's code."""
    if kind == "type" and isinstance(item, Sealed | SealedJson):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _differs(_context: object, _column: object, _seen: object, found: Any, wanted: Any) -> bool | None:  # noqa: ANN401
    """Compare an encrypted column as the bytes it is."""
    if isinstance(wanted, Sealed | SealedJson):
        return not isinstance(found, LargeBinary)
    return None


def run() -> None:
    """Run the migrations on the connection put into the configuration."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render,
        compare_type=_differs,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
