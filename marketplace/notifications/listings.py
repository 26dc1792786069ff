"""What people are told of solutions and challenges: those who list them, staff and watchers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.challenges.events import (
    ChallengeAwarded,
    ChallengeCancelled,
    ChallengeChanged,
    ChallengeClosed,
    ChallengeOpened,
    ChallengeReturned,
    ChallengeSubmitted,
    QuestionAnswered,
    QuestionAsked,
)
from marketplace.challenges.models import Challenge, Question
from marketplace.foundation.events import Fact
from marketplace.foundation.saying import LANGUAGES, say, speaking
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.letters import Letter
from marketplace.notifications.operations import queue_mail
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.notifications.watching import watchers_of
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import editors_of, staff_of
from marketplace.solutions.events import (
    ReferenceConfirmed,
    ReferenceDisputed,
    ReferenceExpired,
    ReferenceInvited,
    SolutionHeld,
    SolutionPublished,
    SolutionQuestionAnswered,
    SolutionQuestionAsked,
    SolutionReturned,
    SolutionSubmitted,
)
from marketplace.solutions.models import Reference, Solution, SolutionQuestion


@dataclass(frozen=True, slots=True)
class _Moment:
    """What happened to something watched, which time of several, and when."""

    occasion: Occasion
    which: object
    at: datetime


def tell_solution_submitted(uow: UnitOfWork, fact: SolutionSubmitted, post: Post) -> None:
    """Tell staff that there is something to review."""
    row = uow.session.get_one(Solution, fact.solution_id)
    _tell_staff(uow, post, _solution(Occasion.REVIEW_SOLUTION, row.id, row.working_version))


def tell_solution_returned(uow: UnitOfWork, fact: SolutionReturned, post: Post) -> None:
    """Tell the vendor that there is something to mend; what, the page says."""
    row = uow.session.get_one(Solution, fact.solution_id)
    _tell_vendor(uow, post, row, Occasion.SOLUTION_RETURNED, fact.place)


def tell_solution_held(uow: UnitOfWork, fact: SolutionHeld, post: Post) -> None:
    """Tell the vendor and programme staff; why, only the pages say."""
    row = uow.session.get_one(Solution, fact.solution_id)
    _tell_vendor(uow, post, row, Occasion.SOLUTION_HELD, fact.number)
    _tell_staff(uow, post, _solution(Occasion.REVIEW_HELD, row.id, fact.number))


def tell_solution_published(uow: UnitOfWork, fact: SolutionPublished, post: Post) -> None:
    """Tell the vendor that everybody can see this version, and whoever watches it."""
    row = uow.session.get_one(Solution, fact.solution_id)
    _tell_vendor(uow, post, row, Occasion.SOLUTION_PUBLISHED, fact.number)
    mine = editors_of(uow.session, row.vendor_id)
    news = _solution(Occasion.SOLUTION_CHANGED, row.id, fact.number)
    watching = watchers_of(uow.session, row.id, row.published_at or uow.now)
    tell(uow, post, news, [user for user in watching if user not in mine])


def tell_reference_invited(uow: UnitOfWork, fact: ReferenceInvited, post: Post) -> None:
    """Ask the city named whether the solution really runs there, by mail where it has no people."""
    reference = uow.session.get_one(Reference, fact.reference_id)
    if reference.buyer_email:
        _mail_to_stranger(uow, fact, reference, post)
    which = f"{reference.id}:{fact.place}"
    news = _solution(Occasion.REFERENCE_INVITED, fact.solution_id, which, fact.buyer_id)
    tell(uow, post, news, editors_of(uow.session, fact.buyer_id))


def _mail_to_stranger(
    uow: UnitOfWork, fact: ReferenceInvited, reference: Reference, post: Post
) -> None:
    """Tell somebody who is said to work for a city that its people are missed here."""
    solution = uow.session.get_one(Solution, reference.solution_id)
    vendor = uow.session.get_one(Organisation, solution.vendor_id).name
    city = uow.session.get_one(Organisation, reference.buyer_id)
    key = f"ReferenceInvited:{reference.id}:{fact.place}"
    with speaking(_language_of(city)):
        letter = _question_to_stranger(solution.name, vendor, city, post)
        queue_mail(uow, letter.to(reference.buyer_email or ""), key=key)


def _language_of(city: Organisation) -> str | None:
    """The first of the city's languages that is one of ours."""
    spoken = city.content.city.languages if city.content.city else ()
    return next((code for code in spoken if code in LANGUAGES), None)


