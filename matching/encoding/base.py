"""What every encoder promises. No encoder lives here."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors that are near each other when the texts mean the same.

    Vectors may be compared only when the fingerprints of their encoders are equal.
    """

    @property
    def fingerprint(self) -> str:
        """Identifies model and settings, over machines and processes."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Tokens that are read at once; longer texts are split and averaged, never cut."""

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639-1 codes of the languages it was trained on; None is all of them."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), every row of length 1."""


def knows(encoder: Encoder, language: str) -> bool:
    """Tell whether the encoder can be trusted with a text in `language` (ISO 639-1)."""
    return encoder.languages is None or language in encoder.languages
