"""Interest of vendors in challenges, in every state."""

from typing import Any
from uuid import UUID

from marketplace.challenges.models import Challenge
from marketplace.foundation.access import Actor
from marketplace.interests.content import Answer, Contact, Evidence, InterestContent
from marketplace.interests.models import Interest
from marketplace.interests.operations import (
    answer,
    close,
    end_all_of,
    express_interest,
    mark_seen,
    withdraw,
)
from marketplace.services import Services
from marketplace.solutions.models import Solution
from tests.factories.market import member

ANN = Contact(name="Ann Berg", email="ann@vendor.example", phone="+43 1 2345")


def interest_content(*evidence: Evidence, **more: Any) -> InterestContent:
    said: dict[str, Any] = {"message": "We have done this in two cities.", "contact": ANN}
    return InterestContent(**(said | {"evidence": evidence} | more))


def express(
    services: Services,
    solution: UUID,
    challenge: UUID,
    content: InterestContent | None = None,
    *,
    actor: Actor | None = None,
) -> UUID:
    """The id of an interest that an editor of the vendor expressed."""
    with services.unit_of_work() as uow:
        vendor = uow.session.get_one(Solution, solution).vendor_id
        version = uow.session.get_one(Challenge, challenge).published_version or 0
    with services.unit_of_work(actor or member(vendor)) as uow:
        row = express_interest(
            uow,
            services.matcher,
            solution,
            challenge,
            content or interest_content(),
            challenge_version=version,
        )
        return row.id


def take_to(services: Services, interest: UUID, state: str) -> None:
    """Let the side whose turn it is take a fresh interest on to a state."""
    with services.unit_of_work() as uow:
        row = uow.session.get_one(Interest, interest)
        side = row.vendor_id if state == "withdrawn" else row.city_id
    with services.unit_of_work(member(side)) as uow:
        if state == "seen":
            mark_seen(uow, interest)
        elif state in set(Answer):
            answer(uow, interest, Answer(state), "Because we say so.", expected_version=1)
        elif state == "closed":
            close(uow, interest, "We chose another way.", expected_version=1)
        elif state == "withdrawn":
            withdraw(uow, interest, expected_version=1)
        elif state == "ended":
            end_all_of(uow, side)
