"""The one door to the matching engine: suppliers, partners, and challenges for a vendor.

Every answer is made from an index that has caught up with the database, holds nothing that
is not public, and is asked with what the actor may see. The engine and its model are loaded
when the first answer is wanted, never before.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal
from uuid import UUID

import structlog
from sqlalchemy.orm import Session, sessionmaker

from marketplace.challenges.content import Requirement
from marketplace.foundation.clock import Clock, brussels_today
from marketplace.foundation.errors import Unavailable
from marketplace.foundation.outbox import last_number
from marketplace.foundation.unit_of_work import UnitOfWork, transaction
from marketplace.recommendations import answers, asking, embeddings, upkeep
from marketplace.recommendations.answers import Answering
from marketplace.recommendations.live_index import LiveIndex, Progress, no_progress
from marketplace.recommendations.results import (
    Difference,
    Filters,
    IndexStatus,
    MadeBy,
    Mirror,
    PartnerMatch,
    SolutionMatch,
)
from marketplace.recommendations.saved_index import SavedIndexes
from marketplace.recommendations.vectors import VectorStore, made_by
from matching import ENGINE_VERSION
from matching.encoding.base import knows
from matching.errors import EncoderUnavailable
from matching.indexing.words import language_of
from matching.library import Library
from matching.mirror import find_challenges
from matching.partners import find_partners
from matching.profiles import Need
from matching.suppliers import find_suppliers

log = structlog.get_logger(__name__)

ANY = Filters()


class Matcher:
    """Answers for one process; any number of threads may ask at once.

    Args:
        sessions: makes sessions on the database.
        clock: tells the time.
        encoder: the model, as `load_encoder` of the engine names it.
        vectors: the vector index, "exact" or "faiss".
        folder: where saved indexes are.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        clock: Clock,
        *,
        encoder: str,
        vectors: str,
        folder: Path,
    ) -> None:
        kind: Literal["exact", "faiss"] = "exact" if vectors == "exact" else "faiss"
        self._sessions = sessions
        self._store = VectorStore(sessions, clock)
        self._index = LiveIndex(sessions, encoder, self._store, SavedIndexes(folder, vectors=kind))

    def suppliers(
        self, uow: UnitOfWork, challenge_id: UUID, filters: Filters = ANY, limit: int = 10
    ) -> list[SolutionMatch]:
        """The solutions that fit a challenge best, each with its reasons.

        Raises:
            NotFound: there is no such challenge, or the actor may not see it.
            Unavailable: the model cannot be loaded.
        """
        need = asking.need_of_challenge(uow, challenge_id)
        return self._suppliers(uow, need, filters, limit)

    def suppliers_for_text(
        self,
        uow: UnitOfWork,
        text: str,
        requirements: Sequence[Requirement] = (),
        filters: Filters = ANY,
        limit: int = 10,
    ) -> list[SolutionMatch]:
        """The solutions that fit a need in words best; the words are kept nowhere.

        Raises:
            Invalid: the text says nothing.
            Unavailable: the model cannot be loaded.
        """
        need = asking.need_of_text(text, requirements)
        return self._suppliers(uow, need, filters, limit)

    def partners(self, uow: UnitOfWork, challenge_id: UUID, limit: int = 10) -> list[PartnerMatch]:
        """The cities whose open challenges are the same need, each with its reasons.

        Raises:
            NotFound: there is no such challenge, or the actor may not see it.
            Unavailable: the model cannot be loaded.
        """
        library = self._library(uow)
        need = asking.need_of_challenge(uow, challenge_id)
        found = find_partners(library, need, limit=limit, today=brussels_today(uow.now))
        return answers.partner_matches(self._answering(uow), need, found)

    def challenges_for(self, uow: UnitOfWork, solution_id: UUID, limit: int = 10) -> Mirror:
        """The open challenges that a solution fits, and those that it nearly fits.

        Raises:
            NotFound: there is no such solution, or the actor may not see it.
            Unavailable: the model cannot be loaded.
        """
        library = self._library(uow)
        offering = asking.offering_of_solution(uow, solution_id)
        found = find_challenges(library, offering, limit=limit, today=brussels_today(uow.now))
        asked = self._answering(uow)
        return Mirror(
            answers.challenge_matches(asked, offering, found.fits),
            answers.challenge_matches(asked, offering, found.near_misses),
        )

    def unknown_language(self, text: str) -> str | None:
        """The language of a text (ISO 639-1) if the model was not trained on it."""
        language = language_of(text)
        return None if knows(self._index.encoder, language) else language

    def encode(self, text: str) -> int:
        """Turn a need in words into vectors, as an answer does first; how many. Keeps nothing.

        Raises:
            Invalid: the text says nothing.
        """
        return len(Library(self._index.encoder).encode(asking.need_of_text(text)))

    def catch_up(self) -> None:
        """Bring the index of this process in step with the database.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        self._library(None)

    def warm_up(self) -> None:
        """Load model and index before anybody asks; what fails now fails again when asked."""
        try:
            self.catch_up()
            self.encode("A first need, so that the second does not wait for the model.")
        except Exception:
            log.exception("warm_up_failed")

    def is_ready(self) -> bool:
        """Whether this process has answered before, or can answer without loading anything."""
        return self._index.standing[1] is not None

    def embed_missing(
        self,
        batch: int = 64,
        progress: Progress = no_progress,
        *,
        only: Sequence[UUID] | None = None,
    ) -> int:
        """Store vectors for public texts that have none by this model; how many had none.

        With `only` none but the solutions and challenges of these ids are looked at.
        """
        lender = Library(self._index.encoder, vectors="exact")
        return upkeep.embed_missing(self._sessions, self._store, lender, batch, progress, only)

    def take_saved(self) -> None:
        """Begin with the saved index as it is, without catching up."""
        self._index.take_saved()

    def status(self) -> IndexStatus:
        """How the index of this process stands now; does not catch up."""
        library, mark = self._index.standing
        with transaction(self._sessions, writes=False) as session:
            return IndexStatus(
                made_by=self._made_by(),
                offerings=len(library.offerings) if library else 0,
                needs=len(library.needs) if library else 0,
                stored=embeddings.how_many(session, made_by(self._index.encoder)),
                seen=mark.number if mark else None,
                last=last_number(session),
            )

    def verify(self) -> list[Difference]:
        """Everything in which the index, having caught up, differs from the database."""
        library = self._library(None)
        with transaction(self._sessions, writes=False) as session:
            return list(upkeep.differences(session, library))

    def rebuild(self, progress: Progress = no_progress) -> None:
        """Make the index anew from the database, and save it."""
        self._index.rebuild(progress)

    def save(self) -> bool:
        """Save the index for the next start; whether it is on disk now."""
        return self._index.save()

    def _suppliers(
        self, uow: UnitOfWork, need: Need, filters: Filters, limit: int
    ) -> list[SolutionMatch]:
        library = self._library(uow)
        asked = self._answering(uow)
        chosen = asking.with_lower_themes(uow, filters)
        while True:
            today = brussels_today(uow.now)
            matches = find_suppliers(library, need, filters=chosen, limit=limit, today=today)
            held = answers.solution_matches(asked, need, matches)
            if len(held) == len(matches):
                return held
            # What vanished while we ranked must not leave holes in the page.
            gone = {m.key for m in matches} - {str(h.solution.id) for h in held}
            chosen = replace(chosen, keys_excluded=chosen.keys_excluded | gone)

    def _answering(self, uow: UnitOfWork) -> Answering:
        return Answering(uow, self._made_by())

    def _library(self, uow: UnitOfWork | None) -> Library:
        try:
            return self._index.catch_up(keep=uow is None or _only_reads(uow.session))
        except EncoderUnavailable as error:
            raise Unavailable("The language model is not available at the moment.") from error

    def _made_by(self) -> MadeBy:
        return MadeBy(self._index.encoder.fingerprint, ENGINE_VERSION)


def _only_reads(session: Session) -> bool:
    """Whether this transaction takes no lock that storing vectors would have to wait for."""
    return bool(session.connection().get_execution_options().get("reads_only"))
