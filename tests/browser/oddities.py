"""A solution and a challenge with names that pages seldom meet: right to left, without a break."""

from marketplace.challenges import operations as challenges
from marketplace.challenges.content import Importance, Requirement
from marketplace.solutions import operations as solutions
from marketplace.solutions.content import Deployment
from tests.browser.furniture import CITY, STAFF, VENDOR, Furniture
from tests.factories.challenges import challenge_content
from tests.factories.solutions import publish_clear, solution_content

ARABIC = "منصة التدفئة الذكية للمدن المتوسطة"
HEBREW = "תושבים ותיקים חיים לבד ומאבדים קשר עם שכניהם. "
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://example.eu/" + "a-very-long-path-without-any-break/" * 4


def furnish_oddly(made: Furniture) -> None:
    """List and state them, and publish both."""
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
