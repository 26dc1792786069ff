"""What a group asks suppliers for: all of it, each lot, and what each member asks for beside it.

Nothing of a challenge counts here but what a visitor may see of it, whoever looks: what a member
keeps to itself must not move what the others see.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from marketplace.challenges.content import Importance, Requirement
from marketplace.common_needs.lots import LotView, lots_of
from marketplace.common_needs.queries import Stated, asked_for, stated
from marketplace.foundation.errors import Conflict
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.procurements.models import Procurement
from marketplace.recommendations.for_groups import OwnWishes, Wanted

LONGEST_TEXT = 4000
LONGEST_OF_ONE = 800
MOST_REQUIREMENTS = 60
"""Each is compared with every sentence in question, and a person has to read them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPart:
    """The whole (no `lot`), or one lot by its id."""

    lot: str
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The parts, the whole first, and the members with their names, by name.

    `drawn_up`: the members have drawn up their common need. Else all is asked for that any of
    them requires, and there are no lots.
    """

    parts: tuple[AskedPart, ...]
    members: tuple[tuple[str, OwnWishes], ...]
    drawn_up: bool


def asked_by(uow: UnitOfWork, row: Procurement) -> Asked:
    """What the group asks for.

    Raises:
        Unauthenticated, Forbidden: the actor may not see the inside.
        Conflict: no city takes part yet.
    """
    brought = stated(uow.session, row)
    if not brought:
        raise Conflict(say("No city takes part with a challenge yet, so nothing is asked for."))
    drawn_up = asked_for(uow, row.id)
    if drawn_up is None:
        wanted = tuple(_together([one.content.requirements for one in brought]))
        return _asked(row, brought, wanted, (), {})
    lots = lots_of(uow, row.id).lots
    return _asked(row, brought, drawn_up.common, lots, drawn_up.extras, drawn_up=True)


def _asked(
    row: Procurement,
    brought: Sequence[Stated],
    common: Sequence[Requirement],
    lots: Sequence[LotView],
    extras: Mapping[UUID, tuple[Requirement, ...]],
    *,
    drawn_up: bool = False,
) -> Asked:
    themes = _themes(row, brought)
    whole = Wanted(
        title=row.content.title,
        text=_text(row, brought),
        requirements=tuple(_essential_first(common))[:MOST_REQUIREMENTS],
        themes=themes,
    )
    members = (
        (
            one.city.name,
            OwnWishes(
                organisation_id=one.origin.owner_id,
                content=one.content,
                city=one.city,
                extras=extras.get(one.origin.owner_id, ()),
            ),
        )
        for one in brought
    )
    return Asked(
        parts=(
            AskedPart(lot="", wanted=whole),
            *(AskedPart(lot=str(one.id), wanted=_of_lot(one, whole)) for one in lots),
        ),
        members=tuple(members),
        drawn_up=drawn_up,
    )


def _of_lot(lot: LotView, whole: Wanted) -> Wanted:
    """What a lot asks for: of the common need what it covers, all of it where it names nothing."""
    covered = tuple(one for one in whole.requirements if one.text in lot.asks_for)
    return Wanted(
        title=lot.content.title,
        text=lot.content.description or whole.text,
        requirements=covered or whole.requirements,
        themes=whole.themes,
    )


def _together(members: Sequence[Sequence[Requirement]]) -> Iterator[Requirement]:
    """All requirements, the same text once; essential where everybody who states it says so."""
    found: dict[str, tuple[str, bool]] = {}
    for one in (requirement for of_member in members for requirement in of_member):
        key = " ".join(one.text.casefold().split()).rstrip(".")
        text, essential = found.get(key, (one.text, True))
        found[key] = (text, essential and one.importance is Importance.ESSENTIAL)
    for text, essential in found.values():
        importance = Importance.ESSENTIAL if essential else Importance.NICE
        yield Requirement(text=text, importance=importance)


def _essential_first(requirements: Sequence[Requirement]) -> list[Requirement]:
    return sorted(requirements, key=lambda one: one.importance is not Importance.ESSENTIAL)


def _text(row: Procurement, brought: Sequence[Stated]) -> str:
    """The summary and the beginning of each member's problem, as much as is read at once."""
    problems = (one.content.problem[:LONGEST_OF_ONE] for one in brought)
    return "\n".join((row.content.summary, *problems))[:LONGEST_TEXT]


def _themes(row: Procurement, brought: Sequence[Stated]) -> frozenset[str]:
    """Those that the procurement names; else those that all members' challenges share."""
    shared = frozenset.intersection(*(frozenset(one.content.themes) for one in brought))
    return frozenset(row.content.themes) or shared
