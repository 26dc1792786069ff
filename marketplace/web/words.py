"""Words for values as people read them: enumerations, money, days and numbers.

Everything comes in the language of the request. Codes of the long lists have their words in
the taxonomy: see `glossary`. No markup and no rules live here.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from flask_babel import (
    format_currency,
    format_date,
    format_datetime,
    format_decimal,
    format_time,
    gettext,
    lazy_gettext,
)

from marketplace.challenges.content import Budget
from marketplace.foundation.clock import BRUSSELS
from marketplace.solutions.content import Price, PriceBreak, PriceModel

Words = Mapping[str, str]

CHILD = "\N{EN DASH} "
"""What stands before a choice that is part of the one above it."""

STAGES: Words = {
    "concept": lazy_gettext("Concept"),
    "prototype": lazy_gettext("Prototype"),
    "pilot": lazy_gettext("Pilot"),
    "market": lazy_gettext("On the market"),
    "mature": lazy_gettext("In routine use"),
}
DEPLOYMENT_MODELS: Words = {
    "hosted": lazy_gettext("Hosted by the vendor"),
    "own_servers": lazy_gettext("On the city's own servers"),
    "hybrid": lazy_gettext("Partly hosted, partly on own servers"),
    "on_site": lazy_gettext("Installed on site"),
}
DATA_LOCATIONS: Words = {
    "buyer": lazy_gettext("With the city itself"),
    "eu": lazy_gettext("In the European Union"),
    "eea": lazy_gettext("In the European Economic Area"),
    "world": lazy_gettext("Anywhere"),
}
PROGRAMME_ROLES: Words = {
    "core": lazy_gettext("Core city"),
    "mentor": lazy_gettext("Mentor city"),
    "observer": lazy_gettext("Observer"),
    "alumnus": lazy_gettext("Took part in an earlier edition"),
    "none": lazy_gettext("Not in the programme"),
}
NOT_TAKEN: Words = {
    "ended": lazy_gettext("This challenge has ended, so interest can no longer be expressed."),
    "example": lazy_gettext(
        "This is an example from a published plan. No city asks for it here now."
    ),
    "past": lazy_gettext("The last day on which interest was welcome has passed."),
    "unclaimed": lazy_gettext("Nobody of this city has signed up yet, so nobody would read it."),
}
PROCUREMENT_PATHS: Words = {
    "undecided": lazy_gettext("Not decided yet"),
    "open_procedure": lazy_gettext("Open procedure"),
    "restricted_procedure": lazy_gettext("Restricted procedure"),
    "competitive_dialogue": lazy_gettext("Competitive dialogue"),
    "innovation_partnership": lazy_gettext("Innovation partnership"),
    "pre_commercial": lazy_gettext("Pre-commercial procurement"),
    "below_threshold": lazy_gettext("Below the threshold"),
    "grant_or_pilot": lazy_gettext("Grant or pilot"),
}
JOINT_ROLES: Words = {
    "lead_buyer": lazy_gettext("Lead buyer"),
    "buyer": lazy_gettext("Buyer"),
    "follower": lazy_gettext("Follower"),
    "observer": lazy_gettext("Observer"),
}
NATURES: Words = {
    "call": lazy_gettext("A call: the city asks now"),
    "example": lazy_gettext("An example drawn from what a city published"),
}
FACTS: Words = {
    "country": lazy_gettext("Country"),
    "languages": lazy_gettext("Languages"),
    "budget": lazy_gettext("Budget"),
    "start": lazy_gettext("In use by"),
    "trl": lazy_gettext("Technology readiness (TRL)"),
    "standards": lazy_gettext("Standards"),
    "data_location": lazy_gettext("Data location"),
    "population": lazy_gettext("Population"),
    "procedure": lazy_gettext("Procedure"),
    "joint": lazy_gettext("Buying together"),
    "role": lazy_gettext("Role in buying together"),
    "roles": lazy_gettext("Roles in buying together"),
    "themes": lazy_gettext("Themes"),
    "procedure_languages": lazy_gettext("Languages of the procedure"),
    "approval_month": lazy_gettext("Budget approval"),
}
OFFERED: Words = {
    "country": lazy_gettext("Countries served"),
    "languages": lazy_gettext("Languages"),
    "budget": lazy_gettext("Price"),
    "start": lazy_gettext("Time to deploy, at most"),
    "trl": lazy_gettext("Technology readiness (TRL)"),
    "standards": lazy_gettext("Standards"),
    "data_location": lazy_gettext("Where data is kept"),
    "population": lazy_gettext("Made for cities with so many residents"),
}
"""The facts from the side of a vendor."""

FACTORS: Words = {
    "meaning": lazy_gettext("Meaning"),
    "words": lazy_gettext("Words in common"),
    "requirements": lazy_gettext("Requirements"),
    "facts": lazy_gettext("Facts"),
    "themes": lazy_gettext("Themes"),
    "freshness": lazy_gettext("Freshness"),
    "place": lazy_gettext("Nearness"),
    "complement": lazy_gettext("Roles that fit"),
}

RANKINGS: Words = {
    "suppliers": lazy_gettext("Solutions for a challenge"),
    "partners": lazy_gettext("Cities with the same need"),
}
VERDICTS: Words = {
    "met": lazy_gettext("Met"),
    "not_met": lazy_gettext("Not met"),
    "not_stated": lazy_gettext("Not stated"),
}
READ_VERDICTS: Words = {
    **VERDICTS,
    "met": lazy_gettext("Seems met"),
    "not_met": lazy_gettext("Seems not met"),
}
"""The same where it was read automatically out of a sentence."""
REASONS: Words = {
    "need": lazy_gettext("Does not fit the need"),
    "place": lazy_gettext("Wrong place or language"),
    "price": lazy_gettext("Too dear"),
    "maturity": lazy_gettext("Not mature enough"),
    "known": lazy_gettext("Known to us already"),
    "other": lazy_gettext("Other"),
}


def word(words: Words, value: str | None) -> str | None:
    """The word for a value; None for None, the value itself where there is no word."""
    return None if value is None else str(words.get(value, value.replace("_", " ")))


def day(value: date | datetime | None) -> str | None:
    """A day such as 3 May 2026."""
    return None if value is None else str(format_date(value, "long"))


def brussels(value: datetime) -> str:
    """A moment by the clocks of Brussels, which count for whatever has a deadline."""
    shown = format_datetime(value.astimezone(BRUSSELS), "medium", rebase=False)
    return str(gettext("%(moment)s, Brussels time", moment=shown))


def to_the_minute(value: datetime) -> str:
    """A day and a time by the clocks of Brussels, where nobody counts seconds."""
    local = value.astimezone(BRUSSELS)
    return (
        f"{format_date(local, 'long', rebase=False)}, {format_time(local, 'short', rebase=False)}"
    )


def day_of(text: str) -> str | None:
    """A day from an engine's ISO date; other texts as they are."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def month(value: date | None) -> str | None:
    """A month such as May 2026."""
    return None if value is None else str(format_date(value, "LLLL y"))


