"""What the demonstration's people have made before the pages are looked at.

Everything is made through the operations that people use: each thing once in each state in
which a page shows something else.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.operations import create_user
from marketplace.accounts.queries import user_with_email
from marketplace.challenges import operations as challenges
from marketplace.challenges.models import Challenge
from marketplace.challenges.questions import answer_question, ask_question
from marketplace.feedback.content import About
from marketplace.feedback.content import Answer as Answered
from marketplace.foundation.access import Role
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.content import Answer, Evidence
from marketplace.interests.operations import answer, express_interest
from marketplace.introductions.content import Pair
from marketplace.introductions.operations import introduce
from marketplace.notifications.content import Rhythm, Thing
from marketplace.notifications.searches import save_search
from marketplace.notifications.watching import watch
from marketplace.organisations.claims import claim_organisation
from marketplace.organisations.content import CityProfile, OrganisationContent, OrganisationKind
from marketplace.organisations.members import invite_member
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import create_organisation
from marketplace.organisations.queries import actor_of
from marketplace.recommendations.weighing import decide, propose
from marketplace.recommendations.weight_report import Ranking
from marketplace.shortlists.content import DecisionContent, Outcome
from marketplace.shortlists.decisions import write_decision
from marketplace.shortlists.operations import put_on, write_note
from marketplace.solutions import operations as solutions
from marketplace.solutions.content import Deployment
from marketplace.solutions.models import Reference, Solution
from marketplace.solutions.questions import answer_city, ask_vendor
from marketplace.solutions.references import invite_reference
from tests.browser.installation import Installation
from tests.factories.challenges import challenge_content
from tests.factories.interests import interest_content
from tests.factories.solutions import hold, publish_clear, solution_content
from tests.factories.weights import weight_report

VENDOR, CITY, STAFF = "vendor@demo.example", "city@demo.example", "staff@demo.example"
NEWCOMER, PASSWORD = "newcomer@young.example", "three or four words"
LEAVER = "leaver@young.example"
ODD = "odd@long.example"
REMARKS = {"description": "Say what it measures.", "deployments": "Name one city."}


@dataclass
class Furniture:
    """The ids of all that was made, by the names that stand in the addresses of visits."""

    installation: Installation
    ids: dict[str, str] = field(default_factory=dict)

    def acting(self, uow: UnitOfWork, email: str) -> UnitOfWork:
        """Let the unit of work go on as that person."""
        user = user_with_email(uow.session, email)
        assert user is not None
        uow.actor = actor_of(uow.session, user)
        return uow

    def id_of(self, name: str) -> UUID:
        return UUID(self.ids[name])


def furnish(installation: Installation) -> Furniture:
    """Make everything, on the database of a running installation."""
    made = Furniture(installation)
    with installation.services.unit_of_work() as uow:
        for name, key in (("vendor", VENDOR), ("city", CITY)):
            query = select(Organisation).where(Organisation.external_key == f"demo-{key}")
            made.ids[name] = str(uow.session.scalars(query).one().id)
        of_catalogue = select(Solution.id).where(Solution.external_key.is_not(None))
        made.ids["catalogue_solution"] = str(uow.session.scalars(of_catalogue.limit(1)).one())
        examples = select(Challenge.id).where(Challenge.external_key.is_not(None))
        made.ids["example_challenge"] = str(uow.session.scalars(examples.limit(1)).one())
    for state in ("draft", "in_review", "returned", "held", "published", "newer"):
        _list_a_solution(made, state)
    for state in ("draft", "in_review", "returned", "open", "newer"):
        _state_a_challenge(made, state)
    _welcome_a_newcomer(made)
    with installation.services.unit_of_work() as uow:
        _ask(made, uow)
        _refer(made, uow)
        _invite(made, uow)
    _express_interest(made)
    _look_closer(made)
    _watch(made)
    _propose_weights(made)
    _introduce(made)
    link = installation.link_mailed_to(NEWCOMER, "/invitations/")
    made.ids["secret"] = link.rpartition("/")[2]
    return made


def _express_interest(made: Furniture) -> None:
    """One that the city has answered, one that it has declined, and one that it has not read."""
    services = made.installation.services
    evidence = Evidence(
        requirement="Works by phone.", text="People ring a local number.", link="https://e.eu/"
    )
    content = interest_content(evidence, message="We have done this in Graz and Linz.")
    for name, solution, challenge in (
        ("answered", "solution_published", "challenge_open"),
        ("declined", "solution_newer", "challenge_open"),
        ("sent", "solution_newer", "challenge_newer"),
    ):
        with services.unit_of_work() as uow:
            made.acting(uow, VENDOR)
            row = express_interest(
                uow,
                services.matcher,
                made.id_of(solution),
                made.id_of(challenge),
                content,
                challenge_version=1,
            )
            made.ids[f"interest_{name}"] = str(row.id)
    with services.unit_of_work() as uow:
        made.acting(uow, CITY)
        for name, given, reason in (
            ("answered", Answer.INVITED, "Could you show it to our social workers on 3 May?"),
            ("declined", Answer.DECLINED, "It needs a computer; our residents have a telephone."),
        ):
            answer(uow, made.id_of(f"interest_{name}"), given, reason, expected_version=1)


def _watch(made: Furniture) -> None:
    services = made.installation.services
    with services.unit_of_work() as uow:
        made.acting(uow, VENDOR)
        for thing, name in ((Thing.CHALLENGE, "challenge_open"), (Thing.ORGANISATION, "city")):
            watch(uow, thing, made.id_of(name))
        save_search(uow, "challenges", [("q", "older residents"), ("country", "AT")], "Old age")
        save_search(uow, "search", [("need", "Older residents live alone")], "Older residents")
        link = services.post.unsubscribe(uow.actor.user_id or 0, Rhythm.DAILY.value)
        made.ids["unsubscribe"] = link.rpartition("/")[2]


def _list_a_solution(made: Furniture, state: str) -> None:
    graz = Deployment(
        place="Graz", country="AT", period="since 2023", evidence_link="https://e.eu/"
    )
    with made.installation.services.unit_of_work() as uow:
        content = solution_content(name=f"Heat finder {state}", deployments=(graz,))
        made.acting(uow, VENDOR)
        row = solutions.create_solution(uow, made.id_of("vendor"), content)
        made.ids[f"solution_{state}"] = str(row.id)
        if state != "draft":
            solutions.submit(uow, row.id, expected_version=row.version)
        made.acting(uow, STAFF)
        if state == "returned":
            solutions.send_back(uow, row.id, REMARKS, expected_version=row.version)
        if state == "held":
            hold(uow, row.id, expected_version=row.version)
        if state in ("published", "newer"):
            publish_clear(uow, row.id, expected_version=row.version)
        if state == "newer":
            made.acting(uow, VENDOR)
            newer = solution_content(name="Heat finder anew", deployments=(graz, graz_again()))
            solutions.change_solution(uow, row.id, newer, expected_version=row.version)
            solutions.submit(uow, row.id, expected_version=row.version)


def graz_again() -> Deployment:
    return Deployment(place="Graz", country="AT", period="since 2025", scale="400 homes")


def _state_a_challenge(made: Furniture, state: str) -> None:
    with made.installation.services.unit_of_work() as uow:
        content = challenge_content(title=f"Older residents are alone: {state}")
        made.acting(uow, CITY)
        row = challenges.create_challenge(uow, made.id_of("city"), content)
        made.ids[f"challenge_{state}"] = str(row.id)
        if state != "draft":
            challenges.submit(uow, row.id, expected_version=row.version)
        made.acting(uow, STAFF)
        if state == "returned":
            remarks = {"problem": "Say who suffers."}
            challenges.send_back(uow, row.id, remarks, expected_version=row.version)
        if state in ("open", "newer"):
            challenges.publish(uow, row.id, expected_version=row.version)
        if state == "newer":
            made.acting(uow, CITY)
            newer = challenge_content(title="Older residents are alone, said anew")
            challenges.change_challenge(uow, row.id, newer, expected_version=row.version)
            challenges.submit(uow, row.id, expected_version=row.version)


def _welcome_a_newcomer(made: Furniture) -> None:
    """A person with a young organisation of each kind, and a claim on a catalogue entry."""
    with made.installation.services.unit_of_work() as uow:
        create_user(uow, NEWCOMER, PASSWORD, name="Newcomer", confirmed=True)
        create_user(uow, LEAVER, PASSWORD, confirmed=True)
        uow.session.flush()
        made.acting(uow, NEWCOMER)
        for kind in (OrganisationKind.VENDOR, OrganisationKind.CITY):
            profile = CityProfile() if kind == OrganisationKind.CITY else None
            content = OrganisationContent(
                kind=kind, name=f"Young {kind}", country="AT", city=profile
            )
            made.ids[f"young_{kind}"] = str(create_organisation(uow, content).id)
        entries = select(Organisation).where(Organisation.catalogue).order_by(Organisation.name)
        for kind in (OrganisationKind.VENDOR, OrganisationKind.CITY):
            entry = uow.session.scalars(entries.where(Organisation.kind == kind).limit(1)).one()
            made.ids[f"catalogue_{kind}"] = str(entry.id)
        claim_organisation(uow, made.id_of("catalogue_vendor"), "I work there.")


def _ask(made: Furniture, uow: UnitOfWork) -> None:
    asked, asker = made.id_of("challenge_open"), made.id_of("vendor")
    made.acting(uow, VENDOR)
    answered = ask_question(uow, asked, asker, "How many residents are meant?")
    ask_question(uow, asked, asker, "Is there a list of volunteers?")
    made.acting(uow, CITY)
    answer_question(uow, answered.id, "About 4,000.", expected_version=answered.version)


def _look_closer(made: Furniture) -> None:
    """A shortlist with a note, a decision that is being written, and questions to the vendor."""
    services = made.installation.services
    challenge, solution = made.id_of("challenge_open"), made.id_of("solution_published")
    with services.unit_of_work() as uow:
        made.acting(uow, CITY)
        about = About(
            challenge_id=challenge,
            answer=Answered.SOLUTION,
            answer_id=solution,
            challenge_version=1,
            answer_version=1,
            rank=4,
        )
        item = put_on(uow, services.matcher, about)
        note = "Ask Linz how it went there."
        write_note(uow, challenge, solution, note, expected_version=item.version)
        draft = DecisionContent(outcome=Outcome.NONE, message="Thank you for your time.")
        write_decision(uow, made.id_of("challenge_newer"), draft, expected_version=0)
        answered = ask_vendor(uow, solution, made.id_of("city"), "Since when?", named=True)
        ask_vendor(uow, solution, made.id_of("city"), "Does it work in winter?", named=False)
        made.acting(uow, VENDOR)
        answer_city(uow, answered.id, "Since 2023.", expected_version=1)


def _refer(made: Furniture, uow: UnitOfWork) -> None:
    made.acting(uow, VENDOR)
    of_published = Reference.solution_id == made.id_of("solution_published")
    row = uow.session.scalars(select(Reference).where(of_published)).one()
    invite_reference(uow, row.id, made.id_of("city"), expected_version=row.version)
    made.ids["reference_asked"] = str(row.id)
    of_newer = Reference.solution_id == made.id_of("solution_newer")
    made.ids["reference_claimed"] = str(
        uow.session.scalars(select(Reference.id).where(of_newer)).one()
    )


def _invite(made: Furniture, uow: UnitOfWork) -> None:
    made.acting(uow, VENDOR)
    invite_member(uow, made.id_of("vendor"), NEWCOMER, Role.EDITOR)


def _propose_weights(made: Furniture) -> None:
    """Weights that were refused, and others that wait: none that changes what is shown."""
    with made.installation.services.unit_of_work() as uow:
        refused = propose(uow, Ranking.PARTNERS, weight_report(Ranking.PARTNERS))
        uow.session.flush()
        decide(uow, refused.id, "refuse", expected_version=1, note="Too few cities like ours.")
        propose(uow, Ranking.SUPPLIERS, weight_report())


def _introduce(made: Furniture) -> None:
    """Staff bring the city together with the vendor, and nobody has answered yet."""
    pair = Pair(made.id_of("challenge_open"), solution_id=made.id_of("solution_published"))
    with made.installation.services.unit_of_work() as uow:
        made.acting(uow, STAFF)
        made.ids["introduction"] = str(introduce(uow, pair, "You should talk.").id)
