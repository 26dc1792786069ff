"""Keep how a group judges offers, what came of it, and what was saved."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add what this revision brings."""
    _add_evaluation()
    _add_evaluator()
    _add_outcome()
    _add_saving()
    _add_tenderer()
    _add_consensus()
    _add_score_sheet()


def downgrade() -> None:
    """Take it away again."""
    for name, table in (
        ("ix_score_sheet_tenderer_id", "score_sheet"),
        ("ix_tenderer_vendor_id", "tenderer"),
        ("ix_tenderer_solution_id", "tenderer"),
        ("ix_tenderer_procurement_id", "tenderer"),
        ("ix_saving_procurement_id", "saving"),
        ("ix_saving_organisation_id", "saving"),
        ("ix_outcome_procurement_id", "outcome"),
        ("ix_evaluator_user_id", "evaluator"),
        ("ix_evaluator_procurement_id", "evaluator"),
        ("ix_evaluator_organisation_id", "evaluator"),
    ):
        op.drop_index(op.f(name), table_name=table)
    for table in (
        "score_sheet",
        "consensus",
        "tenderer",
        "saving",
        "outcome",
        "evaluator",
        "evaluation",
    ):
        op.drop_table(table)


def _add_evaluation() -> None:
    op.create_table(
        "evaluation",
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("criteria", DOCUMENT, nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=True),
        sa.Column("written_by", sa.String(length=254), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_evaluation_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("procurement_id", name=op.f("pk_evaluation")),
    )


def _add_evaluator() -> None:
    op.create_table(
        "evaluator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_evaluator_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_evaluator_procurement_id_procurement"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_evaluator_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator")),
        sa.UniqueConstraint("procurement_id", "user_id", name=op.f("uq_evaluator_procurement_id")),
    )
    op.create_index(
        op.f("ix_evaluator_organisation_id"), "evaluator", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_evaluator_procurement_id"), "evaluator", ["procurement_id"], unique=False
    )
    op.create_index(op.f("ix_evaluator_user_id"), "evaluator", ["user_id"], unique=False)


def _add_outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_outcome_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_outcome_procurement_id")),
    )
    op.create_index(op.f("ix_outcome_procurement_id"), "outcome", ["procurement_id"], unique=False)


def _add_saving() -> None:
    op.create_table(
        "saving",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.String(length=254), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=254), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_saving_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_saving_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saving")),
        sa.UniqueConstraint(
            "procurement_id", "organisation_id", name=op.f("uq_saving_procurement_id")
        ),
    )
    op.create_index(op.f("ix_saving_organisation_id"), "saving", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_saving_procurement_id"), "saving", ["procurement_id"], unique=False)


def _add_tenderer() -> None:
    op.create_table(
        "tenderer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("lot", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=True),
        sa.Column("solution_id", sa.Uuid(), nullable=True),
        sa.Column("vendor_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=254), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.String(length=254), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_tenderer_procurement_id_procurement"),
        ),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_tenderer_solution_id_solution")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["organisation.id"], name=op.f("fk_tenderer_vendor_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenderer")),
    )
    op.create_index(
        op.f("ix_tenderer_procurement_id"), "tenderer", ["procurement_id"], unique=False
    )
    op.create_index(op.f("ix_tenderer_solution_id"), "tenderer", ["solution_id"], unique=False)
    op.create_index(op.f("ix_tenderer_vendor_id"), "tenderer", ["vendor_id"], unique=False)


def _add_consensus() -> None:
    op.create_table(
        "consensus",
        sa.Column("tenderer_id", sa.Uuid(), nullable=False),
        sa.Column("marks", DOCUMENT, nullable=False),
        sa.Column("agreed_by", sa.String(length=254), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenderer_id"], ["tenderer.id"], name=op.f("fk_consensus_tenderer_id_tenderer")
        ),
        sa.PrimaryKeyConstraint("tenderer_id", name=op.f("pk_consensus")),
    )


def _add_score_sheet() -> None:
    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluator_id", sa.Uuid(), nullable=False),
        sa.Column("tenderer_id", sa.Uuid(), nullable=False),
        sa.Column("has_conflict", sa.Boolean(), nullable=False),
        sa.Column("declaration", sa.Text(), nullable=False),
        sa.Column("marks", DOCUMENT, nullable=False),
        sa.Column("done_by", sa.String(length=254), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["evaluator.id"], name=op.f("fk_score_sheet_evaluator_id_evaluator")
        ),
        sa.ForeignKeyConstraint(
            ["tenderer_id"], ["tenderer.id"], name=op.f("fk_score_sheet_tenderer_id_tenderer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint(
            "evaluator_id", "tenderer_id", name=op.f("uq_score_sheet_evaluator_id")
        ),
    )
    op.create_index(
        op.f("ix_score_sheet_tenderer_id"), "score_sheet", ["tenderer_id"], unique=False
    )