def month_of(text: str) -> str | None:
    """A month written as 2026-05, in words; other texts as they are."""
    try:
        return month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return text


def window(first: date | None, last: date | None) -> str | None:
    """When something is to be in use, in words; None if neither end is stated."""
    if first is not None and last is not None:
        return str(gettext("from %(first)s to %(last)s", first=day(first), last=day(last)))
    if first is not None:
        return str(gettext("not before %(day)s", day=day(first)))
    return None if last is None else str(gettext("by %(day)s", day=day(last)))


def number(value: float | Decimal | None) -> str | None:
    """A number with the separators of the language."""
    return None if value is None else str(format_decimal(value))


def figure(value: str, unit: str = "") -> str:
    """A published figure with its unit; with separators where it is a plain number."""
    plain = re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,3})?", value)
    shown = number(Decimal(value)) if plain else value
    return " ".join(filter(None, (shown, unit)))


def capital(text: str) -> str:
    """The text with a capital at its start; CO2 and ERDF stay as they are."""
    return text[:1].upper() + text[1:]


def decimal(value: float, places: int, *, signed: bool = False) -> str:
    """A number with so many decimals, such as 0.45; with its sign also where it is positive."""
    digits = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(value, format=f"+{digits};-{digits}" if signed else digits))


def money(amount: Decimal, currency: str) -> str:
    """An amount such as €18,000; cents only where there are some."""
    pattern = "¤#,##0.00" if amount % 1 else "¤#,##0"
    return str(format_currency(amount, currency, pattern, currency_digits=False))


