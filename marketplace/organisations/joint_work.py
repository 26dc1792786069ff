"""What cities have bought together before, by city: for whoever looks for a partner.

Told are the buyers groups of the stories; joint procurements that run here are no part of this.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.organisations.content import StoryKind
from marketplace.organisations.models import Story, StoryCity


@dataclass(frozen=True, slots=True, kw_only=True)
class JointWork:
    """A buyers group that a city took part in; `led` if it was the lead buyer."""

    title: str
    mode: str
    period: str
    led: bool


def joint_work(session: Session, city_ids: Collection[UUID]) -> dict[UUID, tuple[JointWork, ...]]:
    """What each of the cities took part in, what it led first; cities without any are left out."""
    rows = session.execute(
        select(StoryCity.organisation_id, StoryCity.lead, Story.content)
        .join(Story, Story.id == StoryCity.story_id)
        .where(
            Story.kind == StoryKind.BUYERS_GROUP.value,
            StoryCity.organisation_id.in_(set(city_ids)),
        )
    )
    found: dict[UUID, list[JointWork]] = {}
    for city_id, led, said in rows:
        one = JointWork(title=said.title, mode=said.mode, period=said.period, led=led)
        found.setdefault(city_id, []).append(one)
    order = {
        city: sorted(work, key=lambda one: (not one.led, one.title)) for city, work in found.items()
    }
    return {city: tuple(work) for city, work in order.items()}
