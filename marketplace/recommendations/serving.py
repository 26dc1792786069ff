"""Which model serves, and which is to follow it: one row that all processes read.

A model serves when every answer is made with its vectors. The models themselves are found in
`encoders`, and the vectors of the next one are made in `model_change`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.models import ServingModel

ONLY = 1


@dataclass(frozen=True, slots=True)
class Model:
    """How a model is loaded, and what tells its vectors from those of every other."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The model that is to serve next; `fault` says why it cannot be used, if it cannot."""

    name: str
    fingerprint: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The model that serves, and the one that is being prepared, if any."""

    serving: Model
    wanted: Wanted | None


def standing(session: Session) -> Standing | None:
    """Which model serves and which is wanted; None before the first answer of an installation."""
    return standing_of(session.get(ServingModel, ONLY, populate_existing=True))


def standing_of(row: ServingModel | None) -> Standing | None:
    """The same from the row of the installation."""
    if row is None:
        return None
    wanted = None
    if row.wanted_name is not None:
        wanted = Wanted(row.wanted_name, row.wanted_fingerprint, row.wanted_fault)
    return Standing(Model(row.name, row.fingerprint), wanted)


def serve_first(session: Session, model: Model, now: datetime) -> None:
    """Let a model serve where none does yet; whoever was first stays."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"id": ONLY, "name": model.name, "fingerprint": model.fingerprint, "since": now}
    session.execute(dialect.insert(ServingModel).on_conflict_do_nothing(), [row])


def want(session: Session, wanted: Wanted | None) -> None:
    """Note which model is being prepared, and what is wrong with it; None if none is."""
    noted = wanted or Wanted("")
    session.execute(
        update(ServingModel).values(
            wanted_name=noted.name or None,
            wanted_fingerprint=noted.fingerprint,
            wanted_fault=noted.fault,
        )
    )


def switch(uow: UnitOfWork, before: Model, after: Model) -> bool:
    """Let another model serve from now on, on the record; False if `before` no longer serves."""
    row = uow.session.get(ServingModel, ONLY, populate_existing=True, with_for_update=True)
    if row is None or Model(row.name, row.fingerprint) != before:
        return False
    row.name, row.fingerprint, row.since = after.name, after.fingerprint, uow.now
    row.wanted_name = row.wanted_fingerprint = row.wanted_fault = None
    uow.record(
        "switch_model",
        row,
        before={"model": before.fingerprint},
        after={"model": after.fingerprint},
    )
    return True
