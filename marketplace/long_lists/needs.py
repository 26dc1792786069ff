"""What a group asks suppliers for: all of it, each lot, and what each member asks for beside it.

Nothing of a challenge counts here but what a visitor may see of it, whoever looks: what a member
keeps to itself must not move what the others see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from marketplace.challenges.content import ChallengeContent, Importance, Requirement
from marketplace.challenges.models import Challenge, ChallengeVersion
from marketplace.challenges.policy import IS_PUBLIC, visible_content
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Conflict
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Organisation
from marketplace.procurements.content import BUYING
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement, ProcurementMember
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
    """The parts, the whole first, and the members with their names, by name."""

    parts: tuple[AskedPart, ...]
    members: tuple[tuple[str, OwnWishes], ...]
    drawn_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """What a visitor may see of what a member brought."""

    organisation: Organisation
    content: ChallengeContent


def asked_by(uow: UnitOfWork, row: Procurement) -> Asked:
    """What the group asks for; the caller has asked whether the actor may see its inside.

    Raises:
        Conflict: no city that buys has a public challenge in it.
    """
    brought = _brought(uow, row)
    if not brought:
        raise Conflict(
            say("No city takes part as a buyer with a public challenge yet, so nothing is asked.")
        )
    requirements = tuple(_together([one.content.requirements for one in brought]))
    whole = Wanted(
        title=row.content.title,
        text=_text(row, brought),
        requirements=requirements[:MOST_REQUIREMENTS],
        themes=_themes(row, brought),
    )
    return Asked(
        parts=(AskedPart(lot="", wanted=whole),),
        members=tuple(
            (
                one.organisation.name,
                OwnWishes(
                    organisation_id=one.organisation.id,
                    content=one.content,
                    city=one.organisation.content,
                ),
            )
            for one in brought
        ),
        drawn_up=False,
    )


def _brought(uow: UnitOfWork, row: Procurement) -> list[_Brought]:
    """By the version that each brought, of all members that buy; withdrawn challenges are out."""
    brought_version = and_(
        ChallengeVersion.challenge_id == ProcurementMember.challenge_id,
        ChallengeVersion.number == ProcurementMember.challenge_version,
    )
    rows = uow.session.execute(
        select(Challenge, ChallengeVersion, Organisation)
        .join(ProcurementMember, ProcurementMember.challenge_id == Challenge.id)
        .join(ChallengeVersion, brought_version)
        .join(Organisation, Organisation.id == ProcurementMember.organisation_id)
        .where(
            ProcurementMember.procurement_id == row.id,
            ProcurementMember.state == ACCEPTED,
            ProcurementMember.role.in_([role.value for role in BUYING]),
            IS_PUBLIC.where(VISITOR),
        )
    )
    return [
        _Brought(organisation=city, content=visible_content(VISITOR, challenge, version.content))
        for challenge, version, city in sorted(rows, key=lambda found: found[2].name.casefold())
    ]


def _together(stated: Sequence[Sequence[Requirement]]) -> Iterator[Requirement]:
    """All requirements, essential ones first; the same text once.

    It is essential only where everybody who states it says so.
    """
    found: dict[str, tuple[str, bool]] = {}
    for one in (requirement for of_member in stated for requirement in of_member):
        key = " ".join(one.text.casefold().split()).rstrip(".")
        text, essential = found.get(key, (one.text, True))
        found[key] = (text, essential and one.importance is Importance.ESSENTIAL)
    for wanted, importance in ((True, Importance.ESSENTIAL), (False, Importance.NICE)):
        for text, essential in found.values():
            if essential is wanted:
                yield Requirement(text=text, importance=importance)


def _text(row: Procurement, brought: Sequence[_Brought]) -> str:
    """The summary and the beginning of each member's problem, as much as is read at once."""
    problems = (one.content.problem[:LONGEST_OF_ONE] for one in brought)
    return "\n".join((row.content.summary, *problems))[:LONGEST_TEXT]


def _themes(row: Procurement, brought: Sequence[_Brought]) -> frozenset[str]:
    """Those that the procurement names; else those that all members' challenges share."""
    shared = frozenset.intersection(*(frozenset(one.content.themes) for one in brought))
    return frozenset(row.content.themes) or shared
