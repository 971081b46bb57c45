"""Notices by mail to a worker's own address, and broadcasts whose audience has grown."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WAITING = sa.text("settled_at IS NULL")
LOOKED_AT = sa.text("look_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mailboxes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mailboxes")),
    )
    _mails()
    op.add_column("broadcasts", sa.Column("look_at", INSTANT, nullable=True))
    op.create_index(
        "ix_broadcasts_look_at", "broadcasts", ["look_at"], sqlite_where=LOOKED_AT, postgresql_where=LOOKED_AT
    )


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("not_after", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_mails_site_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mails_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("kind", "subject", "person_id", name=op.f("uq_mails_kind_subject_person_id")),
    )
    op.create_index(op.f("ix_mails_site_id"), "mails", ["site_id"])
    op.create_index(op.f("ix_mails_person_id_queued_at"), "mails", ["person_id", "queued_at"])
    op.create_index("ix_mails_waiting", "mails", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_table("mails")
    op.drop_table("mailboxes")
    op.drop_index("ix_broadcasts_look_at", "broadcasts")
    # An earlier version does not know what waits for a second yes: it goes nowhere by itself.
    op.execute("UPDATE broadcasts SET state = 'paused' WHERE state = 'waiting'")
    op.drop_column("broadcasts", "look_at")
