"""What the two sides of an interest or an introduction are told, and whom staff remind."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.challenges.models import Challenge, Question
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.events import (
    InterestAnswered,
    InterestClosed,
    InterestEnded,
    InterestExpressed,
    InterestWithdrawn,
)
from marketplace.interests.models import Interest
from marketplace.introductions.content import Waiting
from marketplace.introductions.events import (
    IntroductionAnswered,
    IntroductionEnded,
    IntroductionMade,
    OrganisationReminded,
)
from marketplace.introductions.models import Introduction, IntroductionSide
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.organisations.queries import editors_of, staff_of
from marketplace.shortlists.events import DecisionSent
from marketplace.shortlists.models import Decision, DecisionReason
from marketplace.solutions.models import Solution, SolutionQuestion


def tell_interest(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell the other side what has become of an interest."""
    row = uow.session.get_one(Interest, fact.interest_id)
    occasion, thing, to_city = _INTERESTS[type(fact)]
    if occasion is Occasion.INTEREST_CLOSED and _is_chosen(uow, row):
        return
    told = row.city_id if to_city else row.vendor_id
    news = News(
        occasion=occasion,
        thing=thing,
        thing_id=row.challenge_id if thing is Thing.CHALLENGE else row.solution_id,
        about_id=row.id,
        member_of=told,
        key=f"{occasion}:{row.id}:{fact.place}",
    )
    tell(uow, post, news, editors_of(uow.session, told))


def tell_decision(uow: UnitOfWork, fact: DecisionSent, post: Post) -> None:
    """Tell the vendors who were told why, and the city's own people.

    Vendors who had expressed interest hear of its end, unless there is better news.
    """
    row = uow.session.get_one(Challenge, fact.challenge_id)
    interested = select(Interest.solution_id).where(Interest.challenge_id == row.id)
    with_interest = set(uow.session.scalars(interested))
    for reason, vendor_id in uow.session.execute(
        select(DecisionReason, Solution.vendor_id)
        .join(Solution, Solution.id == DecisionReason.solution_id)
        .where(DecisionReason.decision_id == fact.decision_id)
    ).all():
        if reason.chosen or reason.solution_id not in with_interest:
            occasion = Occasion.SOLUTION_CHOSEN if reason.chosen else Occasion.SOLUTION_DECIDED
            news = News(
                occasion=occasion,
                thing=Thing.SOLUTION,
                thing_id=reason.solution_id,
                about_id=row.id,
                member_of=vendor_id,
                key=f"{occasion}:{fact.decision_id}:{reason.solution_id}",
            )
            tell(uow, post, news, editors_of(uow.session, vendor_id))
    news = News(
        occasion=Occasion.DECISION_SENT,
        thing=Thing.CHALLENGE,
        thing_id=row.id,
        member_of=row.city_id,
        key=f"{Occasion.DECISION_SENT}:{fact.decision_id}",
    )
    tell(uow, post, news, editors_of(uow.session, row.city_id))


