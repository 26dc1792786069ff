"""Verbs about interest: a vendor expresses it and takes it back, a city reads, answers, closes.

Who does it twice does it once: a solution has one interest in a challenge, which begins anew
when it was withdrawn. What the engine reads is asked of it here and not believed of the sender.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import or_, select

from marketplace.accounts.operations import normal_email
from marketplace.challenges.desk import DESK as CHALLENGES
from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Fault, Invalid, NotFound, Stale, Unavailable
from marketplace.foundation.events import Fact
from marketplace.foundation.saying import later, say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.interests.content import Answer, InterestContent, NotTaken, Read, Reading
from marketplace.interests.events import (
    InterestAnswered,
    InterestClosed,
    InterestEnded,
    InterestExpressed,
    InterestSeen,
    InterestWithdrawn,
)
from marketplace.interests.lifecycle import ALIVE, EXPRESSED, INTEREST, MOVE_OF
from marketplace.interests.models import Interest
from marketplace.interests.policy import CAN_EXPRESS, CAN_SEE, RULES
from marketplace.interests.queries import why_no_interest
from marketplace.organisations.models import Organisation, Verification
from marketplace.recommendations.matcher import Matcher
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE as CAN_SEE_SOLUTION

LONGEST_REASON = 2000

_FACTS: Mapping[str, Callable[[UUID, UUID, UUID], Fact]] = {
    "express": InterestExpressed,
    "see": InterestSeen,
    **dict.fromkeys(MOVE_OF.values(), InterestAnswered),
    "withdraw": InterestWithdrawn,
    "close": InterestClosed,
    "end": InterestEnded,
}
_SENTENCES = {
    NotTaken.ENDED: later("This challenge is not open, so no interest is taken."),
    NotTaken.EXAMPLE: later(
        "This is an example from a published plan: no city asks for it here now."
    ),
    NotTaken.PAST: later("The last day for interest has passed."),
    NotTaken.UNCLAIMED: later("Nobody of this city has signed up yet, so nobody would read it."),
}


def express_interest(
    uow: UnitOfWork,
    matcher: Matcher,
    solution_id: UUID,
    challenge_id: UUID,
    content: InterestContent,
    *,
    challenge_version: int,
) -> Interest:
    """Offer a published solution for an open challenge, as it stood at `challenge_version`.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not change the solution.
        Invalid: evidence for what is no requirement, or a contact that cannot be reached.
        Stale: the challenge says something else by now.
        Conflict: none is taken (`why_no_interest`), the solution is not published, its vendor is
            not verified, or interest was expressed already.
    """
    solution = _solution(uow, solution_id)
    challenge = _challenge(uow, challenge_id)
    if closed := why_no_interest(uow, challenge_id):
        raise Conflict(say(_SENTENCES[closed]))
    _require_offer(uow, solution, challenge)
    if challenge.published_version != challenge_version:
        raise Stale(
            say("The challenge has changed meanwhile. Read what is new, then send it again.")
        )
    content = _checked(uow, challenge, content)
    read = _read(uow, matcher, solution_id, challenge_id)
    row = _begun(uow, solution, challenge)
    row.content, row.read = content, read
    row.solution_version = solution.published_version or 0
    row.challenge_version = challenge_version
    row.expressed_by, row.expressed_at, row.reason = uow.actor.label, uow.now, ""
    row.seen_at = row.answered_at = row.ended_at = None
    _tell(uow, row, "express")
    return row


def mark_seen(uow: UnitOfWork, interest_id: UUID) -> Interest:
    """The city has read it; reading it again changes nothing."""
    row = _locked(uow, interest_id, "see")
    if row.state == EXPRESSED:
        row.seen_at = uow.now
        _move(uow, row, "see")
    return row


def answer(
    uow: UnitOfWork, interest_id: UUID, given: Answer, reason: str, *, expected_version: int
) -> Interest:
    """Tell the vendor that it is invited, on the shortlist, or not wanted now and why.

    Raises:
        Invalid: “not now” without a reason, or too long a one.
        Stale: the vendor or a colleague changed it meanwhile.
        Conflict: it was withdrawn, or closed with the decision.
    """
    row = _locked(uow, interest_id, MOVE_OF[given], expected_version)
    row.reason = _reason(reason, least=int(given is Answer.DECLINED))
    row.seen_at, row.answered_at = row.seen_at or uow.now, uow.now
    return _move(uow, row, MOVE_OF[given])


def close(uow: UnitOfWork, interest_id: UUID, reason: str, *, expected_version: int) -> Interest:
    """End it with the city's decision about the challenge, and the reason for this vendor.

    Raises:
        Invalid: without a reason, or too long a one.
        Stale: the vendor or a colleague changed it meanwhile.
    """
    row = _locked(uow, interest_id, "close", expected_version)
    row.reason = _reason(reason, least=1)
    row.seen_at, row.ended_at = row.seen_at or uow.now, uow.now
    return _move(uow, row, "close")


def close_all(uow: UnitOfWork, challenge_id: UUID, reasons: Mapping[UUID, str]) -> list[Interest]:
    """End every interest in a challenge that is alive, with the reason for each by its id.

    Raises:
        Forbidden: the actor does not answer for the city.
        Invalid: a reason is missing or too long.
        Stale: somebody has expressed interest, or taken it back, since the reasons were written.
    """
    alive = uow.session.scalars(
        select(Interest)
        .where(Interest.challenge_id == challenge_id, Interest.state.in_(ALIVE))
        .order_by(Interest.id)
        .with_for_update()
    ).all()
    if {row.id for row in alive} != set(reasons):
        raise Stale(say("Who takes part has changed meanwhile. Look at the list again."))
    return [close(uow, row.id, reasons[row.id], expected_version=row.version) for row in alive]


def withdraw(uow: UnitOfWork, interest_id: UUID, *, expected_version: int) -> Interest:
    """Take it back: the city goes on seeing that there was one, and no longer what it said.

    Raises:
        Stale: the city answered meanwhile.
    """
    row = _locked(uow, interest_id, "withdraw", expected_version)
    row.ended_at = uow.now
    return _move(uow, row, "withdraw")


def end_all_of(uow: UnitOfWork, organisation_id: UUID) -> None:
    """End what is alive of an organisation that leaves: what it offers, and what it is offered.

    Raises:
        Forbidden: the actor does not act for the organisation.
    """
    alive = uow.session.scalars(
        select(Interest)
        .where(
            or_(Interest.vendor_id == organisation_id, Interest.city_id == organisation_id),
            Interest.state.in_(ALIVE),
        )
        .order_by(Interest.id)
        .with_for_update()
    ).all()
    for row in alive:
        move = "withdraw" if row.vendor_id == organisation_id else "end"
        require(RULES[INTEREST.named(move).who], uow.actor, row)
        row.ended_at = uow.now
        _move(uow, row, move)


def _require_offer(uow: UnitOfWork, solution: Solution, challenge: Challenge) -> None:
    vendor = uow.session.get_one(Organisation, solution.vendor_id)
    if solution.published_version is None:
        raise Conflict(say("Publish the solution first: the city has to be able to read it."))
    if vendor.verification != Verification.VERIFIED:
        raise Conflict(say("Your organisation is not verified yet; staff have to do that first."))
    if solution.vendor_id == challenge.city_id:
        raise Conflict(say("This is your own challenge."))


def _solution(uow: UnitOfWork, solution_id: UUID) -> Solution:
    row = uow.session.get(Solution, solution_id)
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_EXPRESS, uow.actor, row, see=CAN_SEE_SOLUTION)
    return row


def _challenge(uow: UnitOfWork, challenge_id: UUID) -> Challenge:
    # Shared, so that vendors do not wait for each other, but a decision waits or is waited for.
    shared = {"read": True}
    row = uow.session.get(Challenge, challenge_id, with_for_update=shared, populate_existing=True)
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE_CHALLENGE, uow.actor, row, see=CAN_SEE_CHALLENGE)
    return row


def _checked(uow: UnitOfWork, challenge: Challenge, content: InterestContent) -> InterestContent:
    """The content without empty evidence, its address in the one form."""
    if faults := list(_faults(uow, challenge, content)):
        raise Invalid(faults)
    said = tuple(item for item in content.evidence if item.text or item.link)
    return replace(content, evidence=said)


def _faults(uow: UnitOfWork, challenge: Challenge, content: InterestContent) -> Iterator[Fault]:
    version = CHALLENGES.version(uow.session, challenge, challenge.published_version or 0)
    wanted = [item.text for item in version.content.requirements] if version else []
    for number, item in enumerate(content.evidence):
        if item.requirement not in wanted:
            name = f"evidence.{number}.requirement"
            yield Fault(name, say("The challenge states no such requirement."), item.requirement)
        else:
            wanted.remove(item.requirement)
    try:
        normal_email(content.contact.email)
    except Invalid as error:
        yield replace(error.faults[0], field="contact.email")


def _read(uow: UnitOfWork, matcher: Matcher, solution_id: UUID, challenge_id: UUID) -> Read:
    """What the engine reads now; nothing if it does not answer."""
    try:
        matches = matcher.judged(uow, challenge_id, [solution_id])
    except Unavailable:
        return Read()
    for match in matches:
        readings = tuple(
            Reading(
                requirement=item.requirement,
                verdict=item.verdict.value,
                sentence=item.evidence.text if item.evidence else "",
            )
            for item in match.requirements
            if item.stated
        )
        made = match.made_by
        return Read(readings=readings, model=made.model, engine_version=made.engine_version)
    return Read()


def _begun(uow: UnitOfWork, solution: Solution, challenge: Challenge) -> Interest:
    """The row of a new round; what was withdrawn begins anew."""
    chosen = select(Interest).where(
        Interest.solution_id == solution.id, Interest.challenge_id == challenge.id
    )
    row = uow.session.scalar(chosen.with_for_update())
    if row is None:
        row = Interest(solution_id=solution.id, challenge_id=challenge.id, version=0)
        row.vendor_id, row.city_id = solution.vendor_id, challenge.city_id
        uow.session.add(row)
    elif "express" not in {move.name for move in INTEREST.available(row.state)}:
        raise Conflict(say("You have expressed interest with this solution already."))
    row.state, row.version = EXPRESSED, row.version + 1
    return row


def _locked(
    uow: UnitOfWork, interest_id: UUID, move: str, expected_version: int | None = None
) -> Interest:
    """The row, locked, for those who may make the move, if it can be made.

    What is to be read once more (`see`) may stand anywhere.
    """
    row = uow.session.get(Interest, interest_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(say(NOTHING))
    require(RULES[INTEREST.named(move).who], uow.actor, row, see=CAN_SEE)
    if expected_version is not None:
        if row.version != expected_version:
            raise Stale(
                say("This interest has changed meanwhile. Look at it again, then repeat it.")
            )
        INTEREST.check(move, row.state)
    return row


def _move(uow: UnitOfWork, row: Interest, name: str) -> Interest:
    before = row.state
    row.state, row.version = INTEREST.named(name).target, row.version + 1
    _tell(uow, row, name, before)
    return row


def _tell(uow: UnitOfWork, row: Interest, name: str, before: str | None = None) -> None:
    was = {} if before is None else {"state": before}
    uow.record(f"interest.{name}", row, before=was, after={"state": row.state})
    uow.tell(_FACTS[name](row.id, row.solution_id, row.challenge_id))


def _reason(text: str, *, least: int) -> str:
    remedy = say(
        "Say why, in at most %(most)s characters: the vendor reads it.", most=LONGEST_REASON
    )
    return require_text("reason", text, LONGEST_REASON, least=least, remedy=remedy)
