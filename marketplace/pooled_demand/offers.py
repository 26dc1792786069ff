"""What fitting solutions list as prices by quantity, held against the units of a group.

Which solutions fit is asked of the matches of the buyers' challenges, as the reader sees them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from marketplace.foundation.errors import NotFound
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.pooled_demand.prices import Apart, Cost, Range, cost_of, range_of
from marketplace.pooled_demand.queries import PooledDemand
from marketplace.procurements.queries import inside
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import Band, SolutionMatch
from marketplace.solutions.content import PriceBreak

FITTING = (Band.STRONG, Band.POSSIBLE)
LOOKED_AT = 20
"""So many matches of each challenge."""
MOST_ASKED = 6
"""So many challenges are asked about, the lead buyer's first; they are the same need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A fitting solution with its listed prices, and what all units cost by them.

    `apart` says why its prices do not count in the range. `confirmed_at` is when its vendor last
    confirmed the entry.
    """

    solution_id: UUID
    name: str
    vendor_name: str
    breaks: tuple[PriceBreak, ...]
    confirmed_at: datetime | None
    cost: Cost | None
    apart: Apart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What the range rests on: the cheapest first, then those apart; `fitting` counts them all.

    Of solutions that state no price by quantity only the number is told.
    """

    items: tuple[Offer, ...]
    fitting: int

    @property
    def range(self) -> Range | None:
        """From the least to the most; None where no listed price counts."""
        return range_of(offer.cost for offer in self.items if offer.cost is not None)


def offers_of(uow: UnitOfWork, matcher: Matcher, demand: PooledDemand) -> Offers:
    """What the units of the group cost by the listed prices of fitting solutions.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not see the inside.
        Unavailable: the model cannot be loaded.
    """
    units = [one.content.units for one in demand.members]
    unit = demand.terms.unit if demand.terms else ""
    found = list(_fitting(uow, matcher, demand))
    offers = [_offer(match, units, unit, demand.currency) for match in found]
    listed = [one for one in offers if one.apart is not Apart.NOT_STATED]
    return Offers(items=tuple(sorted(listed, key=_cheapest_first)), fitting=len(offers))


def _fitting(uow: UnitOfWork, matcher: Matcher, demand: PooledDemand) -> Iterable[SolutionMatch]:
    buyers = {one.organisation_id for one in demand.members}
    row = inside(uow, demand.procurement_id)
    members = [one for one in row.members if one.organisation_id in buyers]
    members.sort(key=lambda one: one.role != "lead_buyer")
    found: dict[UUID, SolutionMatch] = {}
    for member in members[:MOST_ASKED]:
        try:
            matches = matcher.suppliers(uow, member.challenge_id, limit=LOOKED_AT)
        except NotFound:
            # It is not public any more; the others are still the same need.
            continue
        for match in matches:
            if match.band in FITTING:
                found.setdefault(match.solution.id, match)
    return found.values()


def _offer(match: SolutionMatch, units: list[int], unit: str, currency: str) -> Offer:
    breaks = match.content.price_breaks
    said = cost_of(breaks, units, unit=unit, currency=currency)
    return Offer(
        solution_id=match.solution.id,
        name=match.solution.name,
        vendor_name=match.solution.vendor_name,
        breaks=breaks,
        confirmed_at=match.solution.confirmed_at,
        cost=said if isinstance(said, Cost) else None,
        apart=said if isinstance(said, Apart) else None,
    )


def _cheapest_first(offer: Offer) -> tuple[bool, Decimal, str]:
    together = offer.cost.together if offer.cost else Decimal(0)
    return offer.cost is None, together, offer.name