def tell_introduction(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell both sides of an introduction; of an answer the other side and staff."""
    row = uow.session.get_one(Introduction, fact.introduction_id)
    occasion = _INTRODUCTIONS[type(fact)]
    key = f"{occasion}:{row.id}:{fact.place}"
    answerer = fact.organisation_id if isinstance(fact, IntroductionAnswered) else None
    for side in row.sides:
        if side.organisation_id != answerer:
            thing, thing_id = _thing_of(uow, row, side, occasion)
            news = News(
                occasion=occasion,
                thing=thing,
                thing_id=thing_id,
                about_id=row.id,
                member_of=side.organisation_id,
                key=key,
            )
            tell(uow, post, news, editors_of(uow.session, side.organisation_id))
    if answerer is not None:
        news = News(
            occasion=occasion,
            thing=Thing.CHALLENGE,
            thing_id=row.challenge_id,
            about_id=row.id,
            key=key,
        )
        tell(uow, post, news, staff_of(uow.session))


def tell_reminded(uow: UnitOfWork, fact: OrganisationReminded, post: Post) -> None:
    """Tell an organisation that somebody waits, as staff have asked."""
    occasion, thing, thing_id = _owed(uow, fact)
    news = News(
        occasion=occasion,
        thing=thing,
        thing_id=thing_id,
        about_id=fact.subject_id,
        member_of=fact.organisation_id,
        key=f"reminded:{fact.reminder_id}:{fact.place}",
    )
    tell(uow, post, news, editors_of(uow.session, fact.organisation_id))


def _thing_of(
    uow: UnitOfWork, row: Introduction, side: IntroductionSide, occasion: Occasion
) -> tuple[Thing, UUID]:
    """What a side is told of: the challenge; at the end its own thing, which it sees in any case.

    An introduction can end because the other side has left, with all that it had published.
    """
    challenge = uow.session.get_one(Challenge, row.challenge_id)
    if occasion is not Occasion.INTRODUCTION_ENDED or challenge.city_id == side.organisation_id:
        return Thing.CHALLENGE, row.challenge_id
    if row.solution_id is not None:
        return Thing.SOLUTION, row.solution_id
    return Thing.CHALLENGE, row.partner_id or row.challenge_id


def _is_chosen(uow: UnitOfWork, row: Interest) -> bool:
    """Whether the city goes on with the solution, of which its vendor is told otherwise."""
    chosen = (
        select(Decision.id)
        .join(DecisionReason, DecisionReason.decision_id == Decision.id)
        .where(
            Decision.challenge_id == row.challenge_id,
            Decision.sent_at == row.ended_at,
            DecisionReason.solution_id == row.solution_id,
            DecisionReason.chosen.is_(True),
        )
    )
    return uow.session.scalar(chosen.limit(1)) is not None


def _owed(uow: UnitOfWork, fact: OrganisationReminded) -> tuple[Occasion, Thing, UUID]:
    """What the organisation is reminded of, in the words of the clock's own reminders."""
    if fact.kind == Waiting.CONFIRMATION:
        return Occasion.TO_CONFIRM, Thing.SOLUTION, fact.subject_id
    if fact.kind == Waiting.ENQUIRY:
        asked = uow.session.get_one(SolutionQuestion, fact.subject_id)
        return Occasion.STILL_ENQUIRED, Thing.SOLUTION, asked.solution_id
    occasion, table = _OWED[Waiting(fact.kind)]
    row: Any = uow.session.get_one(table, fact.subject_id)
    return occasion, Thing.CHALLENGE, row.challenge_id


_OWED: Mapping[Waiting, tuple[Occasion, type[Any]]] = {
    Waiting.QUESTION: (Occasion.STILL_ASKED, Question),
    Waiting.INTEREST: (Occasion.STILL_INTERESTED, Interest),
    Waiting.INTRODUCTION: (Occasion.STILL_INTRODUCED, Introduction),
}
_INTERESTS: Mapping[type[Fact], tuple[Occasion, Thing, bool]] = {
    InterestExpressed: (Occasion.INTEREST_EXPRESSED, Thing.CHALLENGE, True),
    InterestAnswered: (Occasion.INTEREST_ANSWERED, Thing.CHALLENGE, False),
    InterestWithdrawn: (Occasion.INTEREST_WITHDRAWN, Thing.CHALLENGE, True),
    InterestClosed: (Occasion.INTEREST_CLOSED, Thing.CHALLENGE, False),
    # The challenge has gone with the city.
    InterestEnded: (Occasion.INTEREST_ENDED, Thing.SOLUTION, False),
}
"""What is told of each fact, the thing that it leads to, and whether it is for the city."""
_INTRODUCTIONS: Mapping[type[Fact], Occasion] = {
    IntroductionMade: Occasion.INTRODUCED,
    IntroductionAnswered: Occasion.INTRODUCTION_ANSWERED,
    IntroductionEnded: Occasion.INTRODUCTION_ENDED,
}

EXCHANGE_HANDLERS: Mapping[type[Fact], list[Any]] = {
    **{fact: [tell_interest] for fact in _INTERESTS},
    **{fact: [tell_introduction] for fact in _INTRODUCTIONS},
    DecisionSent: [tell_decision],
    OrganisationReminded: [tell_reminded],
}
