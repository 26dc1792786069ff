"""How closeness of meaning and shared words become one score, the same way for every need.

    meaning = 0.7 · whole + 0.3 · passage, at least 0; times coverage in an unknown language
    words   = BM25 / sum of the idf of the need's words, at most 1
    score   = (meaning + 0.5 · words) / 1.5    when the model knows the need's language
    score   = (meaning + 4 · words) / 5        when it does not

Both parts lie in 0..1 by themselves, so that each can be shown as a factor of its own. A text
farther from the need than the middle of the library is worth nothing in meaning, not less than
nothing: what it shares in words is not taken from it.

Each weight has its reason beside it. They were chosen on seven judged sets together, each also
left out in turn; no set has a switch of its own. The cosines are those of vectors less the mean
of their language (`matching.ranking.centring`), which is worth more than any weight here. What
turns texts into these numbers does not live here.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BM25_K1 = 1.5
"""Saturation of repeated words that the fusion expects; 1.2 to 2 measured alike."""

BM25_B = 0.75
"""Share of length normalisation that the fusion expects."""

WHOLE, PASSAGE = 0.7, 0.3
"""The whole text carries most: in a short one a single sentence misleads. The best passage finds
the one fitting part of a long one. Asking it of each sentence of the need brought nothing more."""

WORDS_KNOWN = 0.5
"""In a language the model knows, meaning leads and words settle what it leaves close; from 0.4
to 0.7 every set measured much the same. Nothing that was tried tells for one need better than this
for all: not its length, not how rare its words are, not how far the two lists agree."""

WORDS_UNKNOWN = 4.0
"""In a language the model does not know, words lead: there its vectors see little but names."""

_IDF_FLOOR = 1.0
"""About one common word: with no word in common at all, meaning still orders the list."""


@dataclass(frozen=True, slots=True)
class QueryStatistics:
    """What the words of a need are worth in this library.

    `idf_sum` adds the idf of its terms, each as often as the need has it (a term nobody uses has
    the idf of no use), and `idf_found` of those the library has; either is one number or one for
    each offering (n,), as when offerings in other languages are compared by other terms.
    """

    idf_sum: float | Floats
    idf_found: float | Floats
    language_known: bool


class Parts(NamedTuple):
    """The two parts of a score for n offerings, float64 (n,) in 0..1 each."""

    meaning: Floats
    words: Floats


@dataclass(frozen=True, slots=True)
class TextFit:
    """How one text fits a need, as two numbers in 0..1.

    Which counts more depends on whether the model knows the language of the need.
    """

    meaning: float
    words: float
    language_known: bool


def meaning(whole: Floats, passage: Floats) -> Floats:
    """Closeness of meaning of a need and n offerings, (n,) in -1..1.

    Args:
        whole: centred cosines (n,) of the two whole texts.
        passage: centred cosines (n,) of the whole need and the offering's best passage.
    """
    return WHOLE * whole + PASSAGE * passage


def shared_words(statistics: QueryStatistics, bm25: Floats) -> Floats:
    """BM25 (n,) as a share, 0..1: 1 is a text of usual length with every word of the need once.

    Saying them more often earns no more.
    """
    return np.minimum(bm25 / np.maximum(statistics.idf_sum, _IDF_FLOOR), 1.0)


def coverage(statistics: QueryStatistics) -> float | Floats:
    """The share of the need's words, weighed by rarity, that the library has at all, 0..1."""
    return (statistics.idf_found + _IDF_FLOOR) / (statistics.idf_sum + _IDF_FLOOR)


def parts(statistics: QueryStatistics, meant: Floats, bm25: Floats) -> Parts:
    """What meaning and words say of each of n offerings, comparable between needs.

    `meant` is what `meaning` gives, or the cosines of whole texts alone for a first look.
    Where the model does not know the language, its vectors are believed only as far as the
    library speaks the words of the need: a library in another language has few of them, and a
    vector of an unknown language beside one of a known language says least.
    """
    trust = 1.0 if statistics.language_known else coverage(statistics)
    return Parts(np.clip(trust * meant, 0.0, 1.0), shared_words(statistics, bm25))


def shares(*, language_known: bool) -> tuple[float, float]:
    """How much of a score is meaning, and how much is words; together 1."""
    words = WORDS_KNOWN if language_known else WORDS_UNKNOWN
    return 1.0 / (1.0 + words), words / (1.0 + words)


def fuse(
    statistics: QueryStatistics,
    meant: Floats,
    bm25: Floats,
    split: tuple[float, float] | None = None,
) -> Floats:
    """One score for each of n offerings, (n,) in 0..1: the parts by their shares.

    `split` are the shares where weights have learned; without it they are those of `shares`.

    Unrelated texts score near 0; for a good match a third is much, and only a copy comes near 1.
    """
    close, common = parts(statistics, meant, bm25)
    of_meaning, of_words = split or shares(language_known=statistics.language_known)
    return np.asarray(of_meaning * close + of_words * common)
