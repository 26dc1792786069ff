"""Keep what people are told, how they want to be told, what they watch and search for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = {
    "notice": (["created_at"], ["thing_id"], ["waits_for"]),
    "watch": (["thing_id"],),
    "saved_search": (["page"], ["user_id"]),
}


def upgrade() -> None:
    """Add what this revision brings."""
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unsubscribe", sa.String(length=500), nullable=False, server_default="")
        )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.alter_column("unsubscribe", server_default=None)
    _add_notice()
    _add_wishes()
    op.create_table(
        "bookmark",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bookmark")),
    )
    # Nobody is told now of what became public before there was anybody to tell.
    op.execute(
        "INSERT INTO bookmark (name, number) "
        "SELECT 'lookout', COALESCE(MAX(number), 0) FROM outbox_fact"
    )
    for table, indexes in INDEXES.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for columns in indexes:
                name = batch_op.f(f"ix_{table}_{columns[0]}")
                batch_op.create_index(name, columns, unique=False)


def _add_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("member_of", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_for", sa.String(length=10), nullable=False),
        _of_person("notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notice_user_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notice_user_id_created_at", ["user_id", "created_at"], unique=False
        )


def _add_wishes() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        _of_person("notice_choice"),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "watch",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _of_person("watch"),
        sa.PrimaryKeyConstraint("user_id", "thing", "thing_id", name=op.f("pk_watch")),
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("page", sa.String(length=20), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_person("saved_search"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_user_id_user_account")
    return sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=name)


def downgrade() -> None:
    """Take it away again."""
    for table in ("bookmark", "saved_search", "watch", "notice_choice", "notice"):
        op.drop_table(table)
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_column("unsubscribe")
