"""What cities that buy together are told of commitments, and their release when a city leaves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.organisations.queries import editors_of
from marketplace.pooled_demand.events import (
    CommitmentMade,
    CommitmentsReleased,
    CommitmentTakenBack,
)
from marketplace.pooled_demand.handlers import release
from marketplace.procurements.events import MemberWithdrew, RoleChanged
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement

_OCCASIONS: Mapping[type[Fact], Occasion] = {
    CommitmentMade: Occasion.COMMITMENT_MADE,
    CommitmentTakenBack: Occasion.COMMITMENT_GONE,
    CommitmentsReleased: Occasion.COMMITMENT_GONE,
}


def tell_commitment(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell the others of the group that a city has committed, or commits no longer.

    Of a city that has left they are told that it has, and that its commitments went with it.
    """
    row = uow.session.get_one(Procurement, fact.procurement_id)
    inside = {one.organisation_id for one in row.members if one.state == ACCEPTED}
    if fact.organisation_id not in inside:
        return
    occasion = _OCCASIONS[type(fact)]
    news = News(
        occasion=occasion,
        thing=Thing.PROCUREMENT,
        thing_id=row.id,
        about_id=fact.organisation_id,
        key=f"{occasion}:{row.id}:{fact.place}",
    )
    for id_ in sorted(inside - {fact.organisation_id}):
        tell(uow, post, replace(news, member_of=id_), editors_of(uow.session, id_))


def release_commitments(uow: UnitOfWork, fact: MemberWithdrew | RoleChanged, post: Post) -> None:
    """Note that a city that left, or buys no longer, has committed nothing any more."""
    del post
    release(uow, fact)


COMMITMENT_HANDLERS: Mapping[type[Fact], list[Any]] = {
    kind: [tell_commitment] for kind in _OCCASIONS
}
