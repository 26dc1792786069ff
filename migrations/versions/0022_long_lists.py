"""Keep the suppliers for a group as they were frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    document = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.create_table(
        "long_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("content", document, nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_long_list_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_long_list")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_long_list_procurement_id")),
    )
    with op.batch_alter_table("long_list", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_long_list_procurement_id"), ["procurement_id"], unique=False
        )


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("long_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_long_list_procurement_id"))
    op.drop_table("long_list")
