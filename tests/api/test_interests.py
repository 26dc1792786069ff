"""A city answers interest, by a program as on its pages."""

from tests.guards.conftest import Door

API = "/api/v1"
CITY = "city.owner"


def test_who_is_told_to_be_on_the_shortlist_is_on_it(door: Door) -> None:
    with door.undone():
        address = f"{API}/interests/{door.town.ids['interest']}"
        interest = door.send(CITY, "GET", address).get_json()
        listed = f"{API}/challenges/{interest['challenge_id']}/shortlist/{interest['solution_id']}"
        door.send(CITY, "POST", f"{listed}/take-off")
        said = door.send(
            CITY,
            "POST",
            f"{address}/answer",
            json={"answer": "shortlisted"},
            headers={"If-Match": f'"{interest["version"]}"'},
        )
        assert (said.status_code, said.get_json()["state"]) == (200, "shortlisted")
        items = door.send(CITY, "GET", listed.rpartition("/")[0]).get_json()["items"]
        assert interest["solution_id"] in str(items)
