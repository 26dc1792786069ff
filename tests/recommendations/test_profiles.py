from datetime import date
from decimal import Decimal
from uuid import UUID

from marketplace.challenges.content import (
    Budget,
    ChallengeContent,
    ConstraintName,
    Importance,
    Nature,
    Outcome,
    Requirement,
)
from marketplace.organisations.content import CityProfile, OrganisationContent, OrganisationKind
from marketplace.recommendations.profiles import Origin, need_of, offering_of, text_at
from marketplace.solutions.content import (
    Deployment,
    Price,
    PriceInterval,
    PriceModel,
    SolutionContent,
)
from marketplace.taxonomy.codes import DataLocation
from matching.profiles import Money

ORIGIN = Origin(id=UUID(int=1), owner_id=UUID(int=2), version=3)
PORTO = OrganisationContent(
    kind=OrganisationKind.CITY,
    name="Porto",
    country="PT",
    city=CityProfile(nuts="PT11A", latitude=41.15, longitude=-8.61, population=231_800),
)


def test_every_field_of_an_offering_is_found_again_by_its_path() -> None:
    content = SolutionContent(
        name="Neighbour call",
        summary="Volunteers ring older people.",
        description="A weekly call.",
        features=("Call lists", "Reminders"),
        benefits=("Less loneliness",),
        not_suited="Emergencies.",
        deployments=(Deployment(place="Braga", summary="Two hundred calls a week."),),
    )

    offering = offering_of(ORIGIN, content, None)

    assert {f.name for f in offering.fields} >= {
        "features.1", "benefits.0", "deployments.0.summary", "not_suited",
    }  # fmt: skip
    assert all(text_at(content, f.name) == f.text for f in offering.fields)
    assert (offering.key, offering.owner, offering.version) == (
        str(UUID(int=1)),
        str(UUID(int=2)),
        "3",
    )


def test_every_field_of_a_need_is_found_again_by_its_path() -> None:
    content = ChallengeContent(
        title="Loneliness",
        problem="Older people live alone.",
        affected="People over 75.",
        outcomes=(Outcome(indicator="Visits a week"),),
    )

    need = need_of(ORIGIN, content, PORTO)

    assert all(text_at(content, f.name) == f.text for f in need.fields)


def test_what_was_tried_and_failed_does_not_draw_solutions() -> None:
    content = ChallengeContent(title="Noise", problem="Loud nights.", tried="Sound walls.")

    assert "Sound walls." not in [f.text for f in need_of(ORIGIN, content, PORTO).fields]


def test_an_estimate_is_marked_as_one() -> None:
    content = SolutionContent(
        name="Call", summary="Calls.", trl=9, languages=("pt",), estimates=("trl", "summary")
    )

    facts = offering_of(ORIGIN, content, None).facts

    assert facts.trl == 9
    assert facts.estimated == {"trl"}


def test_a_price_on_request_is_no_amount_and_a_free_one_is_nought() -> None:
    on_request = SolutionContent(
        name="A", summary="A.", price=Price(model=PriceModel.ON_REQUEST, currency="EUR")
    )
    free = SolutionContent(name="A", summary="A.", price=Price(model=PriceModel.FREE))

    assert offering_of(ORIGIN, on_request, None).facts.price is None
    assert offering_of(ORIGIN, free, None).facts.price == Money(Decimal(0), Decimal(0), "EUR")


def test_prices_keep_currency_and_interval() -> None:
    price = Price(
        model=PriceModel.SUBSCRIPTION,
        minimum=Decimal(100),
        maximum=Decimal(200),
        currency="SEK",
        interval=PriceInterval.MONTH,
    )

    offering = offering_of(ORIGIN, SolutionContent(name="A", summary="A.", price=price), None)

    assert offering.facts.price == Money(Decimal(100), Decimal(200), "SEK", "month")


def test_constraints_become_facts_and_essential_ones_are_named() -> None:
    content = ChallengeContent(
        title="Parking",
        problem="Nobody finds a space.",
        requirements=(
            Requirement(text="Shows free spaces."),
            Requirement(text="Works without a phone.", importance=Importance.NICE),
        ),
        budget=Budget(maximum=Decimal(50_000)),
        start=date(2027, 5, 1),
        data_location=DataLocation.EU,
        trl_minimum=7,
        essential=(ConstraintName.TRL, ConstraintName.BUDGET),
    )

    need = need_of(ORIGIN, content, PORTO)

    assert [r.essential for r in need.requirements] == [True, False]
    assert need.facts.essential == {"trl", "budget"}
    assert need.facts.budget == Money(None, Decimal(50_000), "EUR")
    assert (need.facts.country, need.facts.data_location) == ("PT", "eu")
    assert need.place is not None
    assert (need.place.region, need.place.latitude) == ("PT11A", 41.15)


def test_the_city_of_an_example_has_no_stance_on_buying_together() -> None:
    asked = ChallengeContent(title="A", problem="A.")
    example = ChallengeContent(title="A", problem="A.", nature=Nature.EXAMPLE)

    stance = need_of(ORIGIN, asked, PORTO).joint
    assert stance is not None
    assert not stance.open
    assert need_of(ORIGIN, example, PORTO).joint is None
