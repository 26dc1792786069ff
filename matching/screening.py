"""What makes a listing suspicious before it is public: signs that it was written to be found.

Three signs, each with what it was told by, so that people can look:

    unrelated   it fits more than 14 of the 88 `SENTINELS`
    copied      four tenths of its runs of three words stand, a sentence or more together, in needs
                or in offerings of other owners
    listed      sixty words or more stand in lists without a function word

Measured on the 183 solutions of the demonstration with all-MiniLM-L6-v2: at most 7 sentinels
(14 where four near neighbours are made one long text), no sentence of any other text, at most
13 words in lists; of 320 texts in French none shows a sign. Texts made to be found: 16 to 30
sentinels, 0.83 to 0.94 of the runs, 248 words and more. A text in a language that the model
does not know fits few sentinels whatever it says; the other two signs do not need the model.

The fit is that of the engine's first ranking, with the sentinels as the only library, and it
is fixed here: tuning a ranking must not change what is held. What follows from a sign is not
decided here; nobody is refused by one.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.encoding import Encoder
from matching.indexing.copies import Runs, runs_of
from matching.indexing.stopwords import STOP_WORDS
from matching.indexing.words import language_of, stems_of, words_of
from matching.library import Library, Vectors
from matching.passages import passages_of
from matching.profiles import NOT_SUITED, Offering, text_of
from matching.ranking.shelf import P, Shelf, speaking
from matching.sentinels import SENTINELS

Floats = NDArray[np.float64]
Kind = Literal["unrelated", "copied", "listed"]

MOST_FITTING = 14
FITS_FROM = 0.2
WHOLE, PASSAGE, WORDS = 0.5, 0.2, 0.3

MOST_COPIED = 0.4
SOURCES_SHOWN = 3
_SENTENCE = 8
"""Runs of ten words. A text that shares fewer with this one does so by chance: of a hundred
thousand texts, some share any three words."""

MOST_LISTED = 60
_SHORTEST_LIST = 12
_FUNCTION_WORDS = 0.1
"""Share of function words below which so many words are a list; sentences have a fifth or more."""

_ENOUGH_KNOWN = 45
"""Of languages of which fewer function words are known, sentences could be taken for lists."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to look closer.

    Attributes:
        kind: which sign.
        measure: sentinels that it fits, share of copied runs, or words in lists.
        texts: the sentinels, best first; or the longest of the lists.
        needs: keys of the needs that most was copied from.
        offerings: keys of the offerings that most was copied from.
    """

    kind: Kind
    measure: float
    texts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    offerings: tuple[str, ...] = ()


class Screen:
    """Finds signs; one for each encoder, so that the sentinels are encoded once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def signs(self, library: Library, offering: Offering, vectors: Vectors) -> tuple[Sign, ...]:
        """Every sign of an offering that is not public yet.

        Args:
            library: what is public; its own older version there counts for nothing.
            offering: what is to become public.
            vectors: as the library encodes it.
        """
        found = (self.unrelated(offering, vectors), copied(library, offering), listed(offering))
        return tuple(sign for sign in found if sign is not None)

    def unrelated(self, offering: Offering, vectors: Vectors) -> Sign | None:
        """Whether it fits needs that no one solution fits."""
        fits = self.fits(offering, vectors)
        order = np.argsort(-fits, kind="stable")
        texts = tuple(SENTINELS[place] for place in order if fits[place] > FITS_FROM)
        return Sign("unrelated", len(texts), texts) if len(texts) > MOST_FITTING else None

    def fits(self, offering: Offering, vectors: Vectors) -> Floats:
        """How well it fits each sentinel, float64 (sentinels,)."""
        passages = passages_of(offering.fields)
        parts = vectors[1 : 1 + len(passages)][speaking(passages)]
        near = self._centred(np.vstack([vectors[:1], parts])) @ self._sentinels.T
        meaning = WHOLE * near[0] + PASSAGE * near.max(axis=0)
        return np.asarray(np.maximum(meaning, 0.0) + WORDS * _shared_words(offering))

    @cached_property
    def _raw(self) -> Floats:
        return self.encoder.encode(list(SENTINELS)).astype(np.float64)

    @cached_property
    def _sentinels(self) -> Floats:
        return self._centred(self._raw)

    def _centred(self, rows: NDArray[np.floating]) -> Floats:
        moved = rows - self._raw.mean(axis=0)
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9))


