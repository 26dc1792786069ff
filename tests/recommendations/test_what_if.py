"""What keeps a solution out, what would let it in, and what a constraint costs a city."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges.content import (
    Budget,
    ConstraintName,
    Importance,
    Requirement,
    Visibility,
)
from marketplace.challenges.models import Challenge, ChallengeVersion
from marketplace.challenges.operations import withdraw
from marketplace.foundation.access import SYSTEM, VISITOR, Actor, Role
from marketplace.foundation.errors import Forbidden, NotFound, Unauthenticated
from marketplace.recommendations.relaxing import (
    Constraint,
    Relaxation,
    Variation,
    in_the_running,
    what_milder_facts_add,
    what_relaxing_adds,
)
from marketplace.recommendations.results import Filters, SolutionMatch
from marketplace.recommendations.what_if import ChangeKind, Reason, WhyNot
from marketplace.solutions.content import Price, PriceModel, SolutionContent
from marketplace.solutions.operations import create_catalogue_solution, create_solution
from tests.recommendations.conftest import Market
from tests.recommendations.world import add_challenge, add_solution, member_of

CALLS = "Volunteers ring older residents who live alone every week and note who needs a visit."
LONELY = "Older residents live alone and lose contact. Volunteers should ring them every week."
REPORTS = "Social workers see in one list who was reached."
KEY = "the-solution"
DEAR = Price(model=PriceModel.ONE_OFF, minimum=Decimal(90_000), currency="EUR")


def list_call(market: Market, **more: Any) -> UUID:
    """The vendor's solution, or another version of it."""
    content = SolutionContent(**({"name": "Call", "summary": CALLS, "description": CALLS} | more))
    with market.services.unit_of_work(SYSTEM) as uow:
        return create_catalogue_solution(uow, market.caller, content, KEY, signs=()).id


def lonely(market: Market, **more: Any) -> UUID:
    with market.services.unit_of_work(SYSTEM) as uow:
        return add_challenge(uow, market.porto, title="Loneliness", problem=LONELY, **more)


def why(market: Market, solution: UUID, challenge: UUID, actor: Actor | None = None) -> WhyNot:
    actor = actor or member_of(market.caller)
    with market.services.unit_of_work(actor, writes=False) as uow:
        return market.services.matcher.why_not(uow, solution, challenge)


def relaxed(
    market: Market, challenge: UUID, actor: Actor | None = None, filters: Filters | None = None
) -> list[Relaxation]:
    actor = actor or member_of(market.porto)
    with market.services.unit_of_work(actor, writes=False) as uow:
        matcher = market.services.matcher
        return what_relaxing_adds(matcher, uow, challenge, filters or Filters())


def suppliers(market: Market, challenge: UUID) -> list[SolutionMatch]:
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        return market.services.matcher.suppliers(uow, challenge)


def test_a_stated_fact_lets_a_solution_in_at_the_place_that_was_told(market: Market) -> None:
    solution = list_call(market, countries_served=("FI",))
    challenge = lonely(market, essential=(ConstraintName.COUNTRY,))
    told = why(market, solution, challenge)
    assert (told.reason, told.place) == (Reason.FACT, None)
    assert [fact.name for fact in told.facts_in_the_way] == ["country"]
    (step,) = told.lets_in
    assert (step.kind, step.subject, step.value) == (ChangeKind.ALTER_FACT, "country", "FI, PT")
    assert suppliers(market, challenge) == []

    list_call(market, countries_served=("FI", "PT"))
    (match,) = suppliers(market, challenge)
    assert (match.rank, match.score) == (step.place, step.score)
    assert why(market, solution, challenge).reason is None


def test_a_sentence_lets_a_solution_in_at_the_place_that_was_told(market: Market) -> None:
    wanted = Requirement(text=REPORTS, importance=Importance.ESSENTIAL)
    challenge = lonely(market, requirements=(wanted,))
    with market.services.unit_of_work(SYSTEM) as uow:
        for name, rest in (
            ("Meals", "Older people who live alone get a warm meal from the kitchen of a school."),
            ("Walks", "Neighbours go for walks with residents who have nobody, twice in a month."),
        ):
            add_solution(uow, market.caller, name=name, text=f"{REPORTS} {rest}")
    said = "Volunteers ring whoever asks for it."
    solution = list_call(market, summary=said, description=said)
    told = why(market, solution, challenge)
    assert told.reason is Reason.OWNER
    assert {card.name for card in told.own_before} == {"Meals", "Walks"}
    (step,) = [step for step in told.lets_in if step.kind is ChangeKind.STATE_REQUIREMENT]
    list_call(market, summary=said, description=f"{said}\n{step.subject}")
    places = {
        match.solution.id: (match.rank, match.score) for match in suppliers(market, challenge)
    }
    assert places[solution] == (step.place, step.score)


def test_only_the_vendor_and_staff_learn_what_keeps_a_solution_out(market: Market) -> None:
    solution, challenge = list_call(market), lonely(market)
    assert why(market, solution, challenge, SYSTEM).place == 1
    for actor, refusal in (
        (VISITOR, Unauthenticated),
        (member_of(market.mover), Forbidden),
        (member_of(market.porto), Forbidden),
    ):
        with pytest.raises(refusal):
            why(market, solution, challenge, actor)


