"""What scores cannot exceed, for a whole library in a few array operations.

What columns tell (facts, themes, freshness) counts as it is; requirements, and facts of two needs
side by side, count in full until they have been read. Scores themselves are made in `scoring`.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.indexing.columns import Columns
from matching.profiles import Need
from matching.ranking.agreement import OPEN, SAME_COUNTRY
from matching.ranking.facts import facts_worth
from matching.ranking.fusion import Parts
from matching.ranking.signals import Query
from matching.ranking.weights import (
    FACTS,
    FRESHNESS,
    PARTNER_COMPLEMENT,
    PARTNER_FACTS,
    PARTNER_PLACE,
    PARTNER_THEMES,
    REQUIREMENTS,
    STALE_AFTER_DAYS,
    THEMES,
    UNCONFIRMED_WORTH,
)

Floats = NDArray[np.float64]
Worths = Mapping[str, Floats | None]

ROUNDING = 1e-7
"""More than all the rounding on the way to a score may add to it."""


def supplier_worths(need: Need, columns: Columns, today: date) -> dict[str, Floats | None]:
    """Return what each factor beside the text cannot exceed, float64 (slots,) in 0..1.

    None for a factor that does not apply, as `scoring.supplier_factors` has it.
    """
    themes = sum((columns.any_of("themes", [theme]) for theme in need.themes), start=np.zeros(1))
    days = today.toordinal() - columns.numbers("confirmed")
    fresh = np.where(np.isnan(days), UNCONFIRMED_WORTH, days <= STALE_AFTER_DAYS)
    return {
        REQUIREMENTS.name: np.ones(len(fresh)) if need.requirements else None,
        FACTS.name: facts_worth(need.facts, columns, today),
        THEMES.name: themes / len(need.themes) if need.themes else None,
        FRESHNESS.name: fresh,
    }


def partner_worths(need: Need, columns: Columns) -> dict[str, Floats | None]:
    """Return the same for other needs; not a number where a factor does not apply to a slot."""
    shared, stated = columns.any_of("themes", need.themes), columns.stated("themes")
    country = need.place.country if need.place else None
    near = np.where(columns.any_of("country", [country or ""]), 1.0, 1.0 - SAME_COUNTRY)
    both = columns.any_of("open", [OPEN]) & bool(need.joint and need.joint.open)
    return {
        PARTNER_THEMES.name: np.where(stated, shared, np.nan) if need.themes else None,
        PARTNER_FACTS.name: np.ones(len(near)),
        PARTNER_PLACE.name: np.where(columns.stated("country"), near, np.nan) if country else None,
        PARTNER_COMPLEMENT.name: (
            np.where(columns.stated("open"), both, np.nan) if need.joint else None
        ),
    }


def ceilings(query: Query, text: Parts, others: Worths) -> Floats:
    """Return what the scores of slots cannot exceed, (n,): the sum that `scoring.weighed` makes.

    Args:
        query: the need, with the weights of its ranking.
        text: what the parts of the text fit cannot exceed, (n,) each.
        others: the same of the other factors. The weight of a factor that is None, or not a
            number for a slot, goes to the text.
    """
    of_meaning, of_words = query.weights.split(language_known=query.known)
    fit = of_meaning * text.meaning + of_words * text.words
    total = query.weights.text * fit
    for name, worth in others.items():
        applied = fit if worth is None else np.where(np.isnan(worth), fit, worth)
        total = total + query.weights.by_name[name] * applied
    return total + ROUNDING
