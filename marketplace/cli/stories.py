"""Takes in what cities have done, for `marketplace demo`: case studies and buyers groups.

A row names the cities that took part by their keys, `lead` the one of them that led. It is
told by the same operation and judged by the same shape as everything else.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

from marketplace.cli.rows import ImportRow, read_rows
from marketplace.foundation.errors import Invalid
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.queries import organisation_with_key
from marketplace.organisations.stories import create_catalogue_story
from marketplace.schemas.loading import load
from marketplace.schemas.organisations import StorySchema
from marketplace.services import Services


def take_stories(services: Services, path: Path) -> tuple[int, int]:
    """Take the rows of the file in, all or none; how many are new or changed, and how many known.

    Raises:
        Invalid: a row cannot be taken; each fault names its line.
    """
    rows = 0
    with services.unit_of_work() as uow:
        for row in read_rows(path, frozenset()):
            rows += 1
            try:
                _take(uow, row)
            except Invalid as error:
                first = error.faults[0]
                place = f"{path.name}, line {row.line}: {first.field}"
                raise Invalid.of(place, first.message, first.value) from None
        taken = len(uow.facts)
    return taken, rows - taken


def _take(uow: UnitOfWork, row: ImportRow) -> None:
    if row.fault:
        raise Invalid.of("row", row.fault)
    values: dict[str, Any] = dict(row.values)
    key, cities, lead = (values.pop(name, None) for name in ("key", "cities", "lead"))
    content = load(StorySchema(), values.pop("content", None))
    if values or not isinstance(key, str) or not isinstance(cities, list):
        raise Invalid.of("row", "Give key, cities, lead and content, and nothing else.")
    if lead is not None and lead not in cities:
        raise Invalid.of("lead", "Name one of the cities.", lead)
    parts = {_city(uow, name): name == lead for name in cities}
    create_catalogue_story(uow, content, parts, key)


def _city(uow: UnitOfWork, key: object) -> UUID:
    city = organisation_with_key(uow.session, key) if isinstance(key, str) else None
    if city is None:
        raise Invalid.of("cities", "Name cities by their keys; import them first.", key)
    return city.id
