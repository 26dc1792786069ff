"""An encoder without a model: signed feature hashing of words and pieces of words.

It is deterministic over threads, processes and machines, and fast. It stands in for the real
model in tests and where no model is at hand; it knows wording, not meaning.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from matching.encoding.base import Vectors

_WORD = re.compile(r"\w+")
_WORD_WEIGHT = 1.0
_PIECE_WEIGHT = 0.35
"""Pieces are many and shared by unrelated words: together they weigh about as much as a word."""

_PIECE_LENGTH = 4
_ONLY_PIECES_OF = 5
"""Shorter words are whole features already."""


class HashingEncoder:
    """Signed feature hashing into `dimension` buckets."""

    max_tokens = 1_000_000
    languages: frozenset[str] | None = None

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.fingerprint = f"hashing-1-{dimension}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), every row of length 1."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self._vector(text)
        return rows

    def _vector(self, text: str) -> NDArray[np.float64]:
        words = Counter(_WORD.findall(text.lower())) or Counter([""])
        vector = np.zeros(self.dimension)
        for word in sorted(words):
            buckets, values = _features(word, self.dimension)
            # Indexing by a list would drop all but the last of two features in one bucket.
            np.add.at(vector, buckets, values * np.sqrt(words[word]))
        length = float(np.linalg.norm(vector))
        if length == 0.0:
            vector[0] = length = 1.0
        return vector / length


@lru_cache(maxsize=65_536)
def _features(word: str, dimension: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Buckets and signed weights of one word and its pieces."""
    pieces = [word]
    if len(word) >= _ONLY_PIECES_OF:
        framed = f"<{word}>"
        pieces += [framed[i : i + _PIECE_LENGTH] for i in range(len(framed) - _PIECE_LENGTH + 1)]
    hashes = [int.from_bytes(blake2b(p.encode(), digest_size=8).digest(), "big") for p in pieces]
    buckets = np.array([(value >> 1) % dimension for value in hashes], dtype=np.int64)
    signs = np.array([1.0 if value & 1 else -1.0 for value in hashes])
    weights = np.full(len(pieces), _PIECE_WEIGHT)
    weights[0] = _WORD_WEIGHT
    return buckets, signs * weights
