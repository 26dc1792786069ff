"""What the addresses of the API answer with, beyond who may ask and how."""

from tests.factories.town import VISITOR
from tests.guards.conftest import Door

API = "/api/v1"


def test_anybody_may_ask_who_meets_a_need_in_words(door: Door) -> None:
    body = {
        "text": "Heat is lost in old houses.",
        "requirements": [{"text": "Finds heat losses.", "importance": "essential"}],
        "filters": {"themes": ["EN"]},
        "limit": 1,
    }
    answer = door.ask(VISITOR, "POST", f"{API}/match", json=body).get_json()

    (match,) = answer["items"]
    assert answer["total"] == 1
    assert (match["rank"], match["challenge_version"]) == (1, None)
    assert match["solution"]["name"] in {"Heat published", "Heat newer"}
    total = sum(factor["value"] * factor["weight"] for factor in match["factors"])
    assert abs(match["score"] - total) < 1e-6
    stated = [item for item in match["requirements"] if item["stated"]]
    assert [item["requirement"] for item in stated] == ["Finds heat losses."]
    moved = match["moves_most"]
    assert (moved["mover"], moved["subject"]) == ("requirement", "Finds heat losses.")
    assert match["score"] < moved["score"] <= 1.0
    for item in match["requirements"]:
        evidence = item["evidence"]
        assert evidence is not None or item["verdict"] == "not_stated"
        if evidence is not None:
            text = _at(match["solution"]["content"], evidence["field"])
            assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_that_nothing_fits_is_said_beside_the_closest(door: Door) -> None:
    body = {"text": "Quixotic zeppelins vex jugglers."}
    odd = door.ask(VISITOR, "POST", f"{API}/match", json=body).get_json()
    assert odd["nothing_fits"] is True
    assert {match["band"] for match in odd["items"]} <= {"weak", "none"}

    content = odd["items"][0]["solution"]["content"]
    body = {"text": f"{content['summary']} {content['description']}"}
    same = door.ask(VISITOR, "POST", f"{API}/match", json=body).get_json()
    assert same["nothing_fits"] is False
    assert same["items"][0]["band"] in {"strong", "possible"}


def test_a_filter_keeps_others_out(door: Door) -> None:
    body = {"text": "Heat is lost.", "filters": {"themes": ["MO"]}}

    assert door.ask(VISITOR, "POST", f"{API}/match", json=body).get_json()["items"] == []


def test_a_challenge_has_suppliers_and_partners(door: Door) -> None:
    challenge = f"{API}/challenges/{door.town.ids['challenge.open']}"
    matches = door.ask(VISITOR, "GET", f"{challenge}/matches?limit=5").get_json()
    partners = door.ask(VISITOR, "GET", f"{challenge}/partners").get_json()

    # The two that are published say nearly the same, so one stands for both.
    assert [(match["rank"], match["copies"]) for match in matches["items"]] == [(1, 1)]
    assert {match["challenge_version"] for match in matches["items"]} == {1}
    assert [match["challenge"]["city_name"] for match in partners["items"]] == ["Linz"]
    assert partners["items"][0]["open_to_joint"] is False


def test_partners_stand_side_by_side_and_what_is_for_them_is_told_to_them_alone(door: Door) -> None:
    partners = f"{API}/challenges/{door.town.ids['challenge.neighbour']}/partners"
    (found,) = door.ask(VISITOR, "GET", partners).get_json()["items"]
    beside = found["side_by_side"]
    assert (beside["law"], beside["languages"], beside["lead"]) == ("national", None, "neither")
    assert beside["requirements"]["shared"]
    assert beside["for_partners"] is None

    (found,) = door.ask("neighbour", "GET", partners).get_json()["items"]
    told = found["side_by_side"]["for_partners"]
    assert told.pop("budget")["note"] == "oxbownetwork"
    assert told == {
        "approval_month": None,
        "approval_has_passed": False,
        "contact": "ocelotcontact",
        "agreements": [],
    }


