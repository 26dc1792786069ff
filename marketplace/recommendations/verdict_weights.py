"""The weights of verdicts on requirements: made from the labelled pairs of the demonstration.

How they are fitted and measured is in the engine. The pairs that are kept aside are measured by
the report alone.
"""

from dataclasses import dataclass

from marketplace.foundation.errors import Unavailable
from marketplace.recommendations.demonstration import demonstration, fill
from matching.encoding import load_encoder
from matching.errors import EncoderUnavailable
from matching.evaluation.verdicts import (
    agreement,
    as_markdown,
    cross_validated,
    fit,
    load_pairs,
    numbers_of,
)
from matching.library import Library
from seed_data import FOLDER

__all__ = ["Fitted", "fitted"]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What each number says for "met" and for "not met", and how far that agrees with readers."""

    weights: dict[str, tuple[float, float]]
    measured: str


def fitted(encoder: str) -> Fitted:
    """Fit the weights with the model of that name, and cross-validate them by solution.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    try:
        library = Library(load_encoder(encoder))
        fill(library, demonstration())
    except EncoderUnavailable as error:
        raise Unavailable(f"The model “{encoder}” cannot be loaded: {error}") from None
    pairs = load_pairs(FOLDER / "judged" / "requirements_dev.jsonl")
    numbers, labels = numbers_of(library, pairs), [pair.label for pair in pairs]
    found = agreement(labels, cross_validated(numbers, labels, [pair.offering for pair in pairs]))
    return Fitted(fit(numbers, labels), as_markdown("Cross-validated by solution", found))
