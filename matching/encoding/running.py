"""Runs the graph of a model: the only file that imports onnxruntime, and only when used.

Texts share a pass, one after the other and none padded: a need is encoded as a whole and sentence
by sentence, and in a batch every sentence would be padded to the length of the whole. Which texts
there are, and how long ones are split, is not known here.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from matching.encoding.base import Vectors
from matching.encoding.bert import IDS, POSITIONS, TOGETHER, Graph, graph_of
from matching.encoding.model_files import Recipe

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

TOKENS_AT_ONCE = 256
"""Tokens of one pass, or one text if it is longer. More of them leave the cache of a processor."""

_MOST_THREADS = 4
"""One need at a time is encoded, and more threads than these wait for each other."""

_ERRORS = 3


class GraphModel:
    """A model as a graph; a text has the vector that sentence-transformers gives it, up to 1e-6."""

    def __init__(self, recipe: Recipe) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415 - only to encode

        self.max_tokens = recipe.max_tokens
        self._recipe = recipe
        # The session reads the weights where they are, so they have to stay.
        self._graph = graph_of(recipe.shape, recipe.weights())
        self._session = _session(self._graph)
        self._tokenizer = Tokenizer.from_file(str(recipe.tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension), of length 1; nothing beyond `max_tokens`."""
        ids = [self._cut(found.ids) for found in self._tokenizer.encode_batch(list(texts))]
        rows = np.concatenate([self._one_pass(some) for some in _packs(ids)])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the tokens of a text begin and end, those that mark its ends left out."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        return list(found.offsets)

    def _cut(self, ids: list[int]) -> list[int]:
        """No more than fit; the last one marks the end."""
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]

    def _one_pass(self, ids: list[list[int]]) -> Vectors:
        lengths = np.array([len(one) for one in ids])
        starts = np.cumsum(lengths) - lengths
        texts = np.repeat(np.arange(len(ids)), lengths)
        places = np.arange(len(texts)) - starts[texts] + self._recipe.first_place
        given = {
            IDS: np.concatenate(ids)[None],
            POSITIONS: places[None],
            # A token sees those of its own text, and no others.
            TOGETHER: (texts[:, None] == texts[None, :])[None].astype(np.int32),
        }
        tokens = np.asarray(self._session.run(None, given)[0][0], dtype=np.float32)
        if self._recipe.by_mean:
            return np.asarray(np.add.reduceat(tokens, starts, axis=0) / lengths[:, None])
        return np.asarray(tokens[starts])


def _packs(ids: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    pack: list[list[int]] = []
    for one in ids:
        if pack and sum(map(len, pack)) + len(one) > TOKENS_AT_ONCE:
            yield pack
            pack = []
        pack.append(one)
    yield pack


def _session(graph: Graph) -> "InferenceSession":
    import onnxruntime as runtime  # noqa: PLC0415 - and not to be loaded before a server has forked

    options = runtime.SessionOptions()
    options.log_severity_level = _ERRORS
    # The steps are chosen by hand already; what else it would join takes longer than apart.
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.intra_op_num_threads = _threads()
    # Threads that wait for work in circles would take the processor from everybody else.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    kept = [runtime.OrtValue.ortvalue_from_numpy(weight) for weight in graph.weights.values()]
    options.add_external_initializers(list(graph.weights), kept)
    return runtime.InferenceSession(graph.model, options, providers=["CPUExecutionProvider"])


def _threads() -> int:
    """As many as torch would take, up to a few."""
    stated = os.environ.get("OMP_NUM_THREADS", "")
    return int(stated) if stated.isdigit() else min(_MOST_THREADS, os.cpu_count() or 1)
