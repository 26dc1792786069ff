"""Keep the questions that cities ask about solutions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    op.create_table(
        "solution_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"],
            ["organisation.id"],
            name=op.f("fk_solution_question_asker_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_solution_question_solution_id_solution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution_question")),
    )
    with op.batch_alter_table("solution_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_solution_question_solution_id"), ["solution_id"], unique=False
        )


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("solution_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_solution_question_solution_id"))

    op.drop_table("solution_question")
