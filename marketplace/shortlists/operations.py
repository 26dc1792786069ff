"""Verbs by which a city keeps its shortlist.

To put a solution on it is to say so of the match, and to keep the match as it is shown. The
challenge is locked first, so that colleagues change one shortlist one after the other.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, select

from marketplace.feedback.content import About, Answer, Aspect, Said
from marketplace.feedback.models import Opinion
from marketplace.feedback.operations import (
    lock_challenge,
    require_sayer,
    say_of,
    take_back,
)
from marketplace.foundation.errors import Conflict, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.interests.content import Answer as InterestAnswer
from marketplace.interests.models import Interest
from marketplace.interests.operations import answer
from marketplace.interests.policy import CAN_ANSWER
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import SolutionMatch
from marketplace.shortlists.content import kept_of
from marketplace.shortlists.models import ShortlistItem

LONGEST_NOTE = 2000
MOST_ITEMS = 20
"""More than these nobody compares by hand; the page shows all of them at once."""

SHORTLIST = Said(aspect=Aspect.SHORTLIST)


def put_on(uow: UnitOfWork, matcher: Matcher, about: About) -> ShortlistItem:
    """Put a solution on the shortlist, at its end, with the match as it is shown now.

    What is on it already keeps its place and its note, and takes over what the match says now.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
        Stale: the challenge or the solution says something else by now.
        Conflict: the solution is not listed any more, or the shortlist is full.
    """
    require_sayer(uow, about.challenge_id)
    return _put_on(uow, _match(uow, matcher, about.challenge_id, about.answer_id), about)


def _put_on(uow: UnitOfWork, match: SolutionMatch, about: About) -> ShortlistItem:
    opinion = say_of(uow, match, replace(about, answer=Answer.SOLUTION), SHORTLIST)
    items = _items(uow, about.challenge_id)
    row = next((item for item in items if item.id == opinion.id), None)
    if row is None:
        if len(items) >= MOST_ITEMS:
            raise Conflict(
                say("There are %(most)s on it already. Take one off first.", most=MOST_ITEMS)
            )
        row = ShortlistItem(id=opinion.id, place=len(items) + 1, note="", version=0)
        uow.session.add(row)
    row.kept, row.version = kept_of(match), row.version + 1
    uow.record("shortlist.put_on", row, after={"version": row.version})
    return row


def take_off(uow: UnitOfWork, challenge_id: UUID, solution_id: UUID) -> None:
    """Take a solution off the shortlist, with its note; nothing happens if it is not on it.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
    """
    lock_challenge(uow, challenge_id)
    row = uow.session.scalar(_of(challenge_id).where(Opinion.solution_id == solution_id))
    if row is None:
        return
    uow.record("shortlist.take_off", row)
    uow.session.delete(row)
    uow.session.flush()
    take_back(uow, challenge_id, Answer.SOLUTION, solution_id, Aspect.SHORTLIST)
    for place, item in enumerate(_items(uow, challenge_id), 1):
        item.place = place


def write_note(
    uow: UnitOfWork, challenge_id: UUID, solution_id: UUID, text: str, *, expected_version: int
) -> ShortlistItem:
    """Write down what only members of the city read.

    Raises:
        NotFound: it is not on the shortlist.
        Invalid: it is longer than 2,000 characters, or not a text that can be kept.
        Stale: a colleague changed it meanwhile.
    """
    lock_challenge(uow, challenge_id)
    row = _item(uow, challenge_id, solution_id)
    note = require_text("note", text, LONGEST_NOTE, least=0)
    if row.version != expected_version:
        raise Stale(say("A colleague has changed this entry meanwhile. Read it first, then write."))
    row.note, row.version = note, row.version + 1
    uow.record("shortlist.note", row, after={"version": row.version})
    return row


def move(uow: UnitOfWork, challenge_id: UUID, solution_id: UUID, *, by: int) -> ShortlistItem:
    """Move a solution up (-1) or down (+1) on the shortlist; it stays where there is no place.

    Raises:
        NotFound: it is not on the shortlist.
    """
    lock_challenge(uow, challenge_id)
    row = _item(uow, challenge_id, solution_id)
    items = _items(uow, challenge_id)
    other = next((item for item in items if item.place == row.place + by), None)
    if other is not None:
        row.place, other.place = other.place, row.place
        uow.record("shortlist.move", row, after={"place": row.place})
    return row


def answer_interest(
    uow: UnitOfWork,
    matcher: Matcher,
    interest_id: UUID,
    given: InterestAnswer,
    reason: str,
    *,
    expected_version: int,
) -> Interest:
    """Answer a vendor; to say that its solution is on the shortlist also puts it there.

    Raises:
        NotFound, Unauthenticated, Forbidden, Invalid, Stale, Conflict: as `interests.answer`
            and `put_on`.
    """
    row = uow.session.get(Interest, interest_id)
    wanted = given is InterestAnswer.SHORTLISTED
    if row is not None and wanted and CAN_ANSWER.allows(uow.actor, row) and not _is_on(uow, row):
        # The challenge is locked before its interests here as everywhere: whoever takes them
        # the other way round waits for somebody who waits for them.
        match = _match(uow, matcher, row.challenge_id, row.solution_id)
        about = About(
            challenge_id=row.challenge_id,
            answer=Answer.SOLUTION,
            answer_id=row.solution_id,
            challenge_version=match.challenge_version or 0,
            answer_version=match.solution_version,
        )
        _put_on(uow, match, about)
    return answer(uow, interest_id, given, reason, expected_version=expected_version)


def _match(
    uow: UnitOfWork, matcher: Matcher, challenge_id: UUID, solution_id: UUID
) -> SolutionMatch:
    for match in matcher.judged(uow, challenge_id, [solution_id]):
        return match
    raise Conflict(say("The solution is not listed any more."))


def _is_on(uow: UnitOfWork, interest: Interest) -> bool:
    chosen = _of(interest.challenge_id).where(Opinion.solution_id == interest.solution_id)
    return uow.session.scalar(chosen) is not None


def _of(challenge_id: UUID) -> Select[ShortlistItem]:
    joined = select(ShortlistItem).join(Opinion, Opinion.id == ShortlistItem.id)
    return joined.where(Opinion.challenge_id == challenge_id)


def _items(uow: UnitOfWork, challenge_id: UUID) -> list[ShortlistItem]:
    return list(uow.session.scalars(_of(challenge_id).order_by(ShortlistItem.place)))


def _item(uow: UnitOfWork, challenge_id: UUID, solution_id: UUID) -> ShortlistItem:
    chosen = _of(challenge_id).where(Opinion.solution_id == solution_id)
    row = uow.session.scalar(chosen)
    if row is None:
        raise NotFound(say(NOTHING))
    return row
