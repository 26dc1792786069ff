"""BERT and its kin as a graph for ONNX Runtime, made from their weights; nothing is run here.

torch takes some thirty steps for a layer; here there are eleven. Several texts are read at once,
one after the other and none padded, and a mask keeps them apart. Weights are handed to whoever
runs the graph as they stand in the file of the model, so the graph itself is a few kilobytes.
onnx is imported by this file alone, and only when used.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

IDS, POSITIONS, TOGETHER = "ids", "positions", "together"

_FUSED = "com.microsoft"
"""Steps that ONNX Runtime has beyond the standard: each does several of it at once."""

_STANDARD, _FORMAT = 18, 10
"""Versions of the standard and of its files."""

_WORDS = "embeddings.word_embeddings.weight"
_PLACES = "embeddings.position_embeddings.weight"
_KINDS = "embeddings.token_type_embeddings.weight"
_ATTENTION = [f"attention.self.{part}" for part in ("query", "key", "value")]


class Shape(NamedTuple):
    """What a graph has to know of a model beside its weights.

    `least` is added to a variance before anything is divided by its root.
    """

    layers: int
    heads: int
    least: float


class Graph(NamedTuple):
    """A model as ONNX writes it, and the weights that it names.

    It takes `IDS` and `POSITIONS`, int64 (1, t), and `TOGETHER`, int32 (1, t, t): 1 where a token
    sees another, else 0. It gives the tokens as the model understands them, float32 (1, t, d).
    """

    model: bytes
    weights: Mapping[str, Floats]


def graph_of(shape: Shape, weights: Mapping[str, Floats]) -> Graph:
    """Return the graph of a model with weights that are named as those of BERT.

    Raises:
        KeyError: one is missing.
    """
    writing = _Writing(shape, weights)
    tokens = writing.placed_words()
    for number in range(shape.layers):
        tokens = writing.layer(tokens, f"encoder.layer.{number}")
    return writing.finished(tokens)


class _Writing:
    """A graph as far as it is written: its steps in their order, and the weights they take."""

    def __init__(self, shape: Shape, given: Mapping[str, Floats]) -> None:
        self._shape = shape
        prefix = next((name for name in given if name.endswith(_WORDS)), _WORDS)
        self._given = {name.removeprefix(prefix[: -len(_WORDS)]): it for name, it in given.items()}
        self._steps: list[Any] = []
        self._weights: dict[str, Floats] = {}

    def placed_words(self) -> str:
        """Words and their places; all are of the first kind, which adds the same to each place."""
        places = self._given[_PLACES] + self._given[_KINDS][0]
        where = self._step("Gather", self._weight(_PLACES, places), POSITIONS)
        words = self._step("Gather", self._weight(_WORDS), IDS)
        return self._normed(words, where, "embeddings.LayerNorm")

    def layer(self, tokens: str, name: str) -> str:
        """Tokens look at each other; then each is worked on by itself."""
        parts = [f"{name}.{part}" for part in _ATTENTION]
        weights = np.hstack([self._given[f"{part}.weight"].T for part in parts])
        biases = np.hstack([self._given[f"{part}.bias"] for part in parts])
        looking = self._weight(f"{name}.looking", weights), self._weight(f"{name}.bias", biases)
        heads = self._shape.heads
        seen = self._step("Attention", tokens, *looking, TOGETHER, domain=_FUSED, num_heads=heads)
        tokens = self._worked_in(seen, tokens, f"{name}.attention.output")
        wide = self._times(tokens, f"{name}.intermediate.dense")
        bias = self._weight(f"{name}.intermediate.dense.bias")
        bent = self._step("BiasGelu", wide, bias, domain=_FUSED)
        return self._worked_in(bent, tokens, f"{name}.output")

    def finished(self, tokens: str) -> Graph:
        """The graph that gives these tokens."""
        from onnx import TensorProto, helper  # noqa: PLC0415 - a quarter of a second

        given = [
            helper.make_tensor_value_info(IDS, TensorProto.INT64, [1, "t"]),
            helper.make_tensor_value_info(POSITIONS, TensorProto.INT64, [1, "t"]),
            helper.make_tensor_value_info(TOGETHER, TensorProto.INT32, [1, "t", "t"]),
        ]
        size = self._given[_WORDS].shape[1]
        made = [helper.make_tensor_value_info(tokens, TensorProto.FLOAT, [1, "t", size])]
        weights = [_beside(name, weight) for name, weight in self._weights.items()]
        graph = helper.make_graph(self._steps, "bert", given, made, weights)
        versions = [helper.make_opsetid("", _STANDARD), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=_FORMAT)
        return Graph(model.SerializeToString(), self._weights)

    def _worked_in(self, seen: str, tokens: str, name: str) -> str:
        """What was seen, weighed and added to what the tokens were."""
        weighed = self._times(seen, f"{name}.dense")
        added = self._step("Add", weighed, self._weight(f"{name}.dense.bias"))
        return self._normed(added, tokens, f"{name}.LayerNorm")

    def _normed(self, one: str, other: str, name: str) -> str:
        """The sum of two, each token of mean 0 and variance 1, then scaled.

        The runtime has a step of its own for it, which takes six times as long as these two.
        """
        scales = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        both = self._step("Add", one, other)
        return self._step("LayerNormalization", both, *scales, axis=-1, epsilon=self._shape.least)

    def _times(self, tokens: str, name: str) -> str:
        weight = self._weight(f"{name}.weight", self._given[f"{name}.weight"].T)
        return self._step("MatMul", tokens, weight)

    def _weight(self, name: str, weight: Floats | None = None) -> str:
        """The name of a weight that a step takes; without one, the model's of this name."""
        chosen = self._given[name] if weight is None else weight
        self._weights[name] = np.ascontiguousarray(chosen)
        return name

    def _step(self, kind: str, *given: str, domain: str = "", **settings: Any) -> str:
        """Write a step down; what it gives is called by its number."""
        from onnx import helper  # noqa: PLC0415

        name = f"step {len(self._steps)}"
        self._steps.append(helper.make_node(kind, given, [name], domain=domain, **settings))
        return name


def _beside(name: str, weight: Floats) -> Any:
    """The place of a weight in the graph, which is handed over by itself."""
    from onnx import TensorProto  # noqa: PLC0415

    place = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=weight.shape)
    place.data_location = TensorProto.EXTERNAL
    place.external_data.add(key="location", value="beside")
    return place