def _question_to_stranger(solution: str, vendor: str, city: Organisation, post: Post) -> Letter:
    return Letter(
        subject=say("Does “%(name)s” run in %(city)s?", name=solution, city=city.name),
        paragraphs=(
            say(
                "“%(vendor)s” says on Rialto that its solution “%(name)s” runs in %(city)s, and "
                "asks the city to confirm it.",
                vendor=vendor,
                name=solution,
                city=city.name,
            ),
            say(
                "Nobody of %(city)s has signed up there yet. If you act for the city, register "
                "and claim its entry; once programme staff have made sure who you are, you can "
                "confirm the claim or dispute it.",
                city=city.name,
            ),
            say(
                "The vendor gave your address for this one question; it is forgotten with the "
                "answer. If it is no matter of yours, do nothing."
            ),
        ),
        link=(post.address(f"/organisations/{city.id}/claim"), say("Claim the entry")),
    )


def tell_reference_answered(
    uow: UnitOfWork, fact: ReferenceConfirmed | ReferenceDisputed | ReferenceExpired, post: Post
) -> None:
    """Tell the vendor what became of a reference."""
    occasions: dict[type[Fact], Occasion] = {
        ReferenceConfirmed: Occasion.REFERENCE_CONFIRMED,
        ReferenceDisputed: Occasion.REFERENCE_DISPUTED,
        ReferenceExpired: Occasion.REFERENCE_EXPIRED,
    }
    row = uow.session.get_one(Solution, fact.solution_id)
    reference = uow.session.get_one(Reference, fact.reference_id)
    _tell_vendor(uow, post, row, occasions[type(fact)], f"{reference.id}:{fact.place}")


def tell_challenge_submitted(uow: UnitOfWork, fact: ChallengeSubmitted, post: Post) -> None:
    """Tell staff that there is something to review."""
    row = uow.session.get_one(Challenge, fact.challenge_id)
    _tell_staff(uow, post, _challenge(Occasion.REVIEW_CHALLENGE, row.id, row.working_version))


def tell_challenge_returned(uow: UnitOfWork, fact: ChallengeReturned, post: Post) -> None:
    """Tell the city that there is something to mend; what, the page says."""
    row = uow.session.get_one(Challenge, fact.challenge_id)
    _tell_city(uow, post, row, Occasion.CHALLENGE_RETURNED, fact.place)


def tell_challenge_opened(uow: UnitOfWork, fact: ChallengeOpened, post: Post) -> None:
    """Tell the city that its challenge is open and has matches, and whoever watches either."""
    row = uow.session.get_one(Challenge, fact.challenge_id)
    _tell_city(uow, post, row, Occasion.CHALLENGE_OPENED, fact.number)
    _tell_watchers(uow, post, row, _Moment(Occasion.CHALLENGE_REOPENED, fact.place, row.changed_at))
    mine = editors_of(uow.session, row.city_id)
    news = _challenge(Occasion.CITY_ASKS, row.id, "")
    watching = watchers_of(uow.session, row.city_id, row.published_at or uow.now)
    tell(uow, post, news, [user for user in watching if user not in mine])


def tell_challenge_moved(uow: UnitOfWork, fact: Any, post: Post) -> None:
    """Tell whoever watches a challenge that it has changed or ended."""
    row = uow.session.get_one(Challenge, fact.challenge_id)
    _tell_watchers(uow, post, row, _Moment(_MOVED[type(fact)], fact.place, row.changed_at))


def tell_question_asked(uow: UnitOfWork, fact: QuestionAsked, post: Post) -> None:
    """Tell the city that a vendor waits for an answer."""
    row = uow.session.get_one(Challenge, fact.challenge_id)
    _tell_city(uow, post, row, Occasion.QUESTION_ASKED, fact.question_id)


def tell_question_answered(uow: UnitOfWork, fact: QuestionAnswered, post: Post) -> None:
    """Tell whoever asked that there is an answer, and whoever watches the challenge."""
    question = uow.session.get_one(Question, fact.question_id)
    row = uow.session.get_one(Challenge, fact.challenge_id)
    which = f"{question.id}:{fact.place}"
    askers = editors_of(uow.session, question.asker_id)
    news = _challenge(Occasion.QUESTION_ANSWERED, row.id, which, question.asker_id)
    tell(uow, post, news, askers)
    answered = _Moment(Occasion.CHALLENGE_ANSWERED, which, question.answered_at or uow.now)
    _tell_watchers(uow, post, row, answered, askers)


