"""Keep the steps of joint procurements, as planned and as taken."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    _plans()
    _moves()


def downgrade() -> None:
    """Take it away again."""
    for table in ("step_move", "step_plan"):
        op.drop_table(table)


def _plans() -> None:
    op.create_table(
        "step_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_step_plan_procurement_id_procurement"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_step_plan_owner_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_plan")),
        sa.UniqueConstraint("procurement_id", "step", name=op.f("uq_step_plan_procurement_id")),
    )
    _index("step_plan", "procurement_id", "owner_id", "due")


def _moves() -> None:
    op.create_table(
        "step_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_step_move_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_move")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_step_move_procurement_id")),
    )
    _index("step_move", "procurement_id", "target", "moved_at")


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
