"""Staff are found by their role, without a look at every family."""

from alembic import op
from sqlalchemy import text

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    only_staff = text("role <> 'caregiver'")
    op.create_index(
        "ix_people_staff",
        "people",
        ["site_id", "role"],
        sqlite_where=only_staff,
        postgresql_where=only_staff,
    )


def downgrade() -> None:
    op.drop_index("ix_people_staff", "people")
