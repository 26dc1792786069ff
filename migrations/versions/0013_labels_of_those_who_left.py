"""Let the record name somebody who has left by a label that names nobody, and keep all else."""

from alembic import op

from marketplace.foundation.record import protect, unprotect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Protect the record anew: that one change is possible from now on."""
    unprotect(op.get_bind())
    protect(op.get_bind())


def downgrade() -> None:
    """Leave the protection as it is: an earlier release makes no change of the record at all."""
