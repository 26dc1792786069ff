"""Hostile and careless input gets an answer that says what to mend, never an error of ours."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories.town import VISITOR
from tests.guards.conftest import Door

API = "/api/v1"
NOT_TEXT = ("\0", "a\0b", "\ud800", "\udfff\ud800", "\x1b[31m")
DEEP = 100_000


def fields_of(answer: TestResponse) -> set[str]:
    assert answer.status_code == 422, answer.get_data(as_text=True)
    return {fault["field"] for fault in answer.get_json()["errors"]}


def made(door: Door, content: Any) -> TestResponse:
    body = {"vendor": door.town.ids["organisation.vendor"], "content": content}
    return door.ask("vendor.owner", "POST", f"{API}/solutions", json=body)


def raw(door: Door, address: str, body: str) -> TestResponse:
    return door.ask(
        "vendor.owner", "POST", API + address, data=body.encode(), content_type="application/json"
    )


def test_the_frame_of_a_body_is_told_as_plainly_as_what_stands_in_it(door: Door) -> None:
    answer = raw(door, "/solutions", '{"vendor": "acme", "colour": "red"}')

    assert {one["field"]: one["message"] for one in answer.get_json()["errors"]} == {
        "vendor": "Write an id as the API gives it, of 36 characters.",
        "content": "This is needed.",
        "colour": "This field is not known here; remove it.",
    }


def test_a_faulty_argument_is_named_with_its_value_whatever_else_is_sent(door: Door) -> None:
    address = f"{API}/solutions?page_size=1000"
    answer = door.ask(VISITOR, "GET", address, content_type="application/json")

    (fault,) = answer.get_json()["errors"]
    assert (fault["field"], fault["value"]) == ("page_size", "1000")


@pytest.mark.parametrize("text", NOT_TEXT)
@pytest.mark.parametrize("field", ["name", "summary", "description", "licence", "website"])
def test_what_is_not_text_is_refused_in_every_field(door: Door, field: str, text: str) -> None:
    content = {"name": "Fresh", "summary": "New.", field: text}

    assert fields_of(made(door, content)) == {f"content.{field}"}


@pytest.mark.parametrize("text", NOT_TEXT)
@pytest.mark.parametrize(
    ("who", "address", "body"),
    [
        (VISITOR, "/match", {"text": "{}"}),
        (VISITOR, "/match", {"text": "heat", "requirements": [{"text": "{}"}]}),
        (VISITOR, "/match", {"text": "heat", "filters": {"themes": ["{}"]}}),
        (VISITOR, "/match", {"text": "heat", "filters": {"technologies": ["{}"]}}),
        ("vendor.owner", "/organisations/{vendor}/members", {"email": "{}", "role": "viewer"}),
        ("vendor.owner", "/organisations/{vendor}/members", {"email": "a@b.example", "role": "{}"}),
        ("staff", "/solutions/{review}/return", {"remarks": {"name": "{}"}}),
        ("staff", "/solutions/{review}/return", {"remarks": {"{}": "Say more."}}),
        ("vendor.owner", "/solutions", {"vendor": "{}", "content": {"name": "a", "summary": "b"}}),
        ("vendor.owner", "/solutions", {"{}": 1}),
        ("person", "/organisations", {"content": {"kind": "{}", "name": "{}", "country": "{}"}}),
    ],
)
def test_so_it_is_in_every_body(
    door: Door, who: str, address: str, body: dict[str, Any], text: str
) -> None:
    address = address.replace("{vendor}", door.town.ids["organisation.vendor"])
    address = address.replace("{review}", door.town.ids["solution.review"])
    sent = json.dumps(body).replace("{}", json.dumps(text)[1:-1])
    answer = door.ask(
        who,
        "POST",
        API + address,
        data=sent,
        content_type="application/json",
        headers={"If-Match": '"2"'},
    )

    assert answer.status_code in {200, 422}, answer.get_data(as_text=True)
    assert answer.status_code == 422 or answer.get_json()["items"] == []


@pytest.mark.parametrize("text", ["%00", "a%00b", "%ED%A0%80", "%FF", "%1B"])
@pytest.mark.parametrize(
    "query",
    [
        "/solutions?q=", "/solutions?theme=", "/solutions?technology=", "/solutions?stage=",
        "/solutions?sort=", "/solutions?vendor=", "/solutions?price_max=", "/solutions?country=A",
        "/challenges?q=", "/challenges?theme=", "/challenges?city=", "/challenges?language=a",
        "/organisations?q=", "/organisations?theme=", "/organisations?region=AT",
        "/organisations?country=A", "/activity?action=", "/activity?object_id=",
        "/activity?object_kind=", "/taxonomy/", "/challenges/{open}/matches?themes=",
        "/challenges/{open}/matches?technologies=", "/challenges/{open}/matches?countries=A",
    ],
)  # fmt: skip
def test_a_question_in_what_is_no_text_finds_nothing(door: Door, query: str, text: str) -> None:
    query = query.replace("{open}", door.town.ids["challenge.open"])
    answer = door.ask("staff", "GET", f"{API}{query}{text}")

    assert answer.status_code in {200, 404, 422}, answer.get_data(as_text=True)
    assert answer.status_code != 200 or answer.get_json()["total"] == 0


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=100001", "page=99999999999999999999", "page=x", "page=1.5",
        "page_size=0", "page_size=101", "page_size=1e3", "page=", "page=1&colour=red",
        "trl_min=0", "trl_min=99999999999999999999", "price_max=-1", "price_max=NaN",
        "price_max=1e999", "price_max=Infinity", "stale=perhaps", "vendor=7", "state=nonsense",
        f"q={'x' * 201}",
    ],
)  # fmt: skip
def test_a_page_or_filter_out_of_bounds_is_refused(door: Door, query: str) -> None:
    assert fields_of(door.ask(VISITOR, "GET", f"{API}/solutions?{query}"))


def test_the_last_page_and_the_page_behind_it_are_given(door: Door) -> None:
    last = door.ask(VISITOR, "GET", f"{API}/solutions?page_size=1&page=2").get_json()
    behind = door.ask(VISITOR, "GET", f"{API}/solutions?page_size=1&page=3").get_json()

    assert (last["total"], last["page"], last["page_size"], len(last["items"])) == (2, 2, 1, 1)
    assert (behind["total"], behind["items"]) == (2, [])


@pytest.mark.parametrize("number", [str(10**30), "1" + "0" * 5000, "1e400", "-1", "0.5", '"7"'])
@pytest.mark.parametrize("field", ["trl", "population_minimum", "weeks_to_deploy_maximum"])
def test_numbers_are_bounded(door: Door, field: str, number: str) -> None:
    vendor = door.town.ids["organisation.vendor"]
    content = f'{{"name": "a", "summary": "b", "{field}": {number}}}'

    assert fields_of(raw(door, "/solutions", f'{{"vendor": "{vendor}", "content": {content}}}'))


@pytest.mark.parametrize("value", [None, 7, 1.5, True, [], {}, ["x"], {"a": 1}, "x"])
@pytest.mark.parametrize(
    "field", ["name", "features", "price", "trl", "themes", "deployments", "stage", "certificates"]
)
def test_a_value_of_another_type_is_refused_or_taken_but_never_trips_us(
    door: Door, field: str, value: object
) -> None:
    answer = made(door, {"name": "Fresh", "summary": "New.", field: value})

    assert answer.status_code in {201, 422}, answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "body", ['{"vendor": 1}', "[]", "7", "null", '"x"', '{"content": [], "vendor": {}}', "true"]
)
def test_so_is_a_body_of_another_shape(door: Door, body: str) -> None:
    assert fields_of(raw(door, "/solutions", body))


@pytest.mark.parametrize(
    "body",
    [
        "[" * DEEP,
        "[" * DEEP + "]" * DEEP,
        '{"content":' * DEEP + "1" + "}" * DEEP,
        '{"vendor": "x", "content": {"name": ' + "[" * 400 + "]" * 400 + "}}",
        '{"vendor": "x", "content": {"price": ' + '{"a":' * 400 + "1" + "}" * 400 + "}}",
    ],
    ids=["open", "lists", "objects", "within", "price"],
)
def test_json_in_json_in_json_is_refused(door: Door, body: str) -> None:
    assert fields_of(raw(door, "/solutions", body))


def test_a_deep_patch_is_refused_too(door: Door) -> None:
    body = '{"content": {"price": ' + '{"a":' * 900 + "1" + "}" * 900 + "}}"
    address = f"{API}/solutions/{door.town.ids['solution.draft']}"
    answer = door.ask(
        "vendor.owner",
        "PATCH",
        address,
        data=body,
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )

    assert fields_of(answer)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("number", ["0", "2147483648", "9223372036854775808", "9" * 40])
def test_a_number_in_an_address_may_be_as_large_as_it_likes(
    door: Door, method: str, number: str
) -> None:
    address = f"{API}/organisations/{door.town.ids['organisation.vendor']}/members/{number}"
    body = {"role": "viewer"} if method == "PATCH" else None
    answer = door.ask("vendor.owner", method, address, json=body, headers={"If-Match": '"1"'})

    assert answer.status_code == 404
    at = f"procurements/{door.town.ids['procurement']}/suppliers/lists/{number}"
    addresses = (f"{API}/{at}", f"/{at}", f"/{at}.csv", f"/{at}.json")
    lists = {door.ask("staff", "GET", address).status_code for address in addresses}
    assert lists == {404}


@pytest.mark.parametrize("country", ["ZZ", "at", "A", "AUT", "", "ÁT"])
def test_a_country_that_does_not_exist_is_named(door: Door, country: str) -> None:
    content = {"kind": "city", "name": "Nowhere", "country": country}
    answer = door.ask("person", "POST", f"{API}/organisations", json={"content": content})

    assert {field.removeprefix("content.") for field in fields_of(answer)} == {"country"}
    assert answer.get_json()["errors"][0]["value"] == country


def test_a_country_in_letters_of_full_width_is_read_as_people_see_it(door: Door) -> None:
    content = {
        "kind": "city",
        "name": "Nowhere",
        "country": "\N{FULLWIDTH LATIN CAPITAL LETTER A}T",
    }
    answer = door.ask("person", "POST", f"{API}/organisations", json={"content": content})

    assert answer.get_json()["content"]["country"] == "AT"


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/solutions"), ("POST", "/challenges"), ("POST", "/organisations"),
        ("POST", "/match"), ("POST", "/organisations/{vendor}/members"),
        ("PATCH", "/solutions/{draft}"), ("POST", "/solutions/{review}/return"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_refused_everywhere(door: Door, method: str, address: str) -> None:
    names = {
        "vendor": "organisation.vendor",
        "draft": "solution.draft",
        "review": "solution.review",
    }
    for short, name in names.items():
        address = address.replace("{" + short + "}", door.town.ids[name])
    headers = {"If-Match": '"1"'}
    answer = door.ask("program", method, API + address, json={"colour": "red"}, headers=headers)

    assert "colour" in fields_of(answer)


def test_so_is_an_unknown_question(door: Door) -> None:
    for things in ("solutions", "challenges", "organisations", "activity", "taxonomy/themes"):
        assert "colour" in fields_of(door.ask("staff", "GET", f"{API}/{things}?colour=red"))


def test_nothing_of_what_was_refused_is_kept(door: Door) -> None:
    before = door.ask("staff", "GET", f"{API}/activity").get_json()["total"]
    with door.undone():
        bad = {"content": {"kind": "vendor", "name": "Half", "country": "ZZ"}}
        assert door.send("person", "POST", f"{API}/organisations", json=bad).status_code == 422
        after = door.send("staff", "GET", f"{API}/activity").get_json()["total"]

    assert after == before
