"""Verbs and reads about decisions: written, looked at, and only then sent.

Sending ends the challenge, closes every interest with its own reason, and says to the learning
what was chosen: all of it or nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from marketplace.challenges import operations as challenges
from marketplace.challenges.lifecycle import AWARDED, CANCELLED, CLOSED
from marketplace.challenges.models import Challenge
from marketplace.feedback.content import About, Answer, Aspect, Said
from marketplace.feedback.operations import lock_challenge, say_of
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Fault, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.interests.lifecycle import ALIVE
from marketplace.interests.lifecycle import CLOSED as CLOSED_INTEREST
from marketplace.interests.operations import close_all
from marketplace.interests.queries import InterestFilters, InterestView, list_interests
from marketplace.organisations.models import Organisation
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import SolutionMatch
from marketplace.shortlists.content import DecisionContent, Outcome, Reason
from marketplace.shortlists.events import DecisionSent, SolutionChosen
from marketplace.shortlists.models import Decision, DecisionReason
from marketplace.shortlists.queries import shortlist_of
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE, CAN_SEE_WORKING

LONGEST_MESSAGE, LONGEST_REASON = 800, 1000
ENDS = {
    Outcome.CHOSEN: (challenges.award, AWARDED),
    Outcome.NONE: (challenges.close, CLOSED),
    Outcome.CANCELLED: (challenges.cancel, CANCELLED),
}
OUTCOME = Said(aspect=Aspect.OUTCOME)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingPart:
    """A solution that the city looked at closer; it is told why if its vendor expressed interest.

    `interest` is None for what stands on the shortlist alone, whose vendor knows nothing of it
    and hears something only if the solution is chosen. `is_claimed` is false where nobody of the
    vendor has signed up, so that nobody can be told.
    """

    solution_id: UUID
    name: str
    vendor_name: str
    interest: InterestView | None
    is_claimed: bool = True


Letter = tuple[TakingPart, Reason, str]
"""Whom something is told, what the city wrote for it, and the whole text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision as members of the city read it; `sent_at` is None while it is being written."""

    content: DecisionContent
    version: int
    written_by: str
    written_at: datetime
    sent_at: datetime | None

    def reason_for(self, solution_id: UUID) -> Reason | None:
        """What is said about one solution."""
        found = (item for item in self.content.reasons if item.solution_id == solution_id)
        return next(found, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a vendor reads of a decision about its solution."""

    challenge_id: UUID
    challenge_title: str
    city_name: str
    chosen: bool
    text: str
    sent_at: datetime


def taking_part(
    uow: UnitOfWork, challenge_id: UUID, *, states: Collection[str] = ALIVE
) -> list[TakingPart]:
    """Whom a decision is about: those who expressed interest, then the rest of the shortlist.

    `states` are those of the interests that count.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no member of the city.
    """
    listed = shortlist_of(uow, challenge_id).items
    offered = list_interests(uow, InterestFilters(challenge=challenge_id, states=states)).items
    found = [
        TakingPart(
            solution_id=view.solution_id,
            name=view.solution_name,
            vendor_name=view.vendor_name,
            interest=view,
        )
        for view in reversed(offered)
    ]
    known = {item.solution_id for item in found}
    cards = (item.match.solution for item in listed if item.solution_id not in known)
    return [
        *found,
        *(
            TakingPart(
                solution_id=card.id,
                name=card.name,
                vendor_name=card.vendor_name,
                interest=None,
                is_claimed=not card.catalogue,
            )
            for card in cards
        ),
    ]


def decision_on(uow: UnitOfWork, challenge_id: UUID) -> DecisionView | None:
    """The last decision about a challenge, sent or being written; None if there is none.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no member of the city.
    """
    shortlist_of(uow, challenge_id)
    row = _last(uow, challenge_id)
    return _view(uow, row) if row is not None else None


def told_about(uow: UnitOfWork, solution_id: UUID) -> list[Told]:
    """What cities decided about a solution, for its vendor and staff, the newest first.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is neither.
    """
    solution = uow.session.get(Solution, solution_id)
    if solution is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE_WORKING, uow.actor, solution, see=CAN_SEE)
    rows = uow.session.execute(
        select(Decision, DecisionReason, Challenge.title, Organisation.name)
        .join(DecisionReason, DecisionReason.decision_id == Decision.id)
        .join(Challenge, Challenge.id == Decision.challenge_id)
        .join(Organisation, Organisation.id == Challenge.city_id)
        .where(DecisionReason.solution_id == solution_id, Decision.sent_at.is_not(None))
        .order_by(Decision.sent_at.desc(), Decision.id)
    )
    return [
        Told(
            challenge_id=decision.challenge_id,
            challenge_title=title,
            city_name=city,
            chosen=reason.chosen,
            text=_letter(decision.message, reason.text),
            sent_at=decision.sent_at or decision.written_at,
        )
        for decision, reason, title, city in rows
    ]


