"""Two people at the same step: what each of them changed, field by field.

A form carries a mark of what each of its fields said when it was shown. By the marks what
only one of the two changed is taken from that one, and only what both changed is asked about.
So going back and saving an old page again does no harm either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import json

BEFORE = "before."
SEEN = "seen."
CHOICE = "choice."
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Merged:
    """What the fields say by now; about the `contested` ones somebody has to decide."""

    values: Mapping[str, Any]
    contested: tuple[str, ...]


def mark_of(value: Any) -> str:
    """Tells values apart, and says nothing of them."""
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def marks(document: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """The marks that a form carries in hidden fields, by their names."""
    return {BEFORE + name: mark_of(document.get(name)) for name in names}


def merge(sent: Mapping[str, str], mine: Mapping[str, Any], stored: Mapping[str, Any]) -> Merged:
    """Put what was typed together with what is stored by now.

    Args:
        sent: the form, with marks and, once somebody has decided, choices; these count as
            long as what is stored is what was seen beside them.
        mine: what was typed, by field, in the form in which it would be stored.
        stored: what is stored now.
    """
    values: dict[str, Any] = {}
    contested = []
    for name, typed in mine.items():
        now = stored.get(name)
        before = sent.get(BEFORE + name, mark_of(now))
        choice = sent.get(CHOICE + name) if sent.get(SEEN + name) == mark_of(now) else None
        i_changed, they_changed = mark_of(typed) != before, mark_of(now) != before
        if not i_changed or typed == now or (choice == THEIRS and they_changed):
            values[name] = now
        else:
            values[name] = typed
            if they_changed and choice != MINE:
                contested.append(name)
    return Merged(values, tuple(contested))
