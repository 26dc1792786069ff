"""Work on the derived index that nobody waits for: filling in vectors, and checking it all."""

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation.unit_of_work import transaction
from marketplace.recommendations import embeddings, truth
from marketplace.recommendations.embeddings import Vectors
from marketplace.recommendations.live_index import Progress, held
from marketplace.recommendations.models import Kind
from marketplace.recommendations.results import Difference
from marketplace.recommendations.truth import Place
from marketplace.recommendations.vectors import VectorStore, made_by
from matching.library import Library

ENTRIES_AT_ONCE = 200


def embed_missing(
    sessions: sessionmaker[Session],
    store: VectorStore,
    library: Library,
    batch: int,
    progress: Progress,
    only: Sequence[UUID] | None = None,
) -> int:
    """Store the vectors of every public text that has none by this model; how many had none.

    Each batch is stored in its own transaction, so whoever interrupts this loses one batch.
    `library` lends its encoder; nothing is put into it. `only` narrows it down to these ids.
    """
    with transaction(sessions, writes=False) as session:
        missing = truth.places_without_vectors(session, made_by(library.encoder), only)
    for start in range(0, len(missing), batch):
        some = missing[start : start + batch]
        with transaction(sessions, writes=False) as session:
            entries = truth.read(session, some)
        store.vectors_of(library, entries, keep=True)
        progress(start + len(some), len(missing))
    return len(missing)


def differences(session: Session, library: Library) -> Iterator[Difference]:
    """Everything in which the index differs from the database: keys, versions, facts, vectors."""
    places = truth.public_places(session)
    yield from _surplus(library, set(places))
    rest = iter(places)
    while some := list(islice(rest, ENTRIES_AT_ONCE)):
        # An answer may hold a draft in the library for a moment, but only under its lock.
        with library.lock:
            found = list(_differing(session, library, some))
        yield from found


def _surplus(library: Library, public: set[Place]) -> Iterator[Difference]:
    public_keys = {(place.kind, str(place.id)) for place in public}
    for kind, shelf in ((Kind.SOLUTION, library.offerings), (Kind.CHALLENGE, library.needs)):
        for key in shelf.keys() - {k for of, k in public_keys if of is kind}:
            yield Difference(kind, key, "is in the index, but is not public")


def _differing(session: Session, library: Library, places: Sequence[Place]) -> Iterator[Difference]:
    entries = truth.read(session, places)
    stored = embeddings.load(session, [e.text for e in entries], made_by(library.encoder))
    for entry in entries:
        indexed = held(library, entry.place)
        if indexed is None:
            yield Difference(entry.text.kind, str(entry.text.id), "is public, but not in the index")
        elif indexed != entry.profile:
            what = f"is version {indexed.version} in the index and {entry.profile.version} in truth"
            same = indexed.version == entry.profile.version
            what = "has other facts in the index" if same else what
            yield Difference(entry.text.kind, str(entry.text.id), what)
        elif not _same(stored.get(entry.text), library.vectors_of(indexed)):
            yield Difference(entry.text.kind, str(entry.text.id), "has other vectors in the index")


def _same(stored: Vectors | None, indexed: Vectors) -> bool:
    """Whether vectors are equal to the bit; what was never stored has nothing to differ from."""
    return stored is None or np.array_equal(stored, indexed)
