"""What waits to be reviewed, of solutions and challenges alike; for staff."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, func, literal, select, union_all

from marketplace.challenges.models import Challenge
from marketplace.foundation.access import require
from marketplace.foundation.lists import AnySelect
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import IN_REVIEW
from marketplace.organisations.models import Claim, ClaimState, Organisation, Verification
from marketplace.pulse.policy import CAN_SEE_WAITS
from marketplace.solutions.lifecycle import HELD
from marketplace.solutions.models import Solution

SOLUTION, CHALLENGE = "solution", "challenge"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReview:
    """A version that waits; `kind` is solution or challenge, `name` that of what is published.

    `is_held` says that it may have been written only to be found, `is_first` that nothing of
    it is published yet.
    """

    kind: str
    id: UUID
    name: str
    summary: str
    owner: str
    is_held: bool
    is_first: bool
    since: datetime


def to_review(uow: UnitOfWork, page: PageRequest) -> Page[ToReview]:
    """What is held first, then the longest waiting.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_WAITS, uow.actor, None)
    waiting = union_all(_solutions(), _challenges()).subquery()
    total = uow.session.scalar(select(func.count()).select_from(waiting)) or 0
    found = waiting.c
    rows = uow.session.execute(
        select(waiting)
        .order_by(found.state != HELD, found.since, found.id)
        .offset(page.offset)
        .limit(page.page_size)
    )
    return Page([_item(row) for row in rows.mappings()], total, page.page, page.page_size)


def organisations_and_claims(uow: UnitOfWork) -> tuple[int, int]:
    """How many organisations wait to be verified, and how many claims for a decision.

    Raises:
        Unauthenticated, Forbidden: the actor is not staff.
    """
    require(CAN_SEE_WAITS, uow.actor, None)
    unverified = select(func.count()).where(
        Organisation.verification == Verification.UNVERIFIED.value,
        Organisation.catalogue.is_(False),
    )
    pending = select(func.count()).where(Claim.state == ClaimState.PENDING.value)
    row = uow.session.execute(select(unverified.scalar_subquery(), pending.scalar_subquery())).one()
    return int(row[0]), int(row[1])


def _solutions() -> AnySelect:
    return (
        select(
            literal(SOLUTION).label("kind"),
            Solution.id.label("id"),
            Solution.name.label("name"),
            Solution.summary.label("summary"),
            Organisation.name.label("owner"),
            Solution.state.label("state"),
            Solution.published_version.label("published"),
            Solution.changed_at.label("since"),
        )
        .join(Organisation, Organisation.id == Solution.vendor_id)
        .where(Solution.state.in_((IN_REVIEW, HELD)))
    )


def _challenges() -> AnySelect:
    return (
        select(
            literal(CHALLENGE),
            Challenge.id,
            Challenge.title,
            Challenge.summary,
            Organisation.name,
            Challenge.state,
            Challenge.published_version,
            Challenge.changed_at,
        )
        .join(Organisation, Organisation.id == Challenge.city_id)
        .where(Challenge.state == IN_REVIEW)
    )


def _item(found: RowMapping) -> ToReview:
    return ToReview(
        kind=found["kind"],
        id=found["id"],
        name=found["name"],
        summary=found["summary"],
        owner=found["owner"],
        is_held=found["state"] == HELD,
        is_first=found["published"] is None,
        since=found["since"],
    )
