"""A program says what its city needs, commits for it, and reads what follows."""

from typing import Any

from tests.guards.conftest import Door

CITY = "city.owner"
CAP = {"cap": "600000.00", "currency": "EUR"}


def test_a_program_reads_sums_shares_and_thresholds(door: Door) -> None:
    address = f"/api/v1/procurements/{door.town.ids['procurement']}/demand"
    with door.undone():
        one = f"{address}/{door.town.ids['organisation.city']}"
        years = [{"year": 2028, "units": 2, "budget": "216000.00"}]
        said: dict[str, Any] = {"currency": "EUR", "years": years, "own_share": "1.05"}
        answer = door.send(CITY, "PATCH", one, json=said, headers={"If-Match": '"1"'})
        assert (answer.status_code, answer.get_json()["version"]) == (200, 2)
        found = door.send(CITY, "GET", address).get_json()
    assert (found["units"], found["budget"]) == (2, "216000.00")
    assert found["years"] == years
    assert [share["key"] for share in found["shares"]] == ["equal", "units", "population", "own"]
    assert [share["left"] for share in found["shares"]][0::3] == ["0.00", "215998.95"]
    reached = {one["kind"]: one["is_reached"] for one in found["thresholds"]}
    assert (reached["sub_central"], reached["works"]) == (True, False)


def test_a_program_commits_under_the_cap(door: Door) -> None:
    address = f"/api/v1/procurements/{door.town.ids['procurement']}/commitments"
    one = f"{address}/{door.town.ids['commitment']}"

    def change(amount: Any, currency: str = "EUR") -> tuple[int, list[str]]:
        body = {"amount": amount, "currency": currency}
        said = door.send(CITY, "PATCH", one, json=body, headers={"If-Match": '"1"'})
        return said.status_code, [fault["field"] for fault in said.get_json().get("errors", ())]

    with door.undone():
        tag = door.send(CITY, "GET", address).headers["ETag"]
        capped = door.send(CITY, "PATCH", address, json=CAP, headers={"If-Match": tag})
        assert (capped.status_code, capped.get_json()["left"]) == (200, "81673.00")
        for amount in ("0", "NaN", "1e18", "-1", "0.001", None):
            assert change(amount) == (422, ["amount"])
        assert change("5", "SEK") == (422, ["currency"])
        assert change("600000.01") == (409, [])
        assert change("600000.00") == (200, [])
        assert door.send(CITY, "GET", address).get_json()["left"] == "0.00"
        low, tag = CAP | {"cap": "599999.99"}, capped.headers["ETag"]
        assert (
            door.send(CITY, "PATCH", address, json=low, headers={"If-Match": tag}).status_code
            == 409
        )
