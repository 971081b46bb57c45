"""Notices by mail to a worker's own address, and broadcasts whose audience has grown."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
LOOKED_AT = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("look_at", INSTANT, nullable=True))
    op.create_index(
        "ix_broadcasts_look_at", "broadcasts", ["look_at"], sqlite_where=LOOKED_AT, postgresql_where=LOOKED_AT
    )


def downgrade() -> None:
    op.drop_index("ix_broadcasts_look_at", "broadcasts")
    # An earlier version does not know what waits for a second yes: it goes nowhere by itself.
    op.execute("UPDATE broadcasts SET state = 'paused' WHERE state = 'waiting'")
    op.drop_column("broadcasts", "look_at")
