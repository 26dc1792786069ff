"""People and things with names that pages seldom meet: right to left, without a break.

There are a person, a vendor and a city of such names, and they write to everybody: so the pages
of the usual people show them, too.
"""

from marketplace.accounts.operations import create_user
from marketplace.challenges import operations as challenges
from marketplace.challenges.content import Importance, Requirement
from marketplace.challenges.questions import ask_question
from marketplace.feedback.content import About
from marketplace.feedback.content import Answer as Answered
from marketplace.foundation.access import SYSTEM, Role
from marketplace.interests.content import Evidence
from marketplace.interests.operations import express_interest
from marketplace.introductions.content import Pair
from marketplace.introductions.operations import introduce
from marketplace.notifications.searches import save_search
from marketplace.organisations.claims import claim_organisation
from marketplace.organisations.content import CityProfile, OrganisationContent, OrganisationKind
from marketplace.organisations.operations import (
    add_member,
    create_organisation,
    verify_organisation,
)
from marketplace.shortlists.operations import put_on, write_note
from marketplace.solutions import operations as solutions
from marketplace.solutions.content import Deployment
from marketplace.solutions.questions import ask_vendor
from tests.browser.furniture import CITY, ODD, PASSWORD, STAFF, VENDOR, Furniture
from tests.factories.challenges import challenge_content
from tests.factories.interests import interest_content
from tests.factories.solutions import publish_clear, solution_content

ARABIC = "منصة التدفئة الذكية للمدن المتوسطة"
HEBREW = "תושבים ותיקים חיים לבד ומאבדים קשר עם שכניהם. "
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://example.eu/" + "a-very-long-path-without-any-break/" * 4


LONG_WORDS = f"{UNBROKEN} {HEBREW}{ADDRESS}"


def furnish_oddly(made: Furniture) -> None:
    """Everything with such names, each where a page shows it."""
    _list_and_state(made)
    _settle(made)
    _write_to_others(made)
    _be_written_to(made)


def _list_and_state(made: Furniture) -> None:
    """A solution and a challenge of the usual people, both published."""
    with made.installation.services.unit_of_work() as uow:
        made.acting(uow, VENDOR)
        said = solution_content(
            name=ARABIC,
            summary=UNBROKEN * 3,
            description=f"{HEBREW * 4}{ADDRESS}",
            features=(UNBROKEN, ADDRESS, HEBREW),
            deployments=(Deployment(place=UNBROKEN, country="AT", period=UNBROKEN[:60]),),
            website=ADDRESS,
        )
        solution = solutions.create_solution(uow, made.id_of("vendor"), said)
        solutions.submit(uow, solution.id, expected_version=solution.version)
        made.acting(uow, CITY)
        need = challenge_content(
            title=f"{UNBROKEN} {ARABIC}",
            problem=f"{HEBREW * 4}{UNBROKEN} {ADDRESS}",
            requirements=(
                Requirement(text=UNBROKEN * 2, importance=Importance.ESSENTIAL),
                Requirement(text=HEBREW, importance=Importance.NICE),
            ),
        )
        challenge = challenges.create_challenge(uow, made.id_of("city"), need)
        challenges.submit(uow, challenge.id, expected_version=challenge.version)
        made.acting(uow, STAFF)
        publish_clear(uow, solution.id, expected_version=solution.version)
        challenges.publish(uow, challenge.id, expected_version=challenge.version)
        made.ids |= {"solution_odd": str(solution.id), "challenge_odd": str(challenge.id)}


def _settle(made: Furniture) -> None:
    """The person, with a vendor and a city, who also joins the usual ones."""
    with made.installation.services.unit_of_work() as uow:
        user = create_user(uow, ODD, PASSWORD, name=ARABIC, confirmed=True)
        uow.session.flush()
        for kind, name in ((OrganisationKind.VENDOR, ARABIC), (OrganisationKind.CITY, UNBROKEN)):
            profile = CityProfile() if kind == OrganisationKind.CITY else None
            content = OrganisationContent(
                kind=kind, name=name, country="AT", description=LONG_WORDS, city=profile
            )
            made.acting(uow, ODD)
            row = create_organisation(uow, content)
            made.ids[f"odd_{kind}"] = str(row.id)
            made.acting(uow, STAFF)
            verify_organisation(uow, row.id, expected_version=row.version, note=LONG_WORDS)
        uow.actor = SYSTEM
        for name in ("vendor", "city"):
            add_member(uow, made.id_of(name), user.id, Role.VIEWER)
        made.acting(uow, ODD)
        claim_organisation(uow, made.id_of("catalogue_city"), LONG_WORDS)
        save_search(uow, "solutions", [("q", UNBROKEN)], UNBROKEN)


def _write_to_others(made: Furniture) -> None:
    """A listing and a call of theirs, an interest in a call, and questions."""
    services = made.installation.services
    with services.unit_of_work() as uow:
        made.acting(uow, ODD)
        said = solution_content(name=f"{ARABIC} {UNBROKEN}", summary=HEBREW)
        listed = solutions.create_solution(uow, made.id_of("odd_vendor"), said)
        solutions.submit(uow, listed.id, expected_version=listed.version)
        stated = challenge_content(title=f"{UNBROKEN} {HEBREW}")
        call = challenges.create_challenge(uow, made.id_of("odd_city"), stated)
        challenges.submit(uow, call.id, expected_version=call.version)
        made.acting(uow, STAFF)
        publish_clear(uow, listed.id, expected_version=listed.version)
        challenges.publish(uow, call.id, expected_version=call.version)
        made.ids |= {"solution_odder": str(listed.id), "challenge_odder": str(call.id)}
        made.acting(uow, ODD)
        ask_question(uow, made.id_of("challenge_open"), made.id_of("odd_vendor"), LONG_WORDS)
        ask_vendor(
            uow, made.id_of("solution_published"), made.id_of("odd_city"), LONG_WORDS, named=True
        )
        evidence = Evidence(requirement="Works by phone.", text=LONG_WORDS, link=ADDRESS)
        express_interest(
            uow,
            services.matcher,
            listed.id,
            made.id_of("challenge_open"),
            interest_content(evidence, message=LONG_WORDS),
            challenge_version=1,
        )


def _be_written_to(made: Furniture) -> None:
    """On the city's shortlist with a note, and brought together by staff."""
    services = made.installation.services
    challenge, solution = made.id_of("challenge_open"), made.id_of("solution_odder")
    about = About(
        challenge_id=challenge,
        answer=Answered.SOLUTION,
        answer_id=solution,
        challenge_version=1,
        answer_version=1,
        rank=5,
    )
    with services.unit_of_work() as uow:
        made.acting(uow, CITY)
        item = put_on(uow, services.matcher, about)
        write_note(uow, challenge, solution, LONG_WORDS, expected_version=item.version)
        made.acting(uow, STAFF)
        pair = Pair(challenge, solution_id=solution)
        made.ids["introduction_odd"] = str(introduce(uow, pair, LONG_WORDS).id)
