"""How well open challenges fit each other for buying together, of all pairs at once.

The worker works it out from what everybody may see, and stores what is worth proposing; who could
be in one group is decided in `buyers_groups`, which looks again whether all are still open.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from marketplace.challenges.content import Nature
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge
from marketplace.foundation.access import VISITOR
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.models import JointFit

LEAST_FIT = 0.25
"""Below this even the nearest is another need."""
MOST_ASKED = 3000
"""So many challenges are looked at, the newest first."""
PLACES = 4
"""Finer differences are none, and would only be written again and again."""

UnitsOfWork = Callable[..., AbstractContextManager[UnitOfWork]]


class Fit(NamedTuple):
    """Two challenges and how well they fit, 0..1: the lower of the two cities' views."""

    one: UUID
    other: UUID
    fit: float


def work_out_fits(unit_of_work: UnitsOfWork, matcher: Matcher) -> None:
    """Store how well challenges fit each other, as far as it is something else by now.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    # As anybody: a budget that only cities see must not decide who is brought together.
    with unit_of_work(VISITOR, writes=False) as uow:
        found = matcher.joint_fits(uow, askable(uow.session), LEAST_FIT)
        now = {Fit(one, other, round(fit, PLACES)) for one, other, fit in found}
        known = set(stored_fits(uow.session))
    if now != known:
        with unit_of_work() as uow:
            _replace(uow.session, known - now, now - known)


def askable(session: Session) -> list[UUID]:
    """The open challenges of cities that would buy together, or that were never asked."""
    ids = select(Challenge.id).where(
        Challenge.published_version.is_not(None),
        Challenge.state.not_in(ENDED),
        Challenge.joint_procurement | (Challenge.nature == Nature.EXAMPLE.value),
    )
    newest = ids.order_by(Challenge.published_at.desc(), Challenge.id).limit(MOST_ASKED)
    return list(session.scalars(newest))


def stored_fits(session: Session) -> list[Fit]:
    """All that is stored, in no order."""
    rows = session.execute(select(JointFit.one, JointFit.other, JointFit.fit))
    return [Fit(one, other, fit) for one, other, fit in rows]


def _replace(session: Session, gone: set[Fit], new: set[Fit]) -> None:
    if gone:
        pair = (JointFit.one == bindparam("first"), JointFit.other == bindparam("second"))
        rows = [{"first": fit.one, "second": fit.other} for fit in sorted(gone)]
        session.connection().execute(delete(JointFit).where(*pair), rows)
    session.add_all(JointFit(one=fit.one, other=fit.other, fit=fit.fit) for fit in sorted(new))
