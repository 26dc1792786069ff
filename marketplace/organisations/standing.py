"""Whether an organisation may speak in public: what both solutions and challenges ask."""

from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Conflict
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import PUBLIC


def require_standing(session: Session, organisation_id: UUID) -> Organisation:
    """The organisation, if what it says may be published.

    Raises:
        Conflict: it is neither verified nor an entry of the catalogue.
    """
    organisation = session.get_one(Organisation, organisation_id)
    if not PUBLIC.allows(VISITOR, organisation):
        raise Conflict(
            f"{organisation.name} is not verified yet; programme staff have to do that first."
        )
    return organisation
