"""Takes rows in through the same shapes and operations as a person's input.

Every row becomes a catalogue entry: it is known by its key, so that a repeated or resumed
import makes nothing twice. Used by `marketplace import` and `marketplace demo`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from marshmallow import Schema
from marshmallow.fields import Nested

from marketplace.challenges.operations import create_catalogue_challenge
from marketplace.cli.rows import ImportRow
from marketplace.foundation.errors import Fault, Invalid, ProductError
from marketplace.foundation.texts import has_hidden
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.operations import create_catalogue_organisation
from marketplace.organisations.queries import organisation_with_key
from marketplace.recommendations.examining import Candidate
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.fields import Many
from marketplace.schemas.loading import ContentSchema, load
from marketplace.schemas.organisations import OrganisationSchema
from marketplace.schemas.solutions import SolutionSchema
from marketplace.services import Services
from marketplace.solutions.content import Sign
from marketplace.solutions.holding import is_known
from marketplace.solutions.operations import create_catalogue_solution

BATCH = 100
LONGEST_KEY = 200
MOST_REFUSALS_KEPT = 100

Progress = Callable[[float], None]
Signs = tuple[Sign, ...]
Take = Callable[[UnitOfWork, Any, Any, str, Signs], Any]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be imported: its shape, the field that names its owner, how it is taken in.

    `examined` if rows are looked at for signs that they were written only to be found.
    """

    schema: ContentSchema[Any]
    owner: str | None
    take: Take
    examined: bool = False

    @property
    def lists(self) -> frozenset[str]:
        """The fields that hold several values, by their paths."""
        return frozenset(_lists(self.schema))


@dataclass(slots=True)
class Outcome:
    """What an import did: rows new or changed, rows known already, rows refused.

    Of the rows taken, `held` wait for staff to look closer, and from `tidied` characters were
    removed that nobody sees. `refused` has the line and the faults of the first refused rows
    only: a file can be long.
    """

    taken: int = 0
    known: int = 0
    refusals: int = 0
    held: int = 0
    tidied: int = 0
    refused: list[tuple[int, tuple[Fault, ...]]] = field(default_factory=list)

    def refuse(self, line: int, error: ProductError) -> None:
        """Count a row that was not taken."""
        self.refusals += 1
        if len(self.refused) < MOST_REFUSALS_KEPT:
            faults = error.faults if isinstance(error, Invalid) else (Fault("row", error.detail),)
            self.refused.append((line, faults))


class Undone(Exception):
    """Rolls a batch back on purpose."""


def _take_organisation(uow: UnitOfWork, _owner: None, content: Any, key: str, _signs: Signs) -> Any:
    return create_catalogue_organisation(uow, content, key)


def _take_challenge(uow: UnitOfWork, city: UUID, content: Any, key: str, _signs: Signs) -> Any:
    return create_catalogue_challenge(uow, city, content, key)


