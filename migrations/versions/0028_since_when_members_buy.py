"""Keep since when a member has bought without a break; until now it was since it had answered."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MEMBER = sa.table(
    "procurement_member",
    sa.column("role", sa.String),
    sa.column("state", sa.String),
    sa.column("answered_at", sa.DateTime(timezone=True)),
    sa.column("buys_since", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Add what this revision brings, and take it that nobody's role has changed."""
    with op.batch_alter_table("procurement_member") as batch_op:
        batch_op.add_column(sa.Column("buys_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        sa.update(MEMBER)
        .where(MEMBER.c.state == "accepted", MEMBER.c.role.in_(("lead_buyer", "buyer")))
        .values(buys_since=MEMBER.c.answered_at)
    )


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("procurement_member") as batch_op:
        batch_op.drop_column("buys_since")