def copied(library: Library, offering: Offering) -> Sign | None:
    """Whether much of it stands in needs, or in offerings of others.

    Offerings that nobody was ever asked to confirm do not count: they are catalogue entries,
    and may well describe this very one.
    """
    runs = runs_of(text_of(offering))
    with library.lock:
        needs = _holders(library.need_shelf, runs, lambda _: True)
        offerings = _holders(
            library.offering_shelf,
            runs,
            lambda other: other.owner != offering.owner and other.confirmed_on is not None,
        )
    taken = set().union(*needs.values(), *offerings.values())
    if not len(runs) or len(taken) < MOST_COPIED * len(runs):
        return None
    share = round(len(taken) / len(runs), 2)
    return Sign("copied", share, needs=_first(needs), offerings=_first(offerings))


def listed(offering: Offering) -> Sign | None:
    """Whether much of it is words in a row, and no sentences."""
    language = language_of(text_of(offering))
    function_words = STOP_WORDS.get(language)
    if function_words is None or len(function_words) < _ENOUGH_KNOWN:
        return None
    lists: list[tuple[int, str]] = []
    for passage in passages_of(offering.fields):
        words = _WORD.findall(passage.text.lower())
        few = sum(word in function_words for word in words) < _FUNCTION_WORDS * len(words)
        if few and len(words) >= _SHORTEST_LIST and passage.field != NOT_SUITED:
            lists.append((len(words), passage.text))
    count = sum(length for length, _ in lists)
    return Sign("listed", count, (max(lists)[1],)) if count >= MOST_LISTED else None


def _holders(shelf: Shelf[P], runs: Runs, counts: Callable[[P], bool]) -> dict[str, list[int]]:
    """The places of the runs that each profile on a shelf holds, of those that hold a sentence."""
    slots, places = shelf.copies.shared(runs)
    sentence = np.bincount(slots)[slots] >= _SENTENCE
    held: defaultdict[str, list[int]] = defaultdict(list)
    for slot, place in zip(slots[sentence].tolist(), places[sentence].tolist(), strict=True):
        held[shelf.keys[slot]].append(place)
    return {key: some for key, some in held.items() if counts(shelf.profiles[key])}


def _first(held: Mapping[str, list[int]]) -> tuple[str, ...]:
    """The keys of those that the most was taken from."""
    ordered = sorted(held, key=lambda key: (-len(held[key]), key))
    return tuple(ordered[:SOURCES_SHOWN])


def _shared_words(offering: Offering) -> Floats:
    """The share of each sentinel's words, weighed by rarity among the sentinels, that it uses."""
    text = text_of(offering)
    language = language_of(text)
    held = set(stems_of(words_of(text, language), language))
    return np.array([sum(w for term, w in one if term in held) for one in _weighed()])


@cache
def _weighed() -> list[list[tuple[str, float]]]:
    """For each sentinel its stems, with weights that add up to 1."""
    stems = [sorted(set(stems_of(words_of(text, "en"), "en"))) for text in SENTINELS]
    held = {term: sum(term in some for some in stems) for some in stems for term in some}
    count = len(SENTINELS)
    weights = {term: np.log(1 + (count - n + 0.5) / (n + 0.5)) for term, n in held.items()}
    sums = [sum(weights[term] for term in some) for some in stems]
    return [
        [(term, float(weights[term] / total)) for term in some]
        for some, total in zip(stems, sums, strict=True)
    ]
