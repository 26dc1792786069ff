"""What is taken as a story, and what is refused by name."""

import json
from typing import Any

import pytest

from marketplace.foundation.errors import Invalid
from marketplace.organisations.content import StoryContent, StoryKind
from marketplace.schemas.loading import dump, load
from marketplace.schemas.organisations import StorySchema
from seed_data import FOLDER

LEAST = {"kind": "buyers_group", "title": "Warm together"}


def test_a_kind_and_a_title_are_enough() -> None:
    least = StoryContent(kind=StoryKind.BUYERS_GROUP, title="Warm together")
    assert load(StorySchema(), LEAST) == least


@pytest.mark.parametrize("name", ["case_studies", "buyers_groups"])
def test_the_stories_of_the_demonstration_come_back_as_they_were(name: str) -> None:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    contents = [load(StorySchema(), json.loads(line)["content"]) for line in lines]
    assert [load(StorySchema(), dump(StorySchema(), c)) for c in contents] == contents


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "a\0b"}, "title"),
        ({"title": None}, "title"),
        ({"kind": "rumour"}, "kind"),
        ({"text": "x" * 3001}, "text"),
        ({"metrics": [{"name": "heat"}]}, "metrics.0.value"),
        ({"metrics": [{"name": "heat", "value": 3}]}, "metrics.0.value"),
        ({"metrics": [{"name": "heat", "value": "3"}] * 31}, "metrics"),
        ({"member_organisations": ["", "Styria"]}, "member_organisations.0"),
        ({"members_complete": "yes"}, "members_complete"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_taken_is_named(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as error:
        load(StorySchema(), LEAST | more)
    assert {fault.field for fault in error.value.faults} == {field}
