"""How case studies and buyers groups are taken in from their files."""

import json
from pathlib import Path
from typing import Any

import pytest

from marketplace.cli.stories import take_stories
from marketplace.foundation.errors import Invalid
from marketplace.organisations.queries import organisation_with_key
from marketplace.organisations.stories import stories_of
from marketplace.services import Services
from tests.factories.market import add_words, make_city

GROUP: dict[str, Any] = {
    "key": "group-warm",
    "cities": ["city-Graz", "city-Linz"],
    "lead": "city-Linz",
    "content": {"kind": "buyers_group", "title": "Warm together"},
}


def _file(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "groups.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def cities(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_words(uow)
        make_city(uow, name="Graz")
        make_city(uow, name="Linz")


@pytest.mark.usefixtures("cities")
def test_a_file_is_taken_in_once(services: Services, tmp_path: Path) -> None:
    path = _file(tmp_path, GROUP)

    assert take_stories(services, path) == (1, 0)
    assert take_stories(services, path) == (0, 1)

    with services.unit_of_work() as uow:
        linz = organisation_with_key(uow.session, "city-Linz")
        assert linz is not None
        (story,) = stories_of(uow, linz.id)
        assert story.led
        assert [city.name for city in story.members] == ["Graz"]


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cities": ["city-Nowhere"], "lead": None}, "cities"),
        ({"cities": [{}], "lead": None}, "cities"),
        ({"cities": "city-Graz"}, "row"),
        ({"lead": "city-Wels"}, "lead"),
        ({"key": None}, "row"),
        ({"more": 1}, "row"),
        ({"content": {"kind": "buyers_group"}}, "title"),
        ({"content": {"kind": "rumour", "title": "Warm"}}, "kind"),
        ({"content": {"kind": "case_study", "title": "W", "colour": "red"}}, "colour"),
        ({"content": None}, "document"),
    ],
)
def test_one_wrong_row_keeps_the_whole_file_out_and_is_named(
    services: Services, tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    path = _file(tmp_path, GROUP, GROUP | {"key": "group-cool"} | change)

    with pytest.raises(Invalid) as error:
        take_stories(services, path)

    assert error.value.faults[0].field == f"groups.jsonl, line 2: {field}"
    with services.unit_of_work() as uow:
        graz = organisation_with_key(uow.session, "city-Graz")
        assert graz is not None
        assert stories_of(uow, graz.id) == []
