"""What a solution's content has to satisfy across its fields, and when it says enough."""

from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from itertools import chain

from sqlalchemy.orm import Session

from marketplace.foundation.errors import Fault, Invalid, shown
from marketplace.foundation.ranges import range_faults
from marketplace.foundation.saying import say
from marketplace.organisations.queries import folded
from marketplace.solutions.content import Deployment, Price, PriceBreak, PriceModel, SolutionContent
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import unknown_code_faults

LEAST_DESCRIPTION = 100
MONTHS = 12
LONGEST_CODE = 80


def check(session: Session, content: SolutionContent) -> None:
    """Refuse a content that contradicts itself or uses codes that nobody knows.

    Raises:
        Invalid: with every fault.
    """
    codes: list[tuple[str, TermList, tuple[str, ...]]] = [
        ("themes", TermList.THEMES, content.themes),
        ("technologies", TermList.TECHNOLOGIES, content.technologies),
        ("standards", TermList.STANDARDS, content.standards),
        ("languages", TermList.LANGUAGES, content.languages),
        ("countries_served", TermList.COUNTRIES, content.countries_served),
        ("countries_not_served", TermList.COUNTRIES, content.countries_not_served),
        ("licence", TermList.LICENCES, (content.licence,) if content.licence else ()),
        ("written_in", TermList.LANGUAGES, (content.written_in,) if content.written_in else ()),
    ]
    for number, deployment in enumerate(content.deployments):
        if deployment.country:
            field = f"deployments.{number}.country"
            codes.append((field, TermList.COUNTRIES, (deployment.country,)))
    found = [*faults(content), *unknown_code_faults(session, codes)]
    if found:
        raise Invalid(found)


def faults(content: SolutionContent) -> Iterator[Fault]:
    """What contradicts itself in the content."""
    return chain(
        range_faults("population", content.population_minimum, content.population_maximum),
        range_faults(
            "weeks_to_deploy", content.weeks_to_deploy_minimum, content.weeks_to_deploy_maximum
        ),
        _price_faults(content.price),
        _break_faults(content.price_breaks),
        _country_faults(content),
        _certificate_faults(content),
        _deployment_faults(content),
        _estimate_faults(content),
    )


def thin_fields(content: SolutionContent) -> Iterator[Fault]:
    """The fields that say too little for a review."""
    if len(content.description) < LEAST_DESCRIPTION:
        yield Fault(
            "description",
            say(
                "Describe it in at least %(least)s characters for a review.",
                least=LEAST_DESCRIPTION,
            ),
        )
    remedies = {
        "problem": say("Say which problem of a city it solves."),
        "features": say("Name at least one thing that it does."),
        "themes": say("Choose at least one theme."),
        "stage": say("Say how far it has come."),
        "price": say("Say how it is paid for, or that the price is on request."),
        "countries_served": say("Name the countries in which you offer it."),
    }
    for field, remedy in remedies.items():
        if not getattr(content, field):
            yield Fault(field, remedy)


def price_from(price: Price | None) -> int | None:
    """The lowest stated price in cents, for a year or once; None if none is stated."""
    if price is None:
        return None
    if price.model is PriceModel.FREE:
        return 0
    lowest = price.minimum if price.minimum is not None else price.maximum
    if lowest is None:
        return None
    return int(lowest * 100) * (MONTHS if price.interval == "month" else 1)


def search_text(content: SolutionContent, vendor_name: str) -> str:
    """What a search for words looks through."""
    parts = (content.name, vendor_name, content.summary, content.description, content.problem)
    return folded("\n".join((*parts, *content.features, *content.benefits)))


def facets(content: SolutionContent) -> dict[str, tuple[str, ...]]:
    """The codes by which lists are filtered, by kind."""
    return {
        "theme": content.themes,
        "technology": content.technologies,
        "standard": content.standards,
        "country": content.countries_served,
        "language": content.languages,
        "stage": (content.stage,) if content.stage else (),
        "licence": (content.licence,) if content.licence else (),
        "place": tuple(place_code(d.place, d.country) for d in content.deployments),
    }


def place_code(place: str, country: str | None) -> str:
    """The code by which deployments in one place are found, however it is spelt there."""
    suffix = f"|{country or ''}"
    return folded(place).strip()[: LONGEST_CODE - len(suffix)] + suffix


def reference_key(deployment: Deployment) -> str:
    """Tells the deployments of one solution apart: by place, country and period."""
    parts = (deployment.place, deployment.country or "", deployment.period)
    return sha256("\n".join(part.casefold().strip() for part in parts).encode()).hexdigest()


def claim_of(deployment: Deployment) -> str:
    """A fingerprint of all that is claimed of a deployment."""
    said = "\n".join(str(getattr(deployment, field.name)) for field in fields(deployment))
    return sha256(said.encode()).hexdigest()


def _price_faults(price: Price | None) -> Iterator[Fault]:
    if price is None:
        return
    yield from range_faults("price", price.minimum, price.maximum, separator=".")
    has_amount = price.minimum is not None or price.maximum is not None
    if has_amount and price.currency is None:
        yield Fault("price.currency", say("Name the currency of the amounts, such as EUR."))
    if price.model is PriceModel.FREE and (price.minimum or price.maximum):
        yield Fault("price.model", say("What is free has no price: remove the amounts."), "free")


def _break_faults(breaks: tuple[PriceBreak, ...]) -> Iterator[Fault]:
    """One listing counts in one unit and one currency, so that its prices can be compared."""
    seen: set[int] = set()
    for number, item in enumerate(breaks):
        at, first = f"price_breaks.{number}.", breaks[0]
        if item.unit_price <= 0:
            yield Fault(at + "unit_price", say("Write a price above 0."), shown(item.unit_price))
        if item.from_quantity in seen:
            yield Fault(
                at + "from_quantity",
                say("This quantity has a price already; keep one of them."),
                shown(item.from_quantity),
            )
        if item.currency != first.currency:
            yield Fault(
                at + "currency",
                say("Use one currency for all quantities: %(currency)s.", currency=first.currency),
                item.currency,
            )
        if item.unit.casefold() != first.unit.casefold():
            yield Fault(
                at + "unit",
                say("Use one unit for all quantities: %(unit)s.", unit=first.unit),
                shown(item.unit),
            )
        seen.add(item.from_quantity)


def _country_faults(content: SolutionContent) -> Iterator[Fault]:
    for code in sorted(set(content.countries_served) & set(content.countries_not_served)):
        yield Fault(
            "countries_not_served",
            say("This country is named as served too; keep one of them."),
            code,
        )


def _certificate_faults(content: SolutionContent) -> Iterator[Fault]:
    for number, certificate in enumerate(content.certificates):
        begin, end = certificate.valid_from, certificate.valid_until
        if begin and end and begin > end:
            yield Fault(
                f"certificates.{number}.valid_until", say("This is before it begins."), str(end)
            )


def _deployment_faults(content: SolutionContent) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, deployment in enumerate(content.deployments):
        key = reference_key(deployment)
        if key in seen:
            yield Fault(
                f"deployments.{number}.place",
                say("This place is named twice for the same period; tell of it once."),
                shown(deployment.place),
            )
        seen.add(key)


def _estimate_faults(content: SolutionContent) -> Iterator[Fault]:
    known = {field.name for field in fields(SolutionContent)} - {"estimates"}
    for name in content.estimates:
        if name not in known:
            yield Fault("estimates", say("Name fields of the solution here."), shown(name))
