"""A small real model of sentences in a folder: seeded weights, every alphabet, a card.

What it knows of meaning is nothing; what matters is that it is loaded and asked like any other.
"""

import string
from pathlib import Path

SIZE = 48
LATIN = "àáâãäåæèéêëìíîïòóôõöøùúûüýÿąćčďđęěğġħīıķłńňőœřśšťůűźżžșțß"
ALPHABETS = (*range(0x0370, 0x0400), *range(0x0400, 0x0460))
"""Greek and Cyrillic."""

CARD = """---
language:
- multilingual
license: cc0-1.0
---
# A model for tests
"""


FAMILIES = ("bert", "xlm-roberta")
"""Kinds of models that differ in where their positions begin."""


def write_model(
    folder: Path, *, seed: int = 1, card: str = CARD, family: str = "bert", pooling: str = "mean"
) -> Path:
    """Write a model into `folder`; another seed makes another one."""
    # Half of the tests never need it, and it takes seconds.
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer  # noqa: PLC0415
    from transformers import AutoConfig, AutoModel, BertTokenizerFast  # noqa: PLC0415

    folder.mkdir(parents=True)
    letters = [*string.printable.lower(), *LATIN, *map(chr, ALPHABETS)]
    signs = [sign for sign in dict.fromkeys(letters) if not sign.isspace()]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs, *(f"##{s}" for s in signs)]
    torch.manual_seed(seed)
    config = AutoConfig.for_model(
        family,
        pad_token_id=0,
        vocab_size=len(words),
        hidden_size=SIZE,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=SIZE,
        max_position_embeddings=512,
    )
    AutoModel.from_config(config).save_pretrained(folder / "bert")
    vocabulary = {word: place for place, word in enumerate(words)}
    BertTokenizerFast(vocab=vocabulary).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=128)
    made = SentenceTransformer(modules=[transformer, Pooling(SIZE, pooling)], device="cpu")
    made.save(str(folder / "model"))
    (folder / "model" / "README.md").write_text(card, "utf-8")
    return folder / "model"
