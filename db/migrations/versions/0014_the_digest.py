"""The digest: lines that were dealt with, and the weekday on which it comes."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handled",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("programme_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("worker_id", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_handled_site_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_handled_programme_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_handled_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["people.id"], name=op.f("fk_handled_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handled")),
    )
    op.create_index(op.f("ix_handled_site_id"), "handled", ["site_id"])
    op.create_index(op.f("ix_handled_person_id"), "handled", ["person_id"])
    op.create_index(op.f("ix_handled_programme_id_at"), "handled", ["programme_id", "at"])
    op.create_table(
        "digest_days",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_digest_days_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "week", name=op.f("pk_digest_days")),
    )


def downgrade() -> None:
    op.drop_table("digest_days")
    op.drop_table("handled")