def test_only_the_city_and_staff_learn_what_a_constraint_costs(market: Market) -> None:
    list_call(market)
    challenge = lonely(market)
    assert relaxed(market, challenge, SYSTEM) == []
    for actor, refusal in (
        (VISITOR, Unauthenticated),
        (member_of(market.oulu), Forbidden),
        (member_of(market.caller), Forbidden),
    ):
        with pytest.raises(refusal):
            relaxed(market, challenge, actor)


def test_a_challenge_that_is_not_open_has_no_place_to_tell(market: Market) -> None:
    solution, challenge = list_call(market), lonely(market)
    assert why(market, solution, challenge).place == 1
    with market.services.unit_of_work(SYSTEM) as uow:
        version = uow.session.get_one(Challenge, challenge).version
        withdraw(uow, challenge, expected_version=version)
    with pytest.raises(NotFound):
        why(market, solution, challenge)


def test_a_private_budget_changes_nothing_that_a_vendor_is_told(market: Market) -> None:
    solution = list_call(market, price=DEAR)
    challenge = lonely(
        market,
        budget=Budget(maximum=Decimal(50_000), visibility=Visibility.PRIVATE),
        essential=(ConstraintName.BUDGET,),
    )
    both = replace(
        member_of(market.caller),
        memberships={market.caller: Role.OWNER, market.porto: Role.OWNER},
    )
    told = [why(market, solution, challenge, actor) for actor in (member_of(market.caller), both)]
    assert told[0] == told[1]
    assert (told[0].reason, told[0].place) == (None, 1)
    assert "budget" not in [fact.name for fact in told[0].facts]

    with market.services.unit_of_work(SYSTEM) as uow:
        version = uow.session.scalars(select(ChallengeVersion)).one()
        version.content = replace(version.content, budget=None, essential=())
    assert why(market, solution, challenge, both) == told[0]


def test_a_private_budget_costs_solutions_that_only_its_own_city_learns_of(
    market: Market,
) -> None:
    solution = list_call(market, price=DEAR)
    challenge = lonely(
        market,
        budget=Budget(maximum=Decimal(50_000), visibility=Visibility.PRIVATE),
        essential=(ConstraintName.BUDGET,),
    )
    (own,) = relaxed(market, challenge)
    assert (own.kind, own.name) == (Constraint.FACT, "budget")
    assert [match.solution.id for match in own.added] == [solution]
    assert relaxed(market, challenge, SYSTEM) == []


def milder(market: Market, challenge: UUID, actor: Actor | None = None) -> list[Variation]:
    with market.services.unit_of_work(actor or member_of(market.porto), writes=False) as uow:
        return what_milder_facts_add(market.services.matcher, uow, challenge)


def test_a_larger_budget_is_tried_for_those_who_may_see_it_alone(market: Market) -> None:
    solution = list_call(market, price=DEAR)
    challenge = lonely(
        market,
        budget=Budget(maximum=Decimal(80_000), visibility=Visibility.PRIVATE),
        essential=(ConstraintName.BUDGET,),
    )
    tried = {item.step: item for item in milder(market, challenge)}
    assert {step: item.more for step, item in tried.items()} == {10: 0, 20: 1, 50: 1}
    assert [match.solution.id for match in tried[20].added] == [solution]
    assert milder(market, challenge, SYSTEM) == []
    with pytest.raises(Forbidden):
        milder(market, challenge, member_of(market.caller))


def test_a_later_start_and_a_lower_trl_are_tried_where_they_are_asked_for(market: Market) -> None:
    list_call(market, trl=6)
    challenge = lonely(market, trl_minimum=7, start=date(2026, 12, 1))
    found = {(item.fact, item.step): item.more for item in milder(market, challenge)}
    assert found == {("start", 3): 0, ("start", 6): 0, ("trl", 1): 1, ("trl", 2): 1}


def test_it_is_counted_who_is_in_the_running_with_each_filter(market: Market) -> None:
    list_call(market, themes=("SO1",), trl=5)
    challenge = lonely(market)
    choices = [Filters(), Filters(themes=frozenset({"SO"})), Filters(trl_min=8)]
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        found = in_the_running(market.services.matcher, uow, challenge, choices)
    assert found == [1, 1, 0]


def test_a_filter_costs_what_does_not_pass_it(market: Market) -> None:
    solution = list_call(market, themes=("MO",), trl=5)
    challenge = lonely(market)
    (item,) = relaxed(market, challenge, filters=Filters(themes=frozenset({"SO"})))
    assert (item.kind, item.name) == (Constraint.FILTER, "themes")
    assert [match.solution.id for match in item.added] == [solution]
    two = Filters(themes=frozenset({"SO"}), trl_min=8)
    assert relaxed(market, challenge, filters=two) == []
    # The theme stands for the themes below it, as it does where matches are shown.
    list_call(market, themes=("SO1",), trl=5)
    (item,) = relaxed(market, challenge, filters=two)
    assert (item.kind, item.name) == (Constraint.FILTER, "trl_min")


def test_a_draft_is_asked_about_by_its_own_people_and_leaves_no_trace(market: Market) -> None:
    challenge = lonely(market)
    listed = list_call(market)
    people = member_of(market.caller)
    with market.services.unit_of_work(people) as uow:
        draft = SolutionContent(name="Secret", summary=LONELY, description=LONELY)
        secret = create_solution(uow, market.caller, draft).id
    before = suppliers(market, challenge)
    assert why(market, secret, challenge).place == 1
    assert suppliers(market, challenge) == before
    assert [match.solution.id for match in before] == [listed]
    with pytest.raises(NotFound):
        why(market, secret, challenge, member_of(market.mover))
    assert market.services.matcher.verify() == []
