"""The demonstration data as profiles of the engine, without a database: what judgements name.

A profile has the key of its row in the files, and the key of its owner as owner; otherwise it
is the profile that an installation with the demonstration ranks.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from marketplace.challenges.content import ChallengeContent
from marketplace.foundation.documents import from_json
from marketplace.organisations.content import OrganisationContent, StoryContent
from marketplace.recommendations.profiles import Origin, need_of, offering_of, place_of
from marketplace.solutions.content import SolutionContent
from matching.evaluation.groups import RealGroup
from matching.library import Library
from matching.profiles import Need, Offering
from seed_data import FOLDER

_ORIGIN = Origin(id=UUID(int=0), owner_id=UUID(int=0), version=1)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Every solution and every challenge of the files, and who bought together."""

    offerings: tuple[Offering, ...]
    needs: tuple[Need, ...]
    groups: tuple[RealGroup, ...]


def demonstration(folder: Path = FOLDER) -> Demonstration:
    """Read the files."""
    cities = {
        row["key"]: from_json(row["content"], OrganisationContent)
        for row in _rows(folder / "organisations.jsonl")
    }
    return Demonstration(
        tuple(map(_offering, _rows(folder / "solutions.jsonl"))),
        tuple(_need(row, cities[row["city"]]) for row in _rows(folder / "challenges.jsonl")),
        tuple(_group(row, cities) for row in _rows(folder / "buyers_groups.jsonl")),
    )


def fill(library: Library, data: Demonstration) -> None:
    """Encode everything and put it into a library."""
    vectors = iter(library.encode_many([*data.offerings, *data.needs]))
    for offering in data.offerings:
        library.put_offering(offering, next(vectors))
    for need in data.needs:
        library.put_need(need, next(vectors))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _offering(row: dict[str, Any]) -> Offering:
    content = from_json(row["content"], SolutionContent)
    # Nobody was ever asked to confirm an entry of the catalogue.
    made = offering_of(_ORIGIN, content, confirmed_on=None)
    return replace(made, key=row["key"], owner=row["vendor"])


def _group(row: dict[str, Any], cities: Mapping[str, OrganisationContent]) -> RealGroup:
    content = from_json(row["content"], StoryContent)
    members = {key: place_of(cities[key]) for key in row.get("cities", ())}
    return RealGroup(row["key"], content.topic, frozenset(content.themes), members)


def _need(row: dict[str, Any], city: OrganisationContent) -> Need:
    made = need_of(_ORIGIN, from_json(row["content"], ChallengeContent), city)
    return replace(made, key=row["key"], owner=row["city"])
