"""Keep what the members of a joint procurement need in common, and its lots."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    _needs()
    _items()
    _lots()
    for table in ("common_need_item", "lot"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            name = batch_op.f(f"ix_{table}_procurement_id")
            batch_op.create_index(name, ["procurement_id"], unique=False)


def downgrade() -> None:
    """Take it away again."""
    for table in ("lot", "common_need_item", "common_need"):
        op.drop_table(table)


def _needs() -> None:
    op.create_table(
        "common_need",
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("made_of", sa.JSON(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_up_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_procurement("common_need"),
        sa.PrimaryKeyConstraint("procurement_id", name=op.f("pk_common_need")),
    )


def _items() -> None:
    document = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.create_table(
        "common_need_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=13), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("because", sa.String(length=9), nullable=False),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("said", document, nullable=False),
        sa.Column("choice", sa.String(length=7), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("took_part", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=254), nullable=True),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_procurement("common_need_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_common_need_item")),
    )


def _lots() -> None:
    document = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.create_table(
        "lot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", document, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_procurement("lot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
    )


def _of_procurement(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_procurement_id_procurement")
    return sa.ForeignKeyConstraint(["procurement_id"], ["procurement.id"], name=name)
