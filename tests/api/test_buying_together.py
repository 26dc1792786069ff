"""Programs go the whole way: from proposed groups under rules to an outcome in the figures."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.accounts.models import User
from marketplace.accounts.operations import create_token
from marketplace.accounts.queries import user_with_email
from marketplace.foundation.access import Scope
from marketplace.funding.content import GroupRule, RuleKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import actor_of
from marketplace.recommendations.joint_fits import work_out_fits
from marketplace.services import Services
from marketplace.steps.figures import together_figures
from marketplace.taxonomy.models import Term
from tests.factories.challenges import make_challenge
from tests.factories.market import STAFF
from tests.factories.organisations import make_staff
from tests.factories.procurements import NAMES, Buyers, make_buyers
from tests.factories.rule_sets import make_rule_set
from tests.guards.conftest import without_form_tokens

COUNTRIES = ("AT", "DE", "FI", "BE")
TITLES = tuple(f"Waste heat warms nobody in {name}" for name in NAMES)
THREE_STATES = (
    GroupRule(kind=RuleKind.STATES_ASSOCIATED, least=3),
    GroupRule(kind=RuleKind.PROCURER_STATES_ASSOCIATED, least=2),
    GroupRule(kind=RuleKind.MEMBERS_EU),
)
PAPERS = ("memorandum", "agreement", "specification")
STAFF_EMAIL = "staff@programme.example"


class Program:
    """Sends requests with the token of one person; changes take the tag of what was read last."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.token = client, token

    def __call__(self, method: str, path: str, body: Any = None, *, tag: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | ({"If-Match": tag} if tag else {})
        answer = self.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.get_json()
        return answer.get_json()

    def tagged(self, method: str, path: str, body: Any, *, read: str = "") -> Any:
        """Change what `read` (else the path) answers, as it is now."""
        headers = {"Authorization": f"Bearer {self.token}"}
        tag = self.client.get(f"/api/v1{read or path}", headers=headers).headers["ETag"]
        return self(method, path, body, tag=tag)


@pytest.fixture
def buyers(services: Services) -> Buyers:
    buyers = make_buyers(services)
    with services.unit_of_work() as uow:
        for code in COUNTRIES[1:]:
            uow.session.add(Term(list="countries", code=code, label=code))
        for city, country in zip(buyers.cities, COUNTRIES, strict=True):
            uow.session.get_one(Organisation, city).country = country
        uow.session.add(Term(list="countries", code="EU", label="EU"))
        uow.session.flush()
        make_staff(uow, email=STAFF_EMAIL)
        make_rule_set(uow, *THREE_STATES, key="pcp", eu=COUNTRIES, associated=())
    for city, title in zip(buyers.cities, TITLES, strict=True):
        make_challenge(services, city, title=title, joint_procurement=True)
    work_out_fits(services.unit_of_work, services.matcher)
    return buyers


def program(buyers: Buyers, client: FlaskClient, email: str) -> Program:
    with buyers.services.unit_of_work() as uow:
        user = user_with_email(uow.session, email)
        assert isinstance(user, User)
        uow.actor = actor_of(uow.session, user)
        _, plain = create_token(uow, user, "journey", list(Scope), None)
    return Program(client, plain)


def test_programs_take_a_group_from_the_proposal_to_the_outcome(buyers: Buyers) -> None:
    client = without_form_tokens(buyers.services).test_client()
    staff = program(buyers, client, STAFF_EMAIL)
    group = staff("GET", "/procurements/proposals?rule_set=pcp&size=3")["items"][0]
    assert len({one["country"] for one in group["members"]}) == 3
    begun = staff(
        "POST",
        "/procurements",
        {
            "content": {"title": "Heat for three", "summary": "The same need."},
            "cities": [{"challenge_id": one["challenge_id"]} for one in group["members"]],
            "rule_sets": [{"key": "pcp", "number": 1}],
        },
    )
    home = f"/procurements/{begun['id']}"
    owners = {str(id_): f"owner{number}@org.example" for number, id_ in enumerate(buyers.cities)}
    ids = [one["organisation_id"] for one in begun["members"]]
    cities = {id_: program(buyers, client, owners[id_]) for id_ in ids}
    for id_, city in cities.items():
        _joins(city, f"{home}/members/{id_}")
    _decides(staff, home, ids)
    _moves(staff, home, "needs_aligned", "financing")
    staff.tagged("PATCH", f"{home}/commitments", {"cap": "250.00", "currency": "EUR"})
    for id_, city in cities.items():
        said = {"organisation": id_, "amount": "80.00", "currency": "EUR"}
        city("POST", f"{home}/commitments", said)
    assert staff("GET", f"{home}/commitments")["left"] == "10.00"
    _agrees_on_papers(staff, home)
    _moves(staff, home, "market_research", "memorandum", "agreement", "specification")
    _asks_the_market(staff, home)
    look = staff("GET", f"{home}/suppliers")
    staff("POST", f"{home}/suppliers", {"title": "Long list", "mark": look["mark"]})
    _awards(staff, home)
    package = client.get(f"/api/v1{home}/ocds").get_json()
    assert package["releases"][0]["tender"]["title"] == "Heat for three"
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        found = together_figures(uow)
    assert (found.awarded, found.committed, found.countries) == ({"EUR": 200}, {"EUR": 240}, 3)


def _joins(city: Program, part: str) -> None:
    city.tagged("POST", f"{part}/accept", {"role": "buyer"}, read=part)
    city.tagged("PATCH", part, {"letter": "signed", "signed_on": "2026-03-05"})
    city.tagged("PATCH", part, {"mandate": "given"})


def _decides(staff: Program, home: str, ids: list[str]) -> None:
    """Who leads, how they buy, and the common need, in which nothing contradicts."""
    said = {"text": "We agreed.", "took_part": ids}
    leads = said | {"organisation_id": ids[0]}
    staff.tagged("POST", f"{home}/choose-lead", leads, read=home)
    mode = said | {"mode": "cross_border_joint", "law": "AT"}
    staff.tagged("POST", f"{home}/choose-mode", mode, read=home)
    need = staff("POST", f"{home}/need")
    assert not [one for one in need["items"] if one["kind"] == "contradiction"]


def _moves(staff: Program, home: str, *steps: str) -> None:
    for step in steps:
        said = {"step": step, "evidence": "See https://ted.europa.eu/notice/1"}
        assert staff.tagged("POST", f"{home}/move-on", said, read=home)["step"] == step


def _agrees_on_papers(staff: Program, home: str) -> None:
    for kind in PAPERS:
        link = {"kind": kind, "title": "A paper", "link": "https://files.example/1.pdf"}
        paper = staff("POST", f"{home}/documents", link)
        one = f"/documents/{paper['id']}"
        staff.tagged("POST", f"{one}/versions/1/agree", None, read=one)


def _asks_the_market(staff: Program, home: str) -> None:
    here = f"{home}/consultation"
    content = {"title": "How?", "text": "We mean to buy.", "questions": ["How long?"]}
    staff("PUT", here, {"content": content, "deadline": "2026-12-31"}, tag='"0"')
    _moves(staff, home, "consultation")
    staff.tagged("POST", f"{here}/open", None, read=here)
    staff.tagged("POST", f"{here}/close", {"reason": "All have answered."}, read=here)


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
