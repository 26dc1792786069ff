"""Keep the day on which each token was used last, so that its owner sees which are forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("used_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_column("used_on")
