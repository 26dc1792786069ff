"""Text to vectors: the one protocol of all encoders, and how they are loaded by name."""

from matching.encoding.base import Encoder, knows
from matching.encoding.hashing import HashingEncoder
from matching.encoding.sentence import SentenceEncoder

__all__ = ["Encoder", "HashingEncoder", "SentenceEncoder", "knows", "load_encoder"]


def load_encoder(name: str = "default") -> Encoder:
    """Return the encoder called `name`.

    Args:
        name: "hashing" (deterministic, no model), "default" (the model packaged on this
            machine), a folder of a sentence-transformers model, or the name of one.

    Raises:
        EncoderUnavailable: there is no such model on this machine and none can be fetched.
    """
    return HashingEncoder() if name == "hashing" else SentenceEncoder(name)
