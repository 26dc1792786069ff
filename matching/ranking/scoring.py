"""The factors of a score and their sum. Numbers that weigh are in `weights`."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeVar

from matching.profiles import Need, Offering, Profile, text_of
from matching.ranking.explanation import RequirementVerdict, coverage_of
from matching.ranking.facts import FactVerdict, Verdict
from matching.ranking.fusion import TextFit
from matching.ranking.signals import Query
from matching.ranking.weights import (
    FACTS,
    FRESHNESS,
    MEANING,
    NOT_STATED_WORTH,
    REQUIREMENTS,
    STALE_AFTER_DAYS,
    THEMES,
    THEMES_COUNTED,
    UNCONFIRMED_WORTH,
    WORDS,
    Weights,
)

T = TypeVar("T")

_PLACES = 12


@dataclass(frozen=True, slots=True)
class Factor:
    """A named number in 0..1 and its weight; a score is the sum of value times weight."""

    name: str
    value: float
    weight: float


def total(factors: Sequence[Factor]) -> float:
    """Return the score, in 0..1."""
    return sum(factor.value * factor.weight for factor in factors)


def supplier_factors(
    query: Query,
    offering: Offering,
    fit: TextFit,
    facts: tuple[FactVerdict, ...],
    verdicts: tuple[RequirementVerdict, ...],
    today: date,
) -> tuple[Factor, ...]:
    """Return the factors of one offering for one need.

    `verdicts` may be empty for a first ordering: then no requirement counts as spoken to.
    """
    need = query.need
    values: dict[str, float | None] = {
        REQUIREMENTS.name: coverage_of(verdicts) if need.requirements else None,
        FACTS.name: facts_value(facts) if facts else None,
        THEMES.name: _theme_share(need.themes, offering.themes) if need.themes else None,
        FRESHNESS.name: freshness(offering.confirmed_on, today),
    }
    return weighed(query.weights, fit, values)


def weighed(
    weights: Weights, fit: TextFit, others: Mapping[str, float | None]
) -> tuple[Factor, ...]:
    """Return the factors that apply, meaning and words first.

    These share what the weights give to the text, and the weight of those that do not apply.
    """
    shares = weights.by_name
    whole = weights.text + sum(shares[name] for name, worth in others.items() if worth is None)
    of_meaning, of_words = weights.split(language_known=fit.language_known)
    applying = (
        Factor(name, worth, shares[name]) for name, worth in others.items() if worth is not None
    )
    return (
        Factor(MEANING.name, fit.meaning, round(whole * of_meaning, _PLACES)),
        Factor(WORDS.name, fit.words, round(whole * of_words, _PLACES)),
        *applying,
    )


def facts_value(facts: Sequence[FactVerdict]) -> float:
    """Return the mean worth of fact verdicts, 0..1."""
    worth = {Verdict.MET: 1.0, Verdict.NOT_STATED: NOT_STATED_WORTH, Verdict.NOT_MET: 0.0}
    return round(sum(worth[fact.verdict] for fact in facts) / len(facts), _PLACES)


def freshness(confirmed_on: date | None, today: date) -> float:
    """Return 1 for what was confirmed lately, 0 for what is stale."""
    if confirmed_on is None:
        return UNCONFIRMED_WORTH
    return float(today - confirmed_on <= timedelta(days=STALE_AFTER_DAYS))


def ranked(
    need: Need, items: Iterable[T], score_of: Callable[[T], float], other_of: Callable[[T], Profile]
) -> list[T]:
    """Return the items by score, best first; ties by `neutral`."""
    scored = [(score_of(item), item) for item in items]
    ties = Counter(score for score, _ in scored)

    def order(pair: tuple[float, T]) -> tuple[float, bytes]:
        score, item = pair
        return -score, neutral(need, other_of(item)) if ties[score] > 1 else b""

    return [item for _, item in sorted(scored, key=order)]


def neutral(need: Need, other: Profile) -> bytes:
    """Return what breaks ties: a hash of both texts, so that nobody is first by name or age."""
    digest = blake2b(text_of(need).encode(), digest_size=16, key=b"neutral order")
    digest.update(b"\0" + text_of(other).encode())
    # Only texts that are alike to the letter come as far as this: then their keys, hashed too.
    return digest.digest() + blake2b(other.key.encode(), digest_size=8).digest()


def _theme_share(wanted: frozenset[str], held: frozenset[str]) -> float:
    """Whoever is listed under everything is listed under nothing: each theme then counts less."""
    worth = min(1.0, THEMES_COUNTED / max(1, len(held)))
    return round(worth * len(wanted & held) / len(wanted), _PLACES)
