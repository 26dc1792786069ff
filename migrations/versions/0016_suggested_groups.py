"""Keep which challenges could be bought together, as it was worked out last."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    op.create_table(
        "suggested_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggested_group")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("suggested_group")
