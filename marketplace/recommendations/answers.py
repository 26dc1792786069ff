"""The engine's answers beside the rows they speak of, checked once more at this door.

What was withdrawn or changed since it was ranked, or whose evidence is not a literal span of
the version that was ranked, is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import structlog

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.queries import cards as challenge_cards
from marketplace.challenges.queries import open_contents
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.profiles import estimated_facts, text_at
from marketplace.recommendations.results import (
    ChallengeMatch,
    Evidence,
    MadeBy,
    PartnerMatch,
    RequirementVerdict,
    SolutionMatch,
)
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.queries import cards as solution_cards
from marketplace.solutions.queries import published_contents
from matching.encoding import Encoder, knows
from matching.indexing.words import language_of
from matching.library import Library
from matching.mirror import ChallengeFit
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
    ids = [UUID(match.key) for match in matches]
    shown = solution_cards(asked.uow, ids)
    contents = {row.id: row for row in published_contents(asked.uow.session, ids)}
    unknown_language = asked.unknown_language(need)
    return [
        SolutionMatch(
            rank=match.rank,
            score=match.score,
            band=match.band,
            solution=shown[id_],
            content=contents[id_].content,
            requirements=match.requirements,
            facts=match.facts,
            estimated=estimated_facts(contents[id_].content),
            factors=match.factors,
            copies=match.copies,
            solution_version=contents[id_].number,
            challenge_version=int(need.version) if need.version else None,
            unknown_language=unknown_language,
            made_by=asked.made_by,
        )
        for match, id_ in zip(matches, ids, strict=True)
        if id_ in shown
        and id_ in contents
        and int(match.version) == contents[id_].number
        and _are_literal(_evidence(match.requirements), contents[id_].content)
    ]


def partner_matches(asked: Answering, need: Need, matches: Sequence[Partner]) -> list[PartnerMatch]:
    """The partners whose challenges are still open as they were ranked, in their order."""
    ids = [UUID(match.key) for match in matches]
    shown = challenge_cards(asked.uow, ids)
    contents = {row.id: row for row in open_contents(asked.uow.session, ids)}
    unknown_language = asked.unknown_language(need)
    return [
        PartnerMatch(
            rank=match.rank,
            score=match.score,
            challenge=shown[id_],
            content=contents[id_].content,
            open_to_joint=match.open,
            agrees=match.agrees,
            differs=match.differs,
            contradicts=match.contradicts,
            factors=match.factors,
            shared_sentences=match.shared_sentences,
            challenge_version=int(need.version),
            partner_version=contents[id_].number,
            unknown_language=unknown_language,
            made_by=asked.made_by,
        )
        for match, id_ in zip(matches, ids, strict=True)
        if id_ in shown
        and id_ in contents
        and int(match.version) == contents[id_].number
        and _are_literal((pair.other for pair in match.shared_sentences), contents[id_].content)
    ]


def challenge_matches(
    asked: Answering, offering: Offering, fits: Sequence[ChallengeFit]
) -> tuple[ChallengeMatch, ...]:
    """The challenges that are still open as they were ranked, in their order."""
    ids = [UUID(fit.need.key) for fit in fits]
    shown = challenge_cards(asked.uow, ids)
    numbers = {row.id: row.number for row in open_contents(asked.uow.session, ids)}
    return tuple(
        ChallengeMatch(
            rank=fit.match.rank,
            score=fit.match.score,
            place=fit.place,
            challenge=shown[id_],
            requirements=fit.match.requirements,
            facts=fit.match.facts,
            factors=fit.match.factors,
            facts_in_the_way=fit.facts_in_the_way,
            requirements_in_the_way=fit.requirements_in_the_way,
            solution_version=int(offering.version),
            challenge_version=numbers[id_],
            unknown_language=asked.unknown_language(fit.need),
            made_by=asked.made_by,
        )
        for fit, id_ in zip(fits, ids, strict=True)
        if id_ in shown and numbers.get(id_) == int(fit.need.version)
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
