"""What a score means in words, the same for every need: strong, possible, weak, none.

A band reads how well the texts fit and nothing else. Facts, themes and freshness say how good a
fitting solution is; a solution about something else may have them all, so they must not lift it
into a band. Each border is where the share of right answers changes on judged sets; the report of
the engine has those shares. Which numbers go into a fit is said in `matching.ranking.fusion`.
"""

from collections.abc import Iterable
from enum import StrEnum

from matching.ranking.fusion import TextFit, shares


class Band(StrEnum):
    """How far an answer can be believed, from its text alone."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"
    NONE = "none"


_KNOWN = ((Band.STRONG, 0.33), (Band.POSSIBLE, 0.20), (Band.WEAK, 0.14))
"""The least fit of each band where the model knows the language of the need.

From 0.33 on, nine of ten answers of the golden set are right and two of three on most judged
sets; below 0.20, of the golden set, one in ten. A question asked of a collection that is about
something else stays below 0.20 in a quarter of the cases only, but at 0.22 a fifth of the golden
questions would be told that nothing fits; of two mistakes people see through this one."""

_UNKNOWN = ((Band.STRONG, 0.28), (Band.POSSIBLE, 0.16), (Band.WEAK, 0.10))
"""The same where it does not: there words lead, and even a good answer shares a third of them."""


def text_score(fit: TextFit) -> float:
    """Return how well a text fits a need, 0..1: meaning and words by their shares."""
    of_meaning, of_words = shares(language_known=fit.language_known)
    return of_meaning * fit.meaning + of_words * fit.words


def band_of(score: float, *, language_known: bool) -> Band:
    """Return the band of a text score (0..1, as `text_score` or `fuse` give it)."""
    borders = _KNOWN if language_known else _UNKNOWN
    return next((band for band, least in borders if score >= least), Band.NONE)


def nothing_fits(bands: Iterable[Band]) -> bool:
    """Tell whether no answer is at least possible: better said than shown as ten weak rows."""
    return not any(band in {Band.STRONG, Band.POSSIBLE} for band in bands)