def between(minimum: str | None, maximum: str | None) -> str | None:
    """A range in words; None if both ends are open."""
    if minimum is None and maximum is None:
        return None
    if minimum == maximum or maximum is None:
        return minimum if maximum is not None else str(gettext("from %(least)s", least=minimum))
    if minimum is None:
        return str(gettext("up to %(most)s", most=maximum))
    return str(gettext("%(least)s to %(most)s", least=minimum, most=maximum))


def price(value: Price | None) -> str | None:
    """What a solution costs; None if that is not stated."""
    if value is None:
        return None
    if value.model is PriceModel.FREE:
        return str(gettext("Free of charge"))
    amounts = _amounts(value.minimum, value.maximum, value.currency or "EUR")
    models = {
        PriceModel.ONE_OFF: gettext("One-off price"),
        PriceModel.SUBSCRIPTION: gettext("Subscription"),
        PriceModel.USAGE: gettext("By use"),
        PriceModel.ON_REQUEST: gettext("On request"),
    }
    if amounts is None:
        return str(models[value.model])
    figure = f"{amounts} {_interval(value.interval)}".strip()
    as_of = gettext(" (as of %(day)s)", day=day(value.as_of)) if value.as_of else ""
    return f"{models[value.model]}: {figure}{as_of}"


def price_breaks(breaks: Iterable[PriceBreak]) -> list[str]:
    """What one unit costs from each quantity on, the smallest quantity first."""
    return [
        str(
            gettext(
                "from %(quantity)s: %(price)s for one %(unit)s",
                quantity=number(item.from_quantity),
                price=money(item.unit_price, item.currency),
                unit=item.unit,
            )
        )
        for item in sorted(breaks, key=lambda item: item.from_quantity)
    ]


def budget(value: Budget | None) -> str | None:
    """A budget with its note; None if there is none that may be shown."""
    if value is None:
        return None
    amounts = _amounts(value.minimum, value.maximum, value.currency)
    figure = f"{amounts} {_interval(value.interval)}".strip() if amounts else ""
    return ". ".join(part.rstrip(".") for part in (figure, value.note) if part) or None


def _amounts(minimum: Decimal | None, maximum: Decimal | None, currency: str) -> str | None:
    ends = (None if end is None else money(end, currency) for end in (minimum, maximum))
    return between(*ends)


def _interval(interval: str | None) -> str:
    words = {"once": gettext("once"), "month": gettext("a month"), "year": gettext("a year")}
    return words[interval] if interval else ""


def figures_of(text: str) -> str:
    """An engine's “18000-40000 EUR year” or “5000-” in words; other texts as they are."""
    figures, _, unit = text.partition(" ")
    ends = figures.split("-") if "-" in figures else [figures, figures]
    try:
        low, high = (Decimal(end) if end else None for end in ends)
    except (ArithmeticError, ValueError):
        return text
    if not unit:
        return between(number(low), number(high)) or text
    currency, _, interval = unit.partition(" ")
    return f"{_amounts(low, high, currency)} {_interval(interval)}".strip()
