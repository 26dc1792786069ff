"""Every family of errors as a problem document, whatever went wrong."""

from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from marketplace.app import create_app
from tests.factories.town import VISITOR
from tests.guards.conftest import SETTINGS, Door

API = "/api/v1"
NOBODY = "00000000-0000-4000-8000-000000000000"


def problem(answer: TestResponse, status: int) -> dict[str, object]:
    """The document, which every refusal has to be."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer.headers["X-Request-ID"]
    return dict(body)


def test_who_is_not_known_is_asked_for_a_token(door: Door) -> None:
    answer = door.ask(VISITOR, "POST", f"{API}/solutions", json={})

    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize("header", ["Bearer nonsense", "Basic YTpi", "Bearer", "Bearer \xff\xfe"])
def test_a_token_that_is_none_is_refused_even_where_nobody_needs_one(
    door: Door, header: str
) -> None:
    answer = door.ask(VISITOR, "GET", f"{API}/solutions", headers={"Authorization": header})

    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_who_may_not_is_told_who_may(door: Door) -> None:
    answer = door.ask("vendor.owner", "GET", f"{API}/activity")

    assert problem(answer, 403)["detail"] == "Only programme staff can see this."


def test_a_draft_of_others_looks_like_nothing_at_all(door: Door) -> None:
    draft = door.ask("rival", "GET", f"{API}/solutions/{door.town.ids['solution.draft']}")
    nothing = door.ask("rival", "GET", f"{API}/solutions/{NOBODY}")

    told, known = problem(draft, 404), problem(nothing, 404)
    assert {**told, "request_id": ""} == {**known, "request_id": ""}


@pytest.mark.parametrize("path", ["/nothing", "/solutions/7", "/solutions/x/challenges", "/"])
def test_an_address_that_is_none_is_a_problem_too(door: Door, path: str) -> None:
    problem(door.ask(VISITOR, "GET", API + path), 404)


def test_a_method_that_is_not_there_names_those_that_are(door: Door) -> None:
    answer = door.ask("staff", "PUT", f"{API}/solutions")

    problem(answer, 405)
    allowed = {name.strip() for name in answer.headers["Allow"].split(",")}
    assert allowed == {"GET", "HEAD", "OPTIONS", "POST"}


def test_what_is_not_possible_now_says_what_is(door: Door) -> None:
    address = f"{API}/solutions/{door.town.ids['solution.draft']}/publish"
    answer = door.ask("staff", "POST", address, headers={"If-Match": '"1"'})

    body = problem(answer, 409)
    assert body["detail"] == (
        "This solution is a draft. It can be changed, submitted for review or archived."
    )
    assert body["possible"] == ["change", "submit", "confirm", "withdraw", "archive"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(door: Door) -> None:
    body = b'{"content": "' + b"x" * SETTINGS.max_request_bytes + b'"}'
    answer = door.ask(
        "vendor.owner", "POST", f"{API}/solutions", data=body, content_type="application/json"
    )

    problem(answer, 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data"])
def test_a_body_of_another_type_is_refused(door: Door, kind: str) -> None:
    answer = door.ask(
        "vendor.owner", "POST", f"{API}/solutions", data=b'{"vendor": 1}', content_type=kind
    )

    assert "application/json" in str(problem(answer, 415)["detail"])


@pytest.mark.parametrize("body", ["{", "", "[", "{'a': 1}", "NaN", "\ufeff{}", '{"a": 1,}'])
def test_what_is_not_json_is_refused(door: Door, body: str) -> None:
    answer = door.ask(
        "vendor.owner",
        "POST",
        f"{API}/solutions",
        data=body.encode(),
        content_type="application/json",
    )

    assert problem(answer, 422)["errors"]


def test_each_field_that_cannot_be_taken_is_named_with_its_value_and_the_remedy(
    door: Door,
) -> None:
    content = {
        "title": "Heat",
        "problem": "Cold.",
        "themes": ["EN1", "nonsense"],
        "budget": {"minimum": "9", "maximum": "5"},
        "colour": "red",
    }
    body = {"city": door.town.ids["organisation.city"], "content": content, "mood": "gay"}
    first = door.ask("city.owner", "POST", f"{API}/challenges", json=body)
    del body["mood"], content["colour"]
    second = door.ask("city.owner", "POST", f"{API}/challenges", json=body)

    unknown = {fault["field"]: fault for fault in problem(first, 422)["errors"]}
    assert set(unknown) == {"content.colour", "mood"}
    wrong = {fault["field"]: fault for fault in problem(second, 422)["errors"]}
    assert set(wrong) == {"budget.maximum", "themes"}
    assert wrong["budget.maximum"]["value"] == "5"
    assert "minimum of 9" in wrong["budget.maximum"]["message"]
    assert wrong["themes"]["value"] == "nonsense"


def test_who_asks_too_often_is_told_to_wait(door: Door) -> None:
    services = door.town.services
    settings = services.settings
    services.settings = replace(settings, match_rate_limit="2 per minute")
    try:
        client = create_app(services).test_client()
    finally:
        services.settings = settings
    answers = [client.post(f"{API}/match", json={"text": "heat"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    problem(answers[2], 429)
    assert int(answers[2].headers["Retry-After"]) > 0


def test_an_error_of_our_own_tells_nothing_of_what_it_was(door: Door) -> None:
    app = create_app(door.town.services)
    before = app.view_functions["Taxonomy.terms"]
    app.view_functions["Taxonomy.terms"] = lambda **_: 1 / 0  # type: ignore[return-value]
    answer = app.test_client().get(f"{API}/taxonomy/themes")
    app.view_functions["Taxonomy.terms"] = before

    assert "division" not in answer.get_data(as_text=True)
    problem(answer, 500)
