"""Reads of the suppliers for a group: as they fit now, and as they were frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import undefer

from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.long_lists.content import (
    ForMember,
    Listed,
    ListedTeam,
    LongListContent,
    Part,
    TeamPart,
)
from marketplace.long_lists.models import LongList
from marketplace.long_lists.needs import Asked, AskedPart, asked_by
from marketplace.long_lists.policy import CAN_FREEZE
from marketplace.procurements.lifecycle import OVER
from marketplace.procurements.queries import inside
from marketplace.recommendations.for_groups import Judgement, Suppliers, suppliers_for_group
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import MadeBy, SolutionMatch
from marketplace.shortlists.content import kept_of
from marketplace.solutions.models import Solution, SolutionVersion
from marketplace.solutions.queries import SolutionCard, needs_confirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class LongListCard:
    """A frozen long list, for a list of them."""

    number: int
    title: str
    note: str
    frozen_at: datetime
    frozen_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LongListView(LongListCard):
    """A frozen long list with all that stands in it."""

    id: UUID
    content: LongListContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The suppliers for every part, and what was asked for then."""

    asked: Asked
    content: LongListContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A part that can be looked at."""

    lot: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The suppliers as they fit now; of all parts that there are, `content` holds those asked."""

    choices: tuple[Choice, ...]
    content: LongListContent
    frozen: tuple[LongListCard, ...]
    may_freeze: bool


def look(
    uow: UnitOfWork, matcher: Matcher, procurement_id: UUID, *, lot: str | None = None
) -> Look:
    """The suppliers for the whole (`lot` is empty), for one lot, or for every part (None).

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside, or there is no
            such lot.
        Conflict: nothing is asked for yet.
        Unavailable: the model cannot be loaded.
    """
    row = inside(uow, procurement_id)
    asked = asked_by(uow, row)
    parts = [part for part in asked.parts if lot is None or part.lot == lot]
    if not parts:
        raise NotFound(say(NOTHING))
    return Look(
        choices=tuple(Choice(lot=part.lot, title=part.wanted.title) for part in asked.parts),
        content=content_of(uow, matcher, asked, parts),
        frozen=tuple(_cards(uow, procurement_id)),
        may_freeze=CAN_FREEZE.allows(uow.actor, row) and row.step not in OVER,
    )


def ranked(uow: UnitOfWork, matcher: Matcher, procurement_id: UUID) -> Ranked:
    """The suppliers for every part; it takes long, so it is done before anything is locked.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside.
        Conflict: nothing is asked for yet.
        Unavailable: the model cannot be loaded.
    """
    asked = asked_by(uow, inside(uow, procurement_id))
    return Ranked(asked=asked, content=content_of(uow, matcher, asked, asked.parts))


