"""Accounts that stay shut out, and at which account of the machine a command was typed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place, not by a copy of the table: its triggers stay, and nothing of the record is rewritten.
    op.add_column("audit_events", sa.Column("typed_by", sa.String(length=64), nullable=True))
    op.create_table(
        "shut_out",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_index", sa.LargeBinary(length=16), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shut_out")),
        sa.UniqueConstraint("account_index", name=op.f("uq_shut_out_account_index")),
    )


def downgrade() -> None:
    op.drop_table("shut_out")
    op.drop_column("audit_events", "typed_by")
