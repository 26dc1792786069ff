"""Keep expressions of interest, and until when a challenge takes them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SIDES = (
    ("challenge_id", "challenge"),
    ("city_id", "organisation"),
    ("solution_id", "solution"),
    ("vendor_id", "organisation"),
)
SEARCHED = ("challenge_id", "city_id", "state", "vendor_id")


def upgrade() -> None:
    """Add what this revision brings."""
    with op.batch_alter_table("challenge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deadline", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_challenge_deadline"), ["deadline"], unique=False)
    op.create_table(
        "interest",
        *_columns_of_interest(),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_interest_{column}_{table}")
            )
            for column, table in SIDES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint("solution_id", "challenge_id", name=op.f("uq_interest_solution_id")),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        for column in SEARCHED:
            batch_op.create_index(batch_op.f(f"ix_interest_{column}"), [column], unique=False)


def _columns_of_interest() -> list[sa.Column[object]]:
    document = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("solution_version", sa.Integer(), nullable=False),
        sa.Column("challenge_version", sa.Integer(), nullable=False),
        sa.Column("content", document, nullable=False),
        sa.Column("read", document, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expressed_by", sa.String(length=254), nullable=False),
        sa.Column("expressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("interest", schema=None) as batch_op:
        for column in reversed(SEARCHED):
            batch_op.drop_index(batch_op.f(f"ix_interest_{column}"))
    op.drop_table("interest")
    # Not in a batch: that makes the table anew, and SQLite lets none go that others refer to.
    op.drop_index(op.f("ix_challenge_deadline"), table_name="challenge")
    op.drop_column("challenge", "deadline")
