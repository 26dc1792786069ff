"""Whether an organisation may speak in public: what both solutions and challenges ask."""

from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.foundation.errors import Conflict
from marketplace.organisations.models import Organisation, Verification


def has_standing(organisation: Organisation) -> bool:
    """Whether staff have verified it, or describe it themselves in the catalogue."""
    return organisation.catalogue or organisation.verification == Verification.VERIFIED


def require_standing(session: Session, organisation_id: UUID) -> Organisation:
    """The organisation, if what it says may be published.

    Raises:
        Conflict: it is not verified yet.
    """
    organisation = session.get_one(Organisation, organisation_id)
    if not has_standing(organisation):
        raise Conflict(
            f"{organisation.name} is not verified yet; programme staff have to do that first."
        )
    return organisation