def test_a_vendor_sees_what_its_solution_fits(door: Door) -> None:
    solution = f"{API}/solutions/{door.town.ids['solution.published']}"
    mirror = door.ask("vendor.viewer", "GET", f"{solution}/challenges").get_json()

    assert mirror["items"]
    assert all(match["fits"] is (match["kept_out_by"] == []) for match in mirror["items"])


def test_a_vendor_is_told_its_place_for_a_challenge(door: Door) -> None:
    ids = door.town.ids
    address = f"{API}/solutions/{ids['solution.published']}/challenges/{ids['challenge.open']}"
    told = door.ask("vendor.viewer", "GET", address).get_json()

    assert told["challenge"]["id"] == ids["challenge.open"]
    assert told["reason"] in {None, "copy"}
    assert (told["reason"] is None) is (told["place"] == 1)
    assert told["shown"] == 10
    assert abs(told["score"] - sum(f["value"] * f["weight"] for f in told["factors"])) < 1e-6


def test_a_city_is_told_what_a_filter_costs_it(door: Door) -> None:
    address = f"{API}/challenges/{door.town.ids['challenge.open']}/relaxations?themes=MO"
    told = door.ask("city.viewer", "GET", address).get_json()

    (item,) = told["items"]
    assert (told["total"], item["kind"], item["name"]) == (1, "filter", "themes")
    assert item["added"][0]["rank"] == 1


def test_what_is_made_says_where_it_is(door: Door) -> None:
    body = {
        "city": door.town.ids["organisation.city"],
        "content": {"title": "Cold feet", "problem": "The floors are cold."},
    }
    with door.undone():
        made = door.send("city.editor", "POST", f"{API}/challenges", json=body)
        read = door.send("city.viewer", "GET", made.headers["Location"])

    assert made.status_code == 201
    assert (read.status_code, read.get_json()) == (200, made.get_json() | {"moves": []})


def test_members_are_invited_promoted_and_let_go(door: Door) -> None:
    members = f"{API}/organisations/{door.town.ids['organisation.vendor']}/members"
    viewer = f"{members}/{door.town.ids['member.vendor.viewer']}"
    body = {"email": "New@Heatwise.example", "role": "editor"}
    with door.undone():
        invited = door.send("vendor.owner", "POST", members, json=body)
        tag = door.send("vendor.owner", "GET", viewer).headers["ETag"]
        promoted = door.send(
            "vendor.owner", "PATCH", viewer, json={"role": "editor"}, headers={"If-Match": tag}
        )
        tag = promoted.headers["ETag"]
        gone = door.send("vendor.owner", "DELETE", viewer, headers={"If-Match": tag})
        listed = door.send("vendor.owner", "GET", members).get_json()

    assert invited.status_code == 201
    assert (invited.get_json()["email"], invited.get_json()["role"]) == (
        "new@heatwise.example",
        "editor",
    )
    assert "token" not in invited.get_data(as_text=True)
    assert promoted.get_json()["role"] == "editor"
    assert (gone.status_code, gone.data) == (204, b"")
    assert "viewer@heatwise.example" not in {item["email"] for item in listed["items"]}


def test_codes_come_with_their_words(door: Door) -> None:
    page = door.ask(VISITOR, "GET", f"{API}/taxonomy/themes?page_size=2").get_json()

    assert [term["code"] for term in page["items"]] == ["EN", "EN1"]
    assert (page["items"][1]["parent"], page["total"]) == ("EN", 3)


def test_staff_read_what_was_done_to_a_thing(door: Door) -> None:
    id_ = door.town.ids["solution.published"]
    page = door.ask("staff", "GET", f"{API}/activity?object_id={id_}").get_json()

    assert [event["action"] for event in page["items"]] == [
        "solution.publish",
        "solution.submit",
        "solution.create",
    ]
    assert page["items"][0]["after"]["state"] == "published"


def _at(content: dict[str, object], field: str) -> str:
    value: object = content
    for part in field.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]  # type: ignore[index]
    return str(value)
