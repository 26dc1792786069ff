"""Keep what cities decided, with the reason for each vendor."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=254), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_decision_challenge_id_challenge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        for column in ("challenge_id", "written_at"):
            batch_op.create_index(batch_op.f(f"ix_decision_{column}"), [column], unique=False)
    op.create_table(
        "decision_reason",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_reason_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_decision_reason_solution_id_solution")
        ),
        sa.PrimaryKeyConstraint("decision_id", "solution_id", name=op.f("pk_decision_reason")),
    )
    with op.batch_alter_table("decision_reason", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decision_reason_solution_id"), ["solution_id"], unique=False
        )


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("decision_reason", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_reason_solution_id"))

    op.drop_table("decision_reason")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_written_at"))
        batch_op.drop_index(batch_op.f("ix_decision_challenge_id"))

    op.drop_table("decision")
