"""Leaving: who asked to be forgotten, who was, what stays for the study; restores; no id comes twice."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# SQLite would give the id of a row that was erased to the next one: what still points there would mean it.
NEVER_TWICE = ("people", "enrolments", "checkins", "alerts", "deliveries")


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", ID, nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("mark", name=op.f("uq_erasures_mark")),
    )
    op.create_table(
        "restores",
        sa.Column("id", ID, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restores")),
    )
    op.create_table(
        "study_rows",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("arm", sa.String(length=12), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("instrument", sa.String(length=24), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_rows")),
    )
    op.create_index("ix_study_rows_key", "study_rows", ["key"])
    op.create_table(
        "leavings",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_study", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_leavings_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_leavings")),
    )
    with op.batch_alter_table("leases") as batch_op:
        batch_op.add_column(sa.Column("key_ids", sa.String(length=200), nullable=True))
    with op.batch_alter_table("programmes") as batch_op:
        batch_op.add_column(sa.Column("labels_gone", sa.JSON(), nullable=True))
    _rebuild(sqlite_autoincrement=True)


def downgrade() -> None:
    _rebuild(sqlite_autoincrement=False)
    with op.batch_alter_table("programmes") as batch_op:
        batch_op.drop_column("labels_gone")
    with op.batch_alter_table("leases") as batch_op:
        batch_op.drop_column("key_ids")
    op.drop_table("leavings")
    op.drop_index("ix_study_rows_key", table_name="study_rows")
    op.drop_table("study_rows")
    op.drop_table("restores")
    op.drop_table("erasures")


def _rebuild(*, sqlite_autoincrement: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":  # a sequence never gives a number twice
        return
    for name in NEVER_TWICE:
        kept = {"sqlite_autoincrement": sqlite_autoincrement}
        with op.batch_alter_table(name, recreate="always", table_kwargs=kept):
            pass
