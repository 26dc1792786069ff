"""Things that somebody has to do, as `macros/tasks.html` lists them."""

from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """How pressing it is; what comes first is shown first."""

    NOW = 0
    SOON = 1
    NEWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: what, why or by when, and where."""

    title: str
    hint: str
    href: str
    urgency: Urgency