def content_of(
    uow: UnitOfWork, matcher: Matcher, asked: Asked, parts: Sequence[AskedPart]
) -> LongListContent:
    """What is shown of these parts, and what is kept when they are frozen.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    wishes = [one for _, one in asked.members]
    found = [suppliers_for_group(uow, matcher, part.wanted, wishes) for part in parts]
    names = {one.organisation_id: name for name, one in asked.members}
    return LongListContent(
        parts=tuple(_part(part, one, names) for part, one in zip(parts, found, strict=True)),
        drawn_up=asked.drawn_up,
        made_by=found[0].made_by,
    )


def long_lists_of(uow: UnitOfWork, procurement_id: UUID) -> list[LongListCard]:
    """The frozen long lists of a group, the last first.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside.
    """
    inside(uow, procurement_id)
    return _cards(uow, procurement_id)


def long_list(uow: UnitOfWork, procurement_id: UUID, number: int) -> LongListView:
    """One frozen long list, as it was shown.

    Raises:
        NotFound: there is none of this number, or the actor may not know of the procurement.
        Unauthenticated, Forbidden: the actor may not see the inside.
    """
    inside(uow, procurement_id)
    row = uow.session.scalar(
        select(LongList)
        .where(LongList.procurement_id == procurement_id, LongList.number == number)
        .options(undefer(LongList.content))
    )
    if row is None:
        raise NotFound(say(NOTHING))
    return LongListView(
        id=row.id,
        number=row.number,
        title=row.title,
        note=row.note,
        content=row.content,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by,
    )


def latest_solutions(uow: UnitOfWork, procurement_id: UUID) -> tuple[Listed, ...]:
    """What stands in the long list that was frozen last, each solution once, by name.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside.
    """
    inside(uow, procurement_id)
    newest = select(LongList.content).filter_by(procurement_id=procurement_id)
    content = uow.session.scalar(newest.order_by(LongList.number.desc()).limit(1))
    parts = content.parts if content else ()
    known = {one.solution_id: one for part in parts for one in part.solutions}
    return tuple(sorted(known.values(), key=lambda one: one.name.casefold()))


def matches_of(
    uow: UnitOfWork, content: LongListContent
) -> Mapping[tuple[UUID, int], SolutionMatch]:
    """The matches behind all that is listed, by solution and the version that was ranked.

    The texts are those of that version, whatever the solution says now; rank and score are those
    of the first part in which it stands.
    """
    listed = {
        (one.solution_id, one.version): one
        for part in reversed(content.parts)
        for one in part.solutions
    }
    rows = uow.session.execute(
        select(Solution, SolutionVersion)
        .join(SolutionVersion, SolutionVersion.solution_id == Solution.id)
        .where(tuple_(SolutionVersion.solution_id, SolutionVersion.number).in_(list(listed)))
    )
    return {
        (row.id, version.number): match_of(
            uow, listed[row.id, version.number], content.made_by, row, version
        )
        for row, version in rows
    }


def match_of(
    uow: UnitOfWork, listed: Listed, made_by: MadeBy, solution: Solution, version: SolutionVersion
) -> SolutionMatch:
    """The match as it was kept, beside the version of the solution that it speaks of."""
    kept, said = listed.kept, version.content
    card = SolutionCard(
        id=solution.id,
        name=listed.name,
        summary=said.summary,
        state=solution.state,
        number=version.number,
        version=solution.version,
        vendor_id=listed.vendor_id,
        vendor_name=listed.vendor_name,
        vendor_country=listed.country,
        catalogue=False,
        trl=said.trl,
        published_at=solution.published_at,
        confirmed_at=solution.confirmed_at,
        needs_confirmation=needs_confirmation(solution, uow.now),
    )
    return SolutionMatch(
        rank=listed.rank,
        score=listed.score,
        band=kept.band,
        solution=card,
        content=said,
        requirements=kept.requirements,
        facts=kept.facts,
        estimated=frozenset(kept.estimated),
        factors=kept.factors,
        copies=kept.copies,
        solution_version=version.number,
        challenge_version=None,
        unknown_language=kept.unknown_language,
        made_by=made_by,
    )


def _cards(uow: UnitOfWork, procurement_id: UUID) -> list[LongListCard]:
    rows = uow.session.scalars(
        select(LongList)
        .where(LongList.procurement_id == procurement_id)
        .order_by(LongList.number.desc())
    )
    return [
        LongListCard(
            number=row.number,
            title=row.title,
            note=row.note,
            frozen_at=row.frozen_at,
            frozen_by=row.frozen_by,
        )
        for row in rows
    ]


def _part(part: AskedPart, found: Suppliers, names: Mapping[UUID, str]) -> Part:
    teams = [
        ListedTeam(
            solutions=tuple(map(UUID, team.keys)),
            suppliers=team.suppliers,
            parts=tuple(
                TeamPart(
                    requirement=text,
                    solutions=tuple(
                        UUID(one.key) for one in team.parts if one.verdict.requirement == text
                    ),
                )
                for text in dict.fromkeys(one.verdict.requirement for one in team.parts)
            ),
        )
        for team in found.teams
    ]
    return Part(
        title=part.wanted.title,
        text=part.wanted.text,
        lot=part.lot,
        requirements=part.wanted.requirements,
        solutions=tuple(
            _listed(match, said, names)
            for match, said in zip(found.matches, found.judgements, strict=True)
        ),
        alone=tuple(team.solutions[0] for team in teams if len(team.solutions) == 1),
        teams=tuple(team for team in teams if len(team.solutions) > 1),
        unmet=found.unmet,
    )


def _listed(match: SolutionMatch, said: Sequence[Judgement], names: Mapping[UUID, str]) -> Listed:
    card = match.solution
    return Listed(
        solution_id=card.id,
        version=match.solution_version,
        name=card.name,
        vendor_id=card.vendor_id,
        vendor_name=card.vendor_name,
        country=card.vendor_country,
        rank=match.rank,
        score=match.score,
        kept=kept_of(match),
        for_members=tuple(
            ForMember(
                organisation_id=one.organisation_id,
                name=names[one.organisation_id],
                requirements=one.requirements,
                facts=one.facts,
            )
            for one in said
        ),
    )
