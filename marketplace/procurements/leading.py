"""Which member could lead, and why: what speaks for each, in an order that anybody can check.

First come cities that offer to lead, then those that have led a buyers group, then those that
took part in one, then the larger ones. The group decides; nothing follows from the order.
"""

from dataclasses import dataclass
from uuid import UUID

from marketplace.challenges.content import JointRole
from marketplace.challenges.queries import open_cards
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import CityProfile
from marketplace.organisations.queries import organisations_by_id
from marketplace.organisations.stories import joint_history, leading_history
from marketplace.procurements.queries import MemberView, ProcurementView


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A buyer that could lead, and what speaks for it.

    `offers`: its challenge says that it would lead. `led` and `took_part` count the buyers groups
    known here. `speaks_with` counts the other buyers with which it has a language in common.
    """

    member: MemberView
    offers: bool
    led: int
    took_part: int
    speaks_with: int
    others: int


def candidates(uow: UnitOfWork, view: ProcurementView) -> list[Candidate]:
    """The buyers of a group, those for whom most speaks first.

    `view` is one that the actor may see the inside of.
    """
    ids = {member.organisation_id for member in view.buyers}
    cities = organisations_by_id(uow.session, ids)
    stated = open_cards(uow, [member.challenge_id for member in view.buyers])
    took_part, led = joint_history(uow.session, ids), leading_history(uow.session, ids)
    tongues = {
        id_: set((row.content.city or CityProfile()).languages) for id_, row in cities.items()
    }

    def made(member: MemberView) -> Candidate:
        id_ = member.organisation_id
        known = stated.get(member.challenge_id)
        return Candidate(
            member=member,
            offers=known is not None and JointRole.LEAD_BUYER in known[1].joint_roles,
            led=led.get(id_, 0),
            took_part=took_part.get(id_, 0),
            speaks_with=_common(id_, tongues),
            others=len(ids) - 1,
        )

    return sorted(map(made, view.buyers), key=_place)


def _common(city_id: UUID, tongues: dict[UUID, set[str]]) -> int:
    own = tongues[city_id]
    return sum(bool(own & theirs) for id_, theirs in tongues.items() if id_ != city_id)


def _place(one: Candidate) -> tuple[bool, int, int, int, str]:
    size = one.member.population or 0
    return (not one.offers, -one.led, -one.took_part, -size, str(one.member.organisation_id))
