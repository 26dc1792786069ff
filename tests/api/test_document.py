"""The OpenAPI document is valid, complete and readable by people too."""

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.factories.town import VISITOR
from tests.guards.conftest import Door
from tests.guards.table import API

DIALECT = "https://json-schema.org/draft/2020-12/schema"
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(door: Door) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    answer = door.ask(VISITOR, "GET", f"{API}openapi.json")
    return dict(answer.get_json())


def test_it_is_a_valid_document_of_openapi_3_1(document: dict[str, object]) -> None:
    assert document["openapi"] == "3.1.0"
    OPENAPI_31_VALIDATOR.validate(document)
    for schema in document["components"]["schemas"].values():  # type: ignore[index]
        jsonschema_rs.meta.validate(schema | {"$schema": DIALECT})


def test_it_describes_every_address(door: Door, document: dict[str, dict[str, dict]]) -> None:  # type: ignore[type-arg]
    described = {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in METHODS & set(item)
    }
    there = {
        (method, _as_described(rule.rule))
        for rule in door.app.url_map.iter_rules()
        if rule.rule.startswith(API) and not rule.rule.endswith("openapi.json")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert described == there


def test_every_operation_says_what_it_does_and_how_it_refuses(
    document: dict[str, dict[str, dict]],  # type: ignore[type-arg]
) -> None:
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            operation = item[method]
            statuses = set(operation["responses"])
            assert operation["summary"], path
            assert statuses >= {"401", "403", "404", "503"}, path
            assert any(status.startswith("2") for status in statuses), path
            assert method == "get" or statuses >= {"409", "412", "422", "428"}, path
    problems = document["components"]["responses"].values()
    assert {media for problem in problems for media in problem["content"]} == {
        "application/problem+json"
    }


def test_changes_ask_for_the_version_and_for_a_token(
    document: dict[str, dict[str, dict]],  # type: ignore[type-arg]
) -> None:
    for path, item in document["paths"].items():
        for method in {"patch", "delete"} & set(item):
            assert [p["name"] for p in item[method]["parameters"]] == ["If-Match"]
        for method in METHODS - {"get"} & set(item):
            optional = {} in item[method]["security"]
            assert optional is (path == f"{API}match")


def test_people_can_read_it_too_and_nothing_comes_from_elsewhere(door: Door) -> None:
    answer = door.ask(VISITOR, "GET", "/api/docs")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 200
    for words in ("POST /api/v1/match", "Idempotency-Key", "If-Match", "SolutionAnswer"):
        assert words in page
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page


def _as_described(rule: str) -> str:
    parts = [
        "{" + part[1:-1].rpartition(":")[2] + "}" if part.startswith("<") else part
        for part in rule.split("/")
    ]
    return "/".join(parts)
