from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from marketplace.challenges.content import (
    Budget,
    ChallengeContent,
    ConstraintName,
    Importance,
    Requirement,
    Visibility,
)
from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import create_challenge, withdraw
from marketplace.foundation.access import SYSTEM, VISITOR, Actor
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.recommendations.asking import need_of_text
from marketplace.recommendations.models import Embedding
from marketplace.recommendations.profiles import text_at
from marketplace.recommendations.results import Filters, SolutionMatch
from marketplace.solutions.content import Price, PriceModel, SolutionContent
from marketplace.solutions.operations import create_catalogue_solution, create_solution
from matching.passages import passages_of
from tests.recommendations.conftest import Market
from tests.recommendations.world import (
    add_challenge,
    add_solution,
    member_of,
    withdraw_solution,
)

CALLS = (
    "Volunteers ring older residents who live alone every week. "
    "Social workers see in one list who was reached and who needs a visit."
)
BUSES = "Small electric buses come when residents ask for them, with a phone call or an app."
LONELY = (
    "Older residents live alone and lose contact. We look for something simple that social "
    "workers can support."
)


def suppliers(
    market: Market,
    challenge: UUID,
    actor: Actor = VISITOR,
    filters: Filters | None = None,
) -> list[SolutionMatch]:
    with market.services.unit_of_work(actor, writes=False) as uow:
        return market.services.matcher.suppliers(uow, challenge, filters or Filters())


def for_text(market: Market, text: str, filters: Filters | None = None) -> list[SolutionMatch]:
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        return market.services.matcher.suppliers_for_text(uow, text, (), filters or Filters())


@pytest.fixture
def calls(market: Market) -> UUID:
    with market.services.unit_of_work(SYSTEM) as uow:
        return add_solution(uow, market.caller, name="Call", text=CALLS, themes=("SO1",))


@pytest.fixture
def buses(market: Market) -> UUID:
    with market.services.unit_of_work(SYSTEM) as uow:
        return add_solution(uow, market.mover, name="Bus", text=BUSES, themes=("MO",))


@pytest.fixture
def lonely(market: Market) -> UUID:
    with market.services.unit_of_work(SYSTEM) as uow:
        wanted = (
            Requirement(text="Volunteers ring older residents who live alone."),
            Requirement(text="It speaks Klingon.", importance=Importance.NICE),
        )
        return add_challenge(
            uow, market.porto, title="Loneliness", problem=LONELY, requirements=wanted
        )


def test_the_solution_that_fits_comes_first_with_its_reasons(
    market: Market, calls: UUID, buses: UUID, lonely: UUID
) -> None:
    first, second = suppliers(market, lonely)

    assert (first.solution.id, second.solution.id) == (calls, buses)
    assert first.score == pytest.approx(sum(f.value * f.weight for f in first.factors), abs=1e-9)
    assert (first.rank, first.solution_version, first.challenge_version) == (1, 1, 1)
    assert first.made_by.model.startswith("hashing")
    met = first.requirements[0]
    assert (met.verdict, met.essential) == ("met", True)
    assert met.evidence is not None
    text = text_at(first.content, met.evidence.field)
    assert text is not None
    assert text[met.evidence.start : met.evidence.end] == met.evidence.text


def test_a_need_in_words_is_answered_for_visitors(market: Market, calls: UUID) -> None:
    (match,) = for_text(market, LONELY)

    assert match.solution.id == calls
    assert match.challenge_version is None


def test_a_need_without_words_is_refused(market: Market) -> None:
    with pytest.raises(Invalid, match="text"):
        for_text(market, " \n ")


def test_a_need_that_is_too_long_is_refused(market: Market) -> None:
    with pytest.raises(Invalid, match="8000 characters"):
        for_text(market, "word " * 1601)


def test_a_need_of_many_short_lines_is_read_as_running_text() -> None:
    need = need_of_text("a.\n" * 2000)

    assert len(passages_of(need.fields)) < 200