def write_decision(
    uow: UnitOfWork, challenge_id: UUID, content: DecisionContent, *, expected_version: int
) -> Decision:
    """Keep what is being written; 0 is the version of what nobody has begun.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
        Invalid: a text is too long, or about a solution that nobody looked at.
        Stale: a colleague wrote meanwhile.
        Conflict: the decision is sent, and the challenge has not been opened again.
    """
    challenge = lock_challenge(uow, challenge_id)
    row = _draft(uow, challenge)
    if (row.version if row is not None else 0) != expected_version:
        raise Stale(say("A colleague has written here meanwhile. Read that first, then write."))
    about = {item.solution_id for item in taking_part(uow, challenge_id)}
    content = _checked(content, about)
    if row is None:
        row = Decision(challenge_id=challenge_id, version=0)
        uow.session.add(row)
    row.outcome, row.message = content.outcome, content.message
    row.written_by, row.written_at, row.version = uow.actor.label, uow.now, row.version + 1
    uow.record("decision.write", row, after={"version": row.version})
    uow.session.execute(delete(DecisionReason).where(DecisionReason.decision_id == row.id))
    for item in content.reasons:
        uow.session.add(
            DecisionReason(
                decision_id=row.id,
                solution_id=item.solution_id,
                chosen=item.chosen and content.outcome is Outcome.CHOSEN,
                text=item.text,
            )
        )
    return row


def told_by(uow: UnitOfWork, challenge_id: UUID, view: DecisionView) -> list[Letter]:
    """Who was told what by a decision that is sent, or will be told.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no member of the city.
    """
    states = ALIVE if view.sent_at is None else (*ALIVE, CLOSED_INTEREST)
    found = letters(view, taking_part(uow, challenge_id, states=states))
    return found if view.sent_at is None else [item for item in found if item[1].text]


def letters(view: DecisionView, takers: Sequence[TakingPart]) -> list[Letter]:
    """Who is told what when the decision is sent: all with an interest, and those chosen."""
    found = [
        (taker, view.reason_for(taker.solution_id) or Reason(solution_id=taker.solution_id))
        for taker in takers
    ]
    return [
        (taker, reason, _letter(view.content.message, reason.text))
        for taker, reason in found
        if taker.interest is not None or reason.chosen
    ]


def missing(view: DecisionView, told: Sequence[Letter]) -> list[Fault]:
    """What keeps a decision from being sent."""
    faults = [
        Fault(f"{taker.solution_id}.text", say("Write why, for this vendor."))
        for taker, reason, _ in told
        if not reason.text
    ]
    chosen = any(reason.chosen for _, reason, _ in told)
    if view.content.outcome is Outcome.CHOSEN and not chosen:
        faults.append(Fault("outcome", say("Say which solution you go on with.")))
    return faults


def chosen_matches(
    uow: UnitOfWork, matcher: Matcher, challenge_id: UUID
) -> Sequence[SolutionMatch]:
    """How those fit that a decision chooses; it takes long, so it is asked before it is sent.

    What is not listed any more says nothing about the ranking, and is not among them.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is no member of the city.
        Unavailable: the model cannot be loaded.
    """
    view = decision_on(uow, challenge_id)
    chosen = [one.solution_id for one in view.content.reasons if one.chosen] if view else []
    return matcher.judged(uow, challenge_id, chosen) if chosen else ()


