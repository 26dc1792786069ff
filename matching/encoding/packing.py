"""Several short texts in one pass of a model, one after the other and none padded.

A need is encoded as a whole and sentence by sentence. In a batch every sentence would be padded to
the length of the whole, and one by one each would pay for a pass of its own. Which texts there
are, and how long ones are split, is not known here; nothing here loads a model.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from matching.encoding.base import Vectors

TOKENS_AT_ONCE = 512
"""Tokens of one pass, or one text if it is longer: attention costs their square."""


_USUAL_TOKENS = 128
"""Tokens of a usual need with its sentences, for which weights are arranged; any may come."""


def can_pack(model: Any) -> bool:
    """Tell whether texts of a sentence-transformers model may share a pass.

    That takes positions that are given to the model, and a mask between tokens: BERT has both.
    """
    inner = getattr(model[0], "auto_model", None)
    kind = getattr(getattr(inner, "config", None), "model_type", "")
    return kind == "bert" and not model.default_prompt_name


def hasten(model: Any) -> None:
    """Keep the weights of linear layers as oneDNN wants them, which saves a third of a pass.

    Otherwise they are rearranged at every pass. Vectors change by less than 1e-6.
    """
    import torch  # noqa: PLC0415 - half a second, and not to be loaded before a server has forked

    # The layers that torch.compile makes: they have no public name, and not every build has them.
    rearranged: Any = getattr(torch.ops.mkldnn, "_reorder_linear_weight", None)
    linear: Any = getattr(torch.ops.mkldnn, "_linear_pointwise", None)
    if not (rearranged and linear):
        return

    class Rearranged(torch.nn.Module):
        def __init__(self, layer: torch.nn.Linear) -> None:
            super().__init__()
            self.weight = rearranged(layer.weight.detach(), _USUAL_TOKENS)
            self.bias = layer.bias.detach()

        def forward(self, given: torch.Tensor) -> Any:
            return linear(given, self.weight, self.bias, "none", [], "")

    for module in list(model.modules()):
        for name, layer in list(module.named_children()):
            plain = type(layer) is torch.nn.Linear and layer.bias is not None
            if plain and layer.weight.dtype is torch.float32:
                setattr(module, name, Rearranged(layer))


def encode_packed(model: Any, texts: Sequence[str]) -> Vectors:
    """Return what the model makes of texts, float32 (len(texts), d), of length 1."""
    cut = {"truncation": True, "max_length": model.max_seq_length}
    ids = model.tokenizer([text.strip() for text in texts], **cut)["input_ids"]
    return np.concatenate([_one_pass(model, some) for some in _packs(ids)])


def _packs(ids: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    pack: list[list[int]] = []
    for one in ids:
        if pack and sum(map(len, pack)) + len(one) > TOKENS_AT_ONCE:
            yield pack
            pack = []
        pack.append(one)
    yield pack


def _one_pass(model: Any, ids: list[list[int]]) -> Vectors:
    import torch  # noqa: PLC0415

    lengths = [len(one) for one in ids]
    texts = torch.repeat_interleave(torch.arange(len(ids)), torch.tensor(lengths))
    with torch.inference_mode():
        tokens = (
            model[0]
            .auto_model(
                input_ids=torch.tensor([[token for one in ids for token in one]]),
                position_ids=torch.cat([torch.arange(length) for length in lengths])[None],
                # A token sees those of its own text, and no others.
                attention_mask=(texts[:, None] == texts[None, :])[None, None],
            )
            .last_hidden_state[0]
        )
        apart = torch.nn.utils.rnn.pad_sequence(tokens.split(lengths), batch_first=True)
        own = torch.arange(apart.shape[1])[None, :] < torch.tensor(lengths)[:, None]
        features = {"token_embeddings": apart, "attention_mask": own.long()}
        for module in list(model)[1:]:
            features = module(features)
        rows = torch.nn.functional.normalize(features["sentence_embedding"], dim=1)
    return np.asarray(rows.numpy(), dtype=np.float32)
