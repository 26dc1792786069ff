"""What cities show of their challenges to partner cities, before they buy together.

What is public stands in `queries`; what passes inside a joint procurement is no part of this.
"""

from collections.abc import Iterable
from uuid import UUID

from marketplace.challenges.content import PartnerDetails
from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import is_partner, partner_details
from marketplace.challenges.queries import OpenRow
from marketplace.foundation.unit_of_work import UnitOfWork

NOTHING = PartnerDetails()


def details_for_partners(
    uow: UnitOfWork, own_id: UUID, found: Iterable[OpenRow]
) -> dict[UUID, PartnerDetails]:
    """What the cities of open challenges show to the partner cities of `own_id`.

    `found` are challenges that are the same need. Nothing for whoever is not entitled, and no
    entry for a city that shows nothing.
    """
    own = uow.session.get(Challenge, own_id)
    if own is None or not is_partner(uow.actor, own):
        return {}
    details = ((row.card.id, partner_details(row.content)) for row in found)
    return {id_: shown for id_, shown in details if shown != NOTHING}