@pytest.mark.usefixtures("buses")
def test_a_filter_on_a_theme_takes_the_themes_below_it(market: Market, calls: UUID) -> None:
    found = for_text(market, LONELY, Filters(themes=frozenset({"SO"})))

    assert [m.solution.id for m in found] == [calls]


def test_a_withdrawn_solution_is_gone_at_once(market: Market, calls: UUID, buses: UUID) -> None:
    assert len(for_text(market, LONELY)) == 2

    withdraw_solution(market.services, calls)

    assert [m.solution.id for m in for_text(market, LONELY)] == [buses]


def test_a_new_version_is_what_is_ranked_at_once(market: Market) -> None:
    content = SolutionContent(name="Thing", summary="Parks cars.", description="Parks cars.")
    with market.services.unit_of_work(SYSTEM) as uow:
        create_catalogue_solution(uow, market.caller, content, "thing", signs=())
    assert for_text(market, "Cars have to be parked.")[0].solution_version == 1

    with market.services.unit_of_work(SYSTEM) as uow:
        newer = replace(content, description="Waters trees.")
        create_catalogue_solution(uow, market.caller, newer, "thing", signs=())

    (match,) = for_text(market, "Trees have to be watered.")
    assert (match.solution_version, match.content.description) == (2, "Waters trees.")
    assert market.services.matcher.verify() == []


def test_a_draft_moves_nothing(market: Market, buses: UUID) -> None:
    with market.services.unit_of_work(member_of(market.caller)) as uow:
        draft = SolutionContent(name="Secret", summary=LONELY, description=LONELY)
        create_solution(uow, market.caller, draft)

    assert [m.solution.id for m in for_text(market, LONELY)] == [buses]


@pytest.mark.usefixtures("calls")
def test_nobody_is_matched_with_a_challenge_that_they_may_not_see(
    market: Market, lonely: UUID
) -> None:
    with market.services.unit_of_work(SYSTEM) as uow:
        version = uow.session.get_one(Challenge, lonely).version
        withdraw(uow, lonely, expected_version=version)

    with pytest.raises(NotFound):
        suppliers(market, lonely)
    assert suppliers(market, lonely, member_of(market.porto))
    with pytest.raises(NotFound):
        suppliers(market, uuid4())


def test_a_draft_can_be_matched_by_its_own_people_only(market: Market, calls: UUID) -> None:
    people = member_of(market.porto)
    with market.services.unit_of_work(people) as uow:
        draft = ChallengeContent(title="Loneliness", problem=LONELY)
        challenge = create_challenge(uow, market.porto, draft).id

    assert [m.solution.id for m in suppliers(market, challenge, people)] == [calls]
    with pytest.raises(NotFound):
        suppliers(market, challenge)
    with market.services.sessions() as session:
        kinds = session.scalars(select(Embedding.kind)).all()
    assert "challenge" not in kinds
    assert market.services.matcher.status().needs == 0


def dear_challenge(market: Market, visibility: Visibility) -> UUID:
    with market.services.unit_of_work(SYSTEM) as uow:
        add_solution(
            uow,
            market.caller,
            name="Dear call",
            text=CALLS,
            price=Price(model=PriceModel.ONE_OFF, minimum=Decimal(90_000), currency="EUR"),
        )
        return add_challenge(
            uow,
            market.porto,
            title="Loneliness",
            problem=LONELY,
            budget=Budget(maximum=Decimal(50_000), visibility=visibility),
            essential=(ConstraintName.BUDGET,),
        )


def test_a_private_budget_moves_only_what_its_own_city_sees(market: Market) -> None:
    challenge = dear_challenge(market, Visibility.PRIVATE)

    (seen,) = suppliers(market, challenge)
    assert "budget" not in [fact.name for fact in seen.facts]
    staff_sees = suppliers(market, challenge, SYSTEM)
    assert [m.score for m in staff_sees] == [seen.score]
    assert suppliers(market, challenge, member_of(market.porto)) == []


def test_a_public_budget_keeps_out_what_is_dearer(market: Market) -> None:
    assert suppliers(market, dear_challenge(market, Visibility.PUBLIC)) == []


