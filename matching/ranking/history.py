"""When the numbers that rank were last changed, for the people who are ranked.

Every change of a weight, of a share or of a border gets a line, the newest first. A test holds
the newest line to the numbers as they are, so that none changes in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from types import ModuleType

from matching.ranking import calibration, fusion, weights
from matching.ranking.weights import Weight


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed on a day, in plain words; `numbers` is the fingerprint since then."""

    day: date
    sentence: str
    numbers: str


CHANGES = (
    Change(
        date(2026, 11, 22),
        "The weights as they are now, chosen on judged sets, and words for how far a match fits.",
        "b65614e0f1d8",
    ),
)
"""The newest first."""


def numbers() -> str:
    """Return a fingerprint of every number that ranks: equal while none of them has changed."""
    digest = blake2b(digest_size=6)
    for module in (weights, fusion, calibration):
        for line in _numbers_in(module):
            digest.update(line.encode())
    return digest.hexdigest()


def _numbers_in(module: ModuleType) -> Iterator[str]:
    """The constants of a module, one a line; sentences may be mended without a change."""
    for name, value in sorted(vars(module).items()):
        if not name.isupper():
            continue
        if isinstance(value, Weight):
            yield f"{module.__name__}.{name} {value.name} {value.share:.6f}\n"
        elif isinstance(value, int | float | tuple):
            yield f"{module.__name__}.{name} {_plain(value)}\n"


def _plain(value: object) -> str:
    if isinstance(value, Weight):
        return f"{value.name} {value.share:.6f}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_plain, value))})"
    return f"{value:.6f}" if isinstance(value, float) else str(value)
