"""What a city's filters and facts cost it: counted and ranked again, for the pages that ask.

A budget counts only for those who may see it, as everywhere: what is asked about is made by
`asking`, and nothing of it is kept.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from marketplace.challenges.queries import open_contents
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations import asking
from marketplace.recommendations.answers import Answering, all_solution_matches
from marketplace.recommendations.fitting import Standing
from marketplace.recommendations.matcher import ANY, Matcher
from marketplace.recommendations.profiles import Origin, need_of
from marketplace.recommendations.results import Filters, SolutionMatch
from matching import relaxing as engine
from matching.library import Library
from matching.profiles import Money, NeedFacts
from matching.relaxing import Constraint
from matching.suppliers import how_many
from matching.what_if import Ranking

__all__ = [
    "Constraint",
    "OwnFigures",
    "Relaxation",
    "Variation",
    "fit_counts",
    "in_the_running",
    "what_milder_facts_add",
    "what_own_figures_find",
    "what_relaxing_adds",
]

BUDGET_STEPS = (10, 20, 50)
START_STEPS = (3, 6)
TRL_STEPS = (1, 2)
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A milder fact, and what it would find.

    `step` is percent more of a budget, months of 30 days later for a start, or levels less for
    TRL. `more` counts the solutions that would newly state nothing against it; `added` are
    newly among the first ten.
    """

    fact: str
    step: int
    more: int
    added: tuple[SolutionMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFigures:
    """Figures that a city wants to try; None for what stays as it is.

    `budget` is in the currency of the challenge and for the same time, in euro and for once where
    it states none.
    """

    budget: Decimal | None = None
    start: date | None = None
    trl: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One constraint of a city, and the solutions that would newly be shown without it.

    `name` is that of the filter or of the fact, or the text of the requirement; filters are
    dropped, facts and requirements no longer essential. The ranks are those without it.
    """

    kind: Constraint
    name: str
    added: tuple[SolutionMatch, ...]


def in_the_running(
    matcher: Matcher, uow: UnitOfWork, challenge_id: UUID, choices: Sequence[Filters]
) -> list[int]:
    """How many solutions may be shown for a challenge, with each of the filters.

    Raises:
        NotFound: there is no such challenge, or the actor may not see it.
        Unavailable: the model cannot be loaded.
    """
    need = asking.need_of_challenge(uow, challenge_id)
    _, library, _ = matcher.asked(uow)
    chosen = asking.all_with_lower_themes(uow, choices)
    return how_many(library, need, chosen, brussels_today(uow.now))


def fit_counts(
    matcher: Matcher, uow: UnitOfWork, challenge_ids: Collection[UUID]
) -> dict[UUID, int]:
    """How many of the first ten matches of each open challenge are at least a possible fit.

    Each is asked about as the actor may see it; what is not open is left out.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    rows = list(open_contents(uow.session, challenge_ids, uow.actor))
    if not rows:
        return {}
    asked, library, weights = matcher.asked(uow)
    needs = [
        need_of(
            Origin(id=row.id, owner_id=row.city_id, version=row.number),
            row.content,
            row.city.content,
        )
        for row in rows
    ]
    standing = Standing(matcher.turn(uow), brussels_today(uow.now), asked.made_by.weights)
    counts = matcher.fitting.counts(library, needs, standing, weights)
    return {row.id: count for row, count in zip(rows, counts, strict=True)}


def what_relaxing_adds(
    matcher: Matcher, uow: UnitOfWork, challenge_id: UUID, filters: Filters = ANY
) -> list[Relaxation]:
    """The solutions that each constraint of a challenge keeps from being shown first.

    Raises:
        NotFound: there is no such challenge, or the actor may not see it.
        Unauthenticated, Forbidden: the actor neither works for the city nor is staff.
        Unavailable: the model cannot be loaded.
    """
    asked, library, ranking = _asked(matcher, uow, challenge_id, filters)
    found = engine.what_relaxing_adds(library, ranking)
    added = all_solution_matches(asked, ranking.need, [item.added for item in found])
    return [
        Relaxation(kind=item.kind, name=item.name, added=tuple(matches))
        for item, matches in zip(found, added, strict=True)
        if matches
    ]


def what_milder_facts_add(
    matcher: Matcher, uow: UnitOfWork, challenge_id: UUID, filters: Filters = ANY
) -> list[Variation]:
    """What a larger budget, a later start and less maturity would each find.

    Raises:
        NotFound: there is no such challenge, or the actor may not see it.
        Unauthenticated, Forbidden: the actor neither works for the city nor is staff.
        Unavailable: the model cannot be loaded.
    """
    asked, library, ranking = _asked(matcher, uow, challenge_id, filters)
    return _varied(asked, library, ranking, list(_milder_facts(ranking.need.facts)))


def what_own_figures_find(
    matcher: Matcher,
    uow: UnitOfWork,
    challenge_id: UUID,
    own: OwnFigures,
    filters: Filters = ANY,
) -> list[Variation]:
    """What each of these figures would find, alone; `more` is below 0 where it finds fewer.

    Raises: as `what_milder_facts_add`.
    """
    asked, library, ranking = _asked(matcher, uow, challenge_id, filters)
    return _varied(asked, library, ranking, list(_own_facts(ranking.need.facts, own)))


def _varied(
    asked: Answering,
    library: Library,
    ranking: Ranking,
    tried: Sequence[tuple[str, int, NeedFacts]],
) -> list[Variation]:
    milder = [(name, facts) for name, _, facts in tried]
    found = engine.what_milder_facts_add(library, ranking, milder)
    added = all_solution_matches(asked, ranking.need, [item.added for item in found])
    return [
        Variation(fact=name, step=step, more=item.more, added=tuple(matches))
        for (name, step, _), item, matches in zip(tried, found, added, strict=True)
    ]


def _own_facts(facts: NeedFacts, own: OwnFigures) -> Iterator[tuple[str, int, NeedFacts]]:
    """As `_milder_facts`, for the figures that are tried; their step is 0."""
    if own.budget is not None:
        stated = facts.budget or Money(None, None, "EUR")
        yield "budget", 0, replace(facts, budget=replace(stated, minimum=None, maximum=own.budget))
    if own.start is not None:
        yield "start", 0, replace(facts, start=own.start)
    if own.trl is not None:
        yield "trl", 0, replace(facts, trl_minimum=own.trl)


def _milder_facts(facts: NeedFacts) -> Iterator[tuple[str, int, NeedFacts]]:
    """The name of the fact, the step, and all facts with it, for all that can be milder."""
    budget = facts.budget
    if budget is not None and budget.maximum is not None:
        for step in BUDGET_STEPS:
            more = budget.maximum * (100 + step) / 100
            yield "budget", step, replace(facts, budget=replace(budget, maximum=more))
    if facts.start is not None:
        for step in START_STEPS:
            yield "start", step, replace(facts, start=facts.start + step * MONTH)
    if facts.trl_minimum is not None:
        for step in TRL_STEPS:
            if facts.trl_minimum - step >= 1:
                yield "trl", step, replace(facts, trl_minimum=facts.trl_minimum - step)


def _asked(
    matcher: Matcher, uow: UnitOfWork, challenge_id: UUID, filters: Filters
) -> tuple[Answering, Library, Ranking]:
    """What an answer is made with, and the ranking that is asked about."""
    need = asking.need_of_own_challenge(uow, challenge_id)
    chosen = asking.with_lower_themes(uow, filters)
    asked, library, weights = matcher.asked(uow)
    today = brussels_today(uow.now)
    return asked, library, Ranking(need=need, filters=chosen, today=today, weights=weights)
