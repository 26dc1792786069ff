"""Programs of staff and of real cities go the whole way: from a proposed group to the figures.

Everything that is told is told to the API of a running product; what it answers is read.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from marketplace.accounts.operations import create_token
from marketplace.accounts.queries import user_with_email
from marketplace.foundation.access import Scope
from marketplace.organisations.queries import actor_of
from tests.browser.furniture import STAFF
from tests.browser.installation import Installation
from tests.journeys.beginnings import person_of

pytestmark = pytest.mark.processes

PAPERS = ("memorandum", "agreement", "specification")
LONGEST = 60
DAY = "Reports every fault that it finds within 24 hours."
HOUR = "Reports the faults that it finds within one hour."
AGREED = "Reports every fault that it finds within four hours."


class Program:
    """Sends requests with the token of one person; changes take the tag of what was read last."""

    def __init__(self, installation: Installation, email: str) -> None:
        self.address = f"{installation.address}/api/v1"
        with installation.services.unit_of_work() as uow:
            user = user_with_email(uow.session, email)
            assert user is not None
            uow.actor = actor_of(uow.session, user)
            _, self.token = create_token(uow, user, "journey", list(Scope), None)

    def __call__(self, method: str, path: str, body: Any = None, *, tag: str = "") -> Any:
        return self._ask(method, path, body, tag)[0]

    def tagged(self, method: str, path: str, body: Any, *, read: str = "") -> Any:
        """Change what `read` (else the path) answers, as it is now."""
        return self(method, path, body, tag=self._ask("GET", read or path, None, "")[1]["ETag"])

    def _ask(self, method: str, path: str, body: Any, tag: str) -> tuple[Any, Mapping[str, str]]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        asked = Request(  # noqa: S310 - our own server.
            self.address + path,
            data=None if body is None else json.dumps(body).encode(),
            headers=headers | ({"If-Match": tag} if tag else {}),
            method=method,
        )
        try:
            with urlopen(asked, timeout=LONGEST) as answer:  # noqa: S310
                return json.load(answer), answer.headers
        except HTTPError as refused:
            raise AssertionError(f"{method} {path}: {refused.read().decode()}") from refused


def test_programs_take_a_group_from_the_proposal_to_the_outcome(
    installation: Installation,
) -> None:
    staff = Program(installation, STAFF)
    before = staff("GET", "/procurements/figures")
    begun = _proposes(staff)
    home = f"/procurements/{begun['id']}"
    cities = {
        one["organisation_id"]: Program(installation, person_of(installation, one["name"]))
        for one in begun["members"]
    }
    for id_, city in cities.items():
        _joins(city, f"{home}/members/{id_}")
    members = staff("GET", f"{home}/members")["items"]
    assert [(one["state"], one["letter"], one["letter_on"]) for one in members] == [
        ("accepted", "signed", "2026-03-05")
    ] * 3
    _decides(staff, home, list(cities))
    _settles_the_need(staff, home, members, cities)
    _moves(staff, home, "needs_aligned", "financing")
    _commits(staff, home, cities)
    _agrees_on_papers(staff, home)
    _moves(staff, home, "market_research", "memorandum", "agreement", "specification")
    _asks_the_market(staff, home)
    _freezes_a_long_list(staff, home)
    _awards(staff, home)
    package = staff("GET", f"{home}/ocds")
    assert package["releases"][0]["tender"]["title"] == "Bought by three"
    after = staff("GET", "/procurements/figures")
    assert after["awarded_ones"] == before["awarded_ones"] + 1
    assert _euros(after["awarded"]) == _euros(before["awarded"]) + 200
    assert _euros(after["committed"]) == _euros(before["committed"]) + 240


def _euros(sums: list[dict[str, str]]) -> float:
    return sum(float(one["amount"]) for one in sums if one["currency"] == "EUR")


def _proposes(staff: Program) -> Any:
    """The first group of three that fulfils the rules, each rule proved."""
    found = staff("GET", "/procurements/proposals?rule_set=horizon-pcp-ppi&size=3")
    group = found["items"][0]
    assert len({one["country"] for one in group["members"]}) == 3
    check = next(one for one in group["checks"] if one["key"] == "horizon-pcp-ppi")
    assert check["met"]
    assert all(rule["met"] for rule in check["rules"])
    said = {
        "content": {"title": "Bought by three", "summary": "The same need."},
        "cities": [{"challenge_id": one["challenge_id"]} for one in group["members"]],
        "rule_sets": [{"key": check["key"], "number": check["number"]}],
    }
    return staff("POST", "/procurements", said)


def _joins(city: Program, part: str) -> None:
    city.tagged("POST", f"{part}/accept", {"role": "buyer"}, read=part)
    city.tagged("PATCH", part, {"letter": "signed", "signed_on": "2026-03-05"})
    city.tagged("PATCH", part, {"mandate": "given"})


def _decides(staff: Program, home: str, ids: list[str]) -> None:
    """Who leads, and how they buy."""
    said = {"text": "We agreed.", "took_part": ids}
    staff.tagged("POST", f"{home}/choose-lead", said | {"organisation_id": ids[0]}, read=home)
    mode = said | {"mode": "cross_border_joint", "law": "AT"}
    staff.tagged("POST", f"{home}/choose-mode", mode, read=home)
    texts = [one["text"] for one in staff("GET", f"{home}/decisions")["items"]]
    assert texts == ["We agreed.", "We agreed."]


def _settles_the_need(
    staff: Program, home: str, members: list[dict[str, Any]], cities: Mapping[str, Program]
) -> None:
    """A member asks for what excludes the wish of another, and the group agrees on a third."""
    first, second, third = members
    _asks_for(staff, cities[first["organisation_id"]], first["challenge_id"], DAY)
    drawn_up = staff("POST", f"{home}/need")
    assert DAY in [one["proposed"] for one in drawn_up["items"] if one["kind"] == "extra"]
    _asks_for(staff, cities[second["organisation_id"]], second["challenge_id"], HOUR)
    decider = cities[third["organisation_id"]]
    need = decider("GET", f"{home}/need")
    assert (need["is_outdated"], need["changed"]) == (True, [second["name"]])
    need = decider("POST", f"{home}/need")
    found = [one for one in need["items"] if one["kind"] == "contradiction"]
    one = next(one for one in found if one["proposed"] == HOUR)
    said = {source["text"]: source["city"] for side in one["sides"] for source in side}
    assert (said[DAY], said[HOUR]) == (first["name"], second["name"])
    asks = staff("GET", f"{home}/steps")["steps"][1]["asks"]
    assert [asked["met"] for asked in asks if asked["key"] == "needs"] == [False]
    for item in found:
        wording = AGREED if item is one else item["proposed"] or item["sides"][0][0]["text"]
        decision = {"choice": "common", "wording": wording, "took_part": list(cities)}
        decider.tagged("PATCH", f"{home}/need/items/{item['id']}", decision)
    need = staff("GET", f"{home}/need")
    assert need["is_settled"]
    decided = next(item for item in need["items"] if item["id"] == one["id"])
    assert (decided["wording"], len(decided["took_part"])) == (AGREED, 3)


def _asks_for(staff: Program, city: Program, challenge_id: str, wish: str) -> None:
    """A city adds a wish to its challenge, and staff publish it."""
    one = f"/challenges/{challenge_id}"
    wishes = city("GET", one)["content"]["requirements"]
    wanted = {"requirements": [*wishes, {"text": wish, "importance": "essential"}]}
    city.tagged("PATCH", one, {"content": wanted})
    city.tagged("POST", f"{one}/submit", None, read=one)
    staff.tagged("POST", f"{one}/publish", None, read=one)


def _moves(staff: Program, home: str, *steps: str) -> None:
    for step in steps:
        said = {"step": step, "evidence": "See https://ted.europa.eu/notice/1"}
        assert staff.tagged("POST", f"{home}/move-on", said, read=home)["step"] == step


def _commits(staff: Program, home: str, cities: Mapping[str, Program]) -> None:
    staff.tagged("PATCH", f"{home}/commitments", {"cap": "250.00", "currency": "EUR"})
    for id_, city in cities.items():
        said = {"organisation": id_, "amount": "80.00", "currency": "EUR"}
        city("POST", f"{home}/commitments", said)
    assert staff("GET", f"{home}/commitments")["left"] == "10.00"


def _agrees_on_papers(staff: Program, home: str) -> None:
    for kind in PAPERS:
        link = {"kind": kind, "title": "A paper", "link": "https://files.example/1.pdf"}
        paper = staff("POST", f"{home}/documents", link)
        one = f"/documents/{paper['id']}"
        staff.tagged("POST", f"{one}/versions/1/agree", None, read=one)


def _asks_the_market(staff: Program, home: str) -> None:
    here = f"{home}/consultation"
    content = {"title": "How?", "text": "We mean to buy.", "questions": ["How long?"]}
    staff("PUT", here, {"content": content, "deadline": "2099-12-31"}, tag='"0"')
    _moves(staff, home, "consultation")
    assert staff.tagged("POST", f"{here}/open", None, read=here)["phase"] == "open"
    ended = staff.tagged("POST", f"{here}/close", {"reason": "All have answered."}, read=here)
    assert ended["phase"] == "ended"


def _freezes_a_long_list(staff: Program, home: str) -> None:
    look = staff("GET", f"{home}/suppliers")
    frozen = staff("POST", f"{home}/suppliers", {"title": "Long list", "mark": look["mark"]})
    assert staff("GET", f"{home}/suppliers/lists/{frozen['number']}")["title"] == "Long list"


def _awards(staff: Program, home: str) -> None:
    items = [{"name": "Quality", "weight": "100"}]
    criteria = {"criteria": {"scale": 10, "items": items}}
    staff.tagged("PATCH", f"{home}/evaluation", criteria)
    _moves(staff, home, "published", "evaluation")
    judged = staff("POST", f"{home}/evaluation/offers", {"name": "Coldco"})
    outcome = {
        "result": "awarded",
        "decided_on": "2026-11-02",
        "offers": 1,
        "currency": "EUR",
        "awards": [{"tenderer_id": judged["offers"][0]["id"], "value": "200.00"}],
    }
    staff("POST", f"{home}/outcome", outcome, tag='"0"')
    _moves(staff, home, "awarded")
