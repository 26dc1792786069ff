"""Stored vectors: found by version and model, kept when they were missing.

Storing is a convenience, never a duty: whoever finds none encodes again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from marketplace.recommendations.models import Embedding, Kind

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version of one text; versions are never changed once they are public."""

    kind: Kind
    id: UUID
    number: int


def load(
    session: Session, versions: Sequence[TextVersion], fingerprint: str
) -> dict[TextVersion, Vectors]:
    """The stored vectors of these versions by this model; float32 (count, dimension) each.

    A row whose bytes do not have the size it names is left out, as if it were not there.
    """
    if not versions:
        return {}
    by_kind = (
        and_(
            Embedding.kind == kind,
            Embedding.object_id.in_([v.id for v in versions if v.kind is kind]),
        )
        for kind in Kind
    )
    rows = session.scalars(
        select(Embedding).where(Embedding.fingerprint == fingerprint, or_(*by_kind))
    )
    wanted = set(versions)
    found = {TextVersion(Kind(row.kind), row.object_id, row.text_version): row for row in rows}
    return {
        version: _vectors(row)
        for version, row in found.items()
        if version in wanted and len(row.vectors) == row.count * row.dimension * 4
    }


def keep(
    session: Session,
    vectors: Mapping[TextVersion, Vectors],
    fingerprint: str,
    now: datetime,
) -> None:
    """Store vectors; whoever was first with the same wins, and that is no conflict."""
    rows = [_row(version, vectors[version], fingerprint, now) for version in _sorted(vectors)]
    if rows:
        session.execute(_insert(session).on_conflict_do_nothing(), rows)


def forget(session: Session, versions: Iterable[TextVersion], fingerprint: str) -> None:
    """Remove vectors that turned out not to belong to their text."""
    for version in _sorted(versions):
        session.execute(
            delete(Embedding).where(
                Embedding.kind == version.kind,
                Embedding.object_id == version.id,
                Embedding.text_version == version.number,
                Embedding.fingerprint == fingerprint,
            )
        )


def forget_others(session: Session, fingerprints: Sequence[str]) -> int:
    """Remove the vectors of all models but these; of how many versions there were some."""
    others = delete(Embedding).where(Embedding.fingerprint.not_in(fingerprints))
    return cast("CursorResult[Any]", session.execute(others)).rowcount


def has_vectors(
    kind: Kind, object_id: Any, text_version: Any, fingerprint: str
) -> ColumnElement[bool]:
    """Whether the version in these columns has vectors of this model, as SQL."""
    return exists().where(
        Embedding.kind == kind,
        Embedding.object_id == object_id,
        Embedding.text_version == text_version,
        Embedding.fingerprint == fingerprint,
    )


def how_many(session: Session, fingerprint: str) -> int:
    """How many versions have vectors of this model."""
    of_model = select(func.count()).where(Embedding.fingerprint == fingerprint)
    return session.scalar(of_model) or 0


def _sorted(versions: Iterable[TextVersion]) -> list[TextVersion]:
    """In one order everywhere, so that two writers wait for each other and never in a circle."""
    return sorted(versions, key=lambda v: (v.kind, v.id, v.number))


def _insert(session: Session) -> Any:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(Embedding)


def _row(version: TextVersion, vectors: Vectors, fingerprint: str, now: datetime) -> dict[str, Any]:
    count, dimension = vectors.shape
    return {
        "kind": version.kind.value,
        "object_id": version.id,
        "text_version": version.number,
        "fingerprint": fingerprint,
        "count": count,
        "dimension": dimension,
        "vectors": np.ascontiguousarray(vectors, dtype="<f4").tobytes(),
        "created_at": now,
    }


def _vectors(row: Embedding) -> Vectors:
    flat = np.frombuffer(row.vectors, dtype="<f4").astype(np.float32, copy=False)
    return flat.reshape(row.count, row.dimension)
