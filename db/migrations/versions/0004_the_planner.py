"""The planner: a programme's end, days that a journey put in question, an index for each thing that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Name, table, column, and the rows it holds: only those that still wait.
WAITING = (
    ("ix_deliveries_late", "deliveries", "not_after", "state IN ('pending', 'held')"),
    ("ix_deliveries_sending", "deliveries", "claimed_at", "state = 'sending'"),
    ("ix_people_resting", "people", "paused_until", "paused_until IS NOT NULL"),
)


def upgrade() -> None:
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owed_day", sa.Date(), nullable=True))
    op.drop_index("ix_deliveries_person_id_state", table_name="deliveries")
    op.create_index(
        "ix_deliveries_person_id_state_settled_at", "deliveries", ["person_id", "state", "settled_at"]
    )
    for name, table, column, rows in WAITING:
        op.create_index(name, table, [column], sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))


def downgrade() -> None:
    for name, table, _, _ in WAITING:
        op.drop_index(name, table_name=table)
    op.drop_index("ix_deliveries_person_id_state_settled_at", table_name="deliveries")
    op.create_index("ix_deliveries_person_id_state", "deliveries", ["person_id", "state"])
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_column("owed_day")
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_column("ends_on")
