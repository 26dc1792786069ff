"""The index of one process, kept in step with the database by following its facts.

Before every answer `catch_up` looks whether the history went on. It then reads the rows that
the new facts point at: a fact only says where to look, the row is the truth, so it does no
harm to look twice. Nothing is loaded before the first answer: a process that forks after the
model has been warmed would hang.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation import outbox
from marketplace.foundation.unit_of_work import transaction
from marketplace.recommendations import truth
from marketplace.recommendations.embeddings import Vectors
from marketplace.recommendations.history import Mark, latest, mark_at
from marketplace.recommendations.models import Kind
from marketplace.recommendations.saved_index import SavedIndexes
from marketplace.recommendations.truth import INDEXED_FACTS, Entry, Place
from marketplace.recommendations.vectors import VectorStore
from matching.encoding import Encoder, load_encoder
from matching.library import Library
from matching.profiles import Need, Offering

log = structlog.get_logger(__name__)

FACTS_AT_ONCE = 500
ENTRIES_AT_ONCE = 200

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


class LiveIndex:
    """Any number of threads may use it; one at a time keeps it in step."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        encoder: str,
        store: VectorStore,
        saved: SavedIndexes,
    ) -> None:
        self._sessions = sessions
        self._encoder_name = encoder
        self._store = store
        self._saved = saved
        self._lock = Lock()
        self._state: _State | None = None

    @cached_property
    def encoder(self) -> Encoder:
        """The model; found when it is first asked for, loaded with its first text."""
        return load_encoder(self._encoder_name)

    @property
    def standing(self) -> tuple[Library | None, Mark | None]:
        """The library as it is, and how far it has seen; both None before the first answer."""
        state = self._state
        return (None, None) if state is None else (state.library, state.mark)

    def catch_up(self, *, keep: bool = True) -> Library:
        """The library with every change in it that was acknowledged before this call.

        With `keep=False` vectors that had to be made are not stored: for callers that hold
        a lock on the database themselves.

        Raises:
            EncoderUnavailable: the model cannot be loaded.
        """
        state = self._state
        if state is None or not self._is_current(state):
            with self._lock:
                state = self._in_step(self._state, keep=keep)
                self._state = state
        return state.library

    def take_saved(self) -> None:
        """Begin with the saved index, if there is one, before anything is asked of it."""
        with self._lock:
            self._state = self._state or self._restored()

    def rebuild(self, progress: Progress = no_progress) -> None:
        """Read everything from the database again, and save the result."""
        with self._lock:
            state = self._in_step(self._built(progress, keep=True), keep=True)
            self._state = state
            self._saved.save(state.library, state.mark, replace=True)

    def save(self) -> bool:
        """Save the library as it is after catching up; whether it is on disk now."""
        self.catch_up()
        with self._lock:
            return self._state is not None and self._saved.save(
                self._state.library, self._state.mark
            )

    def _is_current(self, state: _State) -> bool:
        with transaction(self._sessions, writes=False) as session:
            return latest(session) == state.mark

    def _in_step(self, state: _State | None, *, keep: bool) -> _State:
        """The state after the last fact there is; only then does it equal the rows exactly."""
        state = state or self._restored()
        is_new = False
        while True:
            news = None if state is None else self._news_after(state.mark)
            if state is None or news is None:
                state, is_new = self._built(no_progress, keep=keep), True
            elif news.reached == state.mark:
                break
            else:
                self._apply(state.library, news.entries, news.touched, keep=keep)
                state.mark = news.reached
        if is_new:
            self._saved.save(state.library, state.mark)
        return state

    def _restored(self) -> _State | None:
        with transaction(self._sessions, writes=False) as session:
            found = self._saved.newest(session, self.encoder)
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

    def _built(self, progress: Progress, *, keep: bool) -> _State:
        library = Library(self.encoder, vectors=self._saved.vectors)
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
