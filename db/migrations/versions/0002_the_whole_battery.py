"""The whole battery: seven-day cover, cards left out of a check-in, answers entered from paper."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("seven_day_cover", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.alter_column("seven_day_cover", server_default=None)
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.alter_column("battery", existing_type=sa.String(length=20), type_=sa.String(length=40))
    with op.batch_alter_table("checkins", schema=None) as batch_op:
        batch_op.alter_column("battery", existing_type=sa.String(length=20), type_=sa.String(length=40))
        batch_op.add_column(sa.Column("left_out", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("entered_by", ID, nullable=True))
        batch_op.create_foreign_key(op.f("fk_checkins_entered_by"), "people", ["entered_by"], ["id"])
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.alter_column("scale", existing_type=sa.String(length=24), type_=sa.String(length=40))
        batch_op.alter_column("version", existing_type=sa.String(length=12), type_=sa.String(length=40))
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.String(length=12), type_=sa.String(length=40))
        batch_op.add_column(sa.Column("entered_by", ID, nullable=True))
        batch_op.create_foreign_key(op.f("fk_answers_entered_by"), "people", ["entered_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_answers_entered_by"), type_="foreignkey")
        batch_op.drop_column("entered_by")
        batch_op.alter_column("version", existing_type=sa.String(length=40), type_=sa.String(length=12))
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.String(length=40), type_=sa.String(length=12))
        batch_op.alter_column("scale", existing_type=sa.String(length=40), type_=sa.String(length=24))
    with op.batch_alter_table("checkins", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_checkins_entered_by"), type_="foreignkey")
        batch_op.drop_column("entered_by")
        batch_op.drop_column("left_out")
        batch_op.alter_column("battery", existing_type=sa.String(length=40), type_=sa.String(length=20))
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.alter_column("battery", existing_type=sa.String(length=40), type_=sa.String(length=20))
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.drop_column("seven_day_cover")
