"""Who could be in a group: open challenges that fit another one, and what everybody may see.

What a city brings to a joint procurement under way is not proposed again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from marketplace.buyers_groups.content import Member
from marketplace.challenges.content import BudgetInterval, ChallengeContent
from marketplace.challenges.queries import ChallengeCard, open_cards
from marketplace.foundation.unit_of_work import UnitOfWork, once
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.queries import brought_along
from marketplace.recommendations.joint_fits import stored_fits
from matching.groups.rules import Candidate, Pair, fits_of

MISSION = "mission_city"
EURO = "EUR"


@dataclass(frozen=True)
class Market:
    """Candidates with the members that they would be, by key, and the fits between them."""

    candidates: dict[str, Candidate]
    members: dict[str, Member]
    pairs: tuple[Pair, ...]

    @cached_property
    def fits(self) -> dict[frozenset[str], float]:
        """The fit of each pair by its two keys."""
        return fits_of(self.pairs)

    @cached_property
    def near(self) -> dict[str, set[str]]:
        """The keys that fit each one."""
        found: dict[str, set[str]] = {key: set() for key in self.candidates}
        for pair in self.pairs:
            found[pair.one].add(pair.other)
            found[pair.other].add(pair.one)
        return found

    def around(self, keys: Collection[str]) -> "Market":
        """The same with these candidates and those that fit each of them; there is one at least."""
        chosen = set(keys) | set.intersection(*(self.near[key] for key in keys))
        pairs = {
            frozenset((one, other)): Pair(one, other, self.fits[frozenset((one, other))])
            for one in chosen
            for other in self.near[one] & chosen
        }
        candidates = {key: self.candidates[key] for key in chosen}
        return Market(candidates, self.members, tuple(pairs.values()))

    def narrowed(self, keys: Collection[str]) -> "Market":
        """The same with these candidates alone."""
        chosen = {key: one for key, one in self.candidates.items() if key in keys}
        pairs = tuple(p for p in self.pairs if p.one in chosen and p.other in chosen)
        return Market(chosen, self.members, pairs)


def market(uow: UnitOfWork, more: Collection[UUID] = (), *, taken_too: bool = False) -> Market:
    """All open challenges that fit some other one and that nobody brings to a group yet.

    `more` are there besides, in a group or not, as long as they are open. With `taken_too` all
    are: for those who may not know who is in which group.

    A page that asks several times reads it once, as long as nothing is written.
    """
    wanted = tuple(sorted(set(more)))
    return once(uow.session, (Market, wanted, taken_too), lambda: _read(uow, wanted, taken_too))


def _read(uow: UnitOfWork, more: Collection[UUID], taken_too: bool) -> Market:  # noqa: FBT001
    fits = stored_fits(uow.session)
    fitting = {id_ for fit in fits for id_ in (fit.one, fit.other)}
    taken = set() if taken_too else brought_along(uow.session)
    ids = (fitting - taken) | set(more)
    if not ids:
        return Market({}, {}, ())
    found = open_cards(uow, ids)
    cities = organisations_by_id(uow.session, {card.city_id for card, _ in found.values()})
    candidates, members = {}, {}
    for id_, (card, content) in found.items():
        key = str(id_)
        candidates[key] = _candidate(key, content, cities[card.city_id])
        members[key] = _member(card)
    pairs = tuple(
        Pair(str(one), str(other), fit)
        for one, other, fit in fits
        if one in found and other in found
    )
    return Market(candidates, members, pairs)


def _candidate(key: str, content: ChallengeContent, city: Organisation) -> Candidate:
    return Candidate(
        key=key,
        owner=str(city.id),
        country=city.country or None,
        procurer=city.kind == OrganisationKind.CITY,
        population=city.population,
        flags=frozenset({MISSION} if city.mission_city else ()),
        value=_value(content),
        start=content.start,
        themes=frozenset(content.themes),
        roles=frozenset(role.value for role in content.joint_roles),
    )


def _value(content: ChallengeContent) -> Decimal | None:
    """The most that the public budget says, if it is in euro and for the whole."""
    budget = content.budget
    if budget is None or budget.currency != EURO or budget.interval is not BudgetInterval.ONCE:
        return None
    return budget.maximum if budget.maximum is not None else budget.minimum


def _member(card: ChallengeCard) -> Member:
    return Member(
        challenge_id=card.id,
        city_id=card.city_id,
        title=card.title,
        city=card.city_name,
        country=card.city_country,
        asked=card.joint_procurement,
        catalogue=card.catalogue,
    )
