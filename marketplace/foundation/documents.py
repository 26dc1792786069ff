"""Frozen dataclasses to JSON values and back: decimals as text, dates as ISO 8601."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from cattrs import Converter

Content = TypeVar("Content")

_converter = Converter(omit_if_default=True)
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
_converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
_converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
_converter.register_unstructure_hook(date, lambda day: day.isoformat())
_converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
_converter.register_unstructure_hook(UUID, str)
_converter.register_structure_hook(UUID, lambda value, _: UUID(value))
_converter.register_unstructure_hook_func(
    lambda kind: getattr(kind, "__origin__", kind) is tuple,
    lambda values: [_converter.unstructure(v) for v in values],
)


def to_json(content: object) -> dict[str, Any]:
    """The dataclass as JSON values; fields at their default are left out."""
    values: dict[str, Any] = _converter.unstructure(content)
    return values


def from_json(values: dict[str, Any], kind: type[Content]) -> Content:
    """The dataclass that `to_json` made these values from."""
    return _converter.structure(values, kind)
