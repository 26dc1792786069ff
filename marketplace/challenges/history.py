"""The versions of a challenge that are kept, for those who work on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.models import Challenge, ChallengeVersion
from marketplace.challenges.policy import CAN_SEE, CAN_SEE_WORKING, visible_content
from marketplace.foundation.access import require
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One of the versions that are kept, as this actor may see it."""

    number: int
    state: str
    created_at: datetime
    created_by: str
    content: ChallengeContent
    review: Mapping[str, str]


def versions_of(uow: UnitOfWork, challenge_id: UUID) -> list[VersionView]:
    """All versions that are kept, the newest first, for the city and staff."""
    challenge = uow.session.get(Challenge, challenge_id)
    if challenge is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE_WORKING, uow.actor, challenge, see=CAN_SEE)
    rows = uow.session.scalars(
        select(ChallengeVersion)
        .where(ChallengeVersion.challenge_id == challenge_id)
        .order_by(ChallengeVersion.number.desc())
    )
    return [
        VersionView(
            number=row.number,
            state=row.state,
            created_at=row.created_at,
            created_by=row.created_by,
            content=visible_content(uow.actor, challenge, row.content),
            review=row.review,
        )
        for row in rows
    ]
