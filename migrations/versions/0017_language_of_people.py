"""Keep in which language a person reads, which is the language of their mail too."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=2), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("language")
