"""Stories of what cities did."""

from typing import Any
from uuid import UUID

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import StoryContent, StoryKind
from marketplace.organisations.models import Story
from marketplace.organisations.stories import create_catalogue_story


def make_case(uow: UnitOfWork, city: UUID, *, title: str, **more: Any) -> Story:
    content = StoryContent(kind=StoryKind.CASE_STUDY, title=title, **more)
    return create_catalogue_story(uow, content, {city: False}, f"case-{title}")


def make_group(
    uow: UnitOfWork, *members: UUID, title: str, lead: UUID | None = None, **more: Any
) -> Story:
    """A buyers group of `members`, and of `lead` before them."""
    content = StoryContent(kind=StoryKind.BUYERS_GROUP, title=title, **more)
    cities = {lead: True} if lead else {}
    return create_catalogue_story(
        uow, content, cities | dict.fromkeys(members, False), f"group-{title}"
    )