def tell_vendor_asked(uow: UnitOfWork, fact: SolutionQuestionAsked, post: Post) -> None:
    """Tell the vendor that a city waits for an answer."""
    row = uow.session.get_one(Solution, fact.solution_id)
    _tell_vendor(uow, post, row, Occasion.VENDOR_ASKED, fact.question_id)


def tell_vendor_answered(uow: UnitOfWork, fact: SolutionQuestionAnswered, post: Post) -> None:
    """Tell the city that asked, and whoever watches the solution."""
    question = uow.session.get_one(SolutionQuestion, fact.question_id)
    row = uow.session.get_one(Solution, fact.solution_id)
    which = f"{question.id}:{fact.place}"
    askers = editors_of(uow.session, question.asker_id)
    news = _solution(Occasion.VENDOR_ANSWERED, row.id, which, question.asker_id)
    tell(uow, post, news, askers)
    told = {*askers, *editors_of(uow.session, row.vendor_id)}
    watching = watchers_of(uow.session, row.id, question.answered_at or uow.now)
    news = _solution(Occasion.SOLUTION_ANSWERED, row.id, which)
    tell(uow, post, news, [user for user in watching if user not in told])


_MOVED: Mapping[type[Fact], Occasion] = {
    ChallengeChanged: Occasion.CHALLENGE_CHANGED,
    ChallengeClosed: Occasion.CHALLENGE_CLOSED,
    ChallengeAwarded: Occasion.CHALLENGE_AWARDED,
    ChallengeCancelled: Occasion.CHALLENGE_CANCELLED,
}

LISTING_HANDLERS: Mapping[type[Fact], list[Any]] = {
    SolutionSubmitted: [tell_solution_submitted],
    SolutionHeld: [tell_solution_held],
    SolutionReturned: [tell_solution_returned],
    SolutionPublished: [tell_solution_published],
    ReferenceInvited: [tell_reference_invited],
    ReferenceConfirmed: [tell_reference_answered],
    ReferenceDisputed: [tell_reference_answered],
    ReferenceExpired: [tell_reference_answered],
    ChallengeSubmitted: [tell_challenge_submitted],
    ChallengeReturned: [tell_challenge_returned],
    ChallengeOpened: [tell_challenge_opened],
    **{moved: [tell_challenge_moved] for moved in _MOVED},
    QuestionAsked: [tell_question_asked],
    QuestionAnswered: [tell_question_answered],
    SolutionQuestionAsked: [tell_vendor_asked],
    SolutionQuestionAnswered: [tell_vendor_answered],
}


def _solution(
    occasion: Occasion, solution_id: UUID, which: object, member_of: UUID | None = None
) -> News:
    return News(
        occasion=occasion,
        thing=Thing.SOLUTION,
        thing_id=solution_id,
        key=f"{occasion}:{solution_id}:{which}",
        member_of=member_of,
    )


def _challenge(
    occasion: Occasion, challenge_id: UUID, which: object, member_of: UUID | None = None
) -> News:
    return News(
        occasion=occasion,
        thing=Thing.CHALLENGE,
        thing_id=challenge_id,
        key=f"{occasion}:{challenge_id}:{which}",
        member_of=member_of,
    )


def _tell_vendor(
    uow: UnitOfWork, post: Post, row: Solution, occasion: Occasion, which: object
) -> None:
    news = _solution(occasion, row.id, which, row.vendor_id)
    tell(uow, post, news, editors_of(uow.session, row.vendor_id))


def _tell_city(
    uow: UnitOfWork, post: Post, row: Challenge, occasion: Occasion, which: object
) -> None:
    news = _challenge(occasion, row.id, which, row.city_id)
    tell(uow, post, news, editors_of(uow.session, row.city_id))


def _tell_staff(uow: UnitOfWork, post: Post, news: News) -> None:
    tell(uow, post, news, staff_of(uow.session))


def _tell_watchers(
    uow: UnitOfWork,
    post: Post,
    row: Challenge,
    moment: _Moment,
    besides: Iterable[User] = (),
) -> None:
    """Not those who did it: the city's own people know."""
    told = {*editors_of(uow.session, row.city_id), *besides}
    watching = watchers_of(uow.session, row.id, moment.at)
    people = [user for user in watching if user not in told]
    tell(uow, post, _challenge(moment.occasion, row.id, moment.which), people)
