"""Keep what was typed into a draft and cannot be taken yet."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

VERSIONS = ("solution_version", "challenge_version")


def upgrade() -> None:
    """Add what this revision brings."""
    for table in VERSIONS:
        column = sa.Column("unfinished", sa.JSON(), nullable=False, server_default="{}")
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(column)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("unfinished", server_default=None)


def downgrade() -> None:
    """Take it away again."""
    for table in VERSIONS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("unfinished")
