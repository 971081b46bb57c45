"""The ladder: alerts climb, a rota, a second channel, notes on alerts, and what can wait for the digest."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("settled_at IS NULL")
CLIMBING = sa.text("climbs_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "duties",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("programme_id", ID, nullable=True),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_duties_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_duties_programme_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_duties_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duties_site_id"), ["site_id"], unique=False)

    op.create_table(
        "leaves",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stand_in_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_leaves_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_leaves_site_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["people.id"], name=op.f("fk_leaves_stand_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    with op.batch_alter_table("leaves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leaves_site_id"), ["site_id"], unique=False)

    op.create_table(
        "concerns",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("programme_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("checkin_id", ID, nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkin_id"], ["checkins.id"], name=op.f("fk_concerns_checkin_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_concerns_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_concerns_programme_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_concerns_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
        sa.UniqueConstraint("person_id", "cause", name=op.f("uq_concerns_person_id_cause")),
    )
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_concerns_programme_id_seen_at"), ["programme_id", "seen_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_concerns_site_id"), ["site_id"], unique=False)

    op.create_table(
        "alert_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_alert_notes_alert_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_alert_notes_author_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_alert_notes_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_notes")),
    )
    with op.batch_alter_table("alert_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_notes_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_notes_site_id"), ["site_id"], unique=False)

    op.create_table(
        "pages",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_pages_alert_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_pages_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("alert_id", "subject", "channel", name=op.f("uq_pages_alert_id_subject_channel")),
    )
    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pages_site_id"), ["site_id"], unique=False)
        batch_op.create_index(
            "ix_pages_waiting", ["due_at"], unique=False, sqlite_where=WAITING, postgresql_where=WAITING
        )

    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("climbs_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("climbs_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("contact_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("drill", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(
            "ix_alerts_climbing",
            ["climbs_at"],
            unique=False,
            sqlite_where=CLIMBING,
            postgresql_where=CLIMBING,
        )

    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ladder", sa.JSON(), nullable=True))
    # What nobody has taken so far climbs from now on: it rings everybody once.
    op.execute(
        "UPDATE alerts SET step = 1, climbs_from = raised_at, climbs_at = raised_at"
        " WHERE state = 'raised' AND tier = 'red'"
    )


def downgrade() -> None:
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.drop_column("ladder")

    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index("ix_alerts_climbing", sqlite_where=CLIMBING, postgresql_where=CLIMBING)
        batch_op.drop_column("drill")
        batch_op.drop_column("contact_by")
        batch_op.drop_column("climbs_at")
        batch_op.drop_column("climbs_from")
        batch_op.drop_column("step")

    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.drop_index("ix_pages_waiting", sqlite_where=WAITING, postgresql_where=WAITING)
        batch_op.drop_index(batch_op.f("ix_pages_site_id"))

    op.drop_table("pages")
    with op.batch_alter_table("alert_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_notes_site_id"))
        batch_op.drop_index(batch_op.f("ix_alert_notes_alert_id"))

    op.drop_table("alert_notes")
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concerns_site_id"))
        batch_op.drop_index(batch_op.f("ix_concerns_programme_id_seen_at"))

    op.drop_table("concerns")
    with op.batch_alter_table("leaves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leaves_site_id"))

    op.drop_table("leaves")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duties_site_id"))

    op.drop_table("duties")
