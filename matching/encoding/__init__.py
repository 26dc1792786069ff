"""Text to vectors: the one protocol of all encoders, and how they are loaded by name."""

from collections.abc import Callable

from matching.encoding.base import Encoder, Vectors, knows
from matching.encoding.hashing import HashingEncoder
from matching.encoding.sentence import SentenceEncoder, plain_encode

__all__ = ["Encoder", "HashingEncoder", "SentenceEncoder", "knows", "load_encoder", "load_plain"]


def load_encoder(name: str = "default") -> Encoder:
    """Return the encoder called `name`.

    Args:
        name: "hashing" (deterministic, no model), "default" (the model packaged on this
            machine), a folder of a sentence-transformers model, or the name of one.

    Raises:
        EncoderUnavailable: there is no such model on this machine and none can be fetched.
    """
    return HashingEncoder() if name == "hashing" else SentenceEncoder(name)


def load_plain(name: str = "default") -> Callable[[str], Vectors]:
    """Return the plainest way to encode one text with the model `load_encoder` would take.

    Raises:
        EncoderUnavailable: as for `load_encoder`.
    """
    if name == "hashing":
        return lambda text: HashingEncoder().encode([text])[0]
    return plain_encode(name)
