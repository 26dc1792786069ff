"""What is asked about, as profiles: with what the actor may see of it, and no more.

A draft is asked about by those who may see it only, and a budget counts only for those who
may see the budget. Nothing made here is put into the index that everybody is answered from.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from marketplace.challenges.content import Importance
from marketplace.challenges.content import Requirement as ChallengeRequirement
from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_ASK_WHAT_IF as CAN_ASK_WHAT_IF_OF_CHALLENGE
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.challenges.queries import get_challenge
from marketplace.foundation.access import require
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations.models import Organisation
from marketplace.recommendations.profiles import Origin, need_of, offering_of
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_ASK_WHAT_IF as CAN_ASK_WHAT_IF_OF_SOLUTION
from marketplace.solutions.policy import CAN_SEE as CAN_SEE_SOLUTION
from marketplace.solutions.queries import get_solution
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import terms_with
from matching.library import Library
from matching.profiles import Need, Offering, Requirement, TextField
from matching.ranking.filters import Filters

NOT_STORED = "need"
"""The key of a need that is not a challenge."""

LONGEST_NEED = 8_000
"""Characters of a need in words with its requirements. Anybody may ask, and each window of
the model costs a tenth of a second."""

MOST_LINES = 80
"""More lines than this are no list of wants: they are read as running text."""


def need_of_challenge(uow: UnitOfWork, challenge_id: UUID) -> Need:
    """The need that the actor may see in a challenge.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    view = get_challenge(uow, challenge_id)
    city = uow.session.get_one(Organisation, view.city_id)
    origin = Origin(id=view.id, owner_id=view.city_id, version=view.number)
    return need_of(origin, view.content, city.content)


def need_of_text(text: str, requirements: Sequence[ChallengeRequirement] = ()) -> Need:
    """A need that is not stored.

    Raises:
        Invalid: the text says nothing, or it is too long.
    """
    if not text.strip():
        raise Invalid.of("text", say("Describe what is needed in a sentence or more."), text)
    if len(text) + sum(len(r.text) for r in requirements) > LONGEST_NEED:
        longest = say("Use at most %(most)s characters, requirements included.", most=LONGEST_NEED)
        raise Invalid.of("text", longest, text)
    if text.count("\n") > MOST_LINES:
        text = " ".join(text.split())
    return Need(
        key=NOT_STORED,
        owner=NOT_STORED,
        fields=(TextField("text", text),),
        requirements=tuple(
            Requirement(r.text, essential=r.importance is Importance.ESSENTIAL)
            for r in requirements
        ),
    )


def need_of_own_challenge(uow: UnitOfWork, challenge_id: UUID) -> Need:
    """The need in a challenge, for what only its city may ask about it, such as what relaxing adds.

    Raises:
        NotFound: there is none, or the actor may not see it.
        Unauthenticated, Forbidden: the actor is neither a member of the city nor staff.
    """
    row = uow.session.get(Challenge, challenge_id)
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_ASK_WHAT_IF_OF_CHALLENGE, uow.actor, row, see=CAN_SEE_CHALLENGE)
    return need_of_challenge(uow, challenge_id)


def offering_of_solution(uow: UnitOfWork, solution_id: UUID) -> Offering:
    """The offering that the actor may see in a solution.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    view = get_solution(uow, solution_id)
    origin = Origin(id=view.id, owner_id=view.vendor_id, version=view.number)
    # What was never published counts as confirmed now: publishing it would confirm it.
    confirmed_at = None if view.catalogue else view.confirmed_at or uow.now
    confirmed_on = brussels_today(confirmed_at) if confirmed_at else None
    return offering_of(origin, view.content, confirmed_on)


def offering_of_own_solution(uow: UnitOfWork, solution_id: UUID) -> Offering:
    """The offering in a solution, for what only its vendor may ask about it: what keeps it out.

    Raises:
        NotFound: there is none, or the actor may not see it.
        Unauthenticated, Forbidden: the actor is neither a member of the vendor nor staff.
    """
    row = uow.session.get(Solution, solution_id)
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_ASK_WHAT_IF_OF_SOLUTION, uow.actor, row, see=CAN_SEE_SOLUTION)
    return offering_of_solution(uow, solution_id)


def as_held(library: Library, offering: Offering) -> Offering:
    """The offering as the index has it, if that is the same version: it knows what is public."""
    held = library.offerings.get(offering.key)
    return held if held is not None and held.version == offering.version else offering


def with_lower_themes(uow: UnitOfWork, filters: Filters) -> Filters:
    """The same filters, with every theme standing for the themes below it too."""
    return all_with_lower_themes(uow, [filters])[0]


def all_with_lower_themes(uow: UnitOfWork, choices: Sequence[Filters]) -> list[Filters]:
    """The same for many filters, in one query; in none where no theme is asked for."""
    if not any(one.themes for one in choices):
        return list(choices)
    known = terms_with(uow.session, TermList.THEMES)[TermList.THEMES].values()
    return [
        replace(one, themes=one.themes | {t.code for t in known if t.parent in one.themes})
        for one in choices
    ]
