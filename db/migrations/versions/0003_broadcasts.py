"""Broadcasts, and an index that finds the most pressing delivery in a pile of a hundred thousand."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING = sa.text("state = 'pending'")


def _index_what_is_due(columns: list[str]) -> None:
    op.drop_index("ix_deliveries_due", "deliveries")
    op.create_index(
        "ix_deliveries_due", "deliveries", columns, sqlite_where=PENDING, postgresql_where=PENDING
    )


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("programme_id", ID, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_broadcasts_site_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_broadcasts_programme_id")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_broadcasts_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index(op.f("ix_broadcasts_site_id"), "broadcasts", ["site_id"])
    _index_what_is_due(["priority", "due_at", "id"])


def downgrade() -> None:
    _index_what_is_due(["priority", "due_at"])
    op.drop_index(op.f("ix_broadcasts_site_id"), "broadcasts")
    op.drop_table("broadcasts")
