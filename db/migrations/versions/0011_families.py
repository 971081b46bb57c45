"""Families: children and their carers, admissions, needs, allocation lists, what stops the questions."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "children",
        sa.Column("id", BIG, nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("age_band", sa.String(length=8), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_children_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_children")),
        sa.UniqueConstraint("site_id", "code", name=op.f("uq_children_site_id_code")),
    )
    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_children_site_id"), ["site_id"], unique=False)

    op.create_table(
        "allotments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("arm", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_allotments_programme_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_allotments_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allotments")),
        sa.UniqueConstraint("programme_id", "place", name=op.f("uq_allotments_programme_id_place")),
    )
    with op.batch_alter_table("allotments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allotments_site_id"), ["site_id"], unique=False)

    op.create_table(
        "carings",
        sa.Column("id", BIG, nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_carings_child_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_carings_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_carings_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carings")),
        sa.UniqueConstraint("person_id", name=op.f("uq_carings_person_id")),
    )
    with op.batch_alter_table("carings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carings_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_carings_site_id"), ["site_id"], unique=False)

    op.create_table(
        "needs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("occasion", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=16), nullable=False),
        sa.Column("choice", sa.String(length=16), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_needs_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_needs_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("person_id", "occasion", "item", name=op.f("uq_needs_person_id_occasion_item")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_site_id"), ["site_id"], unique=False)

    op.create_table(
        "permissions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("said_by", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_permissions_child_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_permissions_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permissions")),
    )
    with op.batch_alter_table("permissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permissions_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_permissions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "turns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_turns_child_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_turns_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sa.UniqueConstraint("child_id", "week", name=op.f("uq_turns_child_id_week")),
    )
    op.create_table(
        "admissions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("invite_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("let_in", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_admissions_decided_by")),
        sa.ForeignKeyConstraint(["invite_id"], ["invites.id"], name=op.f("fk_admissions_invite_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_admissions_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_admissions_programme_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_admissions_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admissions")),
        sa.UniqueConstraint("person_id", name=op.f("uq_admissions_person_id")),
    )
    with op.batch_alter_table("admissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_admissions_invite_id"), ["invite_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_admissions_site_id"), ["site_id"], unique=False)

    op.create_table(
        "halts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("enrolment_id", BIG, nullable=True),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("was", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", BIG, nullable=True),
        sa.Column("keeper_id", BIG, nullable=True),
        sa.Column("words_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", BIG, nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_halts_ended_by")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_halts_enrolment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["people.id"], name=op.f("fk_halts_keeper_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_halts_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["said_by"], ["people.id"], name=op.f("fk_halts_said_by")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_halts_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halts")),
    )
    with op.batch_alter_table("halts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_halts_event"), ["event"], unique=False)
        batch_op.create_index(batch_op.f("ix_halts_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_halts_site_id"), ["site_id"], unique=False)

    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asks_first", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("cap", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("child_id", BIG, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_invites_child_id"), "children", ["child_id"], ["id"])

    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asks_child", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("asks_needs", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_column("asks_needs")
        batch_op.drop_column("asks_child")

    with op.batch_alter_table("invites", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invites_child_id"), type_="foreignkey")
        batch_op.drop_column("child_id")
        batch_op.drop_column("cap")
        batch_op.drop_column("asks_first")

    with op.batch_alter_table("halts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_halts_site_id"))
        batch_op.drop_index(batch_op.f("ix_halts_person_id"))
        batch_op.drop_index(batch_op.f("ix_halts_event"))

    op.drop_table("halts")
    with op.batch_alter_table("admissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_admissions_site_id"))
        batch_op.drop_index(batch_op.f("ix_admissions_invite_id"))

    op.drop_table("admissions")
    op.drop_table("turns")
    with op.batch_alter_table("permissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_permissions_person_id"))
        batch_op.drop_index(batch_op.f("ix_permissions_child_id"))

    op.drop_table("permissions")
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needs_site_id"))

    op.drop_table("needs")
    with op.batch_alter_table("carings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carings_site_id"))
        batch_op.drop_index(batch_op.f("ix_carings_child_id"))

    op.drop_table("carings")
    with op.batch_alter_table("allotments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allotments_site_id"))

    op.drop_table("allotments")
    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_children_site_id"))

    op.drop_table("children")
