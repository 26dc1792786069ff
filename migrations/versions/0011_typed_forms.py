"""Keep what somebody typed before their session ended, for an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    op.create_table(
        "typed_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_typed_form_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_form")),
    )
    with op.batch_alter_table("typed_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_typed_form_kept_at"), ["kept_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_typed_form_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("typed_form")
