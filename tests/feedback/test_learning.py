import pytest
from sqlalchemy import select

from marketplace.feedback.content import Aspect, Reason, Said
from marketplace.feedback.learning import judgements, lay_before_staff, learn
from marketplace.feedback.models import Opinion
from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.foundation.errors import Forbidden
from marketplace.foundation.paging import PageRequest
from marketplace.recommendations.weighing import decide, in_use, proposals
from marketplace.recommendations.weight_report import Ranking
from matching.evaluation.learning import LEAST_CITIES
from matching.ranking.weights import FOR_SUPPLIERS
from tests.factories.market import STAFF
from tests.feedback.conftest import SHORTLIST, USEFUL, Asking
from tests.feedback.crowds import CITIES, add_crowd
from tests.recommendations.conftest import Market, another_process
from tests.recommendations.world import withdraw_solution

USELESS = Said(aspect=Aspect.VERDICT, useful=False)
KNOWN = Said(aspect=Aspect.VERDICT, useful=False, reasons=(Reason.KNOWN,))


def grades(asking: Asking) -> dict[str, int]:
    """What the learning hears, by the name of the answer."""
    services = asking.services
    with services.unit_of_work(writes=False) as uow:
        heard = judgements(uow, services.matcher, Ranking.SUPPLIERS)
        names = {"calls": asking.calls, "buses": asking.buses}
        factors = services.matcher.documented_factors(
            uow, Ranking.SUPPLIERS, asking.challenge, names.values()
        )
        return {
            name: one.grade for one in heard for name, id_ in names.items()
            if one.factors == factors.get(id_)
        }  # fmt: skip


def test_a_place_on_the_shortlist_says_more_than_a_good_word(asking: Asking) -> None:
    asking.say(asking.calls, USEFUL)
    asking.say(asking.calls, SHORTLIST)
    asking.say(asking.buses, USELESS)
    assert grades(asking) == {"calls": 2, "buses": -1}


def test_what_is_known_already_says_nothing_of_the_fit(asking: Asking) -> None:
    asking.say(asking.calls, KNOWN)
    assert grades(asking) == {}


def test_what_was_said_of_another_version_does_not_count(asking: Asking) -> None:
    asking.say(asking.calls, USEFUL)
    asking.say(asking.buses, USELESS)
    with asking.services.unit_of_work() as uow:
        row = uow.session.scalars(select(Opinion).where(Opinion.useful)).one()
        row.answer_version = 7
    assert grades(asking) == {"buses": -1}
    withdraw_solution(asking.services, asking.buses)
    assert grades(asking) == {}


def test_many_cities_speak_for_weights_and_staff_let_them_count(market: Market) -> None:
    challenge = add_crowd(market.services)[0]
    services = market.services
    with services.unit_of_work(STAFF) as uow:
        lesson = learn(uow, services.matcher, Ranking.SUPPLIERS)
        assert lesson.helps
        row = lay_before_staff(uow, lesson)
        assert row is not None
        assert row.report.learned["themes"] > FOR_SUPPLIERS.by_name["themes"]
        uow.session.flush()
        proposal = row.id

    other = another_process(market)

    def themes() -> tuple[float, str]:
        """What themes weigh in the first answer of either process, and by which weights."""
        found = set()
        for matcher in (services.matcher, other):
            with services.unit_of_work(VISITOR, writes=False) as uow:
                first = matcher.suppliers(uow, challenge)[0]
                mirror = matcher.challenges_for(uow, first.solution.id, limit=CITIES)
            assert sum(f.value * f.weight for f in first.factors) == pytest.approx(first.score)
            seen = {fit.challenge.id: fit.score for fit in mirror.fits}
            assert seen[challenge] == first.score
            weights = {factor.name: factor.weight for factor in first.factors}
            found.add((weights["themes"], first.made_by.weights))
        (same,) = found
        return same

    assert themes() == (FOR_SUPPLIERS.by_name["themes"], "documented")
    with services.unit_of_work(STAFF) as uow:
        decide(uow, proposal, "approve", expected_version=1)
    assert themes() == (lesson.report and lesson.report.learned["themes"], str(proposal))
    with services.unit_of_work(STAFF) as uow:
        decide(uow, proposal, "take_back", expected_version=2)
    assert themes() == (FOR_SUPPLIERS.by_name["themes"], "documented")


def test_learned_weights_do_not_feed_on_themselves(market: Market) -> None:
    """What is learned does not depend on the weights that are in use while it is."""
    add_crowd(market.services)
    services = market.services
    with services.unit_of_work(STAFF) as uow:
        first = learn(uow, services.matcher, Ranking.SUPPLIERS)
        row = lay_before_staff(uow, first)
        assert row is not None
        uow.session.flush()
        decide(uow, row.id, "approve", expected_version=1)
        assert in_use(uow.session, Ranking.SUPPLIERS).since is not None
        assert learn(uow, services.matcher, Ranking.SUPPLIERS) == first


def test_too_few_cities_move_nothing(market: Market) -> None:
    add_crowd(market.services, LEAST_CITIES - 1)
    with market.services.unit_of_work(SYSTEM) as uow:
        for ranking in Ranking:
            lesson = learn(uow, market.services.matcher, ranking)
            assert lesson.report is None
            assert lay_before_staff(uow, lesson) is None
        assert proposals(uow, PageRequest(1, 10)).total == 0


def test_only_staff_lay_weights_before_staff(market: Market) -> None:
    add_crowd(market.services)
    with market.services.unit_of_work(VISITOR) as uow:
        lesson = learn(uow, market.services.matcher, Ranking.SUPPLIERS)
        with pytest.raises(Forbidden):
            lay_before_staff(uow, lesson)
