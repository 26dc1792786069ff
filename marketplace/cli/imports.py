"""Takes rows in through the same shapes and operations as a person's input.

Every row becomes a catalogue entry: it is known by its key, so that a repeated or resumed
import makes nothing twice. Used by `marketplace import` and `marketplace demo`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from marketplace.challenges.operations import create_catalogue_challenge
from marketplace.cli.rows import ImportRow
from marketplace.foundation.errors import Fault, Invalid, ProductError
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.operations import create_catalogue_organisation
from marketplace.organisations.queries import organisation_with_key
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.fields import Many
from marketplace.schemas.loading import ContentSchema, load
from marketplace.schemas.organisations import OrganisationSchema
from marketplace.schemas.solutions import SolutionSchema
from marketplace.services import Services
from marketplace.solutions.operations import create_catalogue_solution

BATCH = 100
LONGEST_KEY = 200

Progress = Callable[[int], None]
Take = Callable[[UnitOfWork, dict[str, Any], Any, str], object]


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be imported: its shape, the field that names its owner, how it is taken in."""

    schema: ContentSchema[Any]
    owner: str | None
    take: Take

    @property
    def lists(self) -> frozenset[str]:
        """The fields that hold several values."""
        return frozenset(n for n, f in self.schema.fields.items() if isinstance(f, Many))


@dataclass(slots=True)
class Outcome:
    """What an import did: rows new or changed, rows known already, rows refused and why."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[int, tuple[Fault, ...]]] = field(default_factory=list)


class Undone(Exception):
    """Rolls a batch back on purpose."""


def _take_organisation(uow: UnitOfWork, _row: dict[str, Any], content: Any, key: str) -> object:
    return create_catalogue_organisation(uow, content, key)


def _take_solution(uow: UnitOfWork, row: dict[str, Any], content: Any, key: str) -> object:
    return create_catalogue_solution(uow, _owner(uow, row, "vendor"), content, key)


def _take_challenge(uow: UnitOfWork, row: dict[str, Any], content: Any, key: str) -> object:
    return create_catalogue_challenge(uow, _owner(uow, row, "city"), content, key)


KINDS = {
    "organisations": Kind(OrganisationSchema(), None, _take_organisation),
    "solutions": Kind(SolutionSchema(), "vendor", _take_solution),
    "challenges": Kind(ChallengeSchema(), "city", _take_challenge),
}


def import_rows(
    services: Services,
    kind: Kind,
    rows: Iterable[ImportRow],
    *,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    progress: Progress = lambda _: None,
) -> Outcome:
    """Take the rows in, a batch at a time, and prepare them for matching.

    With `all_or_nothing` one refused row undoes the whole file; with `dry_run` all is undone.
    """
    outcome = Outcome()
    whole_file = dry_run or all_or_nothing
    for batch in [rows] if whole_file else _batches(rows):
        with _undoable(services) as uow:
            for row in batch:
                _take(uow, kind, row, outcome)
                progress(1)
            if dry_run or (all_or_nothing and outcome.refused):
                raise Undone
        if kind.owner and not whole_file:
            services.matcher.embed_missing()
    if kind.owner and not dry_run:
        services.matcher.embed_missing()
    return outcome


def _batches(rows: Iterable[ImportRow]) -> Iterator[list[ImportRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


@contextmanager
def _undoable(services: Services) -> Iterator[UnitOfWork]:
    try:
        with services.unit_of_work() as uow:
            yield uow
    except Undone:
        pass  # The unit of work has rolled everything back, as was asked for.


def _take(uow: UnitOfWork, kind: Kind, row: ImportRow, outcome: Outcome) -> None:
    told = len(uow.facts)
    try:
        if row.fault:
            raise Invalid.of("row", row.fault)
        _refuse_unknown(row, kind)
        content = load(kind.schema, row.values.get("content"), texts=row.texts)
        kind.take(uow, row.values, content, _key(row.values, kind))
    except Invalid as error:
        outcome.refused.append((row.line, error.faults))
    except ProductError as error:
        outcome.refused.append((row.line, (Fault("row", error.detail),)))
    else:
        if len(uow.facts) > told:
            outcome.taken += 1
        else:
            outcome.known += 1


def _refuse_unknown(row: ImportRow, kind: Kind) -> None:
    known = {"key", "content", "catalogue", kind.owner}
    faults = [
        Fault(name, "This field is not known here; remove it.")
        for name in row.values.keys() - known
    ]
    if faults:
        raise Invalid(faults)


def _owner(uow: UnitOfWork, row: dict[str, Any], name: str) -> UUID:
    key = row.get(name)
    owner = organisation_with_key(uow.session, key) if isinstance(key, str) else None
    if owner is None:
        raise Invalid.of(name, "Name an organisation by its key; import it first.", key)
    return owner.id


def _key(row: dict[str, Any], kind: Kind) -> str:
    """The row's own key, or one made of what it says, so that a repeat is recognised."""
    key = row.get("key")
    if key is None:
        named = [row.get(kind.owner or ""), row.get("content")]
        digest = sha256(json.dumps(named, sort_keys=True, default=str).encode())
        return f"import-{digest.hexdigest()[:40]}"
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid.of("key", f"Use 1 to {LONGEST_KEY} printable characters.", key)
    return key
