"""When the numbers that rank were last changed, for the people who are ranked.

Every change of a weight, of a share or of a border gets a line, the newest first. A test holds
the newest line to the numbers as they are, so that none changes in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from matching.ranking import (
    agreement,
    calibration,
    centring,
    diversity,
    fusion,
    readings,
    weights,
)
from matching.ranking.weights import Weight


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed on a day, in plain words; `numbers` is the fingerprint since then."""

    day: date
    sentence: str
    numbers: str


CHANGES = (
    Change(
        date(2026, 11, 23),
        "Partner cities are also compared by their windows for the start and by the languages in "
        "which they can run a procedure, where both state them. No weight has changed.",
        "7db03dfcf2fa",
    ),
    Change(
        date(2026, 11, 22),
        "The first weights that are written down here, chosen on judged sets. Requirements are "
        "judged as people judged examples, and each match says in a word how far it fits.",
        "08da8a019809",
    ),
)
"""The newest first."""


def numbers() -> str:
    """Return a fingerprint of every number that ranks: equal while none of them has changed."""
    digest = blake2b(digest_size=6)
    for module in (agreement, calibration, centring, diversity, fusion, readings, weights):
        for name, value in sorted(vars(module).items()):
            plain = _plain(value) if name.isupper() else None
            if plain is not None:
                digest.update(f"{module.__name__}.{name} {plain}\n".encode())
    return digest.hexdigest()


def _plain(value: object) -> str | None:
    """A number, or numbers by name or in a row, in writing; None for anything else.

    Sentences may be mended without a change.
    """
    if isinstance(value, Weight):
        return f"{value.name} {value.share:.6f}"
    if isinstance(value, Mapping):
        value = tuple(value.items())
    if isinstance(value, tuple):
        parts = [_plain(part) for part in value]
        return None if None in parts else f"({', '.join(map(str, parts))})"
    if isinstance(value, float):
        return f"{value:.6f}"
    return str(value) if isinstance(value, int | str) else None
