"""Encoders from sentence-transformers: the only file that imports it, and only when used.

Models of BERT's family are run as a graph, without torch and in less time; any other is run by
sentence-transformers itself. Loading is left to the first text: a process that forks after
warming a model hangs, so a server forks first and encodes after. Fingerprint and dimension are read
from the files of the model.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from matching.encoding.base import Vectors
from matching.encoding.model_files import (
    Recipe,
    dimension_in,
    fingerprint_of,
    folder_of,
    languages_in,
    max_tokens_in,
    recipe_in,
)
from matching.encoding.running import GraphModel
from matching.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

log = logging.getLogger(__name__)

BATCH = 32
_SLACK = 8
"""A piece cut out of a text may need a few tokens more than it had inside it."""

_USUAL_TOKENS = 512
"""Tokens of a window where a model does not say how many it reads."""


class _Model(Protocol):
    """A model that is loaded."""

    @property
    def max_tokens(self) -> int:
        """Tokens of one window."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), of length 1; nothing beyond the window."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the tokens of a text begin and end."""


class SentenceEncoder:
    """Any sentence-transformers model, by name or folder; "default" is the packaged one.

    A text gives the same vector in whatever batch it is encoded, up to 1e-5 in cosine:
    company changes the order in which floating-point numbers are added.
    """

    def __init__(self, name: str = "default") -> None:
        self.name = name
        self._lock = Lock()
        self._model: _Model | None = None
        self._folder = folder_of(name)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the weights and settings of the model."""
        return fingerprint_of(self._folder)

    @cached_property
    def dimension(self) -> int:
        """The length of a vector, from the settings of the model where they say it."""
        return dimension_in(self._folder) or self._loaded().dimension

    @cached_property
    def max_tokens(self) -> int:
        """Tokens of one window, with the two that mark its ends."""
        return max_tokens_in(self._folder) or self._loaded().max_tokens

    @cached_property
    def languages(self) -> frozenset[str] | None:
        """The languages that the model's card names; None when it is multilingual or silent."""
        return languages_in(self._folder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), every row of length 1.

        A text longer than the window is split at word borders and the mean of its pieces,
        weighted by their length, stands for it.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            pieces = [list(self._windows(text)) for text in texts]
            flat = [piece for parts in pieces for piece in parts]
            rows = self._loaded().encode(flat)
        borders = np.cumsum([0] + [len(parts) for parts in pieces])
        lengths = np.array([len(piece) + 1 for piece in flat], dtype=np.float32)[:, None]
        sums = [(rows[a:b] * lengths[a:b]).sum(axis=0) for a, b in pairwise(borders)]
        whole = np.stack(sums)
        return np.asarray(whole / np.linalg.norm(whole, axis=1, keepdims=True), dtype=np.float32)

    def _windows(self, text: str) -> Iterator[str]:
        room = self.max_tokens - _SLACK
        # Bytes bound the tokens of every tokenizer in use: most texts need no counting.
        if len(text.encode()) <= room:
            yield text
            return
        spans = [(start, end) for start, end in self._loaded().spans(text) if end > start]
        begin = 0
        while len(spans) - begin > room:
            cut = next(
                (i for i in range(begin + room, begin, -1) if text[spans[i][0] - 1].isspace()),
                begin + room,
            )
            yield text[spans[begin][0] : spans[cut][0]]
            begin = cut
        yield text[spans[begin][0] :] if spans else text

    def _loaded(self) -> _Model:
        if self._model is None:
            recipe = recipe_in(self._folder)
            if recipe is None:
                log.info("The model %s is run by torch: it is not of BERT's family.", self.name)
                self._model = _TorchModel(_model_in(self._folder, self.name))
            else:
                self._model = _graph_model(recipe, self.name)
        return self._model


class _TorchModel:
    """A model as sentence-transformers runs it."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model

    @property
    def max_tokens(self) -> int:
        return int(self._model.max_seq_length or _USUAL_TOKENS)

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        # Sorted by length inside, so that a batch wastes little on padding.
        rows = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)

    def spans(self, text: str) -> list[tuple[int, int]]:
        return list(
            self._model.tokenizer(
                text,
                add_special_tokens=False,
                truncation=False,
                return_offsets_mapping=True,
                verbose=False,
            )["offset_mapping"]
        )


def plain_encode(name: str) -> Callable[[str], Vectors]:
    """Return how sentence-transformers itself encodes a text, to float32 (d,): to compare with.

    Raises:
        EncoderUnavailable: there is no such model on this machine, or it does not load.
    """
    model = _model_in(folder_of(name), name)
    return lambda text: np.asarray(model.encode(text, normalize_embeddings=True), dtype=np.float32)


def _model_in(folder: Path, name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(folder), device="cpu")
    except Exception as fault:
        # The readers of weights and tokenizers raise what they like on damaged files.
        raise EncoderUnavailable(f"The model {name!r} does not load.") from fault
    model.eval()
    return model


def _graph_model(recipe: Recipe, name: str) -> GraphModel:
    try:
        return GraphModel(recipe)
    except Exception as fault:
        # As above: a file may be cut short, or not be what its settings say.
        raise EncoderUnavailable(f"The model {name!r} does not load.") from fault
