"""From the model that serves to the one that the settings name, while the first one answers.

The vectors of the next model are made in batches, each stored in its own transaction, so that
whoever is stopped goes on where it was. When no public text is without them, the next model
serves: the processes then move over one by one (`live_index`). Going back is the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation.access import SYSTEM
from marketplace.foundation.clock import Clock
from marketplace.foundation.errors import Unavailable
from marketplace.foundation.unit_of_work import UnitOfWork, transaction
from marketplace.recommendations import embeddings, serving, truth
from marketplace.recommendations.encoders import Encoders
from marketplace.recommendations.live_index import Progress
from marketplace.recommendations.models import ServingModel
from marketplace.recommendations.results import NextModel
from marketplace.recommendations.serving import ONLY, Model, Standing, Wanted
from marketplace.recommendations.truth import Place
from marketplace.recommendations.vectors import VectorStore, maker
from matching.encoding import Encoder
from matching.errors import EncoderUnavailable
from matching.library import Library

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ModelChange:
    """Prepares the model that the settings name; several workers may do so at once."""

    sessions: sessionmaker[Session]
    clock: Clock
    encoders: Encoders
    store: VectorStore

    def finish(self, batch: int, progress: Progress) -> int:
        """Make all vectors that are missing and let the model serve; how many were missing.

        Raises:
            Unavailable: the model cannot be used here; the other one goes on serving.
        """
        total = left = self.step(batch)
        while left:
            progress(max(total - left, 0), total)
            left = self.step(batch)
        progress(total, total)
        return total

    def step(self, batch: int) -> int:
        """Make up to `batch` vectors, or let the model serve when none is missing.

        How many texts were without vectors, at least 1 as long as the model does not serve.

        Raises:
            Unavailable: the model cannot be used here; the other one goes on serving.
        """
        with transaction(self.sessions, writes=False) as session:
            before = serving.standing(session)
        if before is None:
            # The first answer of an installation lets the wanted model serve at once.
            return 0
        try:
            return self._step(before, batch)
        except EncoderUnavailable as error:
            name = self.encoders.wanted_name
            self._note(before, Wanted(name, fault=str(error)))
            self.encoders.forget(name)
            raise Unavailable(f"{error} “{before.serving.name}” goes on serving.") from error

    def next_model(self, session: Session) -> NextModel | None:
        """The model that is to follow, and how far it has come; None if none is."""
        now = serving.standing(session)
        if now is None or (now.wanted is None and now.serving.name == self.encoders.wanted_name):
            return None
        wanted = now.wanted or Wanted(self.encoders.wanted_name)
        made = maker(wanted.fingerprint) if wanted.fingerprint else None
        return NextModel(
            name=wanted.name,
            stored=embeddings.how_many(session, made) if made else 0,
            fault=wanted.fault,
        )

    def tidy(self) -> int:
        """Remove the vectors of models that neither serve nor are wanted; of how many texts."""
        with transaction(self.sessions, writes=True) as session:
            now = serving.standing(session)
            if now is None:
                return 0
            used = [now.serving.fingerprint, now.wanted.fingerprint if now.wanted else None]
            count = embeddings.forget_others(session, [maker(name) for name in used if name])
            uow = UnitOfWork(session, SYSTEM, self.clock.now())
            row = session.get_one(ServingModel, ONLY)
            uow.record("forget_vectors", row, after={"texts": count})
            uow.commit()
        return count

    def _step(self, before: Standing, batch: int) -> int:
        encoder = self.encoders.wanted()
        after = Model(self.encoders.wanted_name, encoder.fingerprint)
        if after == before.serving:
            self._note(before, None)
            return 0
        self._note(before, Wanted(after.name, after.fingerprint))
        with transaction(self.sessions, writes=False) as session:
            missing = truth.places_without_vectors(session, maker(encoder.fingerprint))
        if self._fill(encoder, missing, batch):
            return len(missing)
        # Without any text nothing has shown yet that the weights can be loaded.
        encoder.encode(["A first text."])
        return 0 if self._switch(before.serving, after) else 1

    def _fill(self, encoder: Encoder, missing: Sequence[Place], batch: int) -> bool:
        """Store vectors for the first batch of texts that are still there; whether any was."""
        for start in range(0, len(missing), batch):
            with transaction(self.sessions, writes=False) as session:
                entries = truth.read(session, missing[start : start + batch])
            if entries:
                self.store.fill(Library(encoder), entries)
                return True
        return False

    def _switch(self, before: Model, after: Model) -> bool:
        with transaction(self.sessions, writes=True) as session:
            uow = UnitOfWork(session, SYSTEM, self.clock.now())
            switched = serving.switch(uow, before, after)
            uow.commit()
        if switched:
            log.info("model_serves", model=after.name, fingerprint=after.fingerprint)
        return switched

    def _note(self, before: Standing, wanted: Wanted | None) -> None:
        if before.wanted == wanted:
            return
        if wanted is not None and wanted.fault:
            log.warning("wanted_model_unusable", model=wanted.name, reason=wanted.fault)
        elif wanted is not None:
            log.info("model_wanted", model=wanted.name)
        with transaction(self.sessions, writes=True) as session:
            serving.want(session, wanted)
            session.commit()
