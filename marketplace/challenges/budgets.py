"""Budgets that everybody may see, for figures; no other budget is ever read here."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import JSON, and_, select, type_coerce
from sqlalchemy.orm import Session

from marketplace.challenges.content import BudgetInterval, Visibility
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge, ChallengeVersion

MONTHS = 12


@dataclass(frozen=True, slots=True)
class PublicBudget:
    """The upper end that a city states to everybody, once or for a year, in `currency`.

    The lower end stands for it where there is no upper one.
    """

    amount: Decimal
    currency: str


def public_budgets(session: Session) -> Iterator[PublicBudget]:
    """The budgets of open challenges that say in figures, and to everybody, what there is."""
    budget = type_coerce(ChallengeVersion.content, JSON)
    maximum, minimum, currency, interval = (
        budget["budget", name].as_string()
        for name in ("maximum", "minimum", "currency", "interval")
    )
    rows = session.execute(
        select(maximum, minimum, currency, interval)
        .select_from(Challenge)
        .join(
            ChallengeVersion,
            and_(
                ChallengeVersion.challenge_id == Challenge.id,
                ChallengeVersion.number == Challenge.published_version,
            ),
        )
        .where(
            Challenge.state.not_in(ENDED),
            budget["budget", "visibility"].as_string() == Visibility.PUBLIC.value,
        )
    )
    for upper, lower, stated, period in rows:
        if end := upper or lower:
            times = MONTHS if period == BudgetInterval.MONTH else 1
            yield PublicBudget(Decimal(end) * times, stated or "EUR")
