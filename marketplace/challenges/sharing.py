"""What cities show of their challenges to partner cities, before they buy together.

What is public stands in `queries`; what passes inside a joint procurement is no part of this.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from marketplace.challenges.content import PartnerDetails
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge, ChallengeVersion
from marketplace.challenges.policy import is_partner, partner_details
from marketplace.challenges.queries import IS_PUBLISHED
from marketplace.foundation.unit_of_work import UnitOfWork

NOTHING = PartnerDetails()


def details_for_partners(
    uow: UnitOfWork, own_id: UUID, ids: Collection[UUID]
) -> dict[UUID, PartnerDetails]:
    """What the cities of open challenges show to the partner cities of `own_id`, in two queries.

    `ids` are challenges that were found to be the same need. Nothing for whoever is not entitled,
    and no entry for a city that shows nothing.
    """
    own = uow.session.get(Challenge, own_id)
    if own is None or not ids or not is_partner(uow.actor, own):
        return {}
    rows = uow.session.execute(
        select(Challenge.id, ChallengeVersion.content)
        .join(ChallengeVersion, IS_PUBLISHED)
        .where(Challenge.id.in_(list(ids)), Challenge.state.not_in(ENDED))
    )
    found = ((id_, partner_details(content)) for id_, content in rows)
    return {id_: details for id_, details in found if details != NOTHING}
