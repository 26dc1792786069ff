"""Let an offer name its lot by the lot itself; what was named in words stays as it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TENDERER = sa.table(
    "tenderer",
    sa.column("id", sa.Uuid),
    sa.column("procurement_id", sa.Uuid),
    sa.column("lot", sa.String),
    sa.column("lot_id", sa.Uuid),
)
LOT = sa.table(
    "lot",
    sa.column("id", sa.Uuid),
    sa.column("procurement_id", sa.Uuid),
    sa.column("number", sa.Integer),
    sa.column("content", sa.JSON),
)


def upgrade() -> None:
    """Add what this revision brings, and find the lots that are meant."""
    with op.batch_alter_table("tenderer") as batch_op:
        batch_op.add_column(sa.Column("lot_id", sa.Uuid(), nullable=True))
    bind, meant = op.get_bind(), {}
    for lot in bind.execute(sa.select(LOT).order_by(LOT.c.number.desc())):
        for words in (lot.content["title"], str(lot.number)):
            meant[lot.procurement_id, words.casefold()] = lot.id
    for row in bind.execute(sa.select(TENDERER).where(TENDERER.c.lot != "")).all():
        found = meant.get((row.procurement_id, row.lot.casefold()))
        change = sa.update(TENDERER).where(TENDERER.c.id == row.id)
        if found is not None:
            bind.execute(change.values(lot_id=found))


def downgrade() -> None:
    """Take it away again; the title of the lot is still there."""
    with op.batch_alter_table("tenderer") as batch_op:
        batch_op.drop_column("lot_id")
