"""The one door to the matching engine: suppliers, partners, and challenges for a vendor.

Every answer is made from an index that has caught up with the database, holds nothing that
is not public, and is asked with what the actor may see. The engine and its model are loaded
when the first answer is wanted, never before.
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal
from uuid import UUID

import structlog
from sqlalchemy.orm import Session, sessionmaker

from marketplace.challenges.content import Requirement
from marketplace.foundation.access import require
from marketplace.foundation.clock import Clock, brussels_today
from marketplace.foundation.errors import Unavailable
from marketplace.foundation.outbox import last_number
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork, once, transaction
from marketplace.recommendations import answers, asking, embeddings, pairs, serving, upkeep
from marketplace.recommendations.answers import Answering
from marketplace.recommendations.encoders import Encoders
from marketplace.recommendations.examining import Candidate, Examiner
from marketplace.recommendations.fitting import Fitting, Mirrors, read_once
from marketplace.recommendations.fitting import Standing as AllStands
from marketplace.recommendations.live_index import InStep, LiveIndex, Progress, no_progress
from marketplace.recommendations.model_change import ModelChange
from marketplace.recommendations.models import WeightProposal
from marketplace.recommendations.overview import Overviews, Standing, Wanted
from marketplace.recommendations.results import (
    Difference,
    Factor,
    Filters,
    IndexStatus,
    Mirror,
    NextModel,
    PartnerMatch,
    SolutionMatch,
)
from marketplace.recommendations.saved_index import SavedIndexes
from marketplace.recommendations.vectors import VectorStore, made_by
from marketplace.recommendations.weighing import in_use
from marketplace.recommendations.weight_report import Ranking
from marketplace.recommendations.what_if import WhyNot, WhyNots
from marketplace.solutions.content import Findings, Sign
from marketplace.solutions.policy import CAN_REVIEW
from marketplace.solutions.queries import get_solution
from matching.errors import EncoderUnavailable
from matching.library import Library
from matching.partners import find_partners, fits_between
from matching.profiles import Need
from matching.ranking.weights import Weights
from matching.what_if import Ranking as Asked

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
        self._sessions, self._clock = sessions, clock
        self._store = VectorStore(sessions, clock)
        encoders = Encoders(encoder)
        saved = SavedIndexes(folder, vectors=kind)
        self._index = LiveIndex(sessions, encoders, self._store, saved)
        self._examiner = Examiner(self._store)
        self._overviews = Overviews()
        self.fitting = Fitting()
        self._mirrors = Mirrors()
        self._why_nots = WhyNots()
        self._change = ModelChange(sessions, clock, encoders, self._store)

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
        now, today = in_use(uow.session, Ranking.PARTNERS), brussels_today(uow.now)
        found = find_partners(library, need, limit=limit, today=today, weights=now.weights)
        return answers.partner_matches(answers.answering(uow, library, now), need, found)

    def joint_fits(
        self, uow: UnitOfWork, ids: Collection[UUID], least: float
    ) -> list[tuple[UUID, UUID, float]]:
        """How well public challenges fit each other as partners, from `least` on, 0..1.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        library, now = self._library(uow), in_use(uow.session, Ranking.PARTNERS)
        today, keys = brussels_today(uow.now), [str(id_) for id_ in sorted(ids)]
        found = fits_between(library, keys, least=least, today=today, weights=now.weights)
        return [(UUID(one), UUID(other), fit) for (one, other), fit in found.items()]

    def judged(
        self, uow: UnitOfWork, challenge_id: UUID, solution_ids: Collection[UUID]
    ) -> list[SolutionMatch]:
        """These solutions as they fit a challenge, best first, whatever their place among all.

        Raises:
            NotFound: there is no such challenge, or the actor may not see it.
            Unavailable: the model cannot be loaded.
        """
        library = self._library(uow)
        need = asking.need_of_challenge(uow, challenge_id)
        now, today = in_use(uow.session, Ranking.SUPPLIERS), brussels_today(uow.now)
        found = pairs.judged(library, need, solution_ids, today, now.weights)
        return answers.solution_matches(answers.answering(uow, library, now), need, found)

    def documented_factors(
        self, uow: UnitOfWork, ranking: Ranking, challenge_id: UUID, ids: Collection[UUID]
    ) -> dict[UUID, tuple[Factor, ...]]:
        """What the scores of these answers are made of by the documented weights.

        Raises:
            NotFound: there is no such challenge, or the actor may not see it.
            Unavailable: the model cannot be loaded.
        """
        library = self._library(uow)
        need = asking.need_of_challenge(uow, challenge_id)
        return pairs.documented_factors(library, need, ranking, ids, brussels_today(uow.now))

    def challenges_for(self, uow: UnitOfWork, solution_id: UUID, limit: int = 10) -> Mirror:
        """The open challenges that a solution fits, and those that it nearly fits.

        Raises:
            NotFound: there is no such solution, or the actor may not see it.
            Unavailable: the model cannot be loaded.
        """
        index, today = self._in_step(uow), brussels_today(uow.now)
        offering = asking.as_held(index.library, asking.offering_of_solution(uow, solution_id))
        now = in_use(uow.session, Ranking.SUPPLIERS)
        standing = AllStands(index.turn, today, now.name)
        found = self._mirrors.of(index.library, offering, standing, now.weights, limit)
        return answers.mirror(answers.answering(uow, index.library, now), offering, found)

    def overview(self, uow: UnitOfWork, wanted: Wanted) -> list[Standing]:
        """How a vendor stands for open challenges, with the best of its published solutions.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        index, now = self._in_step(uow), in_use(uow.session, Ranking.SUPPLIERS)
        return self._overviews.of_vendor(uow, index.library, wanted, index.turn, now)

    def examine(self, uow: UnitOfWork, solution_id: UUID) -> Findings:
        """What the working version of a solution shows to whoever has to publish it.

        Raises:
            NotFound, Forbidden: only staff and the product itself may have it examined.
            Unavailable: the model cannot be loaded.
        """
        view = get_solution(uow, solution_id, working=True)
        require(CAN_REVIEW, uow.actor, None)
        return Findings(
            number=view.number,
            signs=self.signs(uow, [Candidate(view.vendor_id, view.content)])[0],
        )

    def signs(self, uow: UnitOfWork, candidates: Sequence[Candidate]) -> list[tuple[Sign, ...]]:
        """The signs of contents that are to become public, in their order.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        library = self._library(uow)
        return self._examiner.signs(library, candidates, brussels_today(uow.now))

    def why_not(self, uow: UnitOfWork, solution_id: UUID, challenge_id: UUID) -> WhyNot:
        """What keeps a solution out of the first matches of a challenge, and what lets it in.

        Raises:
            NotFound: there is no such solution that the actor may see, or no such open challenge.
            Unauthenticated, Forbidden: the actor neither works for the vendor nor is staff.
            Unavailable: the model cannot be loaded.
        """
        offering = asking.offering_of_own_solution(uow, solution_id)
        index, now = self._in_step(uow), in_use(uow.session, Ranking.SUPPLIERS)
        asked = answers.answering(uow, index.library, now)
        held = asking.as_held(index.library, offering)
        return self._why_nots.of(asked, index, held, challenge_id, now.weights)

    def asked(self, uow: UnitOfWork) -> tuple[Answering, Library, Weights]:
        """What an answer about suppliers is made with, for the other rooms of this feature.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        library, now = self._library(uow), in_use(uow.session, Ranking.SUPPLIERS)
        return answers.answering(uow, library, now), library, now.weights

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
            library = self._library(None)
            self.encode("A first need, so that the second does not wait for the model.")
            read_once(library, brussels_today(self._clock.now()))
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

    def prepare_next_model(self, batch: int = 32) -> int:
        """Take a step towards the model that the settings name; 0 once it serves.

        Raises:
            Unavailable: it cannot be used here; the other one goes on serving.
        """
        return self._change.step(batch)

    def change_model(self, batch: int = 64, progress: Progress = no_progress) -> int:
        """Let the model that the settings name serve; how many texts it had to read first.

        Raises:
            Unavailable: it cannot be used here; the other one goes on serving.
        """
        self.catch_up()
        return self._change.finish(batch, progress)

    def next_model(self) -> NextModel | None:
        """The model that is to serve next, and how far it has come; None if none is."""
        with transaction(self._sessions, writes=False) as session:
            return self._change.next_model(session)

    def is_moving(self) -> bool:
        """Whether another model serves already, and this process does not answer with it yet."""
        library, _ = self._index.standing
        with transaction(self._sessions, writes=False) as session:
            now = serving.standing(session)
        if library is None or now is None:
            return False
        return now.serving.fingerprint != library.encoder.fingerprint

    def forget_other_models(self) -> int:
        """Remove stored vectors that no model in use made; of how many texts."""
        return self._change.tidy()

    def take_saved(self) -> None:
        """Begin with the saved index as it is, without catching up."""
        self._index.take_saved()

    def status(self) -> IndexStatus:
        """How the index of this process stands now; does not catch up."""
        library, mark = self._index.standing
        encoder = self._index.encoder
        with transaction(self._sessions, writes=False) as session:
            return IndexStatus(
                made_by=answers.made_by(encoder, in_use(session, Ranking.SUPPLIERS)),
                next_model=self._change.next_model(session),
                offerings=len(library.offerings) if library else 0,
                needs=len(library.needs) if library else 0,
                stored=embeddings.how_many(session, made_by(encoder)),
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
        library, now = self._library(uow), in_use(uow.session, Ranking.SUPPLIERS)
        asked = answers.answering(uow, library, now)
        chosen = asking.with_lower_themes(uow, filters)
        ranking = Asked(
            need=need,
            filters=chosen,
            limit=limit,
            today=brussels_today(uow.now),
            weights=now.weights,
        )
        return answers.suppliers(asked, library, ranking)

    def turn(self, uow: UnitOfWork) -> int:
        """What tells the index of this request from those before and after a change of it.

        Raises:
            Unavailable: the model cannot be loaded.
        """
        return self._in_step(uow).turn

    def _library(self, uow: UnitOfWork | None) -> Library:
        return self._in_step(uow).library

    def _in_step(self, uow: UnitOfWork | None) -> InStep:
        """In step with the database; one that answers from a single transaction looks once."""
        try:
            if uow is None:
                return self._index.in_step()
            keep = _only_reads(uow.session)
            found = once(uow.session, Library, lambda: self._index.in_step(keep=keep))
        except EncoderUnavailable as error:
            raise Unavailable(say("The language model is not available at the moment.")) from error
        once(uow.session, WeightProposal, lambda: found.weights)
        return found


def _only_reads(session: Session) -> bool:
    """Whether this transaction takes no lock that storing vectors would have to wait for."""
    return bool(session.connection().get_execution_options().get("reads_only"))
