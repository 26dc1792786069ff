"""Many cities that find useful what is listed under the theme of their challenge."""

from random import Random
from uuid import UUID

from marketplace.feedback.content import Aspect
from marketplace.feedback.models import Opinion
from marketplace.foundation.access import SYSTEM
from marketplace.services import Services
from tests.conftest import NOW
from tests.recommendations.world import add_challenge, add_city, add_solution, add_vendor

CITIES, SOLUTIONS = 24, 16
WORDS = tuple(
    "buses bins lamps trees boats noise heat water maps tickets schools streets sensors meters "  # noqa: SIM905 - one line of words reads better
    "residents lorries cameras gardens bridges offices".split()
)


def add_crowd(
    services: Services, cities: int = CITIES, *, theme: str = "SO1", other: str = "MO"
) -> list[UUID]:
    """The challenges of the cities; every second solution has their theme."""
    chance = Random(3)
    with services.unit_of_work(SYSTEM) as uow:
        solutions = [
            add_solution(
                uow,
                add_vendor(uow, name=f"Vendor {place}"),
                name=f"Counter {place}",
                text=f"We look after {' '.join(chance.sample(WORDS, 9))}.",
                themes=(theme if place % 2 else other,),
            )
            for place in range(SOLUTIONS)
        ]
        challenges = [
            add_challenge(
                uow,
                add_city(uow, name=f"City {place}"),
                title="Nobody counts",
                problem=f"Nobody looks after {' '.join(chance.sample(WORDS, 9))}.",
                themes=(theme,),
            )
            for place in range(cities)
        ]
        for challenge in challenges:
            for place, solution in enumerate(solutions):
                uow.session.add(opinion(challenge, solution, useful=bool(place % 2)))
    return challenges


def opinion(challenge_id: UUID, solution_id: UUID, **more: object) -> Opinion:
    """A verdict on first versions, as `say` keeps it."""
    said = {
        "aspect": Aspect.VERDICT.value,
        "useful": True,
        "reasons": [],
        "note": "",
        "challenge_version": 1,
        "answer_version": 1,
        "model": "hashing",
        "engine_version": "0",
        "weights": "documented",
        "score": 0.5,
        "said_by": "somebody",
        "said_at": NOW,
    }
    return Opinion(challenge_id=challenge_id, solution_id=solution_id, **(said | more))
