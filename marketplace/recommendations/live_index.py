"""The index of one process, kept in step with the database by following its facts.

Before every answer `in_step` looks whether the history went on. It then reads the rows that
the new facts point at: a fact only says where to look, the row is the truth, so it does no
harm to look twice. Nothing is loaded before the first answer: a process that forks after the
model has been warmed would hang.

When another model serves, a second library is made beside the first, which goes on answering
until the second has caught up. A library has one model, so vectors of two never meet.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock, Thread
from time import monotonic
from typing import TypeVar

import structlog
from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation import outbox
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.unit_of_work import transaction
from marketplace.recommendations import truth
from marketplace.recommendations.embeddings import Vectors
from marketplace.recommendations.encoders import Encoders
from marketplace.recommendations.history import LAST, Mark, latest, mark_at, mark_of
from marketplace.recommendations.models import Kind, ServingModel, WeightProposal
from marketplace.recommendations.saved_index import SavedIndexes
from marketplace.recommendations.serving import (
    ONLY,
    Model,
    Standing,
    serve_first,
    standing,
    standing_of,
)
from marketplace.recommendations.truth import INDEXED_FACTS, Entry, Place
from marketplace.recommendations.vectors import VectorStore
from matching.encoding import Encoder
from matching.errors import EncoderUnavailable
from matching.library import Library
from matching.profiles import Need, Offering

log = structlog.get_logger(__name__)

FACTS_AT_ONCE = 500
ENTRIES_AT_ONCE = 200
SECONDS_TO_NEXT_TRY = 30.0
"""After a model that serves elsewhere could not be taken over here."""

Progress = Callable[[int, int], None]
"""Told how many are done, and of how many."""

Item = TypeVar("Item")


def no_progress(_done: int, _of: int) -> None:
    """For callers that nobody watches."""


@dataclass
class _State:
    """A library, and the last fact whose change is in it."""

    library: Library
    mark: Mark


@dataclass(frozen=True, slots=True)
class _News:
    """What happened after a mark: where to look, what is there now, and the mark reached."""

    touched: set[Place]
    entries: list[Entry]
    reached: Mark


@dataclass(frozen=True, slots=True)
class _Now:
    """The last fact, the models, the last fact that the index follows, and weights that serve."""

    newest: Mark
    models: Standing | None
    turn: int
    weights: Sequence[WeightProposal]


@dataclass(frozen=True, slots=True)
class InStep:
    """A library in step with the database, and the learned weights that serve.

    `turn` is the number of the last fact after which the library looked at a row: what was
    found out in it holds as long as the turn is the same.
    """

    library: Library
    turn: int
    weights: Sequence[WeightProposal]


class LiveIndex:
    """Any number of threads may use it; one at a time keeps it in step."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        encoders: Encoders,
        store: VectorStore,
        saved: SavedIndexes,
    ) -> None:
        self._sessions = sessions
        self._encoders = encoders
        self._store = store
        self._saved = saved
        self._lock = Lock()
        self._state: _State | None = None
        self._moving = Lock()
        self._next_try = 0.0

    @property
    def encoder(self) -> Encoder:
        """The model that this process answers with.

        Raises:
            EncoderUnavailable: it cannot be found, nor can the one that the settings name.
        """
        state = self._state
        return self._serving_encoder() if state is None else state.library.encoder

    @property
    def standing(self) -> tuple[Library | None, Mark | None]:
        """The library as it is, and how far it has seen; both None before the first answer."""
        state = self._state
        return (None, None) if state is None else (state.library, state.mark)

    def in_step(self, *, keep: bool = True) -> InStep:
        """The library with every change in it that was acknowledged before this call.

        With `keep=False` nothing is stored, not even vectors that had to be made: for callers
        that hold a lock on the database themselves.

        Raises:
            EncoderUnavailable: the model cannot be loaded.
        """
        state = self._state
        with transaction(self._sessions, writes=False) as session:
            now = _now(session)
        if state is None or now.newest != state.mark:
            with self._lock:
                state = self._in_step(self._state, keep=keep)
                self._state = state
        encoder = state.library.encoder
        if now.models is None and keep:
            self._serve_first(self._encoders.model(encoder))
        elif now.models is not None and now.models.serving.fingerprint != encoder.fingerprint:
            self._begin_to_move(now.models.serving)
        return InStep(state.library, now.turn, now.weights)

    def take_saved(self) -> None:
        """Begin with the saved index, if there is one, before anything is asked of it."""
        with self._lock:
            self._state = self._state or self._restored(self._serving_encoder())

    def rebuild(self, progress: Progress = no_progress) -> None:
        """Read everything from the database again, and save the result."""
        with self._lock:
            state = self._in_step(self._built(self.encoder, progress, keep=True), keep=True)
            self._state = state
            self._saved.save(state.library, state.mark, replace=True)

    def save(self) -> bool:
        """Save the library as it is after catching up; whether it is on disk now."""
        self.in_step()
        with self._lock:
            return self._state is not None and self._saved.save(
                self._state.library, self._state.mark
            )

    def _serving_encoder(self) -> Encoder:
        """The model that serves; where that is not to be had, the one that the settings name."""
        with transaction(self._sessions, writes=False) as session:
            models = standing(session)
        if models is not None:
            try:
                return self._encoders.of(models.serving)
            except EncoderUnavailable as error:
                log.warning("serving_model_missing", model=models.serving.name, reason=str(error))
        return self._encoders.wanted()

    def _serve_first(self, model: Model) -> None:
        try:
            with transaction(self._sessions, writes=True) as session:
                serve_first(session, model, self._store.clock.now())
                session.commit()
        except SQLAlchemyError as error:
            # The answer is as right without it; the next one notes it.
            log.warning("serving_model_not_noted", model=model.name, error=str(error))

    def _begin_to_move(self, model: Model) -> None:
        """Make a library of another model in a thread of its own, unless one is being made."""
        if monotonic() >= self._next_try and self._moving.acquire(blocking=False):
            Thread(target=self._move, args=(model,), name="another-model", daemon=True).start()

    def _move(self, model: Model) -> None:
        try:
            encoder = self._encoders.of(model)
            # The weights are loaded with the first text, and nobody is to wait for them later.
            encoder.encode(["A first text."])
            state = self._restored(encoder) or self._built(encoder, no_progress, keep=True)
            with self._lock:
                self._state = state = self._in_step(state, keep=True)
            self._saved.save(state.library, state.mark)
            self._encoders.keep_only(encoder)
            log.info("model_taken_over", model=model.name, fingerprint=model.fingerprint)
        except Exception as error:
            # Whatever it was, the library that answers now is as good as before.
            known = isinstance(error, EncoderUnavailable)
            log.warning(
                "model_not_taken_over", model=model.name, reason=str(error), exc_info=not known
            )
            self._encoders.forget(model.name)
            self._next_try = monotonic() + SECONDS_TO_NEXT_TRY
        finally:
            self._moving.release()

    def _in_step(self, state: _State | None, *, keep: bool) -> _State:
        """The state after the last fact there is; only then does it equal the rows exactly."""
        encoder = state.library.encoder if state else self._serving_encoder()
        state = state or self._restored(encoder)
        is_new = False
        while True:
            news = None if state is None else self._news_after(state.mark)
            if state is None or news is None:
                state, is_new = self._built(encoder, no_progress, keep=keep), True
            elif news.reached == state.mark:
                break
            else:
                self._apply(state.library, news.entries, news.touched, keep=keep)
                state.mark = news.reached
        if is_new:
            self._saved.save(state.library, state.mark)
        return state

    def _restored(self, encoder: Encoder) -> _State | None:
        with transaction(self._sessions, writes=False) as session:
            found = self._saved.newest(session, encoder)
        return None if found is None else _State(found.library, found.mark)

    def _news_after(self, mark: Mark) -> _News | None:
        """What came after the mark; None if the mark is not of this history.

        The latest mark is read first, so that no fact up to it can be missing among those
        read afterwards; facts that came in between are only looked at twice.
        """
        with transaction(self._sessions, writes=False) as session:
            newest = latest(session)
            if mark_at(session, mark.number) != mark:
                log.warning("index_of_another_history", number=mark.number)
                return None
            facts = outbox.facts_after(session, mark.number, INDEXED_FACTS, FACTS_AT_ONCE)
            if len(facts) == FACTS_AT_ONCE:
                newest = mark_at(session, facts[-1].number) or newest
            touched = truth.touched_by(session, facts)
            return _News(touched, truth.read(session, touched), newest)

    def _built(self, encoder: Encoder, progress: Progress, *, keep: bool) -> _State:
        library = Library(encoder, vectors=self._saved.vectors)
        with transaction(self._sessions, writes=False) as session:
            mark = latest(session)
            places = truth.public_places(session)
        log.info("index_rebuilding", entries=len(places), mark=mark.number)
        for done, some in _batches(places, ENTRIES_AT_ONCE):
            with transaction(self._sessions, writes=False) as session:
                entries = truth.read(session, some)
            self._apply(library, entries, set(), keep=keep)
            progress(done, len(places))
        return _State(library, mark)

    def _apply(
        self,
        library: Library,
        entries: Sequence[Entry],
        touched: set[Place],
        *,
        keep: bool,
    ) -> None:
        """Put the entries; take out what was touched and is no longer there."""
        for place in touched - {entry.place for entry in entries}:
            _drop(library, place)
        with library.lock:
            changed = [entry for entry in entries if held(library, entry.place) != entry.profile]
        for _, some in _batches(changed, ENTRIES_AT_ONCE):
            vectors = self._store.vectors_of(library, some, keep=keep)
            for entry in some:
                _put(library, entry, vectors[entry.text])


