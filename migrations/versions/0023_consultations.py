"""Keep documents, questions, and the open market consultation of a joint procurement."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.foundation.append_only import keep, let_go

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Add what this revision brings."""
    _make_consultation()
    _make_group_document()
    _make_group_question()
    _make_group_document_version()
    _make_market_question()
    _make_market_response()
    _make_consultation_document()
    _make_consultation_log()
    _make_group_document_piece()
    keep(op.get_bind(), "consultation_log")


def downgrade() -> None:
    """Take it away again."""
    let_go(op.get_bind(), "consultation_log")
    op.drop_table("group_document_piece")
    with op.batch_alter_table("consultation_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_log_consultation_id"))
    op.drop_table("consultation_log")
    op.drop_table("consultation_document")
    with op.batch_alter_table("market_response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_market_response_vendor_id"))
        batch_op.drop_index(batch_op.f("ix_market_response_consultation_id"))
    op.drop_table("market_response")
    with op.batch_alter_table("market_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_market_question_consultation_id"))
    op.drop_table("market_question")
    op.drop_table("group_document_version")
    with op.batch_alter_table("group_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_question_procurement_id"))
    op.drop_table("group_question")
    with op.batch_alter_table("group_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_document_procurement_id"))
    op.drop_table("group_document")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_opened_at"))
        batch_op.drop_index(batch_op.f("ix_consultation_deadline"))
    op.drop_table("consultation")


def _make_consultation() -> None:
    op.create_table(
        "consultation",
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by", sa.String(length=254), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(length=254), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_consultation_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("procurement_id", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_deadline"), ["deadline"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_opened_at"), ["opened_at"], unique=False)


def _make_group_document() -> None:
    op.create_table(
        "group_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_group_document_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_document")),
    )
    with op.batch_alter_table("group_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_document_procurement_id"), ["procurement_id"], unique=False
        )


def _make_group_question() -> None:
    op.create_table(
        "group_question",
        sa.Column("procurement_id", sa.Uuid(), nullable=False),
        sa.Column("answerer_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by", sa.String(length=254), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answerer_id"],
            ["organisation.id"],
            name=op.f("fk_group_question_answerer_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["organisation.id"], name=op.f("fk_group_question_asker_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_group_question_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_question")),
    )
    with op.batch_alter_table("group_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_question_procurement_id"), ["procurement_id"], unique=False
        )


def _make_group_document_version() -> None:
    op.create_table(
        "group_document_version",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("file_kind", sa.String(length=5), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["group_document.id"],
            name=op.f("fk_group_document_version_document_id_group_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_group_document_version")),
    )


def _make_market_question() -> None:
    op.create_table(
        "market_question",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("answered_by", sa.String(length=254), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["organisation.id"], name=op.f("fk_market_question_asker_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.procurement_id"],
            name=op.f("fk_market_question_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_question")),
    )
    with op.batch_alter_table("market_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_market_question_consultation_id"), ["consultation_id"], unique=False
        )


def _make_market_response() -> None:
    op.create_table(
        "market_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=254), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.procurement_id"],
            name=op.f("fk_market_response_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"],
            ["organisation.id"],
            name=op.f("fk_market_response_vendor_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_response")),
        sa.UniqueConstraint(
            "consultation_id", "vendor_id", name=op.f("uq_market_response_consultation_id")
        ),
    )
    with op.batch_alter_table("market_response", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_market_response_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_market_response_vendor_id"), ["vendor_id"], unique=False
        )


def _make_consultation_document() -> None:
    op.create_table(
        "consultation_document",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.procurement_id"],
            name=op.f("fk_consultation_document_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id", "number"],
            ["group_document_version.document_id", "group_document_version.number"],
            name=op.f("fk_consultation_document_document_id_group_document_version"),
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "document_id", "number", name=op.f("pk_consultation_document")
        ),
    )


def _make_consultation_log() -> None:
    references = (
        ("consultation_id", "consultation", "procurement_id"),
        ("document_id", "group_document", "id"),
        ("organisation_id", "organisation", "id"),
        ("question_id", "market_question", "id"),
    )
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "consultation_log",
        sa.Column("id", number, sa.Identity(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.{key}"], name=op.f(f"fk_consultation_log_{column}_{table}")
            )
            for column, table, key in references
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_log")),
        sa.UniqueConstraint(
            *("consultation_id", "what", "organisation_id", "document_id", "number"),
            name=op.f("uq_consultation_log_consultation_id"),
        ),
    )
    with op.batch_alter_table("consultation_log", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_log_consultation_id"), ["consultation_id"], unique=False
        )


def _make_group_document_piece() -> None:
    op.create_table(
        "group_document_piece",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "number"],
            ["group_document_version.document_id", "group_document_version.number"],
            name=op.f("fk_group_document_piece_document_id_group_document_version"),
        ),
        sa.PrimaryKeyConstraint(
            "document_id", "number", "place", name=op.f("pk_group_document_piece")
        ),
    )
