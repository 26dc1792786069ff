"""Say which sentence model serves."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    op.create_table(
        "serving_model",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("fingerprint", sa.String(length=120), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_name", sa.String(length=500), nullable=True),
        sa.Column("wanted_fingerprint", sa.String(length=120), nullable=True),
        sa.Column("wanted_fault", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serving_model")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("serving_model")
