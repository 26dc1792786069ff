"""A whole small market: every kind of person, each thing in each state, and planted secrets.

`build_town` fills an empty database through the operations that people use. Whoever is named
`vendor.…` or `city.…` belongs to the owner of the things; `rival` and `neighbour` belong to
another vendor and another city. `reader` and `clerk` are programs: a token that only reads, of
somebody who owns vendor and city, and one of programme staff without the scope for their powers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.accounts.operations import create_token
from marketplace.challenges import operations as challenges
from marketplace.challenges.content import Budget, ChallengeContent, PartnerDetail, Visibility
from marketplace.challenges.models import Challenge
from marketplace.challenges.questions import ask_question
from marketplace.feedback.content import About, Answer, Aspect, Reason, Said
from marketplace.feedback.operations import give_opinion
from marketplace.foundation.access import SYSTEM, Role, Scope
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.operations import express_interest
from marketplace.introductions.content import Pair
from marketplace.introductions.operations import introduce
from marketplace.notifications.searches import save_search
from marketplace.organisations.claims import claim_organisation
from marketplace.organisations.content import OrganisationContent, OrganisationKind
from marketplace.organisations.members import invite_member, make_invitation_secret
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import add_member
from marketplace.organisations.queries import actor_of
from marketplace.recommendations.weighing import propose
from marketplace.recommendations.weight_report import Ranking
from marketplace.services import Services
from marketplace.shortlists.operations import put_on, write_note
from marketplace.solutions import operations as solutions
from marketplace.solutions.content import Deployment, Findings, SolutionContent
from marketplace.solutions.models import Reference
from marketplace.solutions.questions import ask_vendor
from marketplace.solutions.references import invite_reference
from marketplace.taxonomy.models import Term
from tests.factories import asking, buying, judged
from tests.factories.accounts import act_as, make_user
from tests.factories.challenges import challenge_content
from tests.factories.interests import interest_content
from tests.factories.market import add_words, make_vendor
from tests.factories.notices import make_notice
from tests.factories.organisations import join, make_owned, make_staff
from tests.factories.rule_sets import make_rule_set
from tests.factories.solutions import SIGN, publish_clear, solution_content
from tests.factories.weights import weight_report

VISITOR = "visitor"
SECRETS = {
    "a draft": "quokkadraft",
    "a solution in review": "zephyrreview",
    "a held solution": "yakheld",
    "why a solution is held": "emuwhy",
    "a challenge in review": "kioskreview",
    "a newer version of a solution": "fjordnewer",
    "a newer version of a challenge": "sphinxnewer",
    "a draft of a challenge": "waltzdraft",
    "a private budget": "jigsawprivate",
    "a network budget": "oxbownetwork",
    "an internal note": "pyxisnote",
    "a contact kept": "lemurcontact",
    "a contact for partner cities": "ocelotcontact",
    "what a city says of a match": "gherkinopinion",
    "what a vendor writes to a city": "walrusinterest",
    "a note on a shortlist": "thistleshortlist",
    **asking.SECRETS,
    **judged.SECRETS,
    **buying.SECRETS,
}
"""Words that stand nowhere else, each where only some may read."""
PRIVATE_AMOUNT, NETWORK_AMOUNT = 731_339, 652_897


@dataclass
class Town:
    """The people, things and secrets of one market; `ids` by the names used in addresses."""

    services: Services
    people: dict[str, int] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def acting(self, who: str) -> Iterator[UnitOfWork]:
        """A unit of work of one of the people."""
        with self.services.unit_of_work() as uow:
            act_as(uow, uow.session.get_one(User, self.people[who]))
            yield uow

    def know(self, name: str, row: Any) -> None:
        """Remember a thing and the version at which everything stands now."""
        self.ids[name] = str(getattr(row, "id", row))
        self.versions[name] = getattr(row, "version", 1)

    def id_of(self, name: str) -> UUID:
        """The id of a thing."""
        return UUID(self.ids[name])

    def token(self, who: str, *scopes: Scope) -> str:
        """A new token of one of the people; of all scopes if none are named."""
        with self.services.unit_of_work() as uow:
            user = uow.session.get_one(User, self.people[who])
            uow.actor = actor_of(uow.session, user)
            return create_token(uow, user, "test", scopes or tuple(Scope))[1]


def build_town(services: Services) -> Town:
    """The market, on an empty database."""
    town = Town(services)
    with services.unit_of_work() as uow:
        add_words(uow)
        uow.session.add(Term(list="countries", code="EU", label="EU"))
        uow.session.flush()
        _people_of(town, uow, OrganisationKind.VENDOR, "Heatwise", "rival", "Rivalry")
        _people_of(town, uow, OrganisationKind.CITY, "Graz", "neighbour", "Linz")
        _settle(town, uow, "staff", make_staff(uow, email="staff@programme.example"))
        _settle(town, uow, "person", make_user(uow, email="person@somewhere.example"))
        _settle(town, uow, "claimant", make_user(uow, email="claimant@archive.example"))
        newcomer = make_user(uow, email="newcomer@young.example")
        young = OrganisationContent(kind=OrganisationKind.VENDOR, name="Young", country="AT")
        town.know("organisation.new", make_owned(uow, young, owner=newcomer, verified=False))
        _settle(town, uow, "newcomer", newcomer)
        town.know("organisation.catalogue", make_vendor(uow, name="Archive", verified=False))
        _give_a_program(town, uow)
        rules = make_rule_set(uow)
        town.ids["rule_set"], town.versions["rule_set"] = rules.key, rules.number
    _offer(town)
    _need(town)
    _ask(town)
    _judge(town)
    _introduce(town)
    _offer_to_the_city(town)
    buying.buy_together(town)
    asking.ask_the_market(town)
    judged.judge(town)
    _tell(town)
    town.tokens |= {who: town.token(who) for who in town.people}
    town.tokens["reader"] = town.token("program", Scope.READ)
    town.tokens["clerk"] = town.token("staff", Scope.READ, Scope.WRITE)
    return town


def _people_of(
    town: Town, uow: UnitOfWork, kind: OrganisationKind, name: str, other: str, others: str
) -> None:
    """An organisation with a person in each role, and another one with an owner."""
    place = name.lower()
    content = OrganisationContent(kind=kind, name=name, country="AT")
    owner = make_user(uow, email=f"owner@{place}.example")
    row = make_owned(uow, content, owner=owner, verified=True)
    _settle(town, uow, f"{kind}.owner", owner)
    for role in (Role.EDITOR, Role.VIEWER):
        joined = join(uow, row, email=f"{role}@{place}.example", role=role)
        _settle(town, uow, f"{kind}.{role}", uow.session.get_one(User, joined.user_id))
    town.know(f"organisation.{kind}", row)
    stranger = make_user(uow, email=f"owner@{others.lower()}.example")
    elsewhere = make_owned(uow, replace(content, name=others), owner=stranger, verified=True)
    _settle(town, uow, other, stranger)
    town.know(f"organisation.{other}", elsewhere)


def _give_a_program(town: Town, uow: UnitOfWork) -> None:
    """Somebody who owns vendor and city alike, to tell what a token may from what they may."""
    user = make_user(uow, email="program@both.example")
    for organisation in ("organisation.vendor", "organisation.city"):
        add_member(uow, town.id_of(organisation), user.id, Role.OWNER)
    _settle(town, uow, "program", user)


def _settle(town: Town, uow: UnitOfWork, who: str, user: User) -> None:
    uow.actor = SYSTEM
    uow.session.flush()
    mine = actor_of(uow.session, user).organisations()
    town.ids[f"own.{who}"] = str(mine[0]) if mine else ""
    town.people[who], town.emails[who] = user.id, user.email
    town.sessions[who] = user.fs_uniquifier
    town.know(f"member.{who}", user.id)


def _offer(town: Town) -> None:
    vendor = town.id_of("organisation.vendor")
    graz = Deployment(place="Graz", country="AT", period="2025", result="12 % less heat lost")
    for name, secret in (
        ("published", ""),
        ("newer", ""),
        ("draft", SECRETS["a draft"]),
        ("review", SECRETS["a solution in review"]),
        ("held", SECRETS["a held solution"]),
    ):
        said = solution_content(name=f"Heat {name} {secret}".strip(), deployments=(graz,))
        with town.acting("vendor.owner") as uow:
            row = solutions.create_solution(uow, vendor, said)
            if name != "draft":
                solutions.submit(uow, row.id, expected_version=row.version)
            town.know(f"solution.{name}", row)
    for name in ("published", "newer"):
        with town.acting("staff") as uow:
            row = publish_clear(uow, town.id_of(f"solution.{name}"), expected_version=2)
            town.know(f"solution.{name}", row)
    with town.acting("staff") as uow:
        sign = replace(SIGN, texts=(SECRETS["why a solution is held"],))
        findings = Findings(number=1, signs=(sign,))
        held = town.id_of("solution.held")
        town.know("solution.held", solutions.publish(uow, held, findings, expected_version=2))
    with town.acting("vendor.owner") as uow:
        secret = SECRETS["a newer version of a solution"]
        said = _hinting(solution_content(name="Heat newer", technologies=("ai",)), secret)
        row = solutions.change_solution(uow, town.id_of("solution.newer"), said, expected_version=3)
        town.know("solution.newer", row)
        for name, solution in (("asked", "published"), ("claimed", "newer")):
            of = town.id_of(f"solution.{solution}")
            chosen = select(Reference).where(Reference.solution_id == of)
            town.know(f"reference.{name}", uow.session.scalars(chosen).one())


def _hinting(said: SolutionContent, secret: str) -> SolutionContent:
    return replace(
        said,
        name=f"{said.name} {secret}",
        summary=secret,
        description=f"{secret} {said.description}",
        problem=secret,
        features=(*said.features, secret),
        not_suited=secret,
        prerequisites=secret,
    )


def private_budget(amount: int = PRIVATE_AMOUNT, note: str = "") -> Budget:
    return Budget(
        minimum=Decimal(amount - 1),
        maximum=Decimal(amount),
        visibility=Visibility.PRIVATE,
        note=note or SECRETS["a private budget"],
    )


def _need(town: Town) -> None:
    network = Budget(
        maximum=Decimal(NETWORK_AMOUNT),
        visibility=Visibility.NETWORK,
        note=SECRETS["a network budget"],
    )
    kept: dict[str, Any] = {
        "approval_month": date(2031, 3, 1),
        "partner_contact": SECRETS["a contact kept"],
    }
    for name, secret, more in (
        ("open", "", kept | {"budget": private_budget()}),
        ("network", "", _for_partners() | {"budget": network}),
        ("closed", "", {}),
        ("draft", SECRETS["a draft of a challenge"], {}),
        ("review", SECRETS["a challenge in review"], {}),
    ):
        said = challenge_content(title=f"Heat is lost {name} {secret}".strip(), **more)
        _state(town, f"challenge.{name}", said, "city.owner", "organisation.city")
    said = challenge_content(title="Heat is lost in Linz", joint_procurement=True)
    _state(town, "challenge.neighbour", said, "neighbour", "organisation.neighbour")
    with town.acting("city.owner") as uow:
        row = challenges.close(uow, town.id_of("challenge.closed"), expected_version=3)
        town.know("challenge.closed", row)
        secret = SECRETS["a newer version of a challenge"]
        said = challenge_content(title=f"Heat is lost open {secret}", budget=private_budget())
        said = replace(said, problem=f"{secret} {said.problem}", tried=secret, scale=secret)
        open_id = town.id_of("challenge.open")
        challenges.change_challenge(uow, open_id, said, expected_version=3)
        note = SECRETS["an internal note"]
        row = challenges.write_internal_note(uow, open_id, note, expected_version=4)
        town.know("challenge.open", row)


def _for_partners() -> dict[str, Any]:
    return {
        "joint_procurement": True,
        "partner_contact": SECRETS["a contact for partner cities"],
        "shown_to_partners": (PartnerDetail.CONTACT,),
    }


def _state(town: Town, name: str, said: ChallengeContent, who: str, city: str) -> None:
    with town.acting(who) as uow:
        row: Challenge = challenges.create_challenge(uow, town.id_of(city), said)
        if not name.endswith("draft"):
            challenges.submit(uow, row.id, expected_version=row.version)
        town.know(name, row)
    if not name.endswith(("draft", "review")):
        with town.acting("staff") as uow:
            row = challenges.publish(uow, town.id_of(name), expected_version=2)
            town.know(name, row)


def _tell(town: Town) -> None:
    """A notice and a saved search of one person."""
    with town.acting("vendor.owner") as uow:
        search = save_search(uow, "solutions", [("q", "heat")], "Heating")
        uow.session.flush()
        town.know("search", search)
        town.know(
            "notice", make_notice(uow, town.people["vendor.owner"], town.id_of("solution.draft"))
        )


def _ask(town: Town) -> None:
    """A question, an asked-for reference, an invitation, a claim and a token."""
    with town.acting("rival") as uow:
        rival, asked = town.id_of("organisation.rival"), town.id_of("challenge.network")
        town.know("question", ask_question(uow, asked, rival, "Is there a steam network?"))
    with town.acting("neighbour") as uow:
        neighbour, asked = town.id_of("organisation.neighbour"), town.id_of("solution.published")
        question = ask_vendor(uow, asked, neighbour, "Does it work in winter?", named=False)
        town.know("solution.question", question)
    with town.acting("vendor.owner") as uow:
        city, reference = town.id_of("organisation.city"), town.id_of("reference.asked")
        asked = invite_reference(uow, reference, city, expected_version=1)
        town.know("reference.asked", asked)
        vendor = town.id_of("organisation.vendor")
        invited = invite_member(uow, vendor, town.emails["person"], Role.VIEWER)
        town.know("invitation", invited)
        made = make_invitation_secret(uow, invited.id)
        town.ids["secret"] = made[1] if made else ""
        user = uow.session.get_one(User, town.people["vendor.owner"])
        token, _ = create_token(uow, user, "nightly", [Scope.READ])
        uow.session.flush()
        town.know("token", token)
    with town.acting("claimant") as uow:
        entry = town.id_of("organisation.catalogue")
        town.know("claim", claim_organisation(uow, entry, "I work there."))
        row = uow.session.get_one(Organisation, entry)
        town.know("organisation.catalogue", row)


def _offer_to_the_city(town: Town) -> None:
    """An interest that the city has not read yet."""
    content = interest_content(message=SECRETS["what a vendor writes to a city"])
    with town.acting("vendor.owner") as uow:
        row = express_interest(
            uow,
            town.services.matcher,
            town.id_of("solution.published"),
            town.id_of("challenge.network"),
            content,
            challenge_version=1,
        )
        town.know("interest", row)


def _judge(town: Town) -> None:
    """What the city says of a match, and weights that wait for a decision of staff."""
    about = About(
        challenge_id=town.id_of("challenge.open"),
        answer=Answer.SOLUTION,
        answer_id=town.id_of("solution.published"),
        challenge_version=1,
        answer_version=1,
        rank=1,
    )
    note = SECRETS["what a city says of a match"]
    useless = Said(aspect=Aspect.VERDICT, useful=False, reasons=(Reason.PRICE,), note=note)
    with town.acting("city.owner") as uow:
        give_opinion(uow, town.services.matcher, about, useless)
        item = put_on(uow, town.services.matcher, about)
        note, at = SECRETS["a note on a shortlist"], item.version
        write_note(uow, about.challenge_id, about.answer_id, note, expected_version=at)
        town.ids["solution.listed"] = str(about.answer_id)
        town.versions["solution.listed"] = item.version
    with town.services.unit_of_work() as uow:
        town.know("proposal", propose(uow, Ranking.SUPPLIERS, weight_report()))


def _introduce(town: Town) -> None:
    """Staff bring the city together with the vendor."""
    pair = Pair(town.id_of("challenge.open"), solution_id=town.id_of("solution.published"))
    with town.acting("staff") as uow:
        town.know("introduction", introduce(uow, pair, "You should talk."))
