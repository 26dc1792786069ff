"""The engine's answers beside the rows they speak of, checked once more at this door.

What was withdrawn or changed since it was ranked, or whose evidence is not a literal span of
the version that was ranked, is left out; the caller then asks again without it.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.profiles import text_at
from marketplace.recommendations.results import MadeBy, SolutionMatch
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.queries import cards, published_contents
from matching.library import Library
from matching.suppliers import Match

log = structlog.get_logger(__name__)


def solution_matches(
    uow: UnitOfWork,
    library: Library,
    matches: Sequence[Match],
    made_by: MadeBy,
    challenge_version: int | None,
) -> list[SolutionMatch]:
    """The matches that still hold, each with its card and content."""
    ids = [UUID(match.key) for match in matches]
    shown = cards(uow, ids)
    contents = {row.id: row for row in published_contents(uow.session, ids)}
    held = []
    for match, id_ in zip(matches, ids, strict=True):
        version = _ranked_version(library, match.key)
        if id_ not in shown or contents[id_].number != version:
            continue
        if not _is_literal(match, contents[id_].content):
            log.error("evidence_not_literal", solution=match.key, version=version)
            continue
        held.append(
            SolutionMatch(
                rank=match.rank,
                score=match.score,
                solution=shown[id_],
                content=contents[id_].content,
                requirements=match.requirements,
                facts=match.facts,
                factors=match.factors,
                copies=match.copies,
                solution_version=version,
                challenge_version=challenge_version,
                made_by=made_by,
            )
        )
    return held


def _ranked_version(library: Library, key: str) -> int:
    offering = library.offerings.get(key)
    return int(offering.version) if offering is not None else -1


def _is_literal(match: Match, content: SolutionContent) -> bool:
    found = (verdict.evidence for verdict in match.requirements if verdict.evidence is not None)
    return all((text_at(content, e.field) or "")[e.start : e.end] == e.text for e in found)
