"""What answering a need costs, beside the plain way: encode its text, search one flat index.

The plain way is what anybody would write with sentence-transformers and faiss. It finds the nearest
fifty texts; the engine ranks by all its factors and explains ten. Both are asked in turn, each need
once, in one process. Where solutions and needs come from is not known here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median
from time import perf_counter

import numpy as np
import numpy.typing as npt

from matching.encoding import Encoder, load_encoder, load_plain
from matching.indexing.faiss import plain_index
from matching.library import Library
from matching.passages import passages_of
from matching.profiles import Need, Offering, text_of
from matching.suppliers import find_suppliers

NEAREST = 50
_WARMING = 5
_TODAY = date(2026, 1, 1)

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds for one need, by the median; `ratio` is that of the two medians."""

    plain: float
    engine: float
    slowest: float

    @property
    def ratio(self) -> float:
        """How many times the plain way the engine takes."""
        return self.engine / self.plain


class Contest:
    """Both ways, ready to answer for the same offerings.

    The vector of a whole text is the mean of those of its passages, which are encoded once however
    many offerings say the same: encoding ten thousand whole texts takes a quarter of an hour,
    and which vectors there are is all the same to the time that a search takes.
    """

    def __init__(self, offerings: Sequence[Offering], *, encoder: str) -> None:
        self._library = _library_of(offerings, load_encoder(encoder))
        self._encode = load_plain(encoder)
        shelf = self._library.offering_shelf
        self._search = plain_index(shelf.vectors.rows[shelf.vectors.live])

    def run(self, needs: Sequence[Need]) -> Speed:
        """Answer every need both ways; the first few warm up and are not counted."""
        plain: list[float] = []
        engine: list[float] = []
        for turn, need in enumerate(needs):
            ways = [(plain, partial(self._plainly, need)), (engine, partial(self._ranked, need))]
            # Who comes second finds the processor warm: they take turns in that too.
            for times, answer in ways if turn % 2 else ways[::-1]:
                times.append(_milliseconds(answer))
        return Speed(median(plain[_WARMING:]), median(engine[_WARMING:]), max(engine[_WARMING:]))

    def _plainly(self, need: Need) -> None:
        self._search(self._encode(text_of(need)), NEAREST)

    def _ranked(self, need: Need) -> None:
        find_suppliers(self._library, need, today=_TODAY)


def _library_of(offerings: Sequence[Offering], encoder: Encoder) -> Library:
    cut = [[passage.text for passage in passages_of(item.fields)] for item in offerings]
    texts = sorted({text for some in cut for text in some})
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    library = Library(encoder, vectors="faiss")
    for offering, some in zip(offerings, cut, strict=True):
        rows = np.stack([vectors[text] for text in some])
        whole = rows.mean(axis=0, keepdims=True)
        library.put_offering(offering, np.vstack([whole / np.linalg.norm(whole), rows]))
    return library


def _milliseconds(answer: Callable[[], None]) -> float:
    begun = perf_counter()
    answer()
    return 1000.0 * (perf_counter() - begun)