def send(
    uow: UnitOfWork, matches: Sequence[SolutionMatch], challenge_id: UUID, *, expected_version: int
) -> Decision:
    """End the challenge as decided, and tell everybody who took part why.

    `matches` are how those that are chosen fit, for the learning.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
        Invalid: a reason is missing.
        Stale: a colleague wrote, or a vendor came or left, since it was looked at.
        Conflict: nothing is written, or all is sent.
    """
    challenge = lock_challenge(uow, challenge_id)
    row = _draft(uow, challenge)
    if row is None:
        raise Conflict(say("Write down first what you decided."))
    if row.version != expected_version:
        raise Stale(say("A colleague has changed it meanwhile. Look at it again, then send it."))
    view = _view(uow, row)
    told = told_by(uow, challenge_id, view)
    if faults := missing(view, told):
        raise Invalid(faults)
    _end(uow, challenge, view.content.outcome)
    close_all(
        uow, challenge_id, {t.interest.id: text for t, _, text in told if t.interest is not None}
    )
    chosen = [taker.solution_id for taker, reason, _ in told if reason.chosen]
    _say_chosen(uow, challenge_id, [one for one in matches if one.solution.id in chosen])
    _forget_untold(uow, row, [taker.solution_id for taker, _, _ in told])
    row.sent_at, row.version = uow.now, row.version + 1
    uow.record("decision.send", row, after={"outcome": row.outcome, "told": len(told)})
    uow.tell(DecisionSent(row.id, challenge_id))
    for solution_id in chosen:
        uow.tell(SolutionChosen(row.id, challenge_id, solution_id))
    return row


def _forget_untold(uow: UnitOfWork, row: Decision, told: Sequence[UUID]) -> None:
    """Drop what was noted about solutions whose vendors know nothing of the search."""
    noted = delete(DecisionReason).where(DecisionReason.decision_id == row.id)
    uow.session.execute(noted.where(DecisionReason.solution_id.not_in(told)))


def _end(uow: UnitOfWork, challenge: Challenge, outcome: Outcome) -> None:
    move, state = ENDS[outcome]
    if challenge.state != state:
        move(uow, challenge.id, expected_version=challenge.version)


def _say_chosen(uow: UnitOfWork, challenge_id: UUID, chosen: Sequence[SolutionMatch]) -> None:
    """Let the learning know."""
    for match in chosen:
        about = About(
            challenge_id=challenge_id,
            answer=Answer.SOLUTION,
            answer_id=match.solution.id,
            challenge_version=match.challenge_version or 0,
            answer_version=match.solution_version,
        )
        say_of(uow, match, about, OUTCOME)


def _last(uow: UnitOfWork, challenge_id: UUID) -> Decision | None:
    newest = (Decision.written_at.desc(), Decision.id)
    chosen = select(Decision).where(Decision.challenge_id == challenge_id).order_by(*newest)
    # Read anew behind the lock, whatever the view had read before.
    return uow.session.scalars(chosen.limit(1).execution_options(populate_existing=True)).first()


def _draft(uow: UnitOfWork, challenge: Challenge) -> Decision | None:
    """What is being written; nothing where a sent decision was overtaken by opening again.

    Raises:
        Conflict: the decision is sent, and the challenge has not been opened again.
    """
    row = _last(uow, challenge.id)
    if row is None or row.sent_at is None:
        return row
    if challenge.state in {state for _, state in ENDS.values()}:
        raise Conflict(say("The decision is sent. Open the challenge again to decide anew."))
    return None


def _view(uow: UnitOfWork, row: Decision) -> DecisionView:
    said = uow.session.scalars(select(DecisionReason).where(DecisionReason.decision_id == row.id))
    return DecisionView(
        content=DecisionContent(
            outcome=Outcome(row.outcome),
            message=row.message,
            reasons=tuple(
                Reason(solution_id=item.solution_id, text=item.text, chosen=item.chosen)
                for item in said
            ),
        ),
        version=row.version,
        written_by=row.written_by,
        written_at=row.written_at,
        sent_at=row.sent_at,
    )


def _checked(content: DecisionContent, about: set[UUID]) -> DecisionContent:
    message = _text("message", content.message, LONGEST_MESSAGE)
    reasons = tuple(
        Reason(
            solution_id=item.solution_id,
            text=_text(f"{item.solution_id}.text", item.text, LONGEST_REASON),
            chosen=item.chosen,
        )
        for item in content.reasons
    )
    if not {item.solution_id for item in reasons} <= about:
        raise Stale(say("Who takes part has changed meanwhile. Look at the list again."))
    return DecisionContent(outcome=content.outcome, message=message, reasons=reasons)


def _text(field: str, text: str, longest: int) -> str:
    return require_text(field, text, longest, least=0)


def _letter(message: str, reason: str) -> str:
    return "\n\n".join(filter(None, (message, reason)))
