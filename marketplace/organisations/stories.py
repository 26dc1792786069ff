"""What cities have done, alone and together: how staff tell it, and how it is read.

Deployments of solutions are no part of this; they belong to the solutions.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select, true
from sqlalchemy.orm import Session

from marketplace.foundation.access import require
from marketplace.foundation.errors import Fault, Invalid, shown
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationKind, StoryContent, StoryKind
from marketplace.organisations.events import StoryTold
from marketplace.organisations.models import Organisation, Story, StoryCity
from marketplace.organisations.policy import CAN_KEEP_CATALOGUE, CAN_SEE
from marketplace.organisations.queries import get_organisation, organisations_by_id
from marketplace.organisations.rules import story_faults

MOST_CITIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CityStory:
    """A story seen from one city: whether it led, and which others led or took part."""

    id: UUID
    content: StoryContent
    led: bool
    leaders: tuple[Organisation, ...]
    members: tuple[Organisation, ...]


def create_catalogue_story(
    uow: UnitOfWork, content: StoryContent, cities: Mapping[UUID, bool], external_key: str
) -> Story:
    """Tell what `cities` did, each with whether it led, once per `external_key`.

    A repeat changes what differs.

    Raises:
        Forbidden: the actor is not staff.
        Invalid: the content cannot be taken, or not all of `cities` are cities.
    """
    require(CAN_KEEP_CATALOGUE, uow.actor, None)
    _check(uow.session, content, cities)
    chosen = select(Story).where(Story.external_key == external_key)
    row = uow.session.scalar(chosen.with_for_update())
    if row is None:
        row = Story(external_key=external_key, created_at=uow.now)
        uow.session.add(row)
        _tell(uow, row, content, cities, "story.create")
    elif row.content != content or _cities_of(uow.session, row) != dict(cities):
        _tell(uow, row, content, cities, "story.change")
    return row


def stories_of(uow: UnitOfWork, city_id: UUID) -> list[CityStory]:
    """What the city took part in, the latest beginnings first.

    Raises:
        NotFound: there is no such city, or the actor may not see it.
    """
    get_organisation(uow, city_id)
    own = select(StoryCity.story_id).where(StoryCity.organisation_id == city_id)
    cities = uow.session.execute(
        select(Story, StoryCity, Organisation)
        .join(StoryCity, StoryCity.story_id == Story.id)
        .join(Organisation, Organisation.id == StoryCity.organisation_id)
        .where(Story.id.in_(own), CAN_SEE.where(uow.actor))
        .order_by(Organisation.sort_key)
    )
    rows = cities.all()
    stories = {story.id: story for story, _, _ in rows}.values()
    pairs = [(of, city) for _, of, city in rows]
    told = [_seen_from(city_id, story, pairs) for story in stories]
    return sorted(told, key=lambda story: (-_begin(story.content.period), story.content.title))


def joint_history(session: Session, city_ids: Collection[UUID]) -> dict[UUID, int]:
    """In how many buyers groups each of the cities took part; cities without any are left out."""
    return _groups(session, city_ids, led=False)


def leading_history(session: Session, city_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many buyers groups each of the cities led; cities without any are left out."""
    return _groups(session, city_ids, led=True)


def _groups(session: Session, city_ids: Collection[UUID], *, led: bool) -> dict[UUID, int]:
    counted = session.execute(
        select(StoryCity.organisation_id, func.count())
        .join(Story, Story.id == StoryCity.story_id)
        .where(
            Story.kind == StoryKind.BUYERS_GROUP.value,
            StoryCity.organisation_id.in_(set(city_ids)),
            StoryCity.lead if led else true(),
        )
        .group_by(StoryCity.organisation_id)
    )
    return {city_id: int(count) for city_id, count in counted}


def _check(session: Session, content: StoryContent, cities: Mapping[UUID, bool]) -> None:
    found = story_faults(session, content)
    known = organisations_by_id(session, cities)
    for city_id in cities:
        if city_id not in known or known[city_id].kind != OrganisationKind.CITY:
            found.append(Fault("cities", say("Name cities that are here."), shown(city_id)))
    if len(cities) > MOST_CITIES:
        found.append(
            Fault("cities", say("Name at most %(most)s.", most=MOST_CITIES), str(len(cities)))
        )
    if found:
        raise Invalid(found)


def _tell(
    uow: UnitOfWork, row: Story, content: StoryContent, cities: Mapping[UUID, bool], action: str
) -> None:
    row.content, row.kind, row.changed_at = content, content.kind.value, uow.now
    uow.session.flush()
    uow.session.execute(delete(StoryCity).where(StoryCity.story_id == row.id))
    uow.session.add_all(
        StoryCity(story_id=row.id, organisation_id=city_id, lead=lead)
        for city_id, lead in cities.items()
    )
    uow.record(action, row, after={"version": row.version})
    uow.tell(StoryTold(row.id))


def _cities_of(session: Session, row: Story) -> dict[UUID, bool]:
    found = session.execute(
        select(StoryCity.organisation_id, StoryCity.lead).where(StoryCity.story_id == row.id)
    )
    return dict(found.all())


def _seen_from(
    city_id: UUID, story: Story, cities: Collection[tuple[StoryCity, Organisation]]
) -> CityStory:
    here = [(part.lead, city) for part, city in cities if part.story_id == story.id]
    return CityStory(
        id=story.id,
        content=story.content,
        led=any(lead for lead, city in here if city.id == city_id),
        leaders=tuple(city for lead, city in here if lead and city.id != city_id),
        members=tuple(city for lead, city in here if not lead and city.id != city_id),
    )


def _begin(period: str) -> int:
    """The first year that a period names; 0 if it names none."""
    found = re.search(r"\b(19|20)\d\d", period)
    return int(found[0]) if found else 0
