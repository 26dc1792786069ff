"""What is public of solutions and challenges, as the profiles that the engine knows.

The name of a text field is its path in the content (`features.2`), so that evidence can be
found again, letter by letter, in the version that was ranked. Nothing here reads the database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from marketplace.challenges.content import (
    Budget,
    ChallengeContent,
    Importance,
    Nature,
    ProcurementPath,
)
from marketplace.organisations.content import OrganisationContent
from marketplace.solutions.content import Price, PriceModel, SolutionContent
from matching.profiles import (
    JointStance,
    Money,
    Need,
    NeedFacts,
    Offering,
    OfferingFacts,
    Place,
    Requirement,
    TextField,
)

TEXTS = "texts-1"
"""Changes whenever other texts of a content, or in another order, make a profile."""

FACT_OF = {
    "countries_served": "country",
    "countries_not_served": "country",
    "languages": "languages",
    "price": "budget",
    "weeks_to_deploy_maximum": "start",
    "trl": "trl",
    "standards": "standards",
    "data_location": "data_location",
    "population_minimum": "population",
    "population_maximum": "population",
}
"""The fact of the engine that a field of a solution speaks to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which version of which thing a profile is made from, and who answers for it."""

    id: UUID
    owner_id: UUID
    version: int


def offering_of(
    origin: Origin,
    content: SolutionContent,
    confirmed_on: date | None,
    public_since: datetime | None = None,
) -> Offering:
    """The offering that a version of a solution makes.

    `confirmed_on` is None for what nobody was ever asked to confirm: catalogue entries.
    """
    return Offering(
        key=str(origin.id),
        owner=str(origin.owner_id),
        fields=_fields(_solution_texts(content)),
        facts=_offering_facts(content),
        themes=frozenset(content.themes),
        technologies=frozenset(content.technologies),
        confirmed_on=confirmed_on,
        public_since=public_since,
        version=str(origin.version),
    )


def need_of(origin: Origin, content: ChallengeContent, city: OrganisationContent) -> Need:
    """The need that a version of a challenge states.

    `content` must already be without the budget where those who will see the answers are not
    entitled to it. What was tried is left out: it names what did not work.
    """
    return Need(
        key=str(origin.id),
        owner=str(origin.owner_id),
        fields=_fields(_challenge_texts(content)),
        requirements=tuple(
            Requirement(r.text, essential=r.importance is Importance.ESSENTIAL)
            for r in content.requirements
        ),
        facts=_need_facts(content, city.country),
        themes=frozenset(content.themes),
        place=place_of(city),
        joint=_joint(content),
        procedure=_procedure(content.procurement_path),
        version=str(origin.version),
    )


def text_at(content: SolutionContent | ChallengeContent, path: str) -> str | None:
    """The text at a path such as `deployments.0.summary`; None if there is none."""
    value: object = content
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step, None)
    return value if isinstance(value, str) else None


def estimated_facts(content: SolutionContent) -> frozenset[str]:
    """The names of the facts whose value somebody else than the vendor estimated."""
    return frozenset(FACT_OF[name] for name in content.estimates if name in FACT_OF)


def _fields(texts: Iterable[tuple[str, str]]) -> tuple[TextField, ...]:
    return tuple(TextField(name, text) for name, text in texts if text.strip())


def _listed(name: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((f"{name}.{number}", text) for number, text in enumerate(texts))


def _solution_texts(content: SolutionContent) -> Iterator[tuple[str, str]]:
    for name in ("name", "summary", "description", "problem"):
        yield name, getattr(content, name)
    yield from _listed("features", content.features)
    yield from _listed("benefits", content.benefits)
    for number, deployment in enumerate(content.deployments):
        yield f"deployments.{number}.summary", deployment.summary
    yield "prerequisites", content.prerequisites
    yield "not_suited", content.not_suited


def _challenge_texts(content: ChallengeContent) -> Iterator[tuple[str, str]]:
    for name in ("title", "problem", "affected", "scale"):
        yield name, getattr(content, name)
    for number, outcome in enumerate(content.outcomes):
        yield f"outcomes.{number}.indicator", outcome.indicator


def _offering_facts(content: SolutionContent) -> OfferingFacts:
    return OfferingFacts(
        countries_served=frozenset(content.countries_served),
        countries_not_served=frozenset(content.countries_not_served),
        languages=frozenset(content.languages),
        price=_money_of_price(content.price),
        trl=content.trl,
        standards=frozenset(content.standards),
        data_location=content.data_location,
        weeks_to_deploy_maximum=content.weeks_to_deploy_maximum,
        population_minimum=content.population_minimum,
        population_maximum=content.population_maximum,
        estimated=estimated_facts(content),
    )


def _need_facts(content: ChallengeContent, country: str) -> NeedFacts:
    return NeedFacts(
        country=country,
        languages=frozenset(content.languages),
        budget=money_of_budget(content.budget),
        start=content.start,
        earliest_start=content.earliest_start,
        procedure_languages=frozenset(content.procedure_languages),
        trl_minimum=content.trl_minimum,
        standards=frozenset(content.standards),
        data_location=content.data_location,
        population=content.population,
        essential=frozenset(name.value for name in content.essential),
    )


def _money_of_price(price: Price | None) -> Money | None:
    if price is None:
        return None
    interval = price.interval.value if price.interval else "once"
    if price.model is PriceModel.FREE:
        return Money(Decimal(0), Decimal(0), price.currency or "EUR", interval)
    if price.currency is None or (price.minimum is None and price.maximum is None):
        return None
    return Money(price.minimum, price.maximum, price.currency, interval)


def money_of_budget(budget: Budget | None) -> Money | None:
    """A budget as the engine compares it; None if it states no figures."""
    if budget is None or (budget.minimum is None and budget.maximum is None):
        return None
    return Money(budget.minimum, budget.maximum, budget.currency, budget.interval.value)


def place_of(city: OrganisationContent) -> Place:
    """Where a city lies."""
    profile = city.city
    if profile is None:
        return Place(city.country)
    return Place(city.country, profile.nuts, profile.latitude, profile.longitude)


def _joint(content: ChallengeContent) -> JointStance | None:
    """The stance on buying together; the city of an example was never asked for one."""
    if content.nature is Nature.EXAMPLE and not content.joint_procurement:
        return None
    return JointStance(content.joint_procurement, frozenset(r.value for r in content.joint_roles))


def _procedure(path: ProcurementPath) -> str | None:
    return None if path is ProcurementPath.UNDECIDED else path.value