KINDS = {
    "organisations": Kind(OrganisationSchema(), None, _take_organisation),
    "solutions": Kind(SolutionSchema(), "vendor", create_catalogue_solution, examined=True),
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
    `progress` is told of parts of rows, which add up to one for each row.
    """
    importer = _Importer(services, kind, dry_run, all_or_nothing, progress)
    for batch in [rows] if all_or_nothing else _batches(rows):
        importer.take(batch)
    if kind.owner and not dry_run:
        # Whoever was interrupted between storing and preparing finds the rest done here.
        services.matcher.embed_missing()
    return importer.outcome


@dataclass
class _Importer:
    """One import, with what it has to remember from row to row."""

    services: Services
    kind: Kind
    dry_run: bool
    all_or_nothing: bool
    progress: Progress
    outcome: Outcome = field(default_factory=Outcome)
    owners: dict[str, UUID] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    signs: dict[int, Signs] = field(default_factory=dict)

    def take(self, rows: Iterable[ImportRow]) -> None:
        """Examine the rows, store them in one transaction, then their vectors."""
        batch = list(rows) if self.kind.examined else rows
        self.signs = self._examined(batch) if self.kind.examined else {}
        touched: list[UUID] = []
        prepares = bool(self.kind.owner) and not self.dry_run
        count = 0
        with _undoable(self.services) as uow:
            for count, row in enumerate(batch, start=1):  # noqa: B007 - the last one counts.
                if (changed := self._take(uow, row)) is not None:
                    touched.append(changed)
                self.progress(0.5 if prepares else 1)
            if self.dry_run or (self.all_or_nothing and self.outcome.refusals):
                raise Undone
        if prepares:
            for some in _batches(touched):
                self.services.matcher.embed_missing(only=some)
            self.progress(count / 2)

    def _examined(self, batch: Iterable[ImportRow]) -> dict[int, Signs]:
        """The signs of the rows that would change something, by line; before anything is locked."""
        found: dict[int, Candidate] = {}
        with self.services.unit_of_work(writes=False) as uow:
            for row in batch:
                try:
                    key, content, owner = self._read(uow, row)
                except ProductError:
                    continue  # It is refused, with the reason, when its turn comes.
                if not is_known(uow.session, key, content):
                    found[row.line] = Candidate(owner, content)
            signs = self.services.matcher.signs(uow, list(found.values())) if found else []
        return dict(zip(found, signs, strict=True))

    def _take(self, uow: UnitOfWork, row: ImportRow) -> UUID | None:
        """Take one row as a whole or not at all; the id of what it made or changed."""
        told = len(uow.facts)
        try:
            with uow.attempt():
                stored = self._store(uow, row)
        except ProductError as error:
            self.outcome.refuse(row.line, error)
            return None
        if len(uow.facts) == told:
            self.outcome.known += 1
            return None
        self.outcome.taken += 1
        self.outcome.held += bool(self.signs.get(row.line))
        self.outcome.tidied += any(map(has_hidden, _texts(row.values)))
        changed: UUID = stored.id
        return changed

    def _store(self, uow: UnitOfWork, row: ImportRow) -> Any:
        key, content, owner = self._read(uow, row)
        return self.kind.take(uow, owner, content, key, self.signs.get(row.line, ()))

    def _read(self, uow: UnitOfWork, row: ImportRow) -> tuple[str, Any, Any]:
        """The key, the content and the owner that a row names."""
        if row.fault:
            raise Invalid.of("row", row.fault)
        _refuse_unknown(row, self.kind)
        key = _key(row.values, self.kind)
        self._refuse_repeated(key, row)
        content = load(self.kind.schema, row.values.get("content"), texts=row.texts)
        owner = self._owner(uow, row.values, self.kind.owner) if self.kind.owner else None
        return key, content, owner

    def _refuse_repeated(self, key: str, row: ImportRow) -> None:
        """Two rows of one key would undo each other in every repeat."""
        before = self.lines.setdefault(key, row.line)
        if before != row.line and "key" in row.values:
            raise Invalid.of("key", f"Line {before} has this key too; give each row its own.", key)

    def _owner(self, uow: UnitOfWork, row: dict[str, Any], name: str) -> UUID:
        key = row.get(name)
        if not isinstance(key, str):
            raise Invalid.of(name, "Name an organisation by its key; import it first.", key)
        if key not in self.owners:
            owner = organisation_with_key(uow.session, key)
            if owner is None:
                raise Invalid.of(name, "No organisation has this key; import it first.", key)
            self.owners[key] = owner.id
        return self.owners[key]


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch


@contextmanager
def _undoable(services: Services) -> Iterator[UnitOfWork]:
    try:
        with services.unit_of_work() as uow:
            yield uow
    except Undone:
        pass  # The unit of work has rolled everything back, as was asked for.


def _refuse_unknown(row: ImportRow, kind: Kind) -> None:
    known = {"key", "content", "catalogue", kind.owner}
    faults = [
        Fault(name, "This field is not known here; remove it.")
        for name in row.values.keys() - known
    ]
    if faults:
        raise Invalid(faults)


def _texts(value: object) -> Iterator[str]:
    """Every text in the values of a row."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _lists(schema: Schema, path: str = "") -> Iterator[str]:
    for name, one in schema.fields.items():
        if isinstance(one, Many):
            yield path + name
        elif isinstance(one, Nested):
            yield from _lists(one.schema, f"{path}{name}.")


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
