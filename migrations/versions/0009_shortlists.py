"""Keep shortlists with what was shown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    # What was shown when these were put on a shortlist is not known, so nothing can be kept of it.
    op.execute("DELETE FROM opinion WHERE aspect = 'shortlist'")
    document = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "shortlist_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("kept", document, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["opinion.id"], name=op.f("fk_shortlist_item_id_opinion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist_item")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("shortlist_item")
    op.execute("DELETE FROM opinion WHERE aspect = 'shortlist'")
