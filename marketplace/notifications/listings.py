"""What vendors and cities are told about their solutions and challenges."""

from collections.abc import Mapping
from uuid import UUID

from marketplace.challenges.events import (
    ChallengeOpened,
    ChallengeReturned,
    QuestionAnswered,
    QuestionAsked,
)
from marketplace.challenges.models import Challenge, Question
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.letters import Handler, Letter, send
from marketplace.organisations.queries import editors_of, staff_of
from marketplace.solutions.events import (
    ReferenceInvited,
    SolutionHeld,
    SolutionPublished,
    SolutionReturned,
)
from marketplace.solutions.models import Reference, Solution


def tell_solution_returned(uow: UnitOfWork, fact: SolutionReturned, public_url: str) -> None:
    """Tell the vendor that there is something to mend; what, the page says."""
    solution = uow.session.get_one(Solution, fact.solution_id)
    letter = Letter(
        subject=f"{solution.name}: something to mend",
        paragraphs=(
            f"Programme staff have looked at “{solution.name}”.",
            "Their remarks stand beside the fields that need mending.",
        ),
        link=_solution_link(solution.id, public_url, "See the remarks"),
    )
    send(uow, fact, editors_of(uow.session, solution.vendor_id), letter, solution.version)


def tell_solution_held(uow: UnitOfWork, fact: SolutionHeld, public_url: str) -> None:
    """Tell the vendor and programme staff; why, only the pages say."""
    solution = uow.session.get_one(Solution, fact.solution_id)
    vendor = Letter(
        subject=f"{solution.name} is held for a closer look",
        paragraphs=(
            f"Something stood out in “{solution.name}”, as if written to be found everywhere.",
            "Programme staff look at it before anybody else can see it.",
            "Its page says what stood out and what you can do.",
            "If it is a mistake, you need do nothing.",
        ),
        link=(f"{public_url}/solutions/{solution.id}/manage", "See why"),
    )
    send(uow, fact, editors_of(uow.session, solution.vendor_id), vendor, fact.number)
    staff = Letter(
        subject=f"Held: {solution.name}",
        paragraphs=(f"“{solution.name}” is held until one of you has looked at it.",),
        link=(f"{public_url}/programme/solutions/{solution.id}", "See what stood out"),
    )
    send(uow, fact, staff_of(uow.session), staff, fact.number)


def tell_solution_published(uow: UnitOfWork, fact: SolutionPublished, public_url: str) -> None:
    """Tell the vendor that everybody can see this version."""
    solution = uow.session.get_one(Solution, fact.solution_id)
    letter = Letter(
        subject=f"{solution.name} is published",
        paragraphs=(f"Everybody can see “{solution.name}” now, and challenges find it.",),
        link=_solution_link(solution.id, public_url, "Look at it"),
    )
    send(uow, fact, editors_of(uow.session, solution.vendor_id), letter, fact.number)


def tell_reference_invited(uow: UnitOfWork, fact: ReferenceInvited, public_url: str) -> None:
    """Ask the city named whether the solution really runs there."""
    solution = uow.session.get_one(Solution, fact.solution_id)
    reference = uow.session.get_one(Reference, fact.reference_id)
    letter = Letter(
        subject=f"Does {solution.name} run in your city?",
        paragraphs=(
            f"The vendor of “{solution.name}” names your city as a place where it runs.",
            "Confirm it or say that it is not so; until then it counts as a claim.",
        ),
        link=_solution_link(solution.id, public_url, "Look at what is said"),
    )
    send(uow, fact, editors_of(uow.session, fact.buyer_id), letter, reference.version)


def tell_challenge_returned(uow: UnitOfWork, fact: ChallengeReturned, public_url: str) -> None:
    """Tell the city that there is something to mend; what, the page says."""
    challenge = uow.session.get_one(Challenge, fact.challenge_id)
    letter = Letter(
        subject=f"{challenge.title}: something to mend",
        paragraphs=(
            f"Programme staff have looked at “{challenge.title}”.",
            "Their remarks stand beside the fields that need mending.",
        ),
        link=_challenge_link(challenge.id, public_url, "See the remarks"),
    )
    send(uow, fact, editors_of(uow.session, challenge.city_id), letter, challenge.version)


def tell_challenge_opened(uow: UnitOfWork, fact: ChallengeOpened, public_url: str) -> None:
    """Tell the city that its challenge is open and has matches."""
    challenge = uow.session.get_one(Challenge, fact.challenge_id)
    letter = Letter(
        subject=f"{challenge.title} is open",
        paragraphs=(
            f"Everybody can see “{challenge.title}” now.",
            "Its page says which solutions fit it and which cities have the same need.",
        ),
        link=_challenge_link(challenge.id, public_url, "See who fits"),
    )
    send(uow, fact, editors_of(uow.session, challenge.city_id), letter, fact.number)


def tell_question_asked(uow: UnitOfWork, fact: QuestionAsked, public_url: str) -> None:
    """Tell the city that a vendor waits for an answer."""
    challenge = uow.session.get_one(Challenge, fact.challenge_id)
    letter = Letter(
        subject=f"A question about {challenge.title}",
        paragraphs=(
            f"A vendor has a question about “{challenge.title}”.",
            "Your answer is shown to everybody, so that all know the same.",
        ),
        link=_challenge_link(challenge.id, public_url, "Read and answer it"),
    )
    send(uow, fact, editors_of(uow.session, challenge.city_id), letter)


def tell_question_answered(uow: UnitOfWork, fact: QuestionAnswered, public_url: str) -> None:
    """Tell whoever asked that there is an answer."""
    question = uow.session.get_one(Question, fact.question_id)
    challenge = uow.session.get_one(Challenge, fact.challenge_id)
    letter = Letter(
        subject=f"An answer about {challenge.title}",
        paragraphs=(f"The city has answered your question about “{challenge.title}”.",),
        link=_challenge_link(challenge.id, public_url, "Read the answer"),
    )
    send(uow, fact, editors_of(uow.session, question.asker_id), letter, question.version)


LISTING_HANDLERS: Mapping[type[Fact], list[Handler]] = {
    SolutionHeld: [tell_solution_held],
    SolutionReturned: [tell_solution_returned],
    SolutionPublished: [tell_solution_published],
    ReferenceInvited: [tell_reference_invited],
    ChallengeReturned: [tell_challenge_returned],
    ChallengeOpened: [tell_challenge_opened],
    QuestionAsked: [tell_question_asked],
    QuestionAnswered: [tell_question_answered],
}


def _solution_link(solution_id: UUID, public_url: str, words: str) -> tuple[str, str]:
    return f"{public_url}/solutions/{solution_id}", words


def _challenge_link(challenge_id: UUID, public_url: str, words: str) -> tuple[str, str]:
    return f"{public_url}/challenges/{challenge_id}", words
