"""Keep introductions, what each side said, and when whom was reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

THINGS = (("challenge_id", "challenge"), ("partner_id", "challenge"), ("solution_id", "solution"))
SEARCHED = ("challenge_id", "made_at", "partner_id", "solution_id", "state")


def upgrade() -> None:
    """Add what this revision brings."""
    op.create_table(
        "introduction",
        *_columns_of_introduction(),
        *(_refers("introduction", column, table) for column, table in THINGS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("open_as", name=op.f("uq_introduction_open_as")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        for column in SEARCHED:
            batch_op.create_index(batch_op.f(f"ix_introduction_{column}"), [column], unique=False)
    _add_sides()
    _add_reminder()


def _columns_of_introduction() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("challenge_version", sa.Integer(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open_as", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _add_sides() -> None:
    op.create_table(
        "introduction_side",
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("wants", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=254), nullable=True),
        _refers("introduction_side", "introduction_id", "introduction"),
        _refers("introduction_side", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint(
            "introduction_id", "organisation_id", name=op.f("pk_introduction_side")
        ),
    )
    with op.batch_alter_table("introduction_side", schema=None) as batch_op:
        name = batch_op.f("ix_introduction_side_organisation_id")
        batch_op.create_index(name, ["organisation_id"], unique=False)


def _add_reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_by", sa.String(length=254), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _refers("reminder", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "subject_id", "organisation_id", "kind", name=op.f("uq_reminder_subject_id")
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        name = batch_op.f("ix_reminder_organisation_id")
        batch_op.create_index(name, ["organisation_id"], unique=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("reminder")
    op.drop_table("introduction_side")
    op.drop_table("introduction")
