"""Profiles as JSON records and back: `need_of(record_of(need)) == need`.

Only stated things are written. Shapes are checked by the profiles themselves.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from matching.profiles import (
    JointStance,
    Money,
    Need,
    NeedFacts,
    Offering,
    OfferingFacts,
    Place,
    Profile,
    Requirement,
    TextField,
)

Record = dict[str, Any]

_NEED_FACTS = ("country", "trl_minimum", "data_location", "population")
_OFFERING_FACTS = (
    "trl",
    "data_location",
    "weeks_to_deploy_maximum",
    "population_minimum",
    "population_maximum",
)
_OFFERING_SETS = ("countries_served", "countries_not_served", "languages", "standards", "estimated")
_NEED_SETS = ("languages", "standards", "essential", "procedure_languages")


def record_of(profile: Profile) -> Record:
    """Return a profile as a dict of JSON values."""
    common = {
        "key": profile.key,
        "owner": profile.owner,
        "fields": [[item.name, item.text] for item in profile.fields],
        "themes": sorted(profile.themes),
        "version": profile.version,
    }
    own = _need_parts(profile) if isinstance(profile, Need) else _offering_parts(profile)
    return {name: value for name, value in {**common, **own}.items() if value not in (None, [])}


def need_of(record: Mapping[str, Any]) -> Need:
    """Return the need that was written as `record`."""
    facts, place, joint = record["facts"], record.get("place"), record.get("joint")
    return Need(
        **_common(record),
        requirements=tuple(Requirement(*item) for item in record.get("requirements", ())),
        facts=NeedFacts(
            **_given(facts, _NEED_FACTS, _NEED_SETS),
            budget=_money(facts.get("budget")),
            start=_day(facts.get("start")),
            earliest_start=_day(facts.get("earliest_start")),
        ),
        place=Place(*place) if place else None,
        joint=JointStance(joint["open"], frozenset(joint["roles"])) if joint else None,
        procedure=record.get("procedure"),
    )


def offering_of(record: Mapping[str, Any]) -> Offering:
    """Return the offering that was written as `record`."""
    facts = record["facts"]
    return Offering(
        **_common(record),
        facts=OfferingFacts(
            **_given(facts, _OFFERING_FACTS, _OFFERING_SETS),
            price=_money(facts.get("price")),
        ),
        technologies=frozenset(record.get("technologies", ())),
        confirmed_on=_day(record.get("confirmed_on")),
        public_since=_moment(record.get("public_since")),
    )


def _need_parts(need: Need) -> Record:
    facts, place, joint = need.facts, need.place, need.joint
    stated = _stated(facts, _NEED_FACTS, _NEED_SETS)
    days = _written(start=facts.start, earliest_start=facts.earliest_start)
    return {
        "requirements": [[item.text, item.essential, item.stated] for item in need.requirements],
        "facts": stated | days | _written(budget=facts.budget),
        "place": place and [place.country, place.region, place.latitude, place.longitude],
        "joint": joint and {"open": joint.open, "roles": sorted(joint.roles)},
        "procedure": need.procedure,
    }


def _offering_parts(offering: Offering) -> Record:
    stated = _stated(offering.facts, _OFFERING_FACTS, _OFFERING_SETS)
    return {
        "facts": stated | _written(price=offering.facts.price),
        "technologies": sorted(offering.technologies),
        **_written(confirmed_on=offering.confirmed_on, public_since=offering.public_since),
    }


def _stated(facts: object, names: Iterable[str], sets: Iterable[str]) -> Record:
    values = {name: getattr(facts, name) for name in names}
    values |= {name: sorted(getattr(facts, name)) for name in sets}
    return {name: value for name, value in values.items() if value not in (None, [])}


def _given(facts: Mapping[str, Any], names: Iterable[str], sets: Iterable[str]) -> Record:
    values: Record = {name: facts.get(name) for name in names}
    return values | {name: frozenset(facts.get(name, ())) for name in sets}


def _written(**values: Money | date | None) -> Record:
    return {
        name: value.isoformat() if isinstance(value, date) else _written_money(value)
        for name, value in values.items()
        if value is not None
    }


def _written_money(money: Money) -> list[str | None]:
    ends = [None if end is None else str(end) for end in (money.minimum, money.maximum)]
    return [*ends, money.currency, money.interval]


def _common(record: Mapping[str, Any]) -> Record:
    return {
        "key": record["key"],
        "owner": record["owner"],
        "fields": tuple(TextField(name, text) for name, text in record.get("fields", ())),
        "themes": frozenset(record.get("themes", ())),
        "version": record["version"],
    }


def _money(written: list[Any] | None) -> Money | None:
    if written is None:
        return None
    minimum, maximum = (None if end is None else Decimal(end) for end in written[:2])
    return Money(minimum, maximum, written[2], written[3])


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
