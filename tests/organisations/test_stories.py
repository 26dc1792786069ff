"""What cities have done: told once, changed by staff alone, and read from each city."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.foundation.errors import Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import Metric, StoryContent
from marketplace.organisations.models import Organisation, Story, Verification
from marketplace.organisations.stories import (
    MOST_CITIES,
    create_catalogue_story,
    joint_history,
    stories_of,
)
from marketplace.services import Services
from tests.factories.market import add_words, make_city, make_vendor, member
from tests.factories.stories import make_case, make_group


@pytest.fixture(autouse=True)
def _words(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_words(uow)


def _titles(uow: UnitOfWork, city: UUID) -> list[str]:
    return [story.content.title for story in stories_of(uow, city)]


def test_a_group_is_read_from_each_of_its_cities(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz, linz, wels = (make_city(uow, name=name) for name in ("Graz", "Linz", "Wels"))
        make_group(uow, linz, wels, lead=graz, title="Warm together", countries=("AT",))

    with services.unit_of_work(VISITOR, writes=False) as uow:
        (led,), (joined,) = stories_of(uow, graz), stories_of(uow, linz)
        assert led.led
        assert led.leaders == ()
        assert [city.name for city in led.members] == ["Linz", "Wels"]
        assert not joined.led
        assert [city.name for city in joined.leaders] == ["Graz"]
        assert [city.name for city in joined.members] == ["Wels"]


def test_the_latest_beginnings_stand_first_and_what_has_no_year_last(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
        for title, period in {
            "Old": "1996-2000",
            "Undated": "",
            "New": "since 2020-05",
            "Ongoing": "2017-",
            "Alike": "2017-2023",
        }.items():
            make_case(uow, graz, title=title, period=period)

        assert _titles(uow, graz) == ["New", "Alike", "Ongoing", "Old", "Undated"]


def test_a_repeat_makes_and_tells_nothing(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
        first = make_case(uow, graz, title="Warm", metrics=(Metric(name="heat", value="-3"),))
        before = first.id, first.version

    with services.unit_of_work() as uow:
        again = make_case(uow, graz, title="Warm", metrics=(Metric(name="heat", value="-3"),))
        assert (again.id, again.version) == before
        assert uow.facts == []
        assert uow.session.scalar(select(func.count()).select_from(Story)) == 1


def test_a_repeat_changes_what_differs_and_puts_it_on_record(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz, linz = make_city(uow, name="Graz"), make_city(uow, name="Linz")
        story = make_group(uow, graz, title="Warm together", status="running")
        content = story.content

    with services.unit_of_work() as uow:
        changed = replace(content, status="finished")
        create_catalogue_story(uow, changed, {graz: True, linz: False}, "group-Warm together")
        assert len(uow.facts) == 1

    with services.unit_of_work() as uow:
        (seen,) = stories_of(uow, linz)
        assert seen.content.status == "finished"
        assert [city.name for city in seen.leaders] == ["Graz"]
        done = uow.session.scalars(
            select(ActivityEvent.action).where(ActivityEvent.object_kind == "story")
        )
        assert list(done) == ["story.create", "story.change"]


def test_only_staff_tell_stories(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
        for actor, error in ((VISITOR, Unauthenticated), (member(graz), Forbidden)):
            uow.actor = actor
            with pytest.raises(error):
                make_case(uow, graz, title="Warm")
        uow.actor = SYSTEM


@pytest.mark.parametrize(
    ("more", "field"), [({"themes": ("XX",)}, "themes"), ({"countries": ("XX",)}, "countries")]
)
def test_codes_that_no_list_has_are_refused(
    services: Services, more: dict[str, tuple[str, ...]], field: str
) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
        with pytest.raises(Invalid) as error:
            make_case(uow, graz, title="Warm", **more)
        assert [fault.field for fault in error.value.faults] == [field]


def test_only_cities_take_part(services: Services) -> None:
    with services.unit_of_work() as uow:
        vendor = make_vendor(uow, name="Warm Works")
        for others in ([vendor], [uuid4()], [uuid4() for _ in range(MOST_CITIES + 1)]):
            with pytest.raises(Invalid) as error:
                make_group(uow, *others, title="Warm together")
            assert {fault.field for fault in error.value.faults} == {"cities"}


def test_a_city_that_is_not_public_is_named_to_nobody(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz, linz = make_city(uow, name="Graz"), make_city(uow, name="Linz")
        make_group(uow, graz, linz, title="Warm together")
        uow.session.get_one(Organisation, linz).verification = Verification.REFUSED.value

    with services.unit_of_work(VISITOR, writes=False) as uow:
        assert [story.members for story in stories_of(uow, graz)] == [()]
        with pytest.raises(NotFound):
            stories_of(uow, linz)


def test_only_buyers_groups_count_as_joint_history(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz, linz, wels = (make_city(uow, name=name) for name in ("Graz", "Linz", "Wels"))
        make_case(uow, graz, title="Warm")
        make_group(uow, linz, lead=graz, title="Warm together")
        make_group(uow, graz, title="Cool together")

        assert joint_history(uow.session, [graz, linz, wels]) == {graz: 2, linz: 1}
        assert joint_history(uow.session, []) == {}


def test_a_story_comes_back_from_the_database_as_it_was_told(services: Services) -> None:
    with services.unit_of_work() as uow:
        graz = make_city(uow, name="Graz")
        told = make_group(uow, graz, title="Warm", members_complete=False, budget="none").content

    with services.unit_of_work() as uow:
        (seen,) = stories_of(uow, graz)
        assert isinstance(seen.content, StoryContent)
        assert seen.content == told
