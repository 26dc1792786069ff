"""Taking what was typed as far as it can be taken; the rest is kept as it was typed.

A draft may say little and be wrong in places, but its content is always whole and typed. So
a field that cannot be taken keeps its old value there, and what was typed is kept beside it,
with what is wrong, until somebody mends it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.foundation.errors import Fault, Invalid
from marketplace.schemas.loading import ContentSchema, dump, load

Check = Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A content as far as it goes; `unfinished` is what was typed elsewhere, by field."""

    content: Any
    document: Mapping[str, Any]
    unfinished: Mapping[str, Any]
    faults: tuple[Fault, ...]

    def value(self, name: str) -> Any:
        """What this field says now, as it was typed or as it was understood."""
        return self.unfinished[name] if name in self.unfinished else self.document.get(name)


def take(
    schema: ContentSchema[Any], check: Check, before: Mapping[str, Any], typed: Mapping[str, Any]
) -> Taken:
    """The content that `before` becomes by what was typed.

    Args:
        schema: of the content.
        check: raises Invalid for what contradicts itself across fields.
        before: a whole document.
        typed: some of its fields, as texts.

    Raises:
        Invalid: it cannot be taken, whatever is left out of it.
    """
    wanted: dict[str, Any] = {**before, **typed}
    unfinished: dict[str, Any] = {}
    faults: list[Fault] = []
    while True:
        try:
            content = load(schema, wanted, texts=True)
            check(content)
            break
        except Invalid as error:
            found = {fault.field.partition(".")[0] for fault in error.faults}
            if not found <= wanted.keys():
                raise
            faults += [f for f in error.faults if f.field.partition(".")[0] not in unfinished]
            for name in found:
                _leave_out(name, wanted, before, unfinished)
    return Taken(
        content=_own(schema, before, content),
        document=dump(schema, content),
        unfinished=unfinished,
        faults=tuple(faults),
    )


def _leave_out(
    name: str, wanted: dict[str, Any], before: Mapping[str, Any], unfinished: dict[str, Any]
) -> None:
    """Go back to what stood there; to nothing, if that does not fit the other fields either."""
    if name in unfinished or wanted[name] == before.get(name):
        unfinished.setdefault(name, wanted[name])
        del wanted[name]
    else:
        unfinished[name] = wanted[name]
        wanted[name] = before[name]


def _own(schema: ContentSchema[Any], before: Mapping[str, Any], content: Any) -> Any:
    """What its own people have now stated otherwise is no longer somebody's estimate."""
    marked = before.get("estimates")
    if not marked:
        return content
    after = dump(schema, content)
    kept = [name for name in marked if before.get(name) == after.get(name)]
    return load(schema, {**after, "estimates": kept})
