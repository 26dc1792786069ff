"""Keep what cities say of answers, and the weights that learned from it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    _add_weight_proposal()
    _add_opinion()


def _add_weight_proposal() -> None:
    op.create_table(
        "weight_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ranking", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("serves", sa.String(length=20), nullable=True),
        sa.Column(
            "report",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=254), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight_proposal")),
        sa.UniqueConstraint("serves", name=op.f("uq_weight_proposal_serves")),
    )
    with op.batch_alter_table("weight_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_weight_proposal_state"), ["state"], unique=False)


def _add_opinion() -> None:
    op.create_table(
        "opinion",
        *_columns_of_opinion(),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_opinion_{column}_{table}")
            )
            for column, table in (
                ("challenge_id", "challenge"),
                ("partner_id", "challenge"),
                ("solution_id", "solution"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        *(
            sa.UniqueConstraint(column, "challenge_id", "aspect", name=op.f(f"uq_opinion_{column}"))
            for column in ("partner_id", "solution_id")
        ),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_challenge_id"), ["challenge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_said_at"), ["said_at"], unique=False)


def _columns_of_opinion() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("aspect", sa.String(length=10), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("challenge_version", sa.Integer(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("engine_version", sa.String(length=20), nullable=False),
        sa.Column("weights", sa.String(length=60), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.String(length=254), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    ]


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_said_at"))
        batch_op.drop_index(batch_op.f("ix_opinion_challenge_id"))

    op.drop_table("opinion")
    with op.batch_alter_table("weight_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_weight_proposal_state"))

    op.drop_table("weight_proposal")
