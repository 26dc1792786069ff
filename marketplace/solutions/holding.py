"""Versions and their examination: what was found, what still waits, what is known already.

Only reads. Who holds and releases a version is said in `operations`.
"""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from marketplace.foundation.versions import IN_REVIEW, Version
from marketplace.solutions.content import Sign, SolutionContent
from marketplace.solutions.desk import DESK
from marketplace.solutions.lifecycle import HELD
from marketplace.solutions.models import Solution, SolutionVersion


def signs_of(version: Version) -> tuple[Sign, ...]:
    """What the last examination of a version found; nothing if there was none."""
    kept = version.findings if isinstance(version, SolutionVersion) else None
    return kept.signs if kept else ()


def is_known(session: Session, external_key: str, content: SolutionContent) -> bool:
    """Whether the solution with this key says exactly this, in public or while it is held."""
    found = session.scalar(select(Solution).where(Solution.external_key == external_key))
    if found is None:
        return False
    held = found.state == HELD and DESK.working(session, found).content == content
    return held or DESK.shows(session, found, content)


def unexamined(session: Session, limit: int) -> list[tuple[UUID, int]]:
    """Solutions in review whose version was never examined, with the version of their row."""
    working = and_(
        SolutionVersion.solution_id == Solution.id,
        SolutionVersion.number == Solution.working_version,
    )
    rows = session.execute(
        select(Solution.id, Solution.version)
        .join(SolutionVersion, working)
        .where(Solution.state == IN_REVIEW, SolutionVersion.examined_at.is_(None))
        .order_by(Solution.changed_at, Solution.id)
        .limit(limit)
    )
    return [(row.id, row.version) for row in rows]
