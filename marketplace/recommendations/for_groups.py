"""Suppliers for cities that buy together: for what they need in common, and for each one's own.

What is asked for is given by the caller, who has left out what not everybody in the group may
see. Where no solution meets everything, the smallest teams are found.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np

from marketplace.challenges.content import ChallengeContent, Importance
from marketplace.challenges.content import Requirement as ChallengeRequirement
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent
from marketplace.recommendations import answers, asking
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.profiles import Origin, need_of
from marketplace.recommendations.results import (
    Band,
    FactVerdict,
    MadeBy,
    RequirementVerdict,
    SolutionMatch,
)
from matching.library import Library
from matching.profiles import Need, Requirement, TextField
from matching.ranking.signals import query_of
from matching.ranking.weights import Weights
from matching.suppliers import Match, judge
from matching.teams import Team, find_teams
from matching.what_if import Ranking

SHOWN = 20
IN_QUESTION = 40
"""So many of the best may be in a team; whoever fits worse than these is no supplier of it."""

MOST_TEAMS = 3
FITTING = (Band.STRONG, Band.POSSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a group asks for, all of it or one lot; `requirements` may have essential ones."""

    title: str
    text: str
    requirements: tuple[ChallengeRequirement, ...] = ()
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWishes:
    """What one member asks for beside it: its facts, and `extras` in place of its requirements.

    `content` is what a visitor may see of its challenge.
    """

    organisation_id: UUID
    content: ChallengeContent
    city: OrganisationContent
    extras: tuple[ChallengeRequirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one solution says to the extras and facts of one member."""

    organisation_id: UUID
    requirements: tuple[RequirementVerdict, ...]
    facts: tuple[FactVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppliers:
    """The answer: solutions by rank, each with what it says to each member, in their order.

    The teams meet together every essential requirement (every one, where none is essential) that
    any solution in question meets; `unmet` are the others. Whoever does so alone is a team of one.
    """

    matches: tuple[SolutionMatch, ...]
    judgements: tuple[tuple[Judgement, ...], ...]
    teams: tuple[Team, ...]
    unmet: tuple[str, ...]
    made_by: MadeBy


def suppliers_for_group(
    uow: UnitOfWork, matcher: Matcher, wanted: Wanted, members: Sequence[OwnWishes]
) -> Suppliers:
    """The solutions that fit what a group asks for, best first, and the teams.

    Those of a team are among them, whatever their place.

    Raises:
        Invalid: nothing is asked for, or too much.
        Unavailable: the model cannot be loaded.
    """
    asked, library, weights = matcher.asked(uow)
    need, today = _need_of(wanted), brussels_today(uow.now)
    ranking = Ranking(need=need, limit=IN_QUESTION, today=today, weights=weights)
    found = ranking.of(library)
    held = {str(one.solution.id): one for one in answers.solution_matches(asked, need, found)}
    fitting = [one for one in found if one.key in held and one.band in FITTING]
    best = find_teams(fitting, _essential(wanted), limit=MOST_TEAMS)
    in_teams = {key for team in best.teams for key in team.keys}
    shown = [one for one in found if one.key in held and (one.rank <= SHOWN or one.key in in_teams)]
    said = [_judgements(library, one, shown, today, weights) for one in members]
    return Suppliers(
        matches=tuple(held[one.key] for one in shown),
        judgements=tuple(zip(*said, strict=True)) if said else ((),) * len(shown),
        teams=best.teams,
        unmet=best.unmet,
        made_by=asked.made_by,
    )


def _need_of(wanted: Wanted) -> Need:
    need = asking.need_of_text(f"{wanted.title}\n{wanted.text}", wanted.requirements)
    return replace(need, themes=wanted.themes)


def _essential(wanted: Wanted) -> list[str]:
    essential = [r.text for r in wanted.requirements if r.importance is Importance.ESSENTIAL]
    return essential or [requirement.text for requirement in wanted.requirements]


def _judgements(
    library: Library, member: OwnWishes, shown: Sequence[Match], today: date, weights: Weights
) -> list[Judgement]:
    """What each of these says to one member; nothing of the member's text moves a rank."""
    stated = need_of(
        Origin(id=member.organisation_id, owner_id=member.organisation_id, version=0),
        member.content,
        member.city,
    )
    need = replace(
        stated,
        key=asking.NOT_STORED,
        fields=(TextField("title", member.content.title),),
        requirements=tuple(
            Requirement(one.text, essential=one.importance is Importance.ESSENTIAL)
            for one in member.extras
        ),
    )
    vectors = library.question_of(need)
    with library.lock:
        shelf, languages = library.offering_shelf, library.encoder.languages
        keys = [one.key for one in shown if one.key in shelf.slots]
        slots = np.array([shelf.slots[key] for key in keys], dtype=np.int64)
        query = query_of(need, vectors, shelf, languages, weights)
        judged = dict(zip(keys, judge(query, shelf, slots, today), strict=True)) if keys else {}
    return [
        Judgement(
            member.organisation_id,
            tuple(one for one in judged[key].requirements if one.stated) if key in judged else (),
            judged[key].facts if key in judged else (),
        )
        for key in (one.key for one in shown)
    ]