def _now(session: Session) -> _Now:
    """How the database stands, in one query."""
    followed = select(OutboxFact.number).where(OutboxFact.name.in_(INDEXED_FACTS))
    turn_now = followed.order_by(OutboxFact.number.desc()).limit(1).scalar_subquery()
    rows = session.execute(
        select(OutboxFact, ServingModel, turn_now, WeightProposal)
        .select_from(select(literal(1)).subquery())
        .outerjoin(OutboxFact, OutboxFact.number == LAST)
        .outerjoin(ServingModel, ServingModel.id == ONLY)
        .outerjoin(WeightProposal, WeightProposal.serves.is_not(None))
    ).all()
    fact, model, turn, _ = rows[0]
    weights = [proposal for *_, proposal in rows if proposal is not None]
    return _Now(mark_of(fact), standing_of(model), turn or 0, weights)


def held(library: Library, place: Place) -> Need | Offering | None:
    """The profile that the library has at a place."""
    shelf = library.offerings if place.kind is Kind.SOLUTION else library.needs
    return shelf.get(str(place.id))


def _put(library: Library, entry: Entry, vectors: Vectors) -> None:
    if isinstance(entry.profile, Offering):
        library.put_offering(entry.profile, vectors)
    else:
        library.put_need(entry.profile, vectors)


def _drop(library: Library, place: Place) -> None:
    drop = library.drop_offering if place.kind is Kind.SOLUTION else library.drop_need
    drop(str(place.id))


def _batches(items: Iterable[Item], size: int) -> Iterator[tuple[int, list[Item]]]:
    """The items in batches, each with how many there are up to its end."""
    rest, done = iter(items), 0
    while batch := list(islice(rest, size)):
        done += len(batch)
        yield done, batch
