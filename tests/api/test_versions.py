"""Tags of what is read, and changes that name the version they were made on."""

import pytest

from tests.factories.town import VISITOR
from tests.guards.conftest import Door

API = "/api/v1"
SUMMARY = {"content": {"summary": "Changed."}}


@pytest.mark.parametrize(
    "path",
    [
        "/solutions",
        "/solutions/{solution.published}",
        "/challenges/{challenge.open}/matches",
        "/organisations/{organisation.vendor}",
        "/taxonomy/themes",
    ],
)
def test_what_the_caller_has_already_is_not_sent_again(door: Door, path: str) -> None:
    for name, id_ in door.town.ids.items():
        path = path.replace("{" + name + "}", id_)
    first = door.ask(VISITOR, "GET", API + path)
    tag = first.headers["ETag"]
    again = door.ask(VISITOR, "GET", API + path, headers={"If-None-Match": tag})
    other = door.ask(VISITOR, "GET", API + path, headers={"If-None-Match": '"other"'})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert other.status_code == 200


def test_a_change_is_made_with_the_tag_that_was_read(door: Door) -> None:
    address = f"{API}/solutions/{door.town.ids['solution.draft']}"
    tag = door.ask("vendor.editor", "GET", address).headers["ETag"]
    with door.undone():
        changed = door.send("vendor.editor", "PATCH", address, json=SUMMARY, headers=_on(tag))
        late = door.send("vendor.owner", "PATCH", address, json=SUMMARY, headers=_on(tag))
        tag, body = changed.headers["ETag"], {"content": {"trl": 7}}
        now = door.send("vendor.owner", "PATCH", address, json=body, headers=_on(tag))

    assert changed.get_json()["content"]["summary"] == "Changed."
    assert late.status_code == 412
    assert now.get_json()["content"]["summary"] == "Changed."


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 428), ("", 428), ("*", 412), ('"nonsense"', 412), ('""', 412), ('"', 412),
        ('W/"1"', 412), ('"1", "2"', 412), ('"-1"', 412), ('"99999999999"', 412),
        ('"2"', 412), ("1", 200), ('"1"', 200), ('"1-0000000000000000"', 200),
    ],
)  # fmt: skip
def test_a_change_needs_the_version_it_was_made_on(
    door: Door, header: str | None, status: int
) -> None:
    address = f"{API}/solutions/{door.town.ids['solution.draft']}"
    headers = {} if header is None else {"If-Match": header}

    answer = door.ask("vendor.owner", "PATCH", address, json=SUMMARY, headers=headers)

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("who", "method", "path"),
    [
        ("vendor.owner", "POST", "/solutions/{solution.draft}/submit"),
        ("staff", "POST", "/challenges/{challenge.review}/publish"),
        ("vendor.owner", "PATCH", "/organisations/{organisation.vendor}"),
        ("vendor.owner", "DELETE", "/organisations/{organisation.vendor}/members/{member}"),
    ],
)
def test_so_does_every_move(door: Door, who: str, method: str, path: str) -> None:
    ids = door.town.ids | {"member": door.town.ids["member.vendor.viewer"]}
    for name, id_ in ids.items():
        path = path.replace("{" + name + "}", id_)
    body = {"content": {}} if method == "PATCH" else None

    assert door.ask(who, method, API + path, json=body).status_code == 428
    stale = door.ask(who, method, API + path, json=body, headers={"If-Match": '"77"'})
    assert stale.status_code == 412


def _on(tag: str) -> dict[str, str]:
    return {"If-Match": tag}
