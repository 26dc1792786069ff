"""Keep what the examination of a version found, and since when a solution is public."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    document = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    with op.batch_alter_table("solution_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("examined_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("findings", document, nullable=True))
    with op.batch_alter_table("solution", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True)
        )
    # The first publication of what is public already is not known any more.
    op.execute("UPDATE solution SET first_published_at = created_at WHERE published_at IS NOT NULL")


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("solution", schema=None) as batch_op:
        batch_op.drop_column("first_published_at")
    with op.batch_alter_table("solution_version", schema=None) as batch_op:
        batch_op.drop_column("findings")
        batch_op.drop_column("examined_at")
