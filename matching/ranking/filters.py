"""What the reader wants to see at all. Filters and essential facts cut before the ranking.

A filter keeps what says so: an offering that states no price is not under any price. (An
essential *fact* is milder: it refuses only what states otherwise, see `facts`.)
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from matching.indexing.columns import Columns
from matching.profiles import DATA_LOCATIONS, Offering

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions that all have to hold; empty and None mean "any".

    Of `themes`, `technologies`, `countries` and `languages` one of each is enough. `price_max`
    bounds the lowest price in `currency`, whatever its interval. Owners are the caller's.
    """

    themes: frozenset[str] = frozenset()
    technologies: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    standards: frozenset[str] = frozenset()
    price_max: Decimal | None = None
    currency: str = "EUR"
    trl_min: int | None = None
    data_location: str | None = None
    owners: frozenset[str] = frozenset()
    owners_excluded: frozenset[str] = frozenset()
    keys_excluded: frozenset[str] = frozenset()


INTERVALS = ("once", "month", "year")
_SETS = ("themes", "technologies", "languages")


def passes(filters: Filters, offering: Offering) -> bool:
    """Tell whether one offering passes; the same rule as `passing`, owners and keys included."""
    facts = offering.facts
    served = facts.countries_served - facts.countries_not_served
    held = {
        "themes": offering.themes,
        "technologies": offering.technologies,
        "languages": facts.languages,
    }
    wanted = (getattr(filters, name) for name in _SETS)
    return (
        all(not some or some & held[name] for name, some in zip(_SETS, wanted, strict=True))
        and (not filters.countries or bool(filters.countries & served))
        and filters.standards <= facts.standards
        and _numbers_pass(filters, offering)
        and (not filters.owners or offering.owner in filters.owners)
        and offering.owner not in filters.owners_excluded
        and offering.key not in filters.keys_excluded
    )


def passing(filters: Filters, columns: Columns) -> Mask:
    """Return which slots pass everything but owners and keys, bool (slots,)."""
    mask = columns.all_of("standards", filters.standards)
    for name in _SETS:
        if wanted := getattr(filters, name):
            mask &= columns.any_of(name, wanted)
    if filters.countries:
        mask &= _serves_one(filters.countries, columns)
    if filters.price_max is not None:
        units = [f"{filters.currency} {interval}" for interval in INTERVALS]
        mask &= _lowest(columns) <= float(filters.price_max)
        mask &= columns.any_of("price_unit", units)
    if filters.trl_min is not None:
        mask &= columns.numbers("trl") >= filters.trl_min
    if filters.data_location is not None:
        mask &= columns.numbers("data_location") <= DATA_LOCATIONS.index(filters.data_location)
    return mask


def _numbers_pass(filters: Filters, offering: Offering) -> bool:
    facts, price = offering.facts, offering.facts.price
    if filters.price_max is not None:
        lowest = None if price is None else price.minimum
        if price is not None and lowest is None:
            lowest = price.maximum
        if price is None or price.currency != filters.currency:
            return False
        if lowest is None or lowest > filters.price_max:
            return False
    if filters.trl_min is not None and (facts.trl is None or facts.trl < filters.trl_min):
        return False
    if filters.data_location is None:
        return True
    reach = DATA_LOCATIONS.index(filters.data_location)
    return facts.data_location in DATA_LOCATIONS[: reach + 1]


def _serves_one(countries: frozenset[str], columns: Columns) -> Mask:
    mask = np.zeros_like(columns.stated("served"))
    for country in countries:
        served = columns.any_of("served", [country])
        mask |= served & ~columns.any_of("not_served", [country])
    return mask


def _lowest(columns: Columns) -> NDArray[np.float64]:
    minimum = columns.numbers("price_minimum")
    return np.where(np.isnan(minimum), columns.numbers("price_maximum"), minimum)
