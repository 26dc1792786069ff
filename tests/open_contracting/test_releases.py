"""A release says what is public at its step, by the standard, and nothing else to nobody."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import JSON, Numeric, String, Text, update
from sqlalchemy.orm import Session

from marketplace.challenges.content import JointRole
from marketplace.foundation.access import SYSTEM, VISITOR, Actor, Role
from marketplace.foundation.database import Document
from marketplace.foundation.errors import NotFound
from marketplace.foundation.paging import PageRequest
from marketplace.open_contracting.content import STATES, TAGS
from marketplace.open_contracting.queries import package_of, package_of_all
from marketplace.procurements.lifecycle import WAY, Step
from marketplace.procurements.models import Procurement
from marketplace.tables import metadata
from tests.factories.bought import BUDGET, COMMITTED, WORTH, fill_in
from tests.factories.market import STAFF, member
from tests.factories.poison import poisoned
from tests.factories.procurements import Buyers
from tests.open_contracting.standard import official

SECRET, AMOUNT = "zq9", Decimal(987_654_321)
PUBLIC = {"content", "title", "step", "currency", "role", "state"}
"""Columns of a joint procurement and its members that a release is made of."""

PUBLISHED = [*WAY[WAY.index(Step.PUBLISHED) :], Step.DISSOLVED]
ROLES = [JointRole.BUYER, JointRole.BUYER, JointRole.OBSERVER]
Json = dict[str, Any]


def plant(session: Session) -> None:
    """Write a secret into every column about joint procurements that is not public."""
    for table in metadata.sorted_tables:
        about = {key.column.table.name for key in table.foreign_keys} | {table.name}
        for column in table.columns if "procurement" in about else ():
            if column.name in PUBLIC:
                continue
            if isinstance(column.type, Numeric):
                session.execute(update(table).values({column: AMOUNT}))
            elif isinstance(column.type, String | Text) and not column.foreign_keys:
                session.execute(update(table).values({column: SECRET}))
            elif isinstance(column.type, JSON) and not isinstance(column.type, Document):
                session.execute(update(table).values({column: poisoned([SECRET], SECRET)}))


def everybody(buyers: Buyers) -> list[Actor]:
    """Nobody, the system, staff, each role inside, and those outside."""
    inside = [member(buyers.cities[0], role) for role in Role]
    outside = [member(buyers.stranger, Role.OWNER), member(buyers.vendor, Role.OWNER)]
    return [VISITOR, SYSTEM, STAFF, *inside, *outside]


def stands(buyers: Buyers, id_: UUID, step: Step) -> None:
    """Put it at a step, as the way to it would."""
    public = step in PUBLISHED
    with buyers.services.unit_of_work(STAFF) as uow:
        row = uow.session.get_one(Procurement, id_)
        row.step = step.value
        row.published_at = datetime(2026, 9, 1, tzinfo=UTC) if public else None


def package(buyers: Buyers, id_: UUID, actor: Actor = STAFF) -> Json:
    with buyers.services.unit_of_work(actor, writes=False) as uow:
        return package_of(uow, buyers.services.settings, id_)


@pytest.fixture
def published(buyers: Buyers) -> UUID:
    id_ = fill_in(buyers)
    stands(buyers, id_, Step.PUBLISHED)
    return id_


def test_before_the_call_is_published_there_is_none_for_nobody(buyers: Buyers) -> None:
    id_ = buyers.joined()
    for step in (*WAY[: WAY.index(Step.PUBLISHED)], Step.DISSOLVED):
        with buyers.services.unit_of_work(STAFF) as uow:
            uow.session.get_one(Procurement, id_).step = step.value
        for actor in everybody(buyers):
            with pytest.raises(NotFound):
                package(buyers, id_, actor)
    with buyers.services.unit_of_work(STAFF, writes=False) as uow, pytest.raises(NotFound):
        package_of_all(uow, buyers.services.settings, PageRequest())


def test_at_no_step_does_anybody_get_more_than_everybody(buyers: Buyers, published: UUID) -> None:
    with buyers.services.unit_of_work(STAFF) as uow:
        plant(uow.session)
    for step in PUBLISHED:
        stands(buyers, published, step)
        first = package(buyers, published)
        text = json.dumps(first)
        assert SECRET not in text
        assert str(AMOUNT) not in text
        for actor in everybody(buyers):
            assert package(buyers, published, actor) == first


def test_only_those_who_buy_are_parties_and_the_lead_buyer_carries_it_out(
    buyers: Buyers,
) -> None:
    id_ = buyers.joined(roles=ROLES)
    stands(buyers, id_, Step.PUBLISHED)
    (release,) = package(buyers, id_)["releases"]
    roles = {party["name"]: party["roles"] for party in release["parties"]}
    assert roles == {"Graz": ["buyer", "procuringEntity"], "Linz": ["buyer"]}
    assert release["buyer"] == release["tender"]["procuringEntity"]
    assert release["buyer"]["id"] == str(buyers.cities[0])


def test_a_step_tells_what_it_is_and_gives_the_release_another_id(
    buyers: Buyers, published: UUID
) -> None:
    ids = set()
    for step in PUBLISHED:
        stands(buyers, published, step)
        (release,) = package(buyers, published)["releases"]
        assert release["tag"] == list(TAGS[step])
        assert release["tender"]["status"] == STATES[step]
        assert "#" not in release["id"]
        ids.add(release["id"])
    assert len(ids) == len(PUBLISHED)
    assert package(buyers, published) == package(buyers, published)


def test_one_package_holds_a_page_of_all_and_stands_where_it_says(
    buyers: Buyers, published: UUID
) -> None:
    buyers.joined()
    with buyers.services.unit_of_work(writes=False) as uow:
        found = package_of_all(uow, buyers.services.settings, PageRequest(1, 100))
        assert [one["tender"]["id"] for one in found["releases"]] == [str(published)]
        assert found["uri"].endswith("/ocds/releases.json?page=1")
        with pytest.raises(NotFound):
            package_of_all(uow, buyers.services.settings, PageRequest(2, 100))


def test_lots_are_told_without_their_value_and_the_consultation_with_its_days(
    buyers: Buyers, published: UUID
) -> None:
    found = package(buyers, published)
    (release,) = found["releases"]
    assert found["extensions"]
    assert release["tender"]["lots"] == [
        {"id": "1", "title": "Lamps for squares", "description": "Lamps that report."}
    ]
    (item,) = release["tender"]["items"]
    assert (item["quantity"], item["relatedLot"]) == (1200, "1")
    assert item["classification"] == {"scheme": "CPV", "id": "34928510"}
    assert release["planning"]["milestones"][0]["title"] == "Lamps that report"
    for amount in (BUDGET, COMMITTED, WORTH):
        assert str(amount) not in json.dumps(found)


def test_an_outcome_is_told_from_the_award_on_and_no_day_before(
    buyers: Buyers, published: UUID
) -> None:
    stands(buyers, published, Step.EVALUATION)
    assert "Heatwise" not in json.dumps(package(buyers, published))
    stands(buyers, published, Step.AWARDED)
    (release,) = package(buyers, published)["releases"]
    (award,) = release["awards"]
    assert award["value"] == {"amount": 400000.5, "currency": "EUR"}
    assert (award["relatedLots"], award["date"]) == (["1"], "2026-11-17T23:00:00Z")
    assert release["tender"]["numberOfTenderers"] == 3
    roles = {party["name"]: party["roles"] for party in release["parties"]}
    assert roles["Heatwise"] == ["supplier"]
    assert "It was the best." not in json.dumps(release)


def test_what_is_not_there_is_not_found(buyers: Buyers) -> None:
    with pytest.raises(NotFound):
        package(buyers, uuid4())


def packages(buyers: Buyers, published: UUID) -> Iterator[Json]:
    for step in PUBLISHED:
        stands(buyers, published, step)
        yield package(buyers, published)


def test_a_package_has_what_the_standard_requires(buyers: Buyers, published: UUID) -> None:
    for found in packages(buyers, published):
        assert {"uri", "publisher", "publishedDate", "releases", "version"} <= found.keys()
        assert re.fullmatch(r"[0-9]+\.[0-9]+", found["version"])
        for release in found["releases"]:
            assert {"ocid", "id", "date", "tag", "initiationType"} <= release.keys()
            assert release["ocid"].startswith(buyers.services.settings.ocid_prefix)
            assert datetime.fromisoformat(release["date"]).tzinfo is not None
            ids = {party["id"] for party in release["parties"]}
            assert {release["buyer"]["id"]} <= ids
            assert empties(found) == []


def empties(value: object, at: str = "") -> list[str]:
    """Where there is nothing, which the standard asks to leave out."""
    if value in (None, "", [], {}):
        return [at]
    inner = value.items() if isinstance(value, dict) else []
    inner = enumerate(value) if isinstance(value, list) else inner
    return [place for key, one in inner for place in empties(one, f"{at}/{key}")]


def test_a_package_is_valid_by_the_official_schema(buyers: Buyers, published: UUID) -> None:
    validator = official()
    for found in packages(buyers, published):
        assert [error.message for error in validator.iter_errors(found)] == []
    assert not validator.is_valid({**found, "publishedDate": "yesterday"})
    (release,) = found["releases"]
    nameless = {**release["tender"], "lots": [{"title": "Lamps"}]}
    for spoilt in ({"tag": ["sold"]}, {"tender": nameless}):
        assert not validator.is_valid({**found, "releases": [{**release, **spoilt}]})