def test_a_private_budget_moves_no_partner_and_no_mirror(market: Market) -> None:
    challenge = dear_challenge(market, Visibility.PRIVATE)
    with market.services.unit_of_work(SYSTEM) as uow:
        other = add_challenge(
            uow,
            market.oulu,
            title="Alone",
            problem=LONELY,
            budget=Budget(maximum=Decimal(10), visibility=Visibility.PUBLIC),
        )
    matcher = market.services.matcher
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        (partner,) = matcher.partners(uow, other)
        (solution,) = matcher.suppliers(uow, challenge)
        mirror = matcher.challenges_for(uow, solution.solution.id)

    assert partner.content.budget is None
    said = (*partner.agrees, *partner.differs, *partner.contradicts)
    assert "budget" not in [agreement.name for agreement in said]
    assert challenge in [m.challenge.id for m in mirror.fits]


def test_partners_are_other_cities_with_the_same_need(market: Market, lonely: UUID) -> None:
    with market.services.unit_of_work(SYSTEM) as uow:
        same = add_challenge(uow, market.oulu, title="Lonely people", problem=LONELY)
        add_challenge(uow, market.porto, title="Lonely again", problem=LONELY)

    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        (partner,) = market.services.matcher.partners(uow, lonely)

    assert partner.challenge.id == same
    assert partner.challenge.city_name == "Oulu"
    assert partner.score == pytest.approx(
        sum(f.value * f.weight for f in partner.factors), abs=1e-9
    )
    assert partner.shared_sentences
    assert all(
        (text_at(partner.content, pair.other.field) or "")[pair.other.start : pair.other.end]
        == pair.other.text
        for pair in partner.shared_sentences
    )


def test_the_mirror_shows_what_fits_and_what_is_in_the_way(market: Market, lonely: UUID) -> None:
    with market.services.unit_of_work(SYSTEM) as uow:
        solution = add_solution(
            uow, market.caller, name="Call", text=CALLS, countries_not_served=("FI",)
        )
        shut = add_challenge(
            uow,
            market.oulu,
            title="Lonely people",
            problem=LONELY,
            essential=(ConstraintName.COUNTRY,),
        )

    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        mirror = market.services.matcher.challenges_for(uow, solution)
        (match,) = market.services.matcher.suppliers(uow, lonely)

    (fit,), (miss,) = mirror.fits, mirror.near_misses
    assert (fit.challenge.id, fit.score) == (lonely, match.score)
    assert miss.challenge.id == shut
    assert [fact.name for fact in miss.facts_in_the_way] == ["country"]


def test_a_draft_has_a_mirror_for_its_own_people_and_leaves_no_trace(
    market: Market, calls: UUID, lonely: UUID
) -> None:
    people = member_of(market.caller)
    with market.services.unit_of_work(people) as uow:
        draft = SolutionContent(name="Secret", summary=LONELY, description=LONELY)
        secret = create_solution(uow, market.caller, draft).id

    with market.services.unit_of_work(people, writes=False) as uow:
        mirror = market.services.matcher.challenges_for(uow, secret)
    assert [m.challenge.id for m in mirror.fits] == [lonely]

    with (
        pytest.raises(NotFound),
        market.services.unit_of_work(VISITOR, writes=False) as uow,
    ):
        market.services.matcher.challenges_for(uow, secret)
    assert [m.solution.id for m in for_text(market, LONELY)] == [calls]
    assert market.services.matcher.verify() == []


def test_a_warm_matcher_has_its_index_before_the_first_question(market: Market) -> None:
    matcher = market.services.matcher
    assert not matcher.is_ready()
    matcher.warm_up()
    assert matcher.is_ready()


def test_a_model_that_cannot_be_loaded_does_not_stop_a_process_from_starting(
    market: Market,
) -> None:
    services = replace(
        market.services, settings=replace(market.services.settings, encoder="/no/such/model")
    )
    services.matcher.warm_up()
    assert not services.matcher.is_ready()
