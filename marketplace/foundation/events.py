"""Facts: what happened, in the past tense, with ids only.

A feature declares its facts in its `events.py` as frozen dataclasses below `Fact`; the name
of the class is its name in the outbox. Nothing confidential may be part of a fact.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened; subclasses have fields of type UUID, str or int.

    `place` is its number in the order of all facts, 0 until it is stored: it tells two facts
    about one thing apart, however late or often they are delivered.
    """

    registry: ClassVar[dict[str, type["Fact"]]] = {}
    place: int = field(default=0, kw_only=True, compare=False)

    def __init_subclass__(cls) -> None:
        # A dataclass with slots is made twice under one name; the later one is the real one.
        known = Fact.registry.setdefault(cls.__name__, cls)
        if known.__module__ != cls.__module__:
            raise TypeError(f"{known.__module__} has a fact of the name {cls.__name__} already.")
        Fact.registry[cls.__name__] = cls

    def payload(self) -> dict[str, Any]:
        """The fact as JSON values."""
        said = {k: v for k, v in asdict(self).items() if k != "place"}
        return {k: str(v) if isinstance(v, UUID) else v for k, v in said.items()}


def fact_from(name: str, payload: dict[str, Any], place: int) -> Fact | None:
    """The fact that was stored under `name`, or None if this release no longer knows it."""
    kind = Fact.registry.get(name)
    if kind is None:
        return None
    types = {k: f.type for k, f in kind.__dataclass_fields__.items()}
    values = {k: UUID(v) if types[k] in (UUID, "UUID") else v for k, v in payload.items()}
    return kind(**values, place=place)
