import threading
from dataclasses import replace
from uuid import UUID

import pytest

from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ProductError,
    Stale,
    Unauthenticated,
)
from marketplace.foundation.paging import PageRequest
from marketplace.recommendations.models import WeightProposal
from marketplace.recommendations.weighing import (
    AS_DOCUMENTED,
    DOCUMENTED,
    decide,
    in_use,
    proposals,
    propose,
)
from marketplace.recommendations.weight_report import Ranking
from marketplace.services import Services
from matching.ranking.weights import FOR_PARTNERS, FOR_SUPPLIERS
from tests.factories.market import STAFF, member
from tests.factories.weights import weight_report
from tests.recommendations.conftest import Market

BOTH = (Ranking.SUPPLIERS, Ranking.PARTNERS)
WEIGHTS = {Ranking.SUPPLIERS: FOR_SUPPLIERS, Ranking.PARTNERS: FOR_PARTNERS}


def proposed(services: Services, ranking: Ranking = Ranking.SUPPLIERS, part: float = 0.1) -> UUID:
    with services.unit_of_work(STAFF) as uow:
        row = propose(uow, ranking, weight_report(ranking, part=part))
        uow.session.flush()
        return row.id


def decided(services: Services, proposal: UUID, move: str, version: int = 1) -> None:
    with services.unit_of_work(STAFF) as uow:
        decide(uow, proposal, move, expected_version=version, note="As the report says.")


def used(services: Services, ranking: Ranking = Ranking.SUPPLIERS) -> tuple[str, float]:
    """The name of the weights in use, and what facts weigh."""
    with services.unit_of_work(VISITOR, writes=False) as uow:
        now = in_use(uow.session, ranking)
        return now.name, now.weights.by_name["facts"]


def states(services: Services) -> list[str]:
    with services.unit_of_work(STAFF, writes=False) as uow:
        return sorted(row.state for row in proposals(uow, PageRequest(1, 10)).items)


@pytest.mark.parametrize("ranking", BOTH)
def test_only_what_is_approved_is_used_and_only_for_its_ranking(
    services: Services, ranking: Ranking
) -> None:
    facts = WEIGHTS[ranking].by_name["facts"]
    proposal = proposed(services, ranking)
    assert used(services, ranking) == (AS_DOCUMENTED, facts)
    decided(services, proposal, "approve")
    assert used(services, ranking) == (str(proposal), pytest.approx(1.1 * facts))
    (other,) = set(BOTH) - {ranking}
    assert used(services, other) == (AS_DOCUMENTED, WEIGHTS[other].by_name["facts"])
    decided(services, proposal, "take_back", version=2)
    assert used(services, ranking) == (AS_DOCUMENTED, facts)


def test_a_refused_proposal_is_never_used(services: Services) -> None:
    proposal = proposed(services)
    decided(services, proposal, "refuse")
    assert used(services)[0] == AS_DOCUMENTED
    with pytest.raises(Conflict):
        decided(services, proposal, "approve", version=2)


def test_a_newer_proposal_takes_the_place_of_the_one_that_waits_or_serves(
    services: Services,
) -> None:
    first = proposed(services)
    second = proposed(services, part=0.05)
    assert states(services) == ["proposed", "replaced"]
    with pytest.raises(Conflict):
        decided(services, first, "approve", version=2)
    decided(services, second, "approve")
    third = proposed(services, part=0.2)
    assert used(services)[0] == str(second)
    decided(services, third, "approve")
    assert used(services)[0] == str(third)
    assert states(services) == ["approved", "replaced", "replaced"]


def test_weights_learned_from_others_than_those_documented_now_do_not_count(
    services: Services,
) -> None:
    proposal = proposed(services)
    decided(services, proposal, "approve")
    with services.unit_of_work() as uow:
        row = uow.session.get_one(WeightProposal, proposal)
        older = {name: share for name, share in row.report.documented.items() if name != "facts"}
        row.report = replace(row.report, documented=older)
        waiting = propose(uow, Ranking.SUPPLIERS, weight_report())
        waiting.report = row.report
        uow.session.flush()
        stale = waiting.id
    assert used(services)[0] == AS_DOCUMENTED
    with pytest.raises(Conflict, match="have changed"):
        decided(services, stale, "approve")


@pytest.mark.parametrize("part", [0.3, -0.3])
def test_weights_beyond_their_bounds_cannot_even_be_proposed(
    services: Services, part: float
) -> None:
    with pytest.raises(ValueError, match="too far"):
        proposed(services, part=part)


def test_only_staff_see_and_decide(services: Services) -> None:
    proposal = proposed(services)
    for actor in (VISITOR, member(proposal)):
        with services.unit_of_work(actor) as uow:
            with pytest.raises(Forbidden):
                proposals(uow, PageRequest(1, 10))
            with pytest.raises(Forbidden):
                decide(uow, proposal, "approve", expected_version=1)
            with pytest.raises(Forbidden):
                propose(uow, Ranking.SUPPLIERS, weight_report())
    with pytest.raises(Unauthenticated), services.unit_of_work(VISITOR) as uow:
        proposals(uow, PageRequest(1, 10))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"expected_version": 7}, Stale),
        ({"move": "replace"}, NotFound),
        ({"move": "take_back"}, Conflict),
        ({"move": "explode"}, Conflict),
        ({"note": "x" * 2001}, Invalid),
        ({"proposal_id": UUID(int=1)}, NotFound),
    ],
)
def test_what_cannot_be_decided_is_refused(
    services: Services, change: dict[str, object], error: type[ProductError]
) -> None:
    asked = {"proposal_id": proposed(services), "move": "approve", "expected_version": 1} | change
    with services.unit_of_work(STAFF) as uow, pytest.raises(error):
        decide(uow, **asked)  # type: ignore[arg-type]


def test_of_two_staff_who_approve_at_once_one_is_first(open_market: Market) -> None:
    services = open_market.services
    proposal = proposed(services)
    outcomes = at_once(services, [proposal, proposal])
    assert outcomes.count("done") == 1
    assert used(services)[0] == str(proposal)


def test_of_two_proposals_approved_at_once_one_serves(open_market: Market) -> None:
    services = open_market.services
    first = proposed(services)
    with services.unit_of_work() as uow:
        row = WeightProposal(
            ranking=Ranking.SUPPLIERS.value,
            state="proposed",
            report=weight_report(part=0.2),
            made_at=uow.now,
            version=1,
        )
        uow.session.add(row)
        uow.session.flush()
        second = row.id
    outcomes = at_once(services, [first, second])
    assert "done" in outcomes
    assert used(services)[0] in {str(first), str(second)}
    assert states(services).count("approved") == 1


def at_once(services: Services, chosen: list[UUID]) -> list[str]:
    """Approve each in a thread of its own; what each of them came to."""
    together, outcomes = threading.Barrier(len(chosen)), [""] * len(chosen)

    def run(number: int) -> None:
        together.wait(timeout=30)
        try:
            decided(services, chosen[number], "approve")
            outcomes[number] = "done"
        except ProductError as error:
            outcomes[number] = type(error).__name__

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(chosen))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_what_is_documented_is_what_the_engine_documents() -> None:
    assert dict(DOCUMENTED) == WEIGHTS
