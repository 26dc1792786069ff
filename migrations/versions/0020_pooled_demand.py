"""Keep what the members of a joint procurement need and can pay, and what they commit."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    _terms()
    _demands()
    _commitments()


def downgrade() -> None:
    """Take it away again."""
    for table in ("commitment", "member_demand", "demand_terms"):
        op.drop_table(table)


def _terms() -> None:
    op.create_table(
        "demand_terms",
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("sharing", sa.String(length=12), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("demand_terms", "procurement"),
        sa.PrimaryKeyConstraint("procurement_id", name=op.f("pk_demand_terms")),
    )


def _demands() -> None:
    document = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.create_table(
        "member_demand",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("content", document, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("member_demand", "procurement"),
        _key("member_demand", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_demand")),
        sa.UniqueConstraint(
            "procurement_id", "organisation_id", name=op.f("uq_member_demand_procurement_id")
        ),
    )
    _index("member_demand")


def _commitments() -> None:
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("lot", sa.String(length=36), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("committed_by", sa.String(length=254), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("commitment", "procurement"),
        _key("commitment", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint(
            "procurement_id", "organisation_id", "lot", name=op.f("uq_commitment_procurement_id")
        ),
    )
    _index("commitment")


def _key(table: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{other}_id_{other}")
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=name)


def _index(table: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        name = batch_op.f(f"ix_{table}_organisation_id")
        batch_op.create_index(name, ["organisation_id"], unique=False)
