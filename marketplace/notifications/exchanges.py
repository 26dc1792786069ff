"""What the two sides of an interest or an introduction are told, and whom staff remind."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marketplace.challenges.models import Question
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.events import (
    InterestAnswered,
    InterestClosed,
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
from marketplace.introductions.models import Introduction, Reminder
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.organisations.queries import editors_of, staff_of


def tell_interest(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell the other side what has become of an interest."""
    row = uow.session.get_one(Interest, fact.interest_id)
    occasion, to_city = _INTERESTS[type(fact)]
    told = row.city_id if to_city else row.vendor_id
    news = News(
        occasion=occasion,
        thing=Thing.CHALLENGE,
        thing_id=row.challenge_id,
        about_id=row.id,
        member_of=told,
        key=f"{occasion}:{row.id}:{row.version}",
    )
    tell(uow, post, news, editors_of(uow.session, told))


def tell_introduction(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell both sides of an introduction; of an answer the other side and staff."""
    row = uow.session.get_one(Introduction, fact.introduction_id)
    occasion = _INTRODUCTIONS[type(fact)]
    key = f"{occasion}:{row.id}:{row.version}"
    answerer = fact.organisation_id if isinstance(fact, IntroductionAnswered) else None
    for side in row.sides:
        if side.organisation_id != answerer:
            news = News(
                occasion=occasion,
                thing=Thing.CHALLENGE,
                thing_id=row.challenge_id,
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
    row = uow.session.get_one(Reminder, fact.reminder_id)
    occasion, thing, thing_id = _owed(uow, fact)
    news = News(
        occasion=occasion,
        thing=thing,
        thing_id=thing_id,
        about_id=fact.subject_id,
        member_of=fact.organisation_id,
        key=f"reminded:{row.id}:{row.times}",
    )
    tell(uow, post, news, editors_of(uow.session, fact.organisation_id))


def _owed(uow: UnitOfWork, fact: OrganisationReminded) -> tuple[Occasion, Thing, UUID]:
    """What the organisation is reminded of, in the words of the clock's own reminders."""
    if fact.kind == Waiting.CONFIRMATION:
        return Occasion.TO_CONFIRM, Thing.SOLUTION, fact.subject_id
    occasion, table = _OWED[Waiting(fact.kind)]
    row: Any = uow.session.get_one(table, fact.subject_id)
    return occasion, Thing.CHALLENGE, row.challenge_id


_OWED: Mapping[Waiting, tuple[Occasion, type[Any]]] = {
    Waiting.QUESTION: (Occasion.STILL_ASKED, Question),
    Waiting.INTEREST: (Occasion.STILL_INTERESTED, Interest),
    Waiting.INTRODUCTION: (Occasion.STILL_INTRODUCED, Introduction),
}
_INTERESTS: Mapping[type[Fact], tuple[Occasion, bool]] = {
    InterestExpressed: (Occasion.INTEREST_EXPRESSED, True),
    InterestAnswered: (Occasion.INTEREST_ANSWERED, False),
    InterestWithdrawn: (Occasion.INTEREST_WITHDRAWN, True),
    InterestClosed: (Occasion.INTEREST_CLOSED, False),
}
_INTRODUCTIONS: Mapping[type[Fact], Occasion] = {
    IntroductionMade: Occasion.INTRODUCED,
    IntroductionAnswered: Occasion.INTRODUCTION_ANSWERED,
    IntroductionEnded: Occasion.INTRODUCTION_ENDED,
}

EXCHANGE_HANDLERS: Mapping[type[Fact], list[Any]] = {
    **{fact: [tell_interest] for fact in _INTERESTS},
    **{fact: [tell_introduction] for fact in _INTRODUCTIONS},
    OrganisationReminded: [tell_reminded],
}
