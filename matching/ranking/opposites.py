"""What contradicts what: a promise that requirements ask for, and the limit that breaks it.

"Staff can operate it without specialists" is broken by "for cities with skills in Java", though
the two share no word and are not close in meaning. Such pairs are few, and the same in every
market of solutions for cities; the sentences here stand for their kinds. Whether a requirement is
of a kind is told by closeness of meaning, so they work in the languages that the model knows.

What a contradiction is worth is in `weights`; verdicts are made in `explanation`.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.passages import Passage
from matching.profiles import NAMES, NOT_SUITED, PROBLEM
from matching.ranking.centring import centred

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]

OPPOSITES = (
    (
        "Staff without technical knowledge can operate it.",
        "It requires programmers or technical specialists.",
    ),
    (
        "It is simple, light and easy to install.",
        "It is complex and demanding to install.",
    ),
    (
        "It works for very large numbers of people and grows.",
        "It only fits small groups.",
    ),
    (
        "It fits a small or medium-sized town with few resources.",
        "It is for large cities that have the skills.",
    ),
    (
        "Its measurements are accurate, calibrated and trustworthy.",
        "Its values are only indicative and not exact.",
    ),
    (
        "It works fast, within a few months.",
        "It needs a year of data first.",
    ),
    (
        "It controls and steers equipment.",
        "It only monitors and displays, and does not control.",
    ),
    (
        "It is open, and anyone may use and adapt it.",
        "Its use is restricted, and the licence is not open source.",
    ),
    (
        "It is available in several languages.",
        "It is available in one language only.",
    ),
    (
        "It is installed and operated for the city as a finished product.",
        "It is research software or a library, not a finished product.",
    ),
    (
        "Its effects last without further subsidies.",
        "Its effect needs continued funding and rewards.",
    ),
    (
        "It can be transferred to other countries and climates.",
        "It is made for one country and has to be adapted elsewhere.",
    ),
    (
        "It makes the city independent of consultants.",
        "It needs an external integrator or consultants.",
    ),
    (
        "Its data are fair and representative.",
        "Participation is uneven and the data are biased.",
    ),
    (
        "Residents and staff use it directly.",
        "It has no screen for users; it is a component for other systems.",
    ),
    (
        "Ordinary people understand it.",
        "It is meant for researchers and experts.",
    ),
    (
        "People discuss and exchange ideas freely.",
        "It only asks structured questions.",
    ),
    (
        "It records and shows how things change over time.",
        "It keeps no history.",
    ),
)
"""Promises, each with the limit that breaks it."""

_LIMITING = frozenset(
    {
        *("not", "no", "cannot", "never", "without", "only", "reserved", "limited", "indicative"),
        *("require", "requires", "required", "need", "needs", "needed", "demand", "demands"),
        *("depend", "depends", "although", "though", "however", "but", "uneven", "continued"),
        *("should", "must", "attention"),
        *("nicht", "kein", "keine", "keinen", "nur", "pas", "jamais", "seulement", "niet", "geen"),
        *("alleen", "solo", "sólo"),
    }
)
_RATHER = "rather than"
_WORD = re.compile(r"\w+")

_OF_OTHERS = NAMES | {PROBLEM}


class Opposites:
    """The sentences of `OPPOSITES` as vectors of one encoder, made when first asked for.

    Args:
        encode: texts to vectors, float32 (n, d).
    """

    def __init__(self, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self._encode = encode
        self._last: tuple[Vectors, Vectors] | None = None

    @cached_property
    def _sides(self) -> tuple[Vectors, Vectors]:
        vectors = self._encode([sentence for pair in OPPOSITES for sentence in pair])
        return vectors[0::2], vectors[1::2]

    def kinds(self, centre: Vectors) -> Vectors:
        """Return promises and then limits, float32 (2k, d), less `centre` (d,).

        Those of the last centre are kept: every need of a library asks for the same.
        """
        last = self._last
        if last is None or last[0] is not centre:
            last = self._last = centre, centred(np.concatenate(self._sides), centre)
        return last[1]


def leanings(vectors: Vectors | Floats, kinds: Vectors) -> tuple[Floats, Floats]:
    """Return how far texts make each promise and set each limit, float64 (n, k) each, at least 0.

    A text that is close to all of them alike makes none: what counts is above its own mean.
    """
    near = np.asarray(vectors @ kinds.T, dtype=np.float64)
    above = np.maximum(near - near.mean(axis=1, keepdims=True), 0.0)
    half = len(kinds) // 2
    return above[:, :half], above[:, half:]


def ruled_out(promises: Floats, limits: Floats) -> Floats:
    """Return how much more each text rules out what another asks for than what it asks for itself.

    Args:
        promises: how far each text makes each promise, as `leanings` gives it, float64 (n, k).
        limits: how far it sets each limit, likewise.

    Returns:
        float64 (n, n): in row i and column j, what text j rules out of text i.
    """
    own = np.sqrt(promises * limits)
    opposed = np.sqrt(promises[:, None, :] * limits[None, :, :])
    return np.asarray((opposed - own[None]).max(axis=2, initial=0.0))


def sets_a_limit(passage: Passage) -> bool:
    """Tell whether a passage may speak against its own offering.

    What is wrong without an offering is no limit of it, and neither is its name.
    """
    if passage.field == NOT_SUITED:
        return True
    return passage.field not in _OF_OTHERS and says_a_limit(passage.text)


@lru_cache(maxsize=20_000)
def says_a_limit(text: str) -> bool:
    """Tell whether a sentence may set a limit: it says "not", "only", "must" or the like.

    By words in a set: to look for each at every place of the text takes five times as long.
    """
    lower = text.lower()
    return not _LIMITING.isdisjoint(_WORD.findall(lower)) or _RATHER in lower
