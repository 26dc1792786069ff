"""A city with an open challenge, and two solutions, of which one answers it."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from marketplace.feedback.content import About, Answer, Aspect, Said
from marketplace.feedback.models import Opinion
from marketplace.feedback.operations import give_opinion
from marketplace.foundation.access import SYSTEM, Actor, Role
from marketplace.services import Services
from tests.factories.market import member
from tests.recommendations.conftest import Market, market
from tests.recommendations.world import add_challenge, add_solution

__all__ = ["market"]

CALLS = "Volunteers ring older residents who live alone every week, and social workers see it."
BUSES = "Small electric buses come when residents ask for them, with a phone call or an app."
LONELY = "Older residents live alone and lose contact; social workers cannot ring them all."


@dataclass(frozen=True)
class Asking:
    """What the city asks, what it is answered, and who is who."""

    services: Services
    challenge: UUID
    calls: UUID
    buses: UUID
    twin: UUID
    editor: Actor
    viewer: Actor
    other_city: Actor
    vendor: Actor

    def about(self, answer: UUID, *, kind: Answer = Answer.SOLUTION, **more: int) -> About:
        versions = {"challenge_version": 1, "answer_version": 1} | more
        return About(challenge_id=self.challenge, answer=kind, answer_id=answer, **versions)

    def say(self, answer: UUID, said: Said, *, actor: Actor | None = None, **more: int) -> UUID:
        """The id of what was said of a solution."""
        with self.services.unit_of_work(actor or self.editor) as uow:
            row: Opinion = give_opinion(
                uow, self.services.matcher, self.about(answer, **more), said
            )
            return row.id


USEFUL = Said(aspect=Aspect.VERDICT)
SHORTLIST = Said(aspect=Aspect.SHORTLIST)


@pytest.fixture
def asking(market: Market) -> Asking:
    with market.services.unit_of_work(SYSTEM) as uow:
        return Asking(
            market.services,
            add_challenge(uow, market.porto, title="Alone", problem=LONELY),
            add_solution(uow, market.caller, name="Call", text=CALLS),
            add_solution(uow, market.mover, name="Bus", text=BUSES),
            add_challenge(uow, market.oulu, title="Alone too", problem=LONELY),
            editor=member(market.porto),
            viewer=member(market.porto, Role.VIEWER),
            other_city=member(market.oulu, network=True),
            vendor=member(market.caller),
        )
