"""Keep to whom a question about a reference is mailed while its city has not signed up."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    with op.batch_alter_table("solution_reference", schema=None) as batch_op:
        batch_op.add_column(sa.Column("buyer_email", sa.String(length=254), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("solution_reference", schema=None) as batch_op:
        batch_op.drop_column("buyer_email")
