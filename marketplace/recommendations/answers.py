"""The engine's answers beside the rows they speak of, checked once more at this door.

What was withdrawn or changed since it was ranked, or whose evidence is not a literal span of
the version that was ranked, is left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import structlog

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.queries import ChallengeCard, open_cards
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.profiles import estimated_facts, text_at
from marketplace.recommendations.results import (
    ChallengeMatch,
    Evidence,
    MadeBy,
    Mirror,
    PartnerMatch,
    RequirementVerdict,
    SolutionMatch,
)
from marketplace.recommendations.weighing import InUse
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.queries import cards_with_contents
from matching import ENGINE_VERSION
from matching.encoding import Encoder, knows
from matching.indexing.words import language_of
from matching.library import Library
from matching.mirror import ChallengeFit
from matching.mirror import Mirror as Reflection
from matching.partners import PartnerMatch as Partner
from matching.profiles import Need, Offering, text_of
from matching.suppliers import Match
from matching.what_if import Ranking

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    """What all answers of one request have in common."""

    uow: UnitOfWork
    made_by: MadeBy
    encoder: Encoder

    def unknown_language(self, need: Need) -> str | None:
        """The language of a need if the model was not trained on it."""
        language = language_of(text_of(need))
        return None if knows(self.encoder, language) else language


def answering(uow: UnitOfWork, library: Library, now: InUse) -> Answering:
    """By the model of the library that answers: meanwhile another may have begun to serve."""
    return Answering(uow, made_by(library.encoder, now), library.encoder)


def made_by(encoder: Encoder, now: InUse) -> MadeBy:
    """By which model, engine and weights an answer is made."""
    return MadeBy(encoder.fingerprint, ENGINE_VERSION, now.name)


def suppliers(asked: Answering, library: Library, ranking: Ranking) -> list[SolutionMatch]:
    """The best matches of a need; what vanished while it was ranked leaves no holes."""
    while True:
        matches = ranking.of(library)
        held = solution_matches(asked, ranking.need, matches)
        if len(held) == len(matches):
            return held
        gone = {match.key for match in matches} - {str(one.solution.id) for one in held}
        excluded = ranking.filters.keys_excluded | gone
        ranking = replace(ranking, filters=replace(ranking.filters, keys_excluded=excluded))


def solution_matches(asked: Answering, need: Need, matches: Sequence[Match]) -> list[SolutionMatch]:
    """The matches that still hold, each with its card and content, in their order."""
    return all_solution_matches(asked, need, [matches])[0]


def all_solution_matches(
    asked: Answering, need: Need, lists: Sequence[Sequence[Match]]
) -> list[list[SolutionMatch]]:
    """The same for several lists of matches of one need, in one query."""
    ids = {UUID(match.key) for matches in lists for match in matches}
    shown = cards_with_contents(asked.uow, ids) if ids else {}
    unknown_language = asked.unknown_language(need)

    def held(match: Match) -> Iterator[SolutionMatch]:
        card, content = shown.get(UUID(match.key), (None, None))
        if card is None or content is None or int(match.version) != card.number:
            return
        if _are_literal(_evidence(match.requirements), content):
            yield SolutionMatch(
                rank=match.rank,
                score=match.score,
                band=match.band,
                solution=card,
                content=content,
                requirements=match.requirements,
                facts=match.facts,
                estimated=estimated_facts(content),
                factors=match.factors,
                copies=match.copies,
                solution_version=int(match.version),
                challenge_version=int(need.version) if need.version else None,
                unknown_language=unknown_language,
                made_by=asked.made_by,
            )

    return [[one for match in matches for one in held(match)] for matches in lists]


def partner_matches(asked: Answering, need: Need, matches: Sequence[Partner]) -> list[PartnerMatch]:
    """The partners whose challenges are still open as they were ranked, in their order."""
    shown = open_cards(asked.uow, [UUID(match.key) for match in matches])
    unknown_language = asked.unknown_language(need)
    pairs = ((match, *shown.get(UUID(match.key), (None, None))) for match in matches)
    return [
        PartnerMatch(
            rank=match.rank,
            score=match.score,
            challenge=card,
            content=content,
            open_to_joint=match.open,
            agrees=match.agrees,
            differs=match.differs,
            contradicts=match.contradicts,
            factors=match.factors,
            shared_sentences=match.shared_sentences,
            challenge_version=int(need.version),
            partner_version=int(match.version),
            unknown_language=unknown_language,
            made_by=asked.made_by,
        )
        for match, card, content in pairs
        if card is not None
        and content is not None
        and card.number == int(match.version)
        and _are_literal((pair.other for pair in match.shared_sentences), content)
    ]


def mirror(asked: Answering, offering: Offering, found: Reflection) -> Mirror:
    """The challenges that are still open as they were ranked, in their order."""
    ids = [UUID(fit.need.key) for fit in (*found.fits, *found.near_misses)]
    shown = {id_: card for id_, (card, _) in open_cards(asked.uow, ids).items()}
    return Mirror(
        _challenge_matches(asked, offering, found.fits, shown),
        _challenge_matches(asked, offering, found.near_misses, shown),
    )


def _challenge_matches(
    asked: Answering,
    offering: Offering,
    fits: Sequence[ChallengeFit],
    shown: Mapping[UUID, ChallengeCard],
) -> tuple[ChallengeMatch, ...]:
    pairs = ((fit, shown.get(UUID(fit.need.key))) for fit in fits)
    return tuple(
        ChallengeMatch(
            rank=fit.match.rank,
            score=fit.match.score,
            band=fit.match.band,
            place=fit.place,
            challenge=card,
            requirements=fit.match.requirements,
            facts=fit.match.facts,
            factors=fit.match.factors,
            facts_in_the_way=fit.facts_in_the_way,
            requirements_in_the_way=fit.requirements_in_the_way,
            solution_version=int(offering.version),
            challenge_version=int(fit.need.version),
            unknown_language=asked.unknown_language(fit.need),
            made_by=asked.made_by,
        )
        for fit, card in pairs
        if card is not None and card.number == int(fit.need.version)
    )


def _evidence(verdicts: Iterable[RequirementVerdict]) -> Iterator[Evidence]:
    return (verdict.evidence for verdict in verdicts if verdict.evidence is not None)


def _are_literal(spans: Iterable[Evidence], content: SolutionContent | ChallengeContent) -> bool:
    """Whether every span is in the content to the letter; anything else is our own mistake."""
    for span in spans:
        text = text_at(content, span.field) or ""
        if text[span.start : span.end] != span.text:
            log.error("evidence_not_literal", field=span.field)
            return False
    return True
