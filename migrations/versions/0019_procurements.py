"""Keep joint procurements, their members and what they decide."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this revision brings."""
    _procurements()
    _members()
    _decisions()


def downgrade() -> None:
    """Take it away again."""
    for table in ("group_decision", "procurement_member", "procurement"):
        op.drop_table(table)


def _procurements() -> None:
    document = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.create_table(
        "procurement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", document, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("rule_sets", sa.JSON(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cap", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement")),
    )
    _index("procurement", "step", "published_at", "created_at")


def _members() -> None:
    op.create_table(
        "procurement_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_version", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("letter", sa.String(length=12), nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("mandate", sa.String(length=12), nullable=False),
        sa.Column("mandate_note", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=254), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("procurement_member", "procurement"),
        _key("procurement_member", "organisation"),
        _key("procurement_member", "challenge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement_member")),
        sa.UniqueConstraint(
            "procurement_id",
            "organisation_id",
            name=op.f("uq_procurement_member_procurement_id"),
        ),
    )
    _index("procurement_member", "procurement_id", "organisation_id", "challenge_id", "state")


def _decisions() -> None:
    op.create_table(
        "group_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("took_part", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=254), nullable=False),
        _key("group_decision", "procurement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_decision")),
        sa.UniqueConstraint(
            "procurement_id", "number", name=op.f("uq_group_decision_procurement_id")
        ),
    )
    _index("group_decision", "procurement_id")


def _key(table: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{other}_id_{other}")
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
