"""The library: steps offered to families, what helped, and what they keep at hand."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def _table(name: str, *columns: sa.Column, unique: bool) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("piece", sa.String(length=32), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f(f"fk_{name}_site_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f(f"fk_{name}_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *([sa.UniqueConstraint("person_id", "piece", name=op.f(f"uq_{name}_person_id_piece"))] * unique),
    )
    op.create_index(op.f(f"ix_{name}_site_id"), name, ["site_id"])


def upgrade() -> None:
    _table(
        "practices",
        sa.Column("because", sa.String(length=20), nullable=False),
        sa.Column("chosen_at", INSTANT, nullable=False),
        sa.Column("offered_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("tried", sa.Boolean(), nullable=True),
        sa.Column("helped", sa.String(length=8), nullable=True),
        sa.Column("sent_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_practices_sent_by")),
        unique=False,
    )
    op.create_index(op.f("ix_practices_person_id_chosen_at"), "practices", ["person_id", "chosen_at"])
    _table(
        "verdicts",
        sa.Column("helped", sa.String(length=8), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        unique=True,
    )
    _table("favourites", sa.Column("since", INSTANT, nullable=False), unique=True)


def downgrade() -> None:
    for name in ("favourites", "verdicts", "practices"):
        op.drop_table(name)
