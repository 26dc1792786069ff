"""What fits for buying together is stored, from what everybody sees, and goes when one ends."""

from marketplace.challenges.content import Nature
from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import close
from marketplace.foundation.access import SYSTEM
from marketplace.recommendations.joint_fits import stored_fits, work_out_fits
from tests.factories.market import member
from tests.recommendations.conftest import Market
from tests.recommendations.world import add_challenge, add_city

ALONE = "Older residents live alone and lose contact; social workers cannot ring them all."


def test_fits_are_stored_for_those_open_to_it_and_those_never_asked(market: Market) -> None:
    with market.services.unit_of_work(SYSTEM) as uow:
        third = add_city(uow, name="Turku", country="FI")
        fourth = add_city(uow, name="Vaasa", country="FI")
        refuses, asked, other, example = (
            add_challenge(uow, city, title=title, problem=ALONE, joint_procurement=joint)
            for city, title, joint in (
                (third, "Alone as well", False),
                (market.porto, "Alone", True),
                (market.oulu, "Alone too", True),
                (fourth, "Alone for long", False),
            )
        )
        uow.session.get_one(Challenge, example).nature = Nature.EXAMPLE.value
    services = market.services
    work_out_fits(services.unit_of_work, services.matcher)
    with services.unit_of_work(SYSTEM) as uow:
        fits = stored_fits(uow.session)
        both = {frozenset((fit.one, fit.other)) for fit in fits}
    assert frozenset((asked, other)) in both
    assert frozenset((asked, example)) in both
    assert not any(refuses in pair for pair in both)
    with services.unit_of_work(member(market.porto)) as uow:
        close(uow, asked, expected_version=uow.session.get_one(Challenge, asked).version)
    work_out_fits(services.unit_of_work, services.matcher)
    with services.unit_of_work(SYSTEM) as uow:
        rest = stored_fits(uow.session)
    assert not any(asked in (fit.one, fit.other) for fit in rest)
    assert frozenset((other, example)) in {frozenset((fit.one, fit.other)) for fit in rest}
