"""Broadcasts are composed in chat: drafts, audiences, pictures, moments, consent, rounds and corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TO_COME = sa.text("next_at IS NOT NULL")
PAUSED = sa.text("state = 'paused'")
REFERS = {"session_id": "sessions", "agreed_by": "people"}


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("arm", sa.String(length=12), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("session_id", ID, nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("control", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("media", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_by", ID, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("repeats", sa.String(length=8), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        # What was queued so far had one round.
        sa.Column("rounds", sa.Integer(), server_default="1", nullable=False),
        sa.Column("changes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shown", sa.String(length=120), nullable=True),
    ]


def upgrade() -> None:
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.alter_column("programme_id", existing_type=ID, nullable=True)
        batch_op.alter_column("role", existing_type=sa.String(length=20), nullable=True)
        for column in _columns():
            batch_op.add_column(column)
        for name, table in REFERS.items():
            batch_op.create_foreign_key(op.f(f"fk_broadcasts_{name}"), table, [name], ["id"])
    op.create_index(
        "ix_broadcasts_next_at", "broadcasts", ["next_at"], sqlite_where=TO_COME, postgresql_where=TO_COME
    )
    op.create_index(
        "ix_deliveries_paused", "deliveries", ["about_id"], sqlite_where=PAUSED, postgresql_where=PAUSED
    )


def downgrade() -> None:
    op.drop_index("ix_deliveries_paused", "deliveries")
    op.drop_index("ix_broadcasts_next_at", "broadcasts")
    # What an earlier version cannot name it cannot keep: a notice of the whole site, or of every role.
    op.execute("DELETE FROM broadcasts WHERE programme_id IS NULL OR role IS NULL")
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        for name in REFERS:
            batch_op.drop_constraint(op.f(f"fk_broadcasts_{name}"), type_="foreignkey")
        for column in reversed(_columns()):
            batch_op.drop_column(column.name)
        batch_op.alter_column("role", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("programme_id", existing_type=ID, nullable=False)
